/** What a partner, a payer, a bank and a person at the control port do: plain HTTP, nothing of our own code. */
export interface Endpoints {
  readonly api: string;
  readonly console: string;
  readonly keys: Readonly<Record<string, string>>;
}

export interface Client {
  get<T>(path: string): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  /** The idempotency key makes a replayed day of the demo a replay and not a second day. */
  post<T>(path: string, key: string, body: unknown): Promise<T>;
  control<T>(path: string, body?: unknown): Promise<T>;
  /** Clicks the payment link of a mail and finishes on the provider's page. */
  payByLink(url: string, outcome: 'approve' | 'decline' | 'pending'): Promise<void>;
}

export const client = ({ api, console: desk, keys }: Endpoints): Client => {
  const call = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> => {
    const finance =
      /^\/v1\/(statements|exceptions|bank-lines|ageing|dso|trial-balance|exports|simulations|mail-templates|deposits|orders\/\w+\/deposits)/.test(
        path,
      );
    const raw = typeof body === 'string';
    const response = await fetch(`${api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${keys[finance ? 'finance' : 'partner']}`,
        ...(body !== undefined && { 'content-type': raw ? 'application/xml' : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    get: (path) => call('GET', path),
    put: (path, body) => call('PUT', path, body),
    post: (path, key, body) => call('POST', path, body, { 'idempotency-key': key }),
    control: async (path, body) => {
      const response = await fetch(
        `${desk}${path}`,
        body === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      );
      if (!response.ok) throw new Error(`${path} → ${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
    payByLink: async (url, outcome) => {
      const started = await fetch(url, { method: 'POST', redirect: 'manual' });
      const hosted = started.headers.get('location');
      if (!hosted) throw new Error(`the payment link answered ${started.status}`);
      await fetch(hosted, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome }) });
    },
  };
};
