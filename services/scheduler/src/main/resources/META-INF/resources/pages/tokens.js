// Tokens for the gateway. One is shown when it is made, and never again.
import { at } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { ago, date, timeExactly } from '../app/format.js';
import { icon } from '../app/icons.js';
import { confirm, dialog } from '../app/parts/dialog.js';
import { field, input, select, showProblem } from '../app/parts/form.js';
import { card, pageHead } from '../app/parts/layout.js';
import { badge, empty, note } from '../app/parts/states.js';
import { table } from '../app/parts/table.js';

const ROLES = [['producer', 'producer: posts records'], ['consumer', 'consumer: reads features'], ['query-log', 'query-log: sends query logs']];
const SOON_MS = 3 * 86_400_000;

export default async function tokens(view) {
  const { root, api, me, signal } = view;
  const admin = me.roles.includes('tenant-admin');
  const all = await api.get('/api/v1/tokens', { signal });
  const make = () => create(view).then(made => made && view.reload());
  show(root,
    pageHead({ title: 'Tokens', lead: 'For programs that post records, read features or send query logs, and have no identity provider.',
      actions: admin && all.length > 0 && h('button', { class: 'button primary', onclick: make }, icon('plus'), 'New token') }),
    all.length === 0
      ? card({}, empty({ icon: 'key', title: 'No token yet', text: 'A token lets one program do one thing, until it expires or you revoke it.', action: admin && { label: 'New token', onclick: make } }))
      : card({ tight: true }, table({ caption: 'Tokens', rows: all, columns: columns(admin, token => revoke(view, token)) }).element));
}

const columns = (admin, onrevoke) => [
  { label: 'Name', cell: token => token.name },
  { label: 'User', cell: token => token.user },
  { label: 'May', cell: token => token.role },
  { label: 'From', cell: token => (token.networks?.length ? token.networks.join(', ') : 'anywhere') },
  { label: 'Expires', cell: token => expires(token.expiresAt) },
  ...(admin ? [{ label: 'Actions', cell: token => h('button', { class: 'button small danger', 'aria-label': `Revoke ${token.name}`, onclick: () => onrevoke(token) }, 'Revoke') }] : []),
];

function expires(at_) {
  const left = new Date(at_).getTime() - Date.now();
  if (left <= 0) return badge('idle', 'expired');
  return h('span', { class: 'row' }, h('time', { datetime: at_, title: timeExactly(at_) }, date(at_)), left < SOON_MS && badge('late', ago(at_)));
}

async function revoke(view, token) {
  const sure = await confirm(`Revoke ${token.name}?`, 'Whoever uses this token is refused from now on. This cannot be undone.', 'Revoke it', { danger: true });
  if (!sure) return;
  try {
    await view.api.del(at`/api/v1/tokens/${token.id}`);
    view.toast(`${token.name} is revoked`);
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    view.toast(problem.message, 'bad');
  }
  await view.reload();
}

/** Resolves to whether one was made, however its dialog was left. */
async function create({ api }) {
  let any = false;
  await dialog('New token', close => {
    const fields = [
      field({ label: 'Name', path: 'name', required: true, hint: 'What will use it, for example web-shop', control: input({}) }),
      field({ label: 'What it may do', path: 'role', required: true, control: select(ROLES, { value: 'producer' }) }),
      field({ label: 'User', path: 'user', hint: 'Who holds it; the name is taken if this is empty', control: input({}) }),
      field({ label: 'Days until it expires', path: 'expiresInDays', hint: '15 if this is empty, 365 at most', control: input({ inputmode: 'numeric' }) }),
      field({ label: 'Networks', path: 'networks', hint: 'From where it may be used, one address or range per line, for example 10.1.0.0/16', control: h('textarea', { class: 'input', rows: 2, autocomplete: 'off', spellcheck: 'false' }) }),
    ];
    const [name, role, user, days, networks] = fields.map(one => one.control);
    const summary = h('div', { class: 'summary' });
    const button = h('button', { class: 'button primary' }, 'Make the token');
    const form = h('form', { novalidate: true, onsubmit: async event => {
      event.preventDefault();
      if (!name.value.trim()) return showProblem({ fields: [{ field: 'name', message: 'Name is missing.' }] }, fields, summary);
      if (days.value.trim() && !/^\d+$/.test(days.value.trim())) return showProblem({ fields: [{ field: 'expiresInDays', message: 'This has to be a whole number of days.' }] }, fields, summary);
      button.disabled = true;
      try {
        const made = await api.post('/api/v1/tokens', {
          name: name.value.trim(), role: role.value, user: user.value.trim() || undefined,
          expiresInDays: days.value.trim() ? Number(days.value) : undefined,
          networks: networks.value.split('\n').map(line => line.trim()).filter(Boolean),
        });
        any = true;
        reveal(form, made, close);
      } catch (problem) {
        if (!problem.fields) throw problem;
        showProblem(problem, fields, summary);
      } finally {
        button.disabled = false;
      }
    } }, fields.map(one => one.element), summary, h('div', { class: 'actions end' }, h('button', { type: 'button', class: 'button', onclick: () => close() }, 'Back'), button));
    return form;
  });
  return any;
}

/** In place of the form: the token, once. */
function reveal(form, made, close) {
  const text = field({ label: 'Token', path: 'token', required: true, control: input({ value: made.token, readonly: true, class: 'input mono', onfocus: event => event.target.select() }) });
  const copied = h('span', { role: 'status', class: 'quiet small' });
  const copy = async () => {
    text.control.select();
    try {
      await navigator.clipboard.writeText(made.token);
      show(copied, 'Copied.');
    } catch {
      show(copied, 'It is selected: copy it with the keyboard.');
    }
  };
  form.replaceWith(h('div', { class: 'stack' },
    note('warn', h('p', {}, `Copy the token of ${made.name} now. It is stored hashed, and cannot be shown again.`)),
    text.element,
    h('div', { class: 'actions end' }, copied, h('button', { class: 'button', onclick: copy }, icon('copy'), 'Copy'), h('button', { class: 'button primary', onclick: () => close() }, 'Done'))));
  text.control.focus();
}
