// The one way to the REST. The session is a cookie that no script reads; what goes out says that this page sent it.

const TRIES_MAX = 3;

/** A refusal (application/problem+json), or an answer that never came (status 0). */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail || body?.title || 'The service does not answer.');
    this.name = 'Problem';
    this.status = status;
    this.code = body?.code ?? (status ? 'INTERNAL' : 'UNREACHABLE');
  }

  /** The field that is wrong, as the REST names it ("streams[0].name", "config.base_url"), and what is wrong with it. */
  get fields() {
    return this.message.split('; ').flatMap(part => {
      const found = /^((?:[A-Za-z_$][\w$-]*)(?:\.[\w$-]+|\[\d+\])*): ([\s\S]+)$/.exec(part);
      return found ? [{ field: found[1], message: found[2] }] : [];
    });
  }
}

/** Thrown, once, to everybody who waits: the session is over. */
export class SignedOut extends Error {}

const signedOut = new EventTarget();
export const onSignedOut = listener => signedOut.addEventListener('signedOut', listener);

async function problem(response) {
  const json = (response.headers.get('Content-Type') ?? '').includes('json');
  const body = json ? await response.json().catch(() => null) : null;
  return new Problem(response.status, body ?? { detail: `The service answered ${response.status}.` });
}

async function send(method, path, { body, type, headers, signal, accept, etag, once } = {}) {
  const key = once ? { 'Idempotency-Key': typeof once === 'string' ? once : crypto.randomUUID() } : {};
  const request = {
    method,
    signal,
    credentials: 'same-origin',
    headers: {
      'X-Requested-With': 'JavaScript',
      Accept: accept ?? 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': type ?? 'application/json' }),
      ...(etag ? { 'If-Match': etag } : {}),
      ...key,
      ...headers,
    },
    body: body === undefined || type ? body : JSON.stringify(body),
  };
  // What changes nothing, or only once, may be asked again when the way there failed.
  const tries = method === 'GET' || once ? TRIES_MAX : 1;
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetch(path, request);
    } catch (failure) {
      if (failure.name === 'AbortError') throw failure;
      if (attempt === tries) throw new Problem(0, { detail: 'The service cannot be reached. Check the connection, then try again.' });
      await new Promise(resolve => setTimeout(resolve, 300 * attempt));
    }
  }
}

async function answer(method, path, options) {
  const response = await send(method, path, options);
  if (response.status === 401 || response.status === 499) {
    signedOut.dispatchEvent(new Event('signedOut'));
    throw new SignedOut('The session is over.');
  }
  if (!response.ok) throw await problem(response);
  const text = response.status === 204 ? '' : await response.text();
  const json = (response.headers.get('Content-Type') ?? '').includes('json');
  return {
    status: response.status,
    data: text === '' ? null : json ? JSON.parse(text) : text,
    etag: response.headers.get('ETag'),
    next: nextOf(path, response.headers.get('Link')),
  };
}

/** The address of the next page, if the answer's Link header (RFC 8288) has one. */
function nextOf(path, link) {
  const found = /<\?([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '');
  return found ? `${path.split('?')[0]}?${found[1]}` : null;
}

/** A path with what is in it encoded: at`/api/v1/pipelines/${name}`. */
export const at = (parts, ...values) =>
  parts.reduce((path, part, i) => path + part + (i < values.length ? encodeURIComponent(values[i]) : ''), '');

/** The same path with these parameters; undefined ones are left out, lists are repeated. */
export function query(path, parameters) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) if (one !== undefined && one !== null && one !== '') search.append(name, one);
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export const api = {
  /** The body alone. */
  get: async (path, options) => (await answer('GET', path, options)).data,
  /** { data, etag, next }: for what is changed later (etag), or comes in pages (next). */
  read: (path, options) => answer('GET', path, options),
  /** options: etag sends If-Match; once sends an Idempotency-Key (true makes one, a text is one). */
  put: async (path, body, options) => (await answer('PUT', path, { body, ...options })).data,
  post: async (path, body, options) => (await answer('POST', path, { body, ...options })).data,
  patch: async (path, body, options) => (await answer('PATCH', path, { body, ...options })).data,
  del: async (path, options) => (await answer('DELETE', path, options)).data,

  /** Server-sent events, until the signal aborts. handlers: { [event name]: data => …, state: live => … }. */
  live(path, handlers, signal) {
    const source = new EventSource(path);
    for (const [name, handler] of Object.entries(handlers)) {
      if (name !== 'state') source.addEventListener(name, event => handler(JSON.parse(event.data)));
    }
    source.addEventListener('open', () => handlers.state?.(true));
    source.addEventListener('error', () => {
      handlers.state?.(false);
      // a refusal closes it for good: asking once more by the usual way says why
      if (source.readyState === EventSource.CLOSED && !signal.aborted) answer('GET', '/api/v1/me').catch(() => {});
    });
    signal.addEventListener('abort', () => source.close());
    return source;
  },
};
