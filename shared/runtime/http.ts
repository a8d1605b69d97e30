/**
 * The way out to providers and partners, under the present trace. Their address is typed by a person and may be wrong or planted, so: https only,
 * no redirects, a time limit, an answer of bounded size, and no address but a public one. The name is resolved once,
 * and the connection goes to the very addresses that were looked at: an answer of DNS that changes later changes nothing.
 */
import { lookup, type LookupAddress } from 'node:dns';
import { Agent, request as secured, type RequestOptions } from 'node:https';
import { request as plain, type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { env } from './env.ts';
import { isPublic } from './addresses.ts';
import { traceparent } from './trace.ts';

export interface Outgoing {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** Where whoever waits has less patience than ten seconds. */
  readonly timeoutMs?: number;
  /** So many bytes of the answer are read, and the rest is left; without it all, of at most five megabytes. */
  readonly peek?: number;
}
/** DNS as the socket asks it: every address of a name. */
export type Resolve = (
  name: string,
  options: { all: true },
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

const NOT_PUBLIC = 'only a public address is reached';
const TIMEOUT_MS = 10_000;
const MOST_BYTES = 5_000_000;
const agent = new Agent({ keepAlive: true });

export const fetchOut = (url: string, init: Outgoing): Promise<Response> => outward(lookup)(url, init);

/** `fetchOut` by another resolver. */
export const outward =
  (resolve: Resolve) =>
  async (url: string, { method, headers, body, timeoutMs, peek }: Outgoing): Promise<Response> => {
    const to = new URL(url);
    const options: RequestOptions = {
      method,
      headers: {
        ...plainly(headers),
        ...traceparent(),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
      signal: AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS),
    };
    const response = await new Promise<IncomingMessage>((done, fail) => {
      // A sandbox beside the local cloud: the template names its origin, and on AWS names none.
      const request = env('sandboxOrigins').split(' ').includes(to.origin)
        ? (to.protocol === 'http:' ? plain : secured)(to, options, done)
        : secured(guarded(to), { ...options, agent, lookup: onlyPublic(resolve) as never }, done);
      request.once('error', fail);
      request.end(body);
    });
    return answerOf(response, peek);
  };

/** A provider's own library brings its headers in a form of its own. */
const plainly = (headers: Outgoing['headers']): Record<string, string> =>
  Object.fromEntries(new Headers(headers));

/** What can be known before the name is resolved; an address in the place of a name is never resolved. */
const guarded = (to: URL): URL => {
  const host = to.hostname.replace(/^\[|\]$/g, '');
  if (to.protocol !== 'https:') throw new Error('only https is spoken');
  if (to.username !== '' || to.password !== '') throw new Error('an address holds no credentials');
  if (isIP(host) !== 0 && !isPublic(host)) throw new Error(NOT_PUBLIC);
  return to;
};

/**
 * Why we would never send there, in words for whoever registers the address; undefined where we would. Looked at again with
 * every sending, because a name may lead elsewhere by then.
 */
export const whyNotSent = async (url: string, resolve: Resolve = lookup): Promise<string | undefined> => {
  const to = new URL(url);
  if (env('sandboxOrigins').split(' ').includes(to.origin)) return undefined;
  try {
    const host = guarded(to).hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) return undefined;
    await new Promise<void>((done, fail) =>
      onlyPublic(resolve)(host, { all: true }, (error) => (error ? fail(error) : done())),
    );
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code === undefined
      ? (error as Error).message
      : 'its name is not known to DNS';
  }
};

/** One address that is not public spoils the name: whoever mixes them has a reason that is not ours. */
export const onlyPublic =
  (resolve: Resolve) =>
  (
    name: string,
    { all }: { all?: boolean },
    done: (error: Error | null, address?: string | LookupAddress[], family?: number) => void,
  ): void =>
    resolve(name, { all: true }, (error, addresses) => {
      if (error) return done(error);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublic(address))) return done(new Error(NOT_PUBLIC));
      return all ? done(null, addresses) : done(null, first.address, first.family);
    });

const answerOf = async (response: IncomingMessage, peek?: number): Promise<Response> => {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    response.destroy();
    throw new Error(`redirects are not followed, and it answered ${status}`);
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    parts.push(part);
    // Leaving the loop destroys the stream: the rest is not read.
    if (peek !== undefined && bytes >= peek) break;
    if (bytes > MOST_BYTES) throw new Error(`the answer has more than ${MOST_BYTES} bytes`);
  }
  const headers = Object.entries(response.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  );
  const read = Buffer.concat(parts).subarray(0, peek);
  // A status that has no body by its own meaning may have none here.
  return new Response([204, 205].includes(status) ? null : read, { status, headers });
};
