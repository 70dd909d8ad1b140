import { poll } from './ask.js';
import { el, list, note, say } from './dom.js';
import { ago } from './format.js';

function item(change) {
  const when = el('time', { datetime: change.at, title: change.at, class: 'quiet' });
  return {
    element: el('li', { class: 'card' }, el('h2', {}, `Table ${change.generation} `, when),
      el('ul', {}, change.changes.map((one) => el('li', {}, one)))),
    update() { say(when, ago(change.at)); },
  };
}

export function changes(main, { signal, generation }) {
  const words = note('');
  const cards = el('ol', { class: 'cards' });
  const draw = list(cards, (one) => one.generation, item);
  main.append(el('h1', {}, 'Last changes'), words, cards);
  poll('/v1/changes', 2000, signal, (all) => {
    say(words, all.length === 0 ? 'No table was made of manifests yet.' : 'What each table said that the one before it did not.');
    if (all.length) {
      generation(all[0].generation);
    }
    draw(all);
  });
}
