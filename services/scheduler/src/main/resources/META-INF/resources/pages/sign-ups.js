// The operator's: who wants to become a tenant, and who is one.
import { at, query as withQuery } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { ago, date, timeExactly, words } from '../app/format.js';
import { dialog } from '../app/parts/dialog.js';
import { field, input, showProblem } from '../app/parts/form.js';
import { card, pageHead, tabs } from '../app/parts/layout.js';
import { badge, empty, failure, loading } from '../app/parts/states.js';
import { pagedTable, table } from '../app/parts/table.js';
import { SignedOut } from '../app/api.js';

export default async function signUps(view) {
  const { root } = view;
  const fill = (panel, content) => {
    show(panel, loading(4));
    content().then(made => show(panel, made)).catch(problem => {
      if (problem instanceof SignedOut || problem.name === 'AbortError') return;
      show(panel, failure(problem, () => fill(panel, content)));
    });
  };
  show(root,
    pageHead({ title: 'Sign-ups', lead: 'Who asked for an account. Approving makes the tenant, with its destination and its query log.' }),
    card({}, tabs('Which to see', [
      { id: 'pending', label: 'Waiting', fill: panel => fill(panel, () => list(view, 'PENDING')) },
      { id: 'approved', label: 'Approved', fill: panel => fill(panel, () => list(view, 'APPROVED')) },
      { id: 'declined', label: 'Declined', fill: panel => fill(panel, () => list(view, 'DECLINED')) },
      { id: 'tenants', label: 'All tenants', fill: panel => fill(panel, () => tenants(view)) },
    ])));
}

async function list(view, status) {
  const { api, signal } = view;
  const load = async path => {
    const page = await api.read(path, { signal });
    return { rows: page.data, next: page.next };
  };
  const first = await load(withQuery('/api/v1/signups', { status, limit: 50 }));
  if (first.rows.length === 0) {
    return empty(status === 'PENDING'
      ? { icon: 'check', title: 'Nobody waits', text: 'New requests from the sign-up page appear here.' }
      : { icon: 'people', title: 'None yet' });
  }
  const waiting = status === 'PENDING';
  return pagedTable({ caption: `${words(status)} sign-ups`, first, load, key: one => one.id, columns: [
    { label: 'Company', cell: one => h('span', { class: 'company' }, h('strong', {}, one.company), one.message && h('span', { class: 'message' }, one.message)) },
    { label: 'Who', cell: one => h('span', { class: 'person' }, one.name, h('a', { href: `mailto:${encodeURIComponent(one.email)}` }, one.email)) },
    { label: 'Asked', cell: one => h('time', { datetime: one.requestedAt, title: timeExactly(one.requestedAt) }, ago(one.requestedAt)) },
    waiting
      ? { label: 'Decide', cell: one => h('span', { class: 'actions' },
        h('button', { class: 'button small primary', 'aria-label': `Approve ${one.company}`, onclick: () => approve(view, one) }, 'Approve'),
        h('button', { class: 'button small', 'aria-label': `Decline ${one.company}`, onclick: () => decline(view, one) }, 'Decline')) }
      : { label: 'Decided', cell: one => h('span', { class: 'person' }, badge(status === 'APPROVED' ? 'succeeded' : 'idle', one.tenant ?? 'declined'),
        h('span', { class: 'quiet small' }, `${one.decidedBy}, ${ago(one.decidedAt)}`), one.reason && h('span', { class: 'small' }, one.reason)) },
  ] });
}

async function tenants({ api, signal }) {
  const all = await api.get('/api/v1/tenants', { signal });
  return all.length === 0
    ? empty({ icon: 'people', title: 'No tenant yet' })
    : table({ caption: 'Tenants', rows: all, columns: [
      { label: 'Tenant', cell: one => h('code', {}, one.id) },
      { label: 'Name', cell: one => one.name },
      { label: 'Since', cell: one => date(one.createdAt) },
    ] }).element;
}

/** A name that a tenant may have, out of the company's. */
const proposed = company => company.toLowerCase().replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 63);

function approve(view, one) {
  return decide(view, `Approve ${one.company}`, 'Make the tenant', [
    field({ label: 'Tenant', path: 'tenant', required: true, hint: 'Lower-case letters, digits and -. It cannot be changed later. Its people get it as the claim tenant from the identity provider.', control: input({ value: proposed(one.company) }) }),
    field({ label: 'Name', path: 'name', required: true, control: input({ value: one.company }) }),
  ], body => view.api.post(at`/api/v1/signups/${one.id}/approve`, body), body => `${body.tenant} is a tenant now`);
}

function decline(view, one) {
  return decide(view, `Decline ${one.company}`, 'Decline', [
    field({ label: 'Reason', path: 'reason', hint: 'For your own memory; nobody is told', control: h('textarea', { class: 'input', rows: 3, maxlength: 500 }) }),
  ], body => view.api.post(at`/api/v1/signups/${one.id}/decline`, body), () => `${one.company} is declined`);
}

async function decide(view, title, action, fields, send, told) {
  const done = await dialog(title, close => {
    const summary = h('div', { class: 'summary' });
    const button = h('button', { class: 'button primary' }, action);
    return h('form', { novalidate: true, onsubmit: async event => {
      event.preventDefault();
      const body = Object.fromEntries(fields.map(one => [one.path, one.control.value.trim()]).filter(([, value]) => value));
      button.disabled = true;
      try {
        await send(body);
        close(told(body));
      } catch (problem) {
        if (!problem.fields) throw problem;
        showProblem(problem, fields, summary);
      } finally {
        button.disabled = false;
      }
    } }, fields.map(one => one.element), summary,
    h('div', { class: 'actions end' }, h('button', { type: 'button', class: 'button', onclick: () => close() }, 'Back'), button));
  });
  if (!done) return;
  view.toast(done);
  await view.reload();
}
