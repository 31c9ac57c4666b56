// Who may do what: people, whose roles the identity provider or the member list says, and programs that sign with a key of their own.
import { at } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { icon } from '../app/icons.js';
import { confirm, dialog } from '../app/parts/dialog.js';
import { check, field, input, select, showProblem } from '../app/parts/form.js';
import { card, facts, pageHead } from '../app/parts/layout.js';
import { badge, empty } from '../app/parts/states.js';
import { table } from '../app/parts/table.js';

const ROLES = [
  ['tenant-admin', 'Changes everything of the tenant, and reads everything but secrets'],
  ['tenant-viewer', 'Reads everything of the tenant but secrets, and changes nothing'],
  ['analyst', 'Reads rows of tables, masked as the policies say'],
  ['producer', 'Posts records to the gateway'],
  ['consumer', 'Reads the newest features online'],
  ['query-log', 'Sends query logs'],
];
const PEOPLE = ROLES.slice(0, 3);
const GATEWAY = ROLES.slice(3).map(([role, what]) => [role, `${role}: ${what.charAt(0).toLowerCase()}${what.slice(1)}`]);

export default async function members(view) {
  const { root, api, me, signal } = view;
  const admin = me.roles.includes('tenant-admin');
  const [users, people] = await Promise.all([api.get('/api/v1/users', { signal }), api.get('/api/v1/members', { signal })]);
  const invite = member => editMember(view, member).then(done => done && view.reload());
  const add = user => edit(view, user).then(done => done && view.reload());
  show(root,
    pageHead({ title: 'Members and roles', lead: 'People sign in with your identity provider. Where it does not say which roles they hold, the members below count; one person may hold several.' }),
    card({ title: 'You' }, facts([['Name', me.name], ['Tenant', me.tenant], ['Roles', h('span', { class: 'row' }, me.roles.map(role => badge('running', role)))]])),
    card({ title: 'Members', text: 'By their name at the provider, or by an e-mail address that it has verified.', tight: people.length > 0,
      actions: admin && people.length > 0 && h('button', { class: 'button primary', onclick: () => invite() }, icon('plus'), 'Add a member') },
    people.length === 0
      ? empty({ icon: 'people', title: 'Nobody is listed', text: 'Add somebody by their e-mail address: they are in with their first sign-in. Whoever the provider gives roles needs no entry.', action: admin && { label: 'Add a member', onclick: () => invite() } })
      : table({ caption: 'Members', rows: people, columns: [
        { label: 'Member', cell: member => member.name },
        { label: 'Roles', cell: member => member.roles.join(', ') },
        { label: 'Added by', cell: member => member.addedBy },
        ...(admin ? [{ label: 'Actions', cell: member => h('span', { class: 'actions' },
          h('button', { class: 'button small', 'aria-label': `Change roles of ${member.name}`, onclick: () => invite(member) }, 'Change roles'),
          h('button', { class: 'button small danger', 'aria-label': `Remove ${member.name}`, onclick: () => removeMember(view, member) }, 'Remove')) }] : []),
      ] }).element),
    card({ title: 'Roles', text: 'The provider puts them into the claim roles, and the tenant into the claim tenant.', tight: true },
      table({ caption: 'Roles', rows: ROLES, columns: [
        { label: 'Role', cell: ([role]) => h('code', {}, role) },
        { label: 'May do', cell: ([, what]) => what },
        { label: 'You', cell: ([role]) => (me.roles.includes(role) ? badge('succeeded', 'yours') : '') },
      ] }).element),
    card({ title: 'Programs with keys of their own', text: 'They sign their tokens themselves (RS256) and use the gateway.', tight: users.length > 0,
      actions: admin && users.length > 0 && h('button', { class: 'button primary', onclick: () => add() }, icon('plus'), 'Register a key') },
    users.length === 0
      ? empty({ icon: 'people', title: 'No program is registered', text: 'Register a public key, and whoever holds the private one can sign in to the gateway with it.', action: admin && { label: 'Register a key', onclick: () => add() } })
      : table({ caption: 'Registered programs', rows: users, columns: [
        { label: 'User', cell: user => user.user },
        { label: 'Role', cell: user => user.role },
        { label: 'Keys', cell: user => h('span', { class: 'prints' }, user.fingerprints.map(print => h('code', {}, print))) },
        ...(admin ? [{ label: 'Actions', cell: user => h('span', { class: 'actions' },
          h('button', { class: 'button small', 'aria-label': `Replace keys of ${user.user}`, onclick: () => add(user) }, 'Replace keys'),
          h('button', { class: 'button small danger', 'aria-label': `Remove ${user.user}`, onclick: () => remove(view, user) }, 'Remove')) }] : []),
      ] }).element));
}

