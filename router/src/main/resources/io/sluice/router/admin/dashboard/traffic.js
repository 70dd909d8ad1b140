// Host → route → destinations: what each does, beside what was set.

import { listen } from './ask.js';
import { badge, cell, el, list, note, say, set, table } from './dom.js';
import { count, millis, percent, rate, several } from './format.js';
import { flow, plot } from './plot.js';

const SPANS = [[60, 1, '1 min'], [60, 5, '5 min'], [60, 15, '15 min']];

const COLUMNS = [
  ['Destination'], ['Set'], ['Observed'], ['Rate', 'number'], ['Errors', 'number'], ['p50', 'number'], ['p99', 'number'],
  ['Requests', 'plotted'], ['Latency', 'plotted'],
];

/** Told apart by colour and by the pattern of its bar; a shadow is always the last kind. */
const kind = (index) => `kind-${index % 5}`;

function figures(past) {
  return [rate(past.rate), percent(past.errors), millis(past.p50), millis(past.p99)];
}

function tile(name, kinds) {
  const value = el('strong');
  const drawn = plot(kinds);
  const element = el('li', { class: 'tile' }, el('span', {}, name), value, drawn.element);
  return {
    element,
    update(text, series, bad) {
      say(value, text);
      set(value, 'class', bad ? 'bad' : null);
      drawn.update(series, `${name}, now ${text}`);
    },
  };
}

function overview() {
  const tiles = [tile('Requests', ['area', 'line']), tile('Errors', ['area error']), tile('p50', ['half']), tile('p99', ['tail'])];
  const unrouted = el('span');
  const element = el('section', { 'aria-label': 'All traffic' },
    el('ul', { class: 'tiles' }, tiles.map((one) => one.element)), el('p', { class: 'note' }, unrouted));
  return {
    element,
    update({ all, unrouted: lost }) {
      const { rate: rates, errors, p50, p99 } = all.plot;
      const [now, failed, half, tail] = figures(all);
      tiles[0].update(now, [rates, rates]);
      tiles[1].update(failed, [errors], all.errors > 1);
      tiles[2].update(half, [p50]);
      tiles[3].update(tail, [p99]);
      say(unrouted, lost.requests
        ? `${several(lost.requests, 'request', 'requests')} of this time found no route (${rate(lost.rate)}).` : '');
    },
  };
}

/** The share that is seen, with a mark where it was set. */
function shareBar(index) {
  const seen = el('span', { class: `share-seen ${kind(index)}` });
  const mark = el('span', { class: 'share-set' });
  const words = el('span', { class: 'share-words' });
  return {
    element: el('span', { class: 'share' }, words, el('span', { class: 'share-bar', 'aria-hidden': 'true' }, seen, mark)),
    update(observed, wanted) {
      say(words, percent(observed));
      seen.style.width = `${observed ?? 0}%`;
      mark.style.left = `${wanted}%`;
    },
  };
}

function served(row) {
  return [
    badge(row.ready ? 'good' : 'bad', `${count(row.ready)} ready`),
    row.draining ? badge('warn', `${count(row.draining)} draining`) : null,
    row.ejected ? badge('bad', `${count(row.ejected)} ejected`) : null,
  ];
}

function destination(index, shadow) {
  const badges = el('span', { class: 'badges' });
  const wanted = cell('Set');
  const bar = shareBar(index);
  const numbers = ['Rate', 'Errors', 'p50', 'p99'].map((name) => cell(name, 'number'));
  const requests = plot([`area ${shadow ? 'shadow' : kind(index)}`, 'error']);
  const latency = plot(['tail', 'half']);
  const name = el('span', { class: 'name' });
  const service = el('span', { class: 'quiet' });
  const element = el('tr', { role: 'row', class: shadow ? 'is-shadow' : null },
    cell('Destination', 'what', el('span', { class: `swatch ${shadow ? 'shadow' : kind(index)}`, 'aria-hidden': 'true' }),
      el('span', { class: 'stack' }, name, service, badges)),
    wanted, cell('Observed', null, shadow ? 'copies' : bar.element), ...numbers,
    cell('Requests', 'plotted', requests.element), cell('Latency', 'plotted', latency.element));
  return {
    element,
    update(row) {
      say(name, row.subset || row.service);
      say(service, [shadow ? 'shadow' : '', row.subset ? row.service : '', row.port ? `port ${row.port}` : 'no such cluster'].filter(Boolean).join(' · '));
      const now = served(row).filter(Boolean);
      if (badges.textContent !== now.map((one) => one.textContent).join('')) {
        badges.replaceChildren(...now);
      }
      say(wanted, percent(shadow ? row.percent : row.set));
      if (!shadow) {
        bar.update(row.observed ?? null, row.set);
      }
      figures(row.past).forEach((text, i) => say(numbers[i], text));
      set(numbers[1], 'class', `number${row.past.errors > 1 ? ' bad' : ''}`);
      const { plot: drawn } = row.past;
      requests.update([drawn.rate, drawn.errors], `requests of ${name.textContent}, now ${numbers[0].textContent}`);
      latency.update([drawn.p99, drawn.p50], `latency of ${name.textContent}, p99 now ${numbers[3].textContent}`);
    },
  };
}

