// Forms from JSON schema (as connector manifests carry them), and the fields that they are made of.
// What is wrong is said at its field, which is named to screen readers and gets the focus.
import { h, show, uid } from '../dom.js';
import { words } from '../format.js';

/**
 * One labelled control. control: the input element; path: as the REST names the field.
 * Returns { element, path, problem(text or null), control }.
 */
export function field({ label, hint, control, path, required, optionalText = 'optional' }) {
  const id = control.id || (control.id = uid('field'));
  const wrong = h('p', { class: 'field-problem', id: `${id}-problem`, hidden: true });
  const described = [hint && `${id}-hint`, `${id}-problem`].filter(Boolean).join(' ');
  control.setAttribute('aria-describedby', described);
  if (required) control.setAttribute('aria-required', 'true');
  const element = h('div', { class: 'field', data: { path } },
    h('label', { for: id }, label, !required && h('span', { class: 'field-optional' }, optionalText)),
    control,
    hint && h('p', { class: 'field-hint', id: `${id}-hint` }, hint),
    wrong);
  return {
    element, path, control,
    problem(text) {
      wrong.hidden = !text;
      show(wrong, text ?? '');
      if (text) control.setAttribute('aria-invalid', 'true'); else control.removeAttribute('aria-invalid');
    },
  };
}

/** A text input. */
export const input = props => h('input', { class: 'input', autocomplete: 'off', spellcheck: 'false', ...props });

/** options: [[value, label], …]. */
export const select = (options, props) =>
  h('select', { class: 'input', ...props }, options.map(([value, label]) => h('option', { value, selected: value === props?.value }, label ?? value)));

/** A check box with its text beside it. */
export function check({ label, hint, checked, onchange, value, name }) {
  const id = uid('check');
  const box = h('input', { type: 'checkbox', id, checked: Boolean(checked), onchange, value, name });
  return { element: h('div', { class: 'check' }, box, h('label', { for: id }, label, hint && h('span', { class: 'field-hint' }, hint))), control: box };
}

/**
 * Puts a Problem at the fields that it names, the rest above the form. fields: what field() returned. prefixes: what the REST
 * puts before a path that the form does not know about ("config."). Returns whether a field was found.
 */
export function showProblem(problem, fields, summary, prefixes = []) {
  fields.forEach(one => one.problem(null));
  const rest = [];
  let first = null;
  const named = problem.fields.length ? problem.fields : [{ field: null, message: problem.message }];
  for (const { field: path, message } of named) {
    const paths = [path, ...prefixes.filter(prefix => path?.startsWith(prefix)).map(prefix => path.slice(prefix.length))];
    const found = path && fields.find(one => paths.some(p => one.path === p || p?.startsWith(`${one.path}.`) || p?.startsWith(`${one.path}[`)));
    if (found) {
      found.problem(message);
      first ??= found;
    } else rest.push(path ? `${path}: ${message}` : message);
  }
  if (summary) {
    show(summary, rest.length > 0 && h('div', { class: 'note', data: { tone: 'bad' }, role: 'alert' }, h('div', {}, rest.map(text => h('p', {}, text)))));
  }
  first?.control.focus();
  return Boolean(first);
}

/** A pattern of another dialect is left to the REST. */
function fits(pattern, text) {
  try { return new RegExp(pattern, 'u').test(text); } catch { return true; }
}

const typeOf = schema => [schema.type].flat().find(type => type && type !== 'null') ?? (schema.properties || schema.oneOf ? 'object' : 'string');
const ordered = properties => Object.entries(properties ?? {})
  .filter(([, schema]) => !schema.airbyte_hidden)
  .sort(([, a], [, b]) => (a.order ?? 999) - (b.order ?? 999));
const constOf = schema => schema.const ?? (schema.enum?.length === 1 ? schema.enum[0] : undefined);
const label = (name, schema) => schema.title ?? words(name.replace(/([a-z])([A-Z])/g, '$1 $2'));
/** Descriptions may hold markup, which is left out rather than shown. */
const plain = text => text?.replace(/<[^>]*>/g, '').trim();

/**
 * A form for an object schema. values: what it begins with. kept: paths of what a credential has already, and may stay empty.
 * Returns { element, fields, read() → { values, secrets: { 'dotted.path': text }, kept: what stays as it is },
 * check(except) → whether all that is needed is there, but for those paths }.
 */
export function schemaForm(schema, { values = {}, kept = [], onchange } = {}) {
  const state = { fields: [], readers: [], kept, onchange };
  const element = h('div', { class: 'fields' }, objectFields(schema, values, '', state));
  return {
    element,
    get fields() { return state.fields.filter(one => one.element.isConnected); },
    read() {
      const result = { values: {}, secrets: {}, kept: [] };
      for (const reader of state.readers) reader(result);
      return result;
    },
    check(except = []) {
      let first = null;
      for (const one of this.fields) {
        const text = except.includes(one.path) && !one.control.value.trim() ? null : one.missing?.() ?? null;
        one.problem(text);
        if (text) first ??= one;
      }
      first?.control.focus();
      return !first;
    },
  };
}