async function removeMember(view, member) {
  const sure = await confirm(`Remove ${member.name}?`, 'They may do nothing here from now on, unless the provider gives them roles.', 'Remove', { danger: true });
  if (!sure) return;
  try {
    await view.api.del(at`/api/v1/members/${member.name}`);
    view.toast(`${member.name} is removed`);
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    view.toast(problem.message, 'bad');
  }
  await view.reload();
}

function editMember({ api, toast }, member) {
  return dialog(member ? `Roles of ${member.name}` : 'Add a member', close => {
    const name = field({ label: 'E-mail address or name', path: 'name', required: true, hint: 'As your identity provider has verified it, or as it names them in its tokens (sub).', control: input({ value: member?.name ?? '', readonly: Boolean(member) }) });
    const boxes = PEOPLE.map(([role, what]) => check({ label: role, hint: what, value: role, checked: member?.roles.includes(role) }));
    const wrong = h('p', { class: 'field-problem', role: 'alert', hidden: true });
    const summary = h('div', { class: 'summary' });
    const save = async event => {
      event.preventDefault();
      const roles = boxes.filter(one => one.control.checked).map(one => one.control.value);
      const called = name.control.value.trim();
      name.problem(called ? null : 'A name or an address is missing.');
      wrong.hidden = roles.length > 0;
      wrong.textContent = 'Roles: choose at least one.';
      if (!called || !roles.length) return;
      try {
        await api.put(at`/api/v1/members/${called}`, { roles });
        toast(`${called} is a member`);
        close(true);
      } catch (problem) {
        if (!problem.fields) throw problem;
        showProblem(problem, [name], summary);
      }
    };
    return h('form', { novalidate: true, onsubmit: save }, name.element,
      h('fieldset', { class: 'group' }, h('legend', {}, 'Roles'), boxes.map(one => one.element), wrong), summary,
      h('div', { class: 'actions end' }, h('button', { type: 'button', class: 'button', onclick: () => close() }, 'Back'), h('button', { class: 'button primary' }, member ? 'Save' : 'Add')));
  });
}

async function remove(view, user) {
  const sure = await confirm(`Remove ${user.user}?`, 'Their keys and the tokens that they hold are refused from now on.', 'Remove', { danger: true });
  if (!sure) return;
  try {
    await view.api.del(at`/api/v1/users/${user.user}`);
    view.toast(`${user.user} is removed`);
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    view.toast(problem.message, 'bad');
  }
  await view.reload();
}

function edit({ api, toast }, user) {
  return dialog(user ? `Keys of ${user.user}` : 'Register a key', close => {
    const fields = [
      field({ label: 'User', path: 'user', required: true, hint: 'Letters, digits and _; as the token’s subject names it', control: input({ value: user?.user ?? '', readonly: Boolean(user) }) }),
      field({ label: 'What it may do', path: 'role', required: true, control: select(GATEWAY, { value: user?.role ?? 'producer' }) }),
      field({ label: 'Public keys', path: 'publicKeys', required: true, hint: 'One or two RSA keys of 2048 bits or more, in PEM. They replace those before; with two, the second can follow the first.',
        control: h('textarea', { class: 'input mono', rows: 6, autocomplete: 'off', spellcheck: 'false', placeholder: '-----BEGIN PUBLIC KEY-----' }) }),
    ];
    const [name, role, keys] = fields.map(one => one.control);
    const summary = h('div', { class: 'summary' });
    const save = async event => {
      event.preventDefault();
      const given = keys.value.match(/-----BEGIN[\s\S]*?-----END[^-]*-----/g) ?? (keys.value.trim() ? [keys.value.trim()] : []);
      const missing = [!name.value.trim() && { field: 'user', message: 'User is missing.' }, given.length === 0 && { field: 'publicKeys', message: 'A public key is missing.' }].filter(Boolean);
      if (missing.length) { showProblem({ fields: missing }, fields, summary); return; }
      try {
        await api.put(at`/api/v1/users/${name.value.trim()}`, { role: role.value, publicKeys: given });
        toast(`${name.value.trim()} is registered`);
        close(true);
      } catch (problem) {
        if (!problem.fields) throw problem;
        showProblem(problem, fields, summary);
      }
    };
    return h('form', { novalidate: true, onsubmit: save }, fields.map(one => one.element), summary,
      h('div', { class: 'actions end' }, h('button', { type: 'button', class: 'button', onclick: () => close() }, 'Back'), h('button', { class: 'button primary' }, 'Register')));
  });
}
