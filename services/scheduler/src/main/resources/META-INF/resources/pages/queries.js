// The query log, searched. What is searched for is in the address, so that a search can be sent to somebody.
import { at, query as withQuery, SignedOut } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { duration, number, time, timeExactly, words } from '../app/format.js';
import { icon } from '../app/icons.js';
import { dialog } from '../app/parts/dialog.js';
import { field, input, select, showProblem } from '../app/parts/form.js';
import { card, facts, pageHead } from '../app/parts/layout.js';
import { badge, empty, failure, loading, note } from '../app/parts/states.js';

const STATES = { FINISHED: 'succeeded', SUCCEEDED: 'succeeded', FAILED: 'failed' };
const TYPES = ['SELECT', 'EXPLAIN', 'DESCRIBE', 'INSERT', 'UPDATE', 'DELETE', 'ANALYZE', 'DATA_DEFINITION', 'ALTER_TABLE_EXECUTE', 'MERGE'];
const FAILURES = ['USER_ERROR', 'INTERNAL_ERROR', 'INSUFFICIENT_RESOURCES', 'EXTERNAL'];
const NAMES = ['text', 'user', 'tag', 'state', 'type', 'catalog', 'failure', 'from', 'to', 'slowerThanMs'];

const wide = matchMedia('(min-width: 60rem)');