function put(target, path, value) {
  const parts = path.split('.');
  const lastPart = parts.pop();
  let at = target;
  for (const part of parts) at = at[part] ??= {};
  at[lastPart] = value;
}

function objectFields(schema, values, prefix, state) {
  return ordered(schema.properties).map(([name, property]) =>
    property_(name, property, values?.[name], `${prefix}${name}`, (schema.required ?? []).includes(name), state));
}

function property_(name, schema, value, path, required, state) {
  const fixed = constOf(schema);
  if (fixed !== undefined) {
    state.readers.push(result => put(result.values, path, fixed));
    return null;
  }
  if (schema.oneOf) return choice(name, schema, value, path, state);
  if (typeOf(schema) === 'object' && schema.properties) {
    return h('fieldset', { class: 'group' }, h('legend', {}, label(name, schema)), objectFields(schema, value, `${path}.`, state));
  }
  return single(name, schema, value, path, required, state);
}

/** One of several shapes: their constant property, or their title, tells them apart. */
function choice(name, schema, value, path, state) {
  const is = option => Object.entries(option.properties ?? {}).some(([key, inner]) => constOf(inner) !== undefined && value?.[key] === constOf(inner));
  let chosen = Math.max(0, schema.oneOf.findIndex(is));
  const body = h('div', { class: 'fields' });
  let inner = { fields: [], readers: [] };
  const draw = () => {
    inner = { ...state, fields: [], readers: [] };
    show(body, objectFields(schema.oneOf[chosen], is(schema.oneOf[chosen]) ? value : {}, `${path}.`, inner));
    state.fields.push(...inner.fields);
  };
  const control = select(schema.oneOf.map((option, i) => [String(i), option.title ?? `Option ${i + 1}`]), { value: String(chosen), onchange: () => { chosen = Number(control.value); draw(); state.onchange?.(); } });
  const head = field({ label: label(name, schema), hint: plain(schema.description), control, path, required: true });
  draw();
  state.readers.push(result => inner.readers.forEach(reader => reader(result)));
  return h('div', { class: 'group' }, head.element, body);
}

function single(name, schema, value, path, required, state) {
  const type = typeOf(schema);
  const begin = value ?? schema.default;
  if (type === 'boolean') {
    const box = check({ label: label(name, schema), hint: plain(schema.description), checked: begin === true, onchange: state.onchange });
    state.readers.push(result => put(result.values, path, box.control.checked));
    return box.element;
  }
  const secret = schema.airbyte_secret === true;
  const kept = state.kept.includes(path);
  const control = controlOf(schema, type, begin, secret, state);
  const one = field({
    label: label(name, schema),
    hint: kept ? 'Stored already. Leave it empty to keep it.' : plain(schema.description),
    control, path, required: required && !kept,
  });
  const read = () => control.value.trim();
  one.missing = () => {
    const text = read();
    if (!text) return required && !kept ? `${label(name, schema)} is missing.` : null;
    if ((type === 'integer' || type === 'number') && !Number.isFinite(Number(text))) return `${label(name, schema)} has to be a number.`;
    if (schema.pattern && !fits(schema.pattern, text)) return `${label(name, schema)} does not have the expected form${schema.pattern_descriptor ? `: ${schema.pattern_descriptor}` : schema.examples ? `, for example ${schema.examples[0]}` : ''}.`;
    return null;
  };
  control.addEventListener('input', () => { one.problem(null); state.onchange?.(); });
  state.fields.push(one);
  state.readers.push(result => {
    const text = read();
    if (!text && kept) result.kept.push(path);
    if (!text) return;
    if (secret) result.secrets[path] = control.value;
    else put(result.values, path, typed(text, type, schema));
  });
  return one.element;
}

function controlOf(schema, type, value, secret, state) {
  if (schema.enum) {
    const options = schema.enum.map(one => [String(one), words(String(one))]);
    return select(value === undefined ? [['', 'Choose…'], ...options] : options, { value: String(value ?? ''), onchange: state.onchange });
  }
  const example = [schema.examples].flat()[0];
  const placeholder = example === undefined ? null : String(example);
  if (secret && !schema.multiline) return input({ type: 'password', autocomplete: 'new-password', placeholder });
  if (schema.multiline || type === 'array') {
    return h('textarea', { class: 'input', rows: 3, spellcheck: 'false', autocomplete: 'off', placeholder: placeholder ?? (type === 'array' ? 'One per line' : null) },
      [value ?? []].flat().map(String).join('\n'));
  }
  return input({ type: schema.format === 'date' ? 'date' : 'text', inputmode: type === 'integer' || type === 'number' ? 'decimal' : null, value: value === undefined ? '' : String(value), placeholder });
}

function typed(text, type, schema) {
  if (type === 'array') {
    return text.split('\n').map(line => line.trim()).filter(Boolean).map(line => typed(line, typeOf(schema.items ?? {}), {}));
  }
  if ((type === 'integer' || type === 'number') && Number.isFinite(Number(text))) return Number(text);
  return text;
}
