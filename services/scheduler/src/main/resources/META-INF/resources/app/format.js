// How figures and times read. One place, so that they read the same everywhere.

const locale = navigator.language;
const whole = new Intl.NumberFormat(locale);
const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

export const number = value => whole.format(value ?? 0);
export const compact = value => (Math.abs(value ?? 0) < 10_000 ? whole : short).format(value ?? 0);

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
/** Bytes in powers of ten, as they are billed. */
export function bytes(value) {
  let rest = value ?? 0;
  let unit = 0;
  while (Math.abs(rest) >= 1000 && unit < UNITS.length - 1) { rest /= 1000; unit++; }
  return `${rest.toLocaleString(locale, { maximumFractionDigits: rest < 10 && unit > 0 ? 2 : rest < 100 && unit > 0 ? 1 : 0 })} ${UNITS[unit]}`;
}

/** A duration in milliseconds: the two units that matter. */
export function duration(ms) {
  if (ms === null || ms === undefined) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long ago, or until when: "3 minutes ago". */
export function ago(time, now = Date.now()) {
  if (!time) return 'never';
  const seconds = (new Date(time).getTime() - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 5) return 'just now';
  if (size < 60) return relative.format(Math.round(seconds), 'second');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return size < 30 * 86_400 ? relative.format(Math.round(seconds / 86_400), 'day') : day.format(new Date(time));
}

const narrow = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' });
/** The same in few letters, for figures: "3m ago". */
export function age(time, now = Date.now()) {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 60) return narrow.format(Math.round(seconds), 'second');
  if (size < 3600) return narrow.format(Math.round(seconds / 60), 'minute');
  return size < 86_400 ? narrow.format(Math.round(seconds / 3600), 'hour') : narrow.format(Math.round(seconds / 86_400), 'day');
}

export const date = time => (time ? day.format(new Date(time)) : '–');
export const time = value => (value ? moment.format(new Date(value)) : '–');
export const timeExactly = value => (value ? exact.format(new Date(value)) : '–');

/** An amount of money in its currency. */
export const money = (amount, currency) =>
  currency ? new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount ?? 0) : whole.format(amount ?? 0);

/** With a capital letter at the beginning; the rest stays as it is. */
export const capital = text => (text ? text.charAt(0).toUpperCase() + text.slice(1) : '');

/** What a service says, as a sentence. */
export const sentence = text => (text ? capital(text) + (/[.!?]$/.test(text) ? '' : '.') : '');

/** Words of our own in upper case or with underscores, as a person writes them: WAITING_FOR_BUDGET → Waiting for budget. */
export const words = code => {
  const text = String(code ?? '').replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};
