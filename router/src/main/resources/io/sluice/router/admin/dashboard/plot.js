// Small plots: no axes, for the numbers beside them say how high; a text for who does not see them.

import { say, set, svg } from './dom.js';

const WIDTH = 120;
const HEIGHT = 28;

function path(points, most, closed) {
  const step = WIDTH / Math.max(1, points.length - 1);
  let drawn = '';
  let open = false;
  points.forEach((value, i) => {
    if (value === null) {
      open = false;
      return;
    }
    const x = (i * step).toFixed(1);
    const y = (HEIGHT - 1 - (HEIGHT - 3) * Math.min(1, value / most)).toFixed(1);
    drawn += `${open ? 'L' : 'M'}${x} ${y}`;
    open = true;
  });
  return drawn && closed ? `${drawn}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z` : drawn;
}

const highest = (series) => Math.max(1e-9, ...series.flat().filter((value) => value !== null));

/** Lines over one another; kinds name their colours, and "area" fills what is beneath. */
export function plot(kinds) {
  const title = svg('title');
  const lines = kinds.map((kind) => svg('path', { class: `line ${kind}` }));
  const element = svg('svg', { class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
    title, ...lines);
  return {
    element,
    update(series, words) {
      const most = highest(series);
      series.forEach((points, i) => {
        const drawn = kinds[i] === 'error' && !points.some((value) => value > 0) ? '' : path(points, most, kinds[i].includes('area'));
        set(lines[i], 'd', drawn || 'M0 0');
      });
      say(title, words);
    },
  };
}

/** From a route to its destinations: as wide as what flows there. Shares are of all; rows are equally high. */
export function flow() {
  const element = svg('svg', { class: 'flow', viewBox: '0 0 40 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  return {
    element,
    update(shares) {
      const rows = shares.length;
      const curves = shares.map(({ share, kind }, i) => {
        const y = ((i + 0.5) / rows) * 100;
        return svg('path', {
          class: `flow-line ${kind}${share > 0 ? '' : ' idle'}`,
          d: `M0 50C20 50 20 ${y} 40 ${y}`,
          'stroke-width': Math.max(1, (share / 100) * 12),
        });
      });
      element.replaceChildren(...curves);
    },
  };
}
