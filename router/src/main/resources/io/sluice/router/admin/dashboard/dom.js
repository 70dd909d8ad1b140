// Elements are made here and nowhere else. Text enters as text: there is no way through this file for markup, and what would turn the
// direction of writing shows as a box.

const plain = (child) => (child instanceof Node ? child : String(child).replace(/[\u202a-\u202e\u2066-\u2069]/g, '\u25a1'));

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined).map(plain));
  return element;
}

export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Changes a text only where it differs: what is selected stays selected, and nothing is announced again. */
export function say(element, text) {
  const words = plain(text);
  if (element.textContent !== words) {
    element.textContent = words;
  }
}

export function set(element, name, value) {
  if (value === null || value === undefined || value === false) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, String(value));
  }
}

/**
 * A part of a page for each item, kept as long as the item is there, so that a page that changes every second keeps its focus.
 * A part is made by make(item) and has an element and update(item).
 */
export function list(container, keyOf, make) {
  const parts = new Map();
  return (items) => {
    const gone = new Set(parts.keys());
    let before = null;
    for (const item of items) {
      const key = keyOf(item);
      gone.delete(key);
      let part = parts.get(key);
      if (!part) {
        part = make(item);
        parts.set(key, part);
      }
      part.update(item);
      const place = before ? before.nextSibling : container.firstChild;
      if (part.element !== place) {
        container.insertBefore(part.element, place);
      }
      before = part.element;
    }
    for (const key of gone) {
      parts.get(key).element.remove();
      parts.delete(key);
    }
  };
}

/** A table that is one on a phone too, where its rows stand as cards: roles outlive a change of display. */
export function table(caption, columns) {
  const body = el('tbody', { role: 'rowgroup' });
  const element = el('table', { role: 'table' },
    el('caption', { class: 'unseen' }, caption),
    el('thead', { role: 'rowgroup' },
      el('tr', { role: 'row' }, columns.map(([name, kind]) => el('th', { role: 'columnheader', scope: 'col', class: kind }, name)))),
    body);
  return { element, body };
}

export const cell = (label, kind, ...children) => el('td', { role: 'cell', class: kind, 'data-label': label }, ...children);

export const badge = (kind, text) => el('span', { class: `badge ${kind}` }, text);

export const note = (text) => el('p', { class: 'note' }, text);
