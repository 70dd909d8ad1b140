import { poll } from './ask.js';
import { badge, el, list, note, say } from './dom.js';
import { several } from './format.js';

const TONES = { error: 'bad', warning: 'warn', notice: 'quiet' };
const ORDER = Object.keys(TONES);

function item(problem) {
  const istio = problem.istioCode ? ` · Istio: ${problem.istioCode}` : '';
  const place = problem.file ? ` · ${problem.file}${problem.line ? `:${problem.line}` : ''}` : '';
  return {
    element: el('li', { class: 'card' },
      el('h2', {}, badge(TONES[problem.severity], problem.severity), ' ', problem.object),
      problem.field ? el('p', {}, el('code', {}, problem.field)) : null,
      el('p', {}, problem.sentence),
      el('p', { class: 'quiet' }, `${problem.code}${istio}${place}`),
      el('p', { class: 'quiet' }, problem.fix)),
    update() {},
  };
}

export function problems(main, { signal }) {
  const words = note('');
  const cards = el('ul', { class: 'cards' });
  const draw = list(cards, (one) => JSON.stringify(one), item);
  main.append(el('h1', {}, 'Problems of the manifests'), words, cards);
  poll('/v1/problems', 3000, signal, (all) => {
    const of = (severity) => all.filter((one) => one.severity === severity);
    say(words, all.length === 0 ? 'None: every field of every manifest does what it says.'
      : `${ORDER.map((severity) => several(of(severity).length, severity, `${severity}s`)).join(', ')}.`);
    const seen = new Set();
    draw(ORDER.flatMap(of).filter((one) => !seen.has(JSON.stringify(one)) && seen.add(JSON.stringify(one))));
  });
}
