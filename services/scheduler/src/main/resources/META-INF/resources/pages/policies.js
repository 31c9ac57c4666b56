// Which tables have personal columns, and where to say who sees them.
import { h, show } from '../app/dom.js';
import { card, pageHead } from '../app/parts/layout.js';
import { badge, empty } from '../app/parts/states.js';
import { table } from '../app/parts/table.js';

const AT_ONCE = 8;

export default async function policies({ root, api, signal, me }) {
  const tables = await api.get('/api/v1/tables', { signal });
  const admin = me.roles.includes('tenant-admin');
  const rows = await withPolicies(api, tables, signal);
  const href = one => `#/policies/${encodeURIComponent(one.namespace)}/${encodeURIComponent(one.table)}`;
  show(root,
    pageHead({ title: 'Masking policies', lead: 'A column that a policy names is personal: each role sees it as the policy says, and roles that it does not name do not see it at all.' }),
    rows.length === 0
      ? card({}, empty({ icon: 'lock', title: 'No table yet', text: 'As soon as there is a table, you can say here who sees its personal columns.' }))
      : card({ tight: true }, table({ caption: 'Policies by table', rows, columns: [
        { label: 'Table', cell: one => h('a', { href: href(one) }, `${one.namespace}.${one.table}`) },
        { label: 'Personal columns', cell: one => (one.columns.length ? one.columns.join(', ') : h('span', { class: 'quiet' }, 'none named')) },
        { label: 'State', cell: one => (one.columns.length ? badge('succeeded', 'masked') : badge('idle', 'no policy')) },
        { label: 'Actions', cell: one => h('a', { class: 'button small', href: href(one), 'aria-label': `${admin ? 'Change' : 'See'} the policy of ${one.namespace}.${one.table}` }, admin ? 'Change' : 'See') },
      ] }).element));
}

/** A few at once: a tenant may have hundreds of tables. */
async function withPolicies(api, tables, signal) {
  const rows = [];
  for (let i = 0; i < tables.length; i += AT_ONCE) {
    rows.push(...await Promise.all(tables.slice(i, i + AT_ONCE).map(async one => {
      const policy = await api.get(`/api/v1/policies/${one.namespace}/${one.table}`, { signal })
        .catch(problem => { if (problem.status === 404) return { columns: {} }; throw problem; });
      return { ...one, columns: Object.keys(policy.columns) };
    })));
  }
  return rows;
}
