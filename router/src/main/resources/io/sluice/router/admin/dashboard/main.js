// Which view is shown stands in the address, so that a view can be sent to somebody.

import { onConnection } from './ask.js';
import { el, say, set } from './dom.js';
import { changes } from './changes.js';
import { endpoints } from './endpoints.js';
import { explain } from './explain.js';
import { problems } from './problems.js';
import { tap } from './tap.js';
import { traffic } from './traffic.js';

const VIEWS = [
  ['traffic', 'Traffic', traffic],
  ['endpoints', 'Endpoints', endpoints],
  ['problems', 'Problems', problems],
  ['changes', 'Changes', changes],
  ['explain', 'Explain', explain],
  ['tap', 'Tap', tap],
];

const main = document.getElementById('view');
const tabs = new Map();
let leaving = new AbortController();
let shown = null;

function place() {
  const [name, query] = location.hash.slice(1).split('?');
  return { name: VIEWS.some(([known]) => known === name) ? name : VIEWS[0][0], state: new URLSearchParams(query) };
}

/** Notes a view's state in the address, without a step in the browser's history for each letter. */
function remember(name, state) {
  const query = state.toString();
  history.replaceState(null, '', `#${name}${query ? `?${query}` : ''}`);
}

function show() {
  const { name, state } = place();
  if (name === shown && !state.size) {
    return;
  }
  leaving.abort();
  leaving = new AbortController();
  shown = name;
  for (const [known, link] of tabs) {
    set(link, 'aria-current', known === name ? 'page' : null);
  }
  const [, title, view] = VIEWS.find(([known]) => known === name);
  document.title = `${title} · Sluice`;
  main.replaceChildren();
  view(main, {
    signal: leaving.signal,
    state,
    remember: () => remember(name, state),
    generation: (number) => say(document.getElementById('generation'), `table ${number}`),
  });
}

const THEMES = ['auto', 'light', 'dark'];

function theme(wanted) {
  const button = document.getElementById('theme');
  set(document.documentElement, 'data-theme', wanted === 'auto' ? null : wanted);
  say(button, { auto: '◐', light: '○', dark: '●' }[wanted]);
  set(button, 'aria-label', `Colours: ${wanted}. Change`);
  set(button, 'title', `Colours: ${wanted}`);
}

const chosen = () => (THEMES.includes(localStorage.getItem('theme')) ? localStorage.getItem('theme') : 'auto');

document.getElementById('theme').addEventListener('click', () => {
  const next = THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length];
  localStorage.setItem('theme', next);
  theme(next);
});
theme(chosen());

document.getElementById('tabs').append(...VIEWS.map(([name, title]) => {
  const link = el('a', { href: `#${name}` }, title);
  tabs.set(name, link);
  return el('li', {}, link);
}));

onConnection((why) => {
  const banner = document.getElementById('connection');
  banner.hidden = why === null;
  say(banner, why === null ? '' : `No live figures: ${why}. Trying again.`);
});
addEventListener('hashchange', show);
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
show();
