// Numbers as people read them.

const plain = (digits) => new Intl.NumberFormat('en', { maximumFractionDigits: digits });
const [whole, tenth, hundredth] = [plain(0), plain(1), plain(2)];

const digits = (value) => (value >= 100 ? whole : value >= 10 ? tenth : hundredth).format(value);

export function rate(value) {
  return value >= 10000 ? `${digits(value / 1000)}k/s` : `${digits(value)}/s`;
}

export function millis(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return value >= 1000 ? `${digits(value / 1000)}\u00a0s` : `${digits(value)}\u00a0ms`;
}

export function percent(value) {
  return value === null || value === undefined ? '–' : `${digits(value)}\u00a0%`;
}

export const count = (value) => whole.format(value);

export const several = (value, one, more) => `${whole.format(value)} ${value === 1 ? one : more}`;

export function ago(time) {
  const seconds = Math.max(0, Math.round((Date.now() - new Date(time).getTime()) / 1000));
  if (seconds < 60) {
    return `${seconds} s ago`;
  }
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
}
