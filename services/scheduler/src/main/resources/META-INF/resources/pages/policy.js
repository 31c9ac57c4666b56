// Who sees which personal column of a table, and how. Two who change it at once do not overwrite each other.
import { at, SignedOut } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { icon } from '../app/icons.js';
import { field, input, select, showProblem } from '../app/parts/form.js';
import { card, pageHead } from '../app/parts/layout.js';
import { empty, note } from '../app/parts/states.js';

const READERS = ['tenant-admin', 'tenant-viewer', 'analyst', 'consumer'];
const MASKS = [['', 'not at all'], ['CLEAR', 'as it is'], ['SHA256', 'hashed (SHA-256)'], ['IP', 'network of an IP'], ['REDACT', 'redacted']];

export default async function policy(view) {
  const { root, api, params, me, signal } = view;
  const path = at`/api/v1/policies/${params.namespace}/${params.table}`;
  const admin = me.roles.includes('tenant-admin');
  const [found, shape] = await Promise.all([
    api.read(path, { signal }).catch(problem => { if (problem.status === 404) return { data: { columns: {} }, etag: null }; throw problem; }),
    api.get(at`/reading/v1/tables/${params.namespace}/${params.table}/schema`, { signal }).catch(problem => { if (problem instanceof SignedOut) throw problem; return { columns: [] }; }),
  ]);
  const state = { etag: found.etag, columns: new Map(Object.entries(found.data.columns)) };
  const list = h('div', { class: 'stack', 'aria-live': 'polite' });
  const summary = h('div', { class: 'summary' });
  const fields = [];
  const draw = () => {
    fields.length = 0;
    show(list, state.columns.size === 0
      ? empty({ icon: 'lock', title: 'No personal column', text: 'Everybody who may read this table sees all of its columns as they are.' })
      : [...state.columns].map(([column, masks]) => columnCard(column, masks)));
  };

  function columnCard(column, masks) {
    const one = READERS.map(role => {
      const control = select(MASKS, { value: masks[role] ?? '', disabled: !admin });
      control.addEventListener('change', () => { if (control.value) masks[role] = control.value; else delete masks[role]; });
      return field({ label: role, path: `columns.${column}.${role}`, required: true, control });
    });
    fields.push(...one);
    return h('fieldset', { class: 'policy-column' },
      h('legend', {}, h('code', {}, column),
        admin && h('button', { type: 'button', class: 'button small plain', 'aria-label': `Remove ${column}`, onclick: () => { state.columns.delete(column); draw(); adder?.control.focus(); } }, icon('trash', 16), 'Remove')),
      h('div', { class: 'masks' }, one.map(item => item.element)));
  }

  const known = shape.columns.map(column => column.name);
  const adder = admin && field({ label: 'Column', path: 'columns', required: true, hint: 'Any name, also of a column that no record has had yet',
    control: input({ list: 'known-columns' }) });
  const add = () => {
    const name = adder.control.value.trim();
    if (!name) { adder.problem('Name a column.'); adder.control.focus(); return; }
    if (state.columns.has(name)) { adder.problem('This column is in the policy already.'); adder.control.focus(); return; }
    adder.problem(null);
    state.columns.set(name, { 'tenant-admin': 'CLEAR' });
    adder.control.value = '';
    draw();
    fields.at(-1).control.focus();
  };

  async function save() {
    try {
      await api.put(path, { columns: Object.fromEntries(state.columns) }, state.etag ? { etag: state.etag } : {});
      show(summary);
      view.toast('The policy is saved, and holds within a minute');
      await view.reload();
    } catch (problem) {
      if (problem.status === 412) {
        show(summary, note('warn', h('p', {}, 'Somebody else changed this policy meanwhile.'), h('button', { class: 'button small', onclick: view.reload }, 'Read it again')));
      } else if (problem.fields) showProblem(problem, [...fields, adder].filter(Boolean), summary);
      else throw problem;
    }
  }

  show(root,
    pageHead({ title: `Policy of ${params.namespace}.${params.table}`, back: { href: '#/policies', label: 'Masking policies' },
      lead: 'Redaction hides also whether there is a value. A hash is the same for the same value, so it can be counted and joined. Whoever holds several roles sees the one that shows most.' }),
    card({ title: 'Personal columns', text: 'How each role sees their values' }, list,
      admin && h('div', { class: 'filters adder' }, adder.element, h('datalist', { id: 'known-columns' }, known.map(name => h('option', { value: name }))),
        h('button', { type: 'button', class: 'button', onclick: add }, icon('plus'), 'Add column')),
      summary,
      admin && h('div', { class: 'actions' }, h('button', { class: 'button primary', onclick: save }, 'Save the policy'), h('a', { class: 'button', href: `#/tables/${params.namespace}/${params.table}` }, 'See its rows'))));
  draw();
  if (!shape.columns.length && admin) adder.control.removeAttribute('list');
}
