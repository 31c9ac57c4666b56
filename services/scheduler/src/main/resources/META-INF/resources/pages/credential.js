// A pipeline's credential entered again: what to do when the API refuses the one that is stored.
import { at } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { card, pageHead } from '../app/parts/layout.js';
import { consentButton, doneWithConsent, filledByConsent, leftBehind, outcome } from '../app/parts/consent.js';
import { schemaForm, showProblem } from '../app/parts/form.js';
import { note } from '../app/parts/states.js';

export default async function credential({ root, api, params, query, signal, navigate, toast }) {
  const path = at`/api/v1/pipelines/${params.name}`;
  const { data: pipeline, etag } = await api.read(path, { signal });
  const spec = await api.get(at`/api/v1/connectors/${pipeline.connector}/versions/${pipeline.version}/spec`, { signal });
  const consent = query.get('consent');
  const told = consent && await outcome(api, consent, pipeline.connector, signal);
  const stored = told ? (await api.get('/api/v1/credentials', { signal })).find(one => one.name === pipeline.credential)?.keys ?? [] : [];
  const form = schemaForm(spec.schema, { values: (consent && leftBehind()?.draft?.config) ?? pipeline.config, kept: stored, onchange: () => connect?.follow(form.read().values) });
  const summary = h('div');
  const button = h('button', { class: 'button primary', type: 'submit' }, 'Save and check');
  const credentialPath = at`/api/v1/credentials/${pipeline.credential}`;
  const connect = spec.consent && consentButton({
    api, spec, title: pipeline.connector,
    before: async () => {
      show(summary);
      const { values, secrets } = form.read();
      if (!form.check(filledByConsent(spec.consent, values))) return null;
      if (Object.keys(secrets).length) await api.patch(credentialPath, { values: secrets });
      return { connector: pipeline.connector, version: pipeline.version, config: values, credential: pipeline.credential,
        place: `#/pipelines/${encodeURIComponent(pipeline.name)}/credential`, draft: { config: values } };
    },
    failed: problem => showProblem(problem, form.fields, summary, ['config.']),
  });
  connect?.follow(form.read().values);
  let tag = etag;
  const back = `#/pipelines/${encodeURIComponent(pipeline.name)}`;
  show(root, pageHead({ title: 'Credential', back: { href: back, label: pipeline.name }, lead: `What ${pipeline.name} uses to call ${pipeline.connector}. Secrets are entered again as a whole.` }),
    pipeline.paused?.kind === 'AUTH' && note('bad', h('strong', {}, 'The API refuses the credential'), h('p', {}, pipeline.paused.reason)),
    card({}, h('form', { class: 'stack loose', novalidate: true, onsubmit: async event => {
      event.preventDefault();
      if (!form.check()) return;
      button.disabled = true;
      show(summary);
      try {
        const { values, secrets, kept } = form.read();
        if (JSON.stringify(values) !== JSON.stringify(pipeline.config)) {
          const { nextRunAt, paused, ...kept } = pipeline;
          await api.put(path, { ...kept, config: values }, { etag: tag });
          tag = (await api.read(path)).etag;
        }
        if (Object.keys(secrets).length) await (kept.length || stored.length ? api.patch : api.put)(credentialPath, { values: secrets });
        doneWithConsent();
        const answer = await api.post(`${path}/check`, {});
        if (answer.succeeded) {
          toast('The API takes the credential.');
          navigate(`/pipelines/${encodeURIComponent(pipeline.name)}`);
        } else {
          const about = form.fields.find(one => Object.hasOwn(secrets, one.path));
          about?.problem(answer.problem?.message ?? 'The API does not take it.');
          show(summary, note('bad', h('strong', {}, 'The API does not take this'), h('p', {}, answer.problem?.message)));
          about?.control.focus();
        }
      } catch (problem) {
        if (!problem.fields) throw problem;
        showProblem(problem, form.fields, summary, ['config.']);
      } finally { button.disabled = false; }
    } }, h('div', { role: 'status' }, told?.element), summary, form.element, connect?.element, h('div', { class: 'actions' }, button, h('a', { class: 'button', href: back }, 'Back')))));
}
