/** Methods on file at the sandbox. */
import * as z from 'zod';
import type { Keeping, News } from './port.ts';

export const Refused = z.object({ error: z.object({ code: z.string() }) });
const Kept = z.object({
  token: z.string(),
  kind: z.enum(['card', 'direct_debit']),
  scheme: z.string(),
  brand: z.string().optional(),
  last4: z.string(),
  expires: z.string().optional(),
  mandate: z.string().optional(),
  creditor: z.string().optional(),
});
type Send = (method: string, path: string, body?: unknown, key?: string) => Promise<Response>;

const codeIn = async (response: Response) => Refused.parse(await response.json()).error.code;
const failed = (response: Response) => new Error(`sandbox answered ${response.status}`);

export const keepingAt = (send: Send, newsIn: (answer: unknown) => News): Keeping => ({
  kept: async (capture) => {
    const response = await send('GET', `/psp/v1/sessions/${capture}/method`);
    if (response.status === 404) return undefined;
    if (!response.ok) throw failed(response);
    return Kept.parse(await response.json());
  },
  setup: async ({ reference, trace, description, returnUrl, cancelUrl }) => {
    const metadata = { ...(trace !== undefined && { trace }) };
    const asked = { reference, description, returnUrl, cancelUrl, metadata };
    const response = await send('POST', '/psp/v1/setups', asked, reference);
    if (!response.ok) throw failed(response);
    return z.object({ url: z.string() }).parse(await response.json());
  },
  // Whoever knows the name has it: there are no customers.
  find: async (token) => {
    const response = await send('GET', `/psp/v1/methods/${token}`);
    if (response.status === 404 || response.status === 410)
      return { unusable: response.status === 404 ? 'unknown' : 'over', word: await codeIn(response) };
    if (!response.ok) throw failed(response);
    return Kept.parse(await response.json());
  },
  // The same key charges once, for good: there is nothing to look for.
  charge: async ({ reference, trace, idempotencyKey, amount, description, token }) => {
    const metadata = { ...(trace !== undefined && { trace }) };
    const asked = { method: token, amount, reference, description, metadata };
    const response = await send('POST', '/psp/v1/charges', asked, idempotencyKey);
    if (response.ok) return newsIn(await response.json());
    if (response.status !== 404 && response.status !== 422) throw failed(response);
    const failure = await codeIn(response);
    return { reference, providerRef: idempotencyKey, state: 'FAILED', version: 1, amount, failure };
  },
  forget: async (token) => {
    const response = await send('POST', `/psp/v1/methods/${token}/forget`, {});
    if (!response.ok && response.status !== 404) throw failed(response);
  },
});
