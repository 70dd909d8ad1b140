// Asks the router where a request would go; the answer is made by what routes requests.

import { get } from './ask.js';
import { badge, el, note } from './dom.js';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'];

const row = (name, ...what) => [el('dt', {}, name), el('dd', {}, ...what)];

const lines = (all) => (all.length ? el('ul', {}, all.map((one) => el('li', {}, one))) : '–');

function tried(route) {
  const unmet = route.unmet;
  return el('li', { class: 'step' },
    badge(unmet ? 'quiet' : 'good', unmet ? '✘ no' : '✔ matches'), ' ',
    el('strong', {}, route.route || 'unnamed'), ' ',
    el('span', { class: 'quiet' }, `${route.origin.kind} ${route.origin.namespace}/${route.origin.name} ${route.origin.field}`),
    unmet ? el('p', {}, `${unmet.condition}: wanted `, el('code', {}, unmet.wanted), ', the request has ',
      unmet.got ? el('code', {}, unmet.got) : 'nothing') : null);
}

function share(one) {
  return el('li', {}, `${one.percent} % `, el('strong', {}, one.cluster), ' ',
    one.trouble ? badge('bad', one.trouble) : `ready: ${one.ready.join(', ') || 'none'}`, one.headers?.length ? lines(one.headers) : null);
}

const OUTCOMES = {
  forwarded: (to) => [
    row('Sent on as', el('code', {}, to.request)),
    row('To', el('ul', {}, to.destinations.map(share))),
    to.headers.length ? row('Headers', lines(to.headers)) : [],
    row('Timeout', to.timeout ?? 'none'),
    row('Retries', to.retries ? `${to.retries} on ${to.retryOn.join(', ')}` : 'none'),
    to.shadows.length ? row('Copies', el('ul', {}, to.shadows.map(share))) : [],
  ],
  redirected: (to) => [row('Redirected', `${to.status} to `, el('code', {}, to.location))],
  answered: (by) => [row('Answered', `${by.status}, by ${by.by}`, by.body ? el('pre', {}, by.body) : null)],
  refused: (no) => [row('Refused', badge('bad', no.status), ` ${no.reason}`)],
  missed: (no) => [
    row('Not routed', badge('bad', no.status || 'no connection'), ` ${no.reason}`),
    no.nearest.length ? row('Nearest', lines(no.nearest)) : [],
  ],
};

function gate(one) {
  return el('li', {}, `${one.where}: `, badge(one.verdict === 'passes' ? 'good' : 'bad', one.verdict),
    el('ul', {}, one.policies.map((policy) => el('li', {}, `${policy.kind} ${policy.policy}: ${policy.says}`))));
}

function answer(told) {
  const { listener, found, outcome } = told;
  return el('dl', { class: 'explained' },
    row('Request', el('code', {}, told.request)),
    row('Host', el('code', {}, told.host)),
    told.caller ? row('Caller', told.caller) : [],
    listener ? row('Listener', `${listener.name}, port ${listener.port}, role ${listener.role}`) : [],
    found ? row('Found', el('strong', {}, found.name), ` (${found.why})`) : [],
    told.path ? row('Path', el('code', {}, told.path)) : [],
    told.tried.length ? row('Routes', el('ol', { class: 'steps' }, told.tried.map(tried))) : [],
    told.policies.length ? row('On the way', lines(told.policies)) : [],
    OUTCOMES[outcome.kind](outcome),
    told.gates.length ? row('Guards', el('ul', {}, told.gates.map(gate))) : []);
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function field(name, id, input, hint) {
  return [el('label', { for: id }, name), input, hint ? el('p', { class: 'quiet', id: `${id}-hint` }, hint) : null];
}

export function explain(main, { state, remember }) {
  const method = el('select', { id: 'method' }, METHODS.map((one) => el('option', { selected: one === (state.get('method') ?? 'POST') }, one)));
  const url = el('input', { id: 'url', type: 'text', required: true, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'url-hint',
    value: state.get('url') ?? '', placeholder: 'http://host:port/path' });
  const headers = el('textarea', { id: 'headers', rows: 3, spellcheck: 'false', 'aria-describedby': 'headers-hint' });
  headers.value = state.getAll('header').join('\n');
  const from = el('input', { id: 'from', type: 'text', autocomplete: 'off', value: state.get('from') ?? '', placeholder: 'any' });
  const told = el('div', { 'aria-live': 'polite' });

  async function asked() {
    const query = new URLSearchParams({ method: method.value, url: url.value });
    headers.value.split('\n').map((line) => line.trim()).filter(Boolean).forEach((line) => query.append('header', line));
    if (from.value) {
      query.set('from', from.value);
    }
    [...state.keys()].forEach((key) => state.delete(key));
    query.forEach((value, key) => key !== 'header' && state.append(key, value)); // a token in a header stays out of the address
    remember();
    try {
      const explained = await get(`/v1/explain?${query}`);
      const command = `./sluice explain ${method.value} ${quoted(url.value)}${
        query.getAll('header').map((one) => ` -H ${quoted(one)}`).join('')} --manifests PATH`;
      told.replaceChildren(answer(explained), note('The same in a terminal:'), el('pre', { tabindex: 0 }, command));
    } catch (error) {
      told.replaceChildren(el('p', { class: 'banner' }, error.message));
    }
  }

  main.append(el('h1', {}, 'Where does a request go, and why?'),
    el('form', { class: 'ask', onsubmit: (event) => { event.preventDefault(); asked(); } },
      field('Method', 'method', method),
      field('URL', 'url', url, 'As a client would call it; the port is the one that is called.'),
      field('Headers', 'headers', headers, 'One a line, name: value. Host replaces that of the URL.'),
      field('Caller', 'from', from, null),
      el('button', {}, 'Explain')),
    told);
  if (url.value) {
    asked();
  }
}