const DRIFTS = {
  unknown: ['quiet', 'too few requests to judge the split'],
  none: ['good', 'split as set'],
  drifts: ['bad', 'split differs from what is set'],
};

function route() {
  const title = el('h3');
  const drift = el('span', { class: 'badge' });
  const matches = el('ul', { class: 'matches' });
  const origins = el('p', { class: 'quiet' });
  const itself = el('p', { class: 'note' });
  const curves = flow();
  const rows = table('Destinations', COLUMNS);
  const drawRows = list(rows.body, (row) => row.key, (row) => destination(row.index, row.shadow));
  const flowing = el('div', { class: 'destinations' }, curves.element, rows.element);
  const element = el('article', { class: 'route' },
    el('div', { class: 'route-head' }, title, drift, matches, origins, itself), flowing);
  return {
    element,
    update(now) {
      say(title, now.route);
      const [tone, words] = (now.destinations.some((row) => row.past.requests) && DRIFTS[now.drift]) || ['', ''];
      drift.hidden = !words;
      set(drift, 'class', `badge ${tone}`);
      say(drift, words);
      const said = now.matches.slice(0, 4);
      if (matches.textContent !== said.join('')) {
        matches.replaceChildren(...said.map((one) => el('li', {}, el('code', {}, one))));
      }
      say(origins, now.origins.length > 4 ? `${now.origins.slice(0, 4).join(', ')} and ${now.origins.length - 4} more` : now.origins.join(', '));
      const own = now.itself;
      say(itself, now.action ? `${now.action}: ${rate(own.rate)}`
        : own.requests ? `answered ${several(own.requests, 'request', 'requests')} itself` : '');
      flowing.hidden = now.destinations.length === 0;
      set(element, 'class', flowing.hidden ? 'route lone' : 'route');
      curves.update([
        ...now.destinations.map((row, i) => ({ share: row.observed ?? 0, kind: kind(i) })),
        ...now.shadows.map((row) => ({ share: row.past.rate ? row.percent : 0, kind: 'shadow' })),
      ]);
      drawRows([
        ...now.destinations.map((row, index) => ({ ...row, index, key: row.cluster })),
        ...now.shadows.map((row, index) => ({ ...row, index, shadow: true, key: `shadow ${row.cluster}` })),
      ]);
    },
  };
}

function host() {
  const title = el('h2');
  const ports = el('p', { class: 'quiet' });
  const routes = el('div');
  const draw = list(routes, (row) => row.key, route);
  return {
    element: el('section', { class: 'host' }, el('div', { class: 'host-head' }, title, ports), routes),
    update(row) {
      say(title, row.host);
      const names = row.names.filter((name) => name !== row.host);
      say(ports, `${row.ports.map((port) => `${port.role} port ${port.port}`).join(', ')} · ${rate(row.rate)}${
        names.length ? ` · also ${names.slice(0, 4).join(', ')}${names.length > 4 ? ' …' : ''}` : ''}`);
      draw(row.routes.map((one, index) => ({ ...one, key: `${index} ${one.route} ${one.origins.join()}` })));
    },
  };
}

export function traffic(main, { signal, state, remember, generation }) {
  const all = overview();
  const hosts = el('div');
  const more = note('');
  const drawHosts = list(hosts, (row) => row.host, host);
  const find = el('input', { id: 'find', type: 'search', value: state.get('host') ?? '', placeholder: 'part of its name', autocomplete: 'off' });
  const span = el('select', { id: 'span' }, SPANS.map(([, , name], i) => el('option', { value: i, selected: Number(state.get('span') ?? 0) === i }, name)));
  main.append(
    el('h1', { class: 'unseen' }, 'Traffic'), all.element,
    el('form', { class: 'tools', onsubmit: (event) => event.preventDefault() },
      el('span', {}, el('label', { for: 'find' }, 'Host'), find), el('span', {}, el('label', { for: 'span' }, 'Last'), span)),
    hosts, more);

  let listening = new AbortController();
  const start = () => {
    listening.abort();
    listening = new AbortController();
    const [points, step] = SPANS[span.value] ?? SPANS[0];
    const query = new URLSearchParams({ points, step, host: find.value });
    listen(`/v1/live?${query}`, AbortSignal.any([signal, listening.signal]), (name, map) => {
      generation(map.generation);
      all.update(map);
      drawHosts(map.hosts);
      say(more, map.hosts.length === 0 ? 'No host of this name is served.'
        : [map.hostsLeftOut ? `${several(map.hostsLeftOut, 'quieter host is', 'quieter hosts are')} not shown.` : '',
          map.seriesLeftOut ? `No history is kept of ${several(map.seriesLeftOut, 'series', 'series')}, for want of room.` : ''].join(' '));
    });
  };
  let typed;
  find.addEventListener('input', () => {
    clearTimeout(typed);
    typed = setTimeout(changed, 250);
  });
  span.addEventListener('change', changed);
  function changed() {
    find.value ? state.set('host', find.value) : state.delete('host');
    span.value !== '0' ? state.set('span', span.value) : state.delete('span');
    remember();
    start();
  }
  start();
}