/** The input's local time as the REST takes it. */
const toIso = local => (local ? new Date(local).toISOString() : '');
const toLocal = iso => {
  const when = new Date(iso);
  return Number.isNaN(when.getTime()) ? '' : new Date(when.getTime() - when.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

export default async function queries({ root, api, query, signal }) {
  const found = h('div', { class: 'stack', 'aria-live': 'polite', 'aria-busy': 'false' });
  const summary = h('div', { class: 'summary' });
  const form = searchForm(query, search => run(search));
  show(root,
    pageHead({ title: 'Query Explorer', lead: 'What was asked of your engines, as their query logs tell it. The newest come first.' }),
    card({}, form.element, summary), found);

  async function run(search) {
    const parameters = Object.fromEntries(NAMES.map(name => [name, search[name]]));
    history.replaceState(null, '', withQuery('#/queries', parameters));
    form.fields.forEach(one => one.problem(null));
    show(summary);
    show(found, loading(6));
    found.setAttribute('aria-busy', 'true');
    try {
      show(found, results(await page(parameters), parameters));
    } catch (problem) {
      if (problem instanceof SignedOut || problem.name === 'AbortError') return;
      show(found);
      if (problem.status === 0 || problem.status >= 500) show(found, failure(problem, () => run(search)));
      else showProblem(problem, form.fields, summary);
    } finally {
      found.setAttribute('aria-busy', 'false');
    }
  }

  const page = (parameters, after) => api.get(withQuery('/reading/v1/queries', { ...parameters, limit: 50, after }), { signal });

  function results(first, parameters) {
    if (first.queries.length === 0 && !first.next) {
      return card({}, empty(NAMES.some(name => parameters[name])
        ? { icon: 'search', title: 'No query matches', text: 'Leave out a part of the search, or look at a longer time.' }
        : { icon: 'search', title: 'No queries yet', text: 'Send your engine’s query log with a token of the role query-log, and it can be searched here.', action: { label: 'Make a token', href: '#/tokens' } }));
    }
    const list = h('ul', { class: 'queries' });
    const foot = h('div', { class: 'stack' });
    const append = part => {
      list.append(...part.queries.map(one => line(one, api)));
      show(foot,
        part.stopped && note('info', h('p', {}, words(part.stopped.slice(0, 1)), part.stopped.slice(1), '.')),
        part.next && h('div', { class: 'row more' }, h('button', { class: 'button', onclick: event => more(event.target, part.next) }, part.stopped ? 'Go on' : 'Show more')));
    };
    const more = async (button, after) => {
      button.disabled = true;
      try {
        append(await page(parameters, after));
      } catch (problem) {
        if (!(problem instanceof SignedOut)) show(foot, failure(problem, () => more(button, after)));
      }
    };
    append(first);
    return [card({ tight: true }, list), foot];
  }

  await run(Object.fromEntries(query));
}

function searchForm(query, search) {
  const value = name => query.get(name) ?? '';
  const any = values => [['', 'Any'], ...values.map(one => [one, words(one)])];
  const fields = {
    text: field({ label: 'Text', path: 'text', optionalText: '', hint: 'In the query, its id or its error', control: input({ type: 'search', value: value('text') }) }),
    user: field({ label: 'User', path: 'user', optionalText: '', control: input({ value: value('user') }) }),
    tag: field({ label: 'Tag', path: 'tag', optionalText: '', control: input({ value: value('tag') }) }),
    state: field({ label: 'State', path: 'state', optionalText: '', control: select(any(['FINISHED', 'SUCCEEDED', 'FAILED']), { value: value('state') }) }),
    type: field({ label: 'Type', path: 'type', optionalText: '', control: select(any(TYPES), { value: value('type') }) }),
    catalog: field({ label: 'Catalog', path: 'catalog', optionalText: '', control: input({ value: value('catalog') }) }),
    failure: field({ label: 'Kind of error', path: 'failure', optionalText: '', control: select(any(FAILURES), { value: value('failure') }) }),
    from: field({ label: 'From', path: 'from', optionalText: '', control: input({ type: 'datetime-local', value: toLocal(value('from')) }) }),
    to: field({ label: 'To', path: 'to', optionalText: '', control: input({ type: 'datetime-local', value: toLocal(value('to')) }) }),
    slowerThanMs: field({ label: 'Took at least (ms)', path: 'slowerThanMs', optionalText: '', control: input({ inputmode: 'numeric', value: value('slowerThanMs') }) }),
  };
  const read = () => Object.fromEntries(NAMES.map(name => {
    const text = fields[name].control.value.trim();
    return [name, name === 'from' || name === 'to' ? toIso(text) : text];
  }));
  const clear = () => { for (const one of Object.values(fields)) one.control.value = ''; search({}); };
  const element = h('form', { class: 'stack', role: 'search', 'aria-label': 'Search the query log', onsubmit: event => { event.preventDefault(); search(read()); } },
    h('div', { class: 'search-first' }, fields.text.element,
      h('div', { class: 'actions' }, h('button', { class: 'button primary' }, icon('search'), 'Search'), h('button', { type: 'button', class: 'button', onclick: clear }, 'Clear'))),
    h('details', { class: 'search-more', open: wide.matches || NAMES.slice(1).some(name => value(name)) }, h('summary', {}, 'More to search by'),
      h('div', { class: 'search-grid' }, NAMES.slice(1).map(name => fields[name].element))));
  return { element, fields: Object.values(fields) };
}

const ended = one => badge(STATES[one.state] ?? 'idle', one.state ? words(one.state) : 'not shown');

function line(one, api) {
  const open = () => detail(one, api);
  return h('li', { class: 'query' },
    h('div', { class: 'query-head' },
      h('div', { class: 'row' }, ended(one),
        h('time', { datetime: one.timestamp, title: timeExactly(one.timestamp), class: 'quiet small' }, time(one.timestamp)),
        h('span', { class: 'quiet small' }, one.durationMs === undefined ? 'duration unknown' : duration(one.durationMs))),
      h('button', { class: 'button small', onclick: open, 'aria-label': `Details of query ${one.id}` }, 'Details')),
    h('p', { class: 'query-text mono' }, one.query ?? '(the text is not shown)'),
    one.failureMessage && h('p', { class: 'query-failure' }, one.failureMessage),
    h('p', { class: 'row small quiet' },
      one.user && h('span', {}, icon('people', 14), ' ', one.user),
      one.type && h('span', {}, words(one.type)),
      one.catalog && h('span', {}, [one.catalog, one.schema].filter(Boolean).join('.')),
      tagsOf(one).map(tag => h('a', { class: 'tag', href: withQuery('#/queries', { tag }), 'aria-label': `Queries with the tag ${tag}` }, tag))));
}

const tagsOf = one => (Array.isArray(one.tags) ? one.tags : []);

function detail(one, api) {
  const place = h('div', { class: 'stack' }, loading(4));
  dialog('Query', () => place);
  api.get(withQuery(at`/reading/v1/queries/${one.id}`, { at: one.timestamp }))
    .then(whole => show(place,
      facts([['State', ended(whole)], ['Began', timeExactly(whole.timestamp)], ['Took', whole.durationMs === undefined ? null : `${number(whole.durationMs)} ms`],
        ['User', whole.user], ['Type', whole.type && words(whole.type)], ['Catalog', whole.catalog], ['Schema', whole.schema],
        ['Client', whole.userAgent], ['Engine version', whole.serverVersion], ['Id', h('code', {}, whole.id)], ['Tags', tagsOf(whole).join(', ')]]),
      h('section', { class: 'stack' }, h('h3', {}, 'Text'), h('pre', { tabindex: '0', 'aria-label': 'Text of the query' }, whole.query ?? '(not shown)')),
      (whole.failureMessage || whole.failureName) && h('section', { class: 'stack' }, h('h3', {}, 'Failure'),
        facts([['Error', whole.failureName], ['Kind', whole.failureClass && words(whole.failureClass)], ['Code', whole.failureCode], ['Class', whole.failureType]]),
        whole.failureMessage && h('pre', { tabindex: '0', 'aria-label': 'Message of the failure' }, whole.failureMessage)),
      whole.failures && h('details', {}, h('summary', {}, 'Everything that was told of it'), h('pre', { tabindex: '0', 'aria-label': 'Failures' }, JSON.stringify(whole.failures, null, 2)))))
    .catch(problem => { if (!(problem instanceof SignedOut)) show(place, failure(problem)); });
}
