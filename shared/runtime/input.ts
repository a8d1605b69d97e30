/** What a request says, held against its contract: one value, or where it does not fit. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { Route } from '../kernel/contract.ts';
import type { Refusal } from '../kernel/result.ts';

type Asked = Pick<
  APIGatewayProxyEventV2,
  'body' | 'isBase64Encoded' | 'headers' | 'pathParameters' | 'queryStringParameters'
>;
export type Parsed =
  | { ok: true; value: unknown }
  | { ok: false; status: number; code: string; detail: string; errors?: Refusal['errors'] };
const MAX_BODY = 5_000_000;

export const inputOf = (route: Route, event: Asked): Parsed => {
  const raw = rawOf(route, event);
  if (raw.length > (route.media ? MAX_BODY : MAX_BODY / 5))
    return {
      ok: false,
      status: 413,
      code: 'request.too_large',
      detail: 'The body is too large for this operation.',
    };
  let body: unknown = {};
  if (route.media) body = { content: raw };
  else if (route.method !== 'get' && raw !== '') {
    if (!/^application\/([\w.+-]+\+)?json\b/.test(event.headers['content-type'] ?? 'application/json'))
      return { ok: false, status: 415, code: 'request.media_type', detail: 'Send application/json.' };
    try {
      body = JSON.parse(raw);
    } catch {
      return { ok: false, status: 400, code: 'request.malformed', detail: 'The body is not JSON.' };
    }
  }
  const parts = [
    ['path', route.params, event.pathParameters ?? {}],
    ['query', route.query, event.queryStringParameters ?? {}],
    ['', route.body, body],
  ] as const;
  const errors: { pointer: string; detail: string }[] = [];
  const value: Record<string, unknown> = {};
  for (const [place, shape, given] of parts) {
    const result = shape.safeParse(given);
    if (result.success) Object.assign(value, result.data);
    else errors.push(...result.error.issues.flatMap((issue) => pointers(place, issue)));
  }
  return errors.length === 0
    ? { ok: true, value }
    : {
        ok: false,
        status: 422,
        code: 'request.invalid',
        detail: 'The request does not fit its description; nothing was changed.',
        errors: errors.slice(0, 50),
      };
};

const rawOf = ({ bytes }: Route, { body, isBase64Encoded }: Asked): string => {
  if (body === undefined) return '';
  if (bytes) return isBase64Encoded ? body : Buffer.from(body, 'utf8').toString('base64');
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
};

const pointers = (place: string, issue: z.core.$ZodIssue): { pointer: string; detail: string }[] => {
  const at = (path: readonly PropertyKey[]) =>
    `/${[...(place ? [place] : []), ...path].map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: at([...issue.path, key]),
      detail: 'is not a field of this request',
    }));
  return [{ pointer: at(issue.path), detail: issue.message }];
};
