// What somebody has to look at, and what to do about it.
import { h, show } from '../app/dom.js';
import { ago, sentence, timeExactly, words } from '../app/format.js';
import { field, select } from '../app/parts/form.js';
import { card, pageHead } from '../app/parts/layout.js';
import { badge, empty } from '../app/parts/states.js';

/** Where in the page to do what the REST's path stands for. */
const PLACES = [
  [/^\/api\/v1\/runs\/([^/?]+)/, id => `#/runs/${id}`],
  [/^\/api\/v1\/pipelines\/([^/?]+)/, name => `#/pipelines/${name}`],
  [/^\/api\/v1\/usage\?from=(\d{4}-\d{2})/, month => `#/usage?month=${month}`],
  [/^\/api\/v1\/tables\/([^/]+\/[^/?]+)/, name => `#/tables/${name}`],
];

function placeOf({ kind, subject, link }) {
  // the credential is entered again where the pipeline that it stops is
  if (kind === 'PIPELINE_PAUSED') return `#/pipelines/${encodeURIComponent(subject)}/credential`;
  for (const [pattern, place] of PLACES) {
    const found = pattern.exec(link ?? '');
    if (found) return place(found[1]);
  }
  return null;
}

export default async function alerts({ root, api, query, navigate, signal }) {
  const open = query.get('show') !== 'all';
  const all = await api.get(`/api/v1/alerts?open=${open}`, { signal });
  const choice = field({ label: 'Show', path: 'open', required: true,
    control: select([['open', 'Open ones'], ['all', 'All, also what is over']], { value: open ? 'open' : 'all', onchange: event => navigate(event.target.value === 'all' ? '/alerts?show=all' : '/alerts') }) });
  show(root,
    pageHead({ title: 'Alerts', lead: 'An alert stays open until its cause is gone. It closes by itself then.' }),
    h('div', { class: 'filters' }, choice.element),
    all.length === 0
      ? card({}, empty(open
        ? { icon: 'check', title: 'Nothing needs you', text: 'There is no open alert.' }
        : { icon: 'bell', title: 'There never was an alert' }))
      : h('ul', { class: 'stack' }, all.map(alert => h('li', {}, one(alert)))));
}

function one(alert) {
  const place = placeOf(alert);
  return h('article', { class: 'card alert' },
    h('header', { class: 'card-head' },
      h('div', {}, h('h2', {}, `${words(alert.kind)}: ${alert.subject}`)),
      alert.resolvedAt ? badge('succeeded', `over ${ago(alert.resolvedAt)}`) : badge('failed', 'open')),
    h('p', {}, sentence(alert.message)),
    h('p', { class: 'quiet' }, sentence(alert.action)),
    h('div', { class: 'row between' },
      h('time', { class: 'quiet small', datetime: alert.raisedAt, title: timeExactly(alert.raisedAt) }, `since ${ago(alert.raisedAt)}`),
      place && !alert.resolvedAt && h('a', { class: 'button small', href: place, 'aria-label': `Go there: ${alert.subject}` }, 'Go there')));
}
