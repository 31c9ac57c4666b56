// One destination: whether it grants what it takes, what its owner sets at AWS, and how Snowflake reads it.
import { at, SignedOut } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { icon } from '../app/icons.js';
import { card, facts, pageHead, tabs } from '../app/parts/layout.js';
import { badge, empty, failure, loading, note } from '../app/parts/states.js';
import { table } from '../app/parts/table.js';
import { kindName, place } from './destinations.js';

const OUTCOMES = { GRANTED: ['succeeded', 'granted'], MISSING: ['failed', 'missing'], FAILED: ['failed', 'failed'], NOT_TRIED: ['idle', 'not tried'] };
const RIGHTS = { WRITE: 'Write files', READ: 'Read files', LIST: 'List files', DELETE: 'Delete files', CATALOG: 'Use the catalog' };
const POLICIES = [
  ['trustPolicy', 'Trust policy of the role', 'Whom the role trusts: us, with your external id, and nobody else.'],
  ['rolePolicy', 'Policy of the role', 'What we may do there; no more is used. Where a credential has keys, it is the policy of their user.'],
  ['bucketPolicy', 'Policy of the bucket', 'Only where the bucket belongs to another account than the role.'],
  ['keyPolicy', 'Statement for the key\'s policy', 'Only where the key belongs to another account than the role.'],
];

export default async function destination(view) {
  const { root, api, params, signal, me } = view;
  const one = await api.get(at`/api/v1/destinations/${params.name}`, { signal });
  const own = one.kind !== 'managed';
  show(root,
    pageHead({ title: one.name, back: { href: '#/destinations', label: 'Destinations' }, badges: badge('idle', kindName(one.kind)) }),
    card({}, facts([['Kind', kindName(one.kind)], ['Place', h('code', { class: 'long' }, place(one))], ['Credential', one.credential], ['Role', one.properties.role && h('code', { class: 'long' }, one.properties.role)]])),
    own
      ? tabs('What there is to know', [
        { id: 'check', label: 'Check', fill: panel => check(panel, one, view, me.roles.includes('tenant-admin')) },
        { id: 'aws', label: 'At AWS', fill: panel => later(panel, () => api.get(at`/api/v1/destinations/${one.name}/access`, { signal }), access) },
        { id: 'snowflake', label: 'In Snowflake', fill: panel => later(panel, () => api.get(at`/api/v1/destinations/${one.name}/snowflake`, { signal }), snowflake) },
      ])
      : tabs('What there is to know', [
        { id: 'snowflake', label: 'In Snowflake', fill: panel => later(panel, () => api.get(at`/api/v1/destinations/${one.name}/snowflake`, { signal }), snowflake) },
        { id: 'aws', label: 'At AWS', fill: panel => show(panel, card({}, empty({ icon: 'check', title: 'Nothing to set', text: 'The platform keeps these tables in its own catalog and storage, and sees to both.' }))) },
      ]));
}

/** Shows what was read, or why it could not be, with a way to try again. */
async function later(panel, read, draw) {
  show(panel, loading());
  try {
    show(panel, ...draw(await read()));
  } catch (problem) {
    if (problem instanceof SignedOut || problem.name === 'AbortError') return;
    show(panel, failure(problem, () => later(panel, read, draw)));
  }
}

function check(panel, one, { api, signal }, admin) {
  const result = h('div', { 'aria-live': 'polite' });
  const button = h('button', { class: 'button primary', onclick: async () => {
    button.disabled = true;
    await later(result, () => api.post(at`/api/v1/destinations/${one.name}/check`, undefined, { signal }), rights);
    button.disabled = false;
  } }, icon('play'), 'Check it now');
  show(panel, card({ title: 'Does it grant what we need?', text: 'Writes, reads, lists and deletes a file there, and asks the catalog.', actions: admin && button },
    admin ? result : note('info', h('p', {}, 'Only an admin may try it.'))));
}

const rights = ({ granted, rights: all }) => [
  granted ? note('good', h('p', {}, 'Everything is granted.')) : note('bad', h('p', {}, 'Not everything is granted. Where a statement is named, the tab At AWS has it.')),
  table({ caption: 'Rights', rows: all, columns: [
    { label: 'Right', cell: row => RIGHTS[row.right] ?? row.right },
    { label: 'Outcome', cell: row => badge(...(OUTCOMES[row.outcome] ?? ['idle', row.outcome])) },
    { label: 'Statement', cell: row => (row.statement ? h('code', { class: 'long' }, row.statement) : '') },
    { label: 'What was said', cell: row => h('span', { class: 'long' }, row.problem ?? '') },
  ] }).element,
];

function access(found) {
  const printed = POLICIES.filter(([key]) => found[key]).map(([key, title, text]) => statement(title, text, JSON.stringify(found[key], null, 2)));
  return [
    card({ title: 'Who we are there' }, facts([['Our role', found.platformRole && h('code', { class: 'long' }, found.platformRole)], ['Your external id', h('code', { class: 'long' }, found.externalId)], ['Your role', found.role && h('code', { class: 'long' }, found.role)]])),
    printed.length ? card({ title: 'Policies' }, printed) : note('info', h('p', {}, 'This destination has nothing at AWS to set.')),
  ];
}

const snowflake = ({ statements, formatVersions }) => [
  note('info', h('p', {}, 'Run these in their order. What only you know is in angle brackets.')),
  card({ title: 'SQL' }, statements.map(({ title, sql, note: text }) => statement(title, text, sql))),
  card({ title: 'Format versions' }, h('p', {}, formatVersions)),
];

/** A text to be copied, with what it is for. */
function statement(title, text, code) {
  const said = h('span', { role: 'status', class: 'quiet small' });
  const block = h('pre', { tabindex: '0', role: 'region', 'aria-label': title }, code);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      show(said, 'Copied.');
    } catch {
      getSelection().selectAllChildren(block);
      show(said, 'It is selected: copy it with the keyboard.');
    }
  };
  return h('section', { class: 'statement' },
    h('header', {}, h('h3', {}, title), h('span', { class: 'row' }, said, h('button', { class: 'button small', 'aria-label': `Copy: ${title}`, onclick: copy }, icon('copy', 16), 'Copy'))),
    text && h('p', { class: 'quiet' }, text),
    block);
}
