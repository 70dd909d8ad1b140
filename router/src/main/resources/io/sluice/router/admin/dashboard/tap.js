// Exchanges as they pass: some of them, without headers, queries and bodies.

import { listen } from './ask.js';
import { badge, cell, el, note, say, table } from './dom.js';
import { count, millis } from './format.js';

const MOST = 200;
const COLUMNS = [['Time', 'tight'], ['Status'], ['Request'], ['To'], ['Took', 'number'], ['Router', 'number'], ['Tries', 'number'], ['Client', 'tight']];

/** A cluster is named direction|port|subset|host. */
function destination({ cluster, subset }) {
  const [, port, , host] = (cluster ?? '').split('|');
  return subset || (host ? `${host}:${port}` : '–');
}

const tone = (status) => (status === 0 || status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good');

function row(one) {
  const flags = one.flags && one.flags !== '-' ? ` ${one.flags} ${one.details ?? ''}` : '';
  return el('tr', { role: 'row' },
    cell('Time', 'tight', (one.time ?? '').slice(11, 23)),
    cell('Status', null, badge(tone(one.status), `${one.status}${one.grpcStatus === null ? '' : ` · gRPC ${one.grpcStatus}`}`), el('span', { class: 'quiet' }, flags)),
    cell('Request', 'what', el('span', { class: 'stack' }, el('code', {}, `${one.method ?? '?'} ${one.path ?? ''}`),
      el('span', { class: 'quiet' }, `${one.authority ?? ''} · ${one.route ?? 'no route'}${one.virtualService ? ` · ${one.virtualService}` : ''}`))),
    cell('To', null, el('span', { class: 'stack' }, el('span', {}, destination(one)), el('span', { class: 'quiet' }, one.endpoint ?? ''))),
    cell('Took', 'number', millis(one.millis)),
    cell('Router', 'number', millis(one.overheadMicros / 1000)),
    cell('Tries', 'number', count(one.attempts ?? 0)),
    cell('Client', 'tight', one.client ?? ''));
}

export function tap(main, { signal, state, remember }) {
  const words = note('Exchanges are shown while this runs: at most 50 errors and 50 others a second of each event loop.');
  const rows = table('Exchanges, the last first', COLUMNS);
  const filters = [['status', 'Status', '5 or 404'], ['authority', 'Authority', 'part of it'], ['cluster', 'Cluster', 'part of it']]
    .map(([id, name, hint]) => ({ id, name, input: el('input', { id, type: 'text', value: state.get(id) ?? '', placeholder: hint, autocomplete: 'off' }) }));
  const button = el('button', { 'aria-pressed': 'false' }, 'Start');
  let listening = null;
  let waiting = [];
  let shown = 0;

  const draw = () => {
    if (waiting.length) {
      shown += waiting.length;
      rows.body.prepend(...waiting.slice(-MOST).reverse().map(row));
      waiting = [];
      while (rows.body.rows.length > MOST) {
        rows.body.rows[MOST].remove();
      }
    }
  };
  const drawing = setInterval(draw, 250);
  signal.addEventListener('abort', () => {
    clearInterval(drawing);
    listening?.abort();
  });

  function stop() {
    listening?.abort();
    listening = null;
    say(button, 'Start');
    button.setAttribute('aria-pressed', 'false');
  }

  function start() {
    filters.forEach(({ id, input }) => (input.value ? state.set(id, input.value) : state.delete(id)));
    remember();
    shown = 0;
    listening = new AbortController();
    say(button, 'Stop');
    button.setAttribute('aria-pressed', 'true');
    listen(`/v1/tap?${state}`, AbortSignal.any([signal, listening.signal]), (name, data) => {
      if (name === 'exchange') {
        waiting.push(data);
      } else {
        say(words, `${count(shown)} shown of ${count(data.seen)} that passed${data.missed ? `, ${count(data.missed)} missed` : ''}.`);
      }
    });
  }

  main.append(el('h1', {}, 'Tap'),
    el('form', { class: 'tools', onsubmit: (event) => { event.preventDefault(); listening ? stop() : start(); } },
      filters.map(({ id, name, input }) => el('span', {}, el('label', { for: id }, name), input)), button),
    words, rows.element);
  if (state.size) {
    start();
  }
}
