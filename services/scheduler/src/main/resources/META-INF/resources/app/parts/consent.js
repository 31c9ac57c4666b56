// Granting access in a browser: away to the API, and back to the same place with what was typed kept.
import { at } from '../api.js';
import { h } from '../dom.js';
import { note } from './states.js';

const LEFT = 'ingest.consent';

/**
 * The way to the API, shown while the manifest's consent is what the form is about.
 * spec: the connector's; before(): sees to what has to be there first and returns { place, draft, config, credential, connector, version }, or null.
 * draft holds no secrets: they are in the credential by then. failed(problem): what the REST refuses.
 */
export function consentButton({ api, spec, title, before, failed }) {
  const button = h('button', { type: 'button', class: 'button', onclick: async () => {
    button.disabled = true;
    try {
      const leaving = await before();
      if (!leaving) return;
      const { connector, version, config, credential, place, draft } = leaving;
      const begun = await api.post(at`/api/v1/connectors/${connector}/versions/${version}/consents`, { config, credential });
      sessionStorage.setItem(LEFT, JSON.stringify({ id: begun.id, place, draft }));
      location.assign(begun.url);
    } catch (problem) {
      if (!problem.fields) throw problem;
      failed(problem);
    } finally { button.disabled = false; }
  } }, `Connect ${title}`);
  const element = h('div', { class: 'consent' },
    h('p', {}, `Sign in at ${title} and allow access. What it gives goes straight to the secret store${spec.consent?.lent ? '; no app of your own is needed' : ''}.`), button);
  return {
    element,
    /** Shows it only where it applies to what is filled in. */
    follow(values) { element.hidden = !applies(spec.consent, values); },
  };
}

/** Whether a consent fills in something for these values. */
export function applies(consent, values) {
  if (!consent) return false;
  return !consent.when || String(consent.when.split('.').reduce((inner, key) => inner?.[key], values)) === consent.value;
}

/** Fields that nobody has to fill in before a consent. */
export const filledByConsent = (consent, values) =>
  (applies(consent, values) ? [...consent.fills, ...(consent.lent ? consent.app : [])] : []);

/** What was left behind for a place: { id, place, draft }, or null. It stays until it is done with. */
export function leftBehind() {
  try { return JSON.parse(sessionStorage.getItem(LEFT)); } catch { return null; }
}

export const doneWithConsent = () => sessionStorage.removeItem(LEFT);

/** What came of a consent, for the place that it was begun at. */
export async function outcome(api, id, title, signal) {
  if (id === 'none') return { granted: false, element: note('bad', h('strong', {}, 'No access was granted'), h('p', {}, 'It took too long, or somebody else began it. Connect once more.')) };
  const consent = await api.get(at`/api/v1/consents/${id}`, { signal });
  return consent.status === 'GRANTED'
    ? { granted: true, element: note('good', h('strong', {}, `${title} is connected`), h('p', {}, 'What it gave is in the secret store.')) }
    : { granted: false, element: note('bad', h('strong', {}, `${title} granted no access`), h('p', {}, consent.problem ?? 'Connect once more.')) };
}
