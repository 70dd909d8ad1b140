import { poll } from './ask.js';
import { badge, cell, el, list, note, say, table } from './dom.js';
import { several } from './format.js';

const COLUMNS = [['Cluster', 'wide'], ['Address'], ['State'], ['Weight', 'number'], ['Locality'], ['Pod']];

function row() {
  const cells = COLUMNS.map(([name, kind]) => cell(name, kind));
  const state = el('span', { class: 'badges' });
  cells[2].append(state);
  return {
    element: el('tr', { role: 'row' }, cells),
    update(now) {
      [now.cluster, now.address, null, now.weight, now.locality || '–', now.pod || '–'].forEach((text, i) => {
        if (text !== null) {
          say(cells[i], text);
        }
      });
      const words = `${now.state}${now.ejected ? ' ejected' : ''}`;
      if (state.dataset.words !== words) {
        state.dataset.words = words;
        state.replaceChildren(badge(now.state === 'ready' ? 'good' : 'warn', now.state), ...(now.ejected ? [badge('bad', 'ejected')] : []));
      }
    },
  };
}

export function endpoints(main, { signal }) {
  const words = note('');
  const rows = table('Endpoints by cluster', COLUMNS);
  const draw = list(rows.body, (one) => `${one.cluster} ${one.address}`, row);
  main.append(el('h1', {}, 'Endpoints'), words, rows.element);
  poll('/v1/endpoints', 2000, signal, (all) => {
    const ejected = all.filter((one) => one.ejected).length;
    const draining = all.filter((one) => one.state !== 'ready').length;
    say(words, all.length === 0 ? 'No cluster of the table has an endpoint.'
      : `${several(all.length, 'endpoint', 'endpoints')}: ${all.length - draining} ready, ${draining} draining, ${ejected} ejected by outlier detection.`);
    draw(all);
  });
}
