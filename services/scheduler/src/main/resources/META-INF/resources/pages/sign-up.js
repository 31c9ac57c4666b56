// Anybody may ask for an account here, without one.
import { h, show } from '../app/dom.js';
import { field, input, showProblem } from '../app/parts/form.js';
import { note } from '../app/parts/states.js';

const FIELDS = [
  { path: 'company', label: 'Company', props: { autocomplete: 'organization', maxlength: 200 } },
  { path: 'name', label: 'Your name', props: { autocomplete: 'name', maxlength: 200 } },
  { path: 'email', label: 'E-mail', props: { type: 'email', autocomplete: 'email', maxlength: 254 } },
];

export default async function signUp({ root, api }) {
  document.title = 'Ask for an account · Ingest';
  const fields = FIELDS.map(({ path, label, props }) => field({ label, path, required: true, control: input({ name: path, ...props }) }));
  const message = field({ label: 'What do you want to load?', path: 'message', hint: 'For example: Salesforce and HubSpot into Snowflake, every hour',
    control: h('textarea', { class: 'input', rows: 4, maxlength: 2000, name: 'message' }) });
  const all = [...fields, message];
  const summary = h('div', { class: 'summary' });
  const button = h('button', { class: 'button primary wide' }, 'Ask for an account');
  const send = async event => {
    event.preventDefault();
    const given = Object.fromEntries(all.map(one => [one.path, one.control.value.trim()]));
    const missing = fields.filter(one => !given[one.path]).map(one => ({ field: one.path, message: `${FIELDS.find(known => known.path === one.path).label} is missing.` }));
    if (missing.length) { showProblem({ fields: missing }, all, summary); return; }
    button.disabled = true;
    try {
      await api.post('/api/v1/signups', given);
      thanks(root, given.email);
    } catch (problem) {
      if (!problem.fields) throw problem;
      showProblem(problem, all, summary);
    } finally {
      button.disabled = false;
    }
  };
  show(root, h('div', { class: 'sign-up' },
    h('div', { class: 'sign-up-why' },
      h('img', { src: '/app/icon.svg', alt: '', width: 48, height: 48 }),
      h('h1', {}, 'Every API you use, as tables you own'),
      h('ul', { class: 'stack' }, [
        ['Pick a connector', 'paste credentials, tick endpoints, choose a schedule.'],
        ['Open tables', 'Apache Iceberg in Snowflake or in your own bucket.'],
        ['Nothing to run', 'authentication, paging, retries and rate limits are ours.'],
      ].map(([what, more]) => h('li', {}, h('strong', {}, what), h('span', { class: 'quiet' }, `: ${more}`))))),
    h('form', { class: 'card sign-up-form', novalidate: true, onsubmit: send, 'aria-labelledby': 'sign-up-title' },
      h('h2', { id: 'sign-up-title' }, 'Ask for an account'),
      all.map(one => one.element), summary, button,
      h('p', { class: 'quiet small' }, 'You have one already? ', h('a', { href: '#/' }, 'Sign in')))));
}

function thanks(root, email) {
  const title = h('h1', { tabindex: '-1' }, 'Thank you');
  show(root, h('div', { class: 'card sign-up-thanks' }, title,
    note('good', h('p', {}, 'We have your request. We look at it and write to ', h('strong', {}, email), '.')),
    h('p', {}, h('a', { href: '#/' }, 'Back to the start'))));
  title.focus();
}
