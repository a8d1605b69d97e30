/** Writes the OpenAPI 3.1 document from every api.ts: nothing about the API is said twice. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import * as z from 'zod';
import { apis } from '../lib/wiring.ts';
import { Problem, SCOPES, type Route } from '../shared/kernel/contract.ts';
import { Envelope, type EventType } from '../shared/kernel/events.ts';
import { CATALOGUE } from '../shared/webhooks/webhook.ts';

/** Slice → how the documentation calls it, and what it is for. */
const TAGS: Readonly<Record<string, { readonly name: string; readonly description: string }>> = {
  access: { name: 'Access', description: 'Keys with what they may, and the legal entities of the tenant.' },
  approvals: { name: 'Approvals', description: 'What waits for a second person.' },
  audit: { name: 'Audit', description: 'Who did what, and who was denied what.' },
  customers: { name: 'Customers', description: 'Who buys and pays, by your own ids or ours.' },
  credit: { name: 'Credit', description: 'How much a customer may owe, and how much of it is used.' },
  agreements: {
    name: 'Agreements',
    description: 'Prices, contracts, terms and exemptions, in dated versions.',
  },
  risk: { name: 'Risk', description: 'How customers have paid, and whether credit is what the books say.' },
  orders: { name: 'Orders', description: 'Orders, quotes, deliveries and returns.' },
  invoices: { name: 'Invoices', description: 'Issued by deliveries; numbered without a gap and frozen.' },
  imports: { name: 'Imports', description: 'Invoices of other systems, under their numbers.' },
  rates: { name: 'Rates', description: 'Exchange rates by day.' },
  corrections: { name: 'Corrections', description: 'Issued invoices, taken back by credit notes.' },
  payments: { name: 'Payments', description: 'Money that came in, and what it settled.' },
  bank: { name: 'Bank statements', description: 'camt.053 statements and their lines.' },
  cash: {
    name: 'Cash application',
    description: 'What did not match by itself, and the decisions of people.',
  },
  insights: { name: 'Insights', description: 'Ageing, DSO and trial balance as of any day.' },
  exports: { name: 'Exports', description: 'Files for finance behind links that expire.' },
  intake: {
    name: 'Intake',
    description:
      'Shops and EDI partners send what they have; a mapping per source reads it; the inbox says what came of it.',
  },
  webhooks: {
    name: 'Webhooks',
    description: 'Where partners hear of what happens, and what was sent there.',
  },
  sync: {
    name: 'Sync',
    description: 'What changed since, and how things of ours stand in other systems: for CRM and ERP.',
  },
  operations: { name: 'Operations', description: 'Work that was refused, and what becomes of it.' },
};

const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});
const GatewayMessage = z
  .object({ message: z.string() })
  .meta({ id: 'GatewayMessage', description: 'What API Gateway says before a request reaches us.' });
const gateway = (description: string) => ({
  description,
  content: { 'application/json': { schema: GatewayMessage } },
});

const rate = {
  'RateLimit-Policy': z.string().meta({
    header: { id: 'RateLimitPolicy' },
    description: 'Requests of this key in a window of seconds.',
    example: '"key";q=6000;w=60',
  }),
  RateLimit: z.string().meta({
    header: { id: 'RateLimit' },
    description: 'What is left of them, and the seconds until the next window; approximate.',
    example: '"key";r=5990;t=42',
  }),
};
const RATE = z.object(rate);

/** The gateway's words or ours. */
const either = { ...gateway('').content, ...refusal('').content };
/** Answers that every operation may give, each written once among the components. */
const EVERYWHERE = {
  '400': { id: 'Malformed', ...refusal('Malformed: not JSON, a foreign cursor, or no Idempotency-Key') },
  '401': {
    id: 'Unauthorized',
    description: 'No key was sent, or the key or token has just ended (access.expired)',
    content: either,
  },
  '413': { id: 'TooLarge', description: 'Too large', content: either },
  '429': {
    id: 'TooMany',
    description:
      'More requests than this key may make in a minute (request.rate), or than this stage takes at once: wait, and send the same again',
    headers: z.object({
      ...rate,
      'Retry-After': z.string().meta({ description: 'Seconds until the next minute.' }),
    }),
    content: either,
  },
  '500': { id: 'Fault', description: 'A fault of ours; nothing was half done', content: either },
  '503': {
    id: 'Unavailable',
    ...gateway('Took longer than the gateway waits, or is not there: send the same again'),
  },
};
const NOT_JSON = { id: 'NotJson', ...refusal('Not JSON by its content type') };

/** Printable ASCII, as it is or as a structured-field string in quotes: what `runtime/once.ts` takes. */
const KEY = /^([!#-~]([ -~]*[!-~])?|"([ !#-[\]-~]|\\["\\])+")$/;

const operation = (name: string, slice: string, route: Route): ZodOpenApiOperationObject => {
  const refusals = new Map<number, string[]>();
  for (const [code, status] of Object.entries(route.refusals))
    refusals.set(status, [...(refusals.get(status) ?? []), code]);
  if (route.method !== 'get') refusals.set(409, [...(refusals.get(409) ?? []), 'request.conflict']);
  refusals.set(422, [
    ...(refusals.get(422) ?? []),
    'request.invalid',
    ...(route.idempotent ? ['request.idempotency_reuse'] : []),
  ]);
  const forbidden = refusals.get(403) ?? [];
  refusals.delete(403);
  const media = route.media ?? 'application/json';
  const hasBody =
    route.method !== 'get' &&
    (route.media !== undefined ||
      Object.keys((route.body as z.ZodObject).shape ?? { given: true }).length > 0);
  return {
    operationId: name,
    summary: route.summary,
    ...(route.description !== undefined && { description: route.description }),
    tags: [TAGS[slice]!.name],
    security: [{ apiKey: [] }],
    requestParams: {
      path: route.params,
      query: route.query,
      ...(route.idempotent && {
        header: z.object({
          'Idempotency-Key': z.string().min(1).max(255).regex(KEY).meta({
            description: 'Repeat it to repeat the request safely; kept for 30 days.',
            example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
          }),
        }),
      }),
    },
    ...(hasBody && {
      requestBody: {
        // No body at all is taken as an empty one.
        required: route.media !== undefined || !route.body?.safeParse({}).success,
        content: { [media]: { schema: route.media ? z.string().min(1) : route.body } },
      },
    }),
    responses: {
      [`${route.status}`]: {
        description: 'Done',
        headers: RATE,
        content: { 'application/json': { schema: route.output } },
      },
      ...(route.awaits && {
        '202': {
          description: 'Nothing was done yet: a second person has to agree first',
          headers: RATE,
          content: { 'application/json': { schema: route.awaits } },
        },
      }),
      ...EVERYWHERE,
      '403': {
        description: `${['The key is not valid', ...forbidden].join(', ')}, or lacks the scope ${route.scope}`,
        content: either,
      },
      ...Object.fromEntries([...refusals].map(([status, codes]) => [`${status}`, refusal(codes.join(', '))])),
      ...(hasBody && !route.media && { '415': NOT_JSON }),
    },
  };
};

/** What an endpoint gets for an event: CloudEvents in JSON, signed as Standard Webhooks says. */
const told = ({ name, description, data }: EventType): ZodOpenApiOperationObject => ({
  operationId: `on_${name.replaceAll('.', '_')}`,
  summary: description,
  tags: [TAGS['webhooks']!.name],
  security: [],
  requestParams: {
    header: z.object({
      'webhook-id': z
        .string()
        .meta({ description: 'The same for every attempt: what came once is known by it.' }),
      'webhook-timestamp': z.string().meta({ description: 'Seconds since 1970 of this attempt.' }),
      'webhook-signature': z.string().meta({
        description:
          '`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`, one for each live secret, with blanks between.',
      }),
    }),
  },
  requestBody: {
    required: true,
    content: {
      'application/cloudevents+json': {
        schema: Envelope.extend({
          type: z.literal(name),
          datacontenttype: z.literal('application/json'),
          sequence: z
            .string()
            .meta({ description: 'Rises with the events of one subject, and sorts as text.' }),
          data,
        }),
      },
    },
  },
  responses: {
    '2XX': { description: 'Taken; anything else is tried again for three days' },
    '410': { description: 'Gone: nothing is sent to this endpoint any more' },
  },
});

export const openApi = () => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [slice, { api }] of Object.entries(apis))
    for (const [name, route] of Object.entries(api))
      paths[route.path] = { ...paths[route.path], [route.method]: operation(name, slice, route) };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Quittance',
      version: '1.0.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Order to cash: orders in, invoices out, payments applied and explained. Amounts are whole minor units with their ISO 4217 currency; days are YYYY-MM-DD, moments RFC 3339 in UTC.',
    },
    servers: [{ url: '/' }],
    tags: Object.values(TAGS),
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: `A key of the tenant, or a JWT of an issuer that the tenant trusts. Scopes: ${SCOPES.join(', ')}.`,
        },
      },
    },
    paths,
    webhooks: Object.fromEntries(CATALOGUE.map((type) => [type.name, { post: told(type) }])),
  });
};

if (import.meta.main) {
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/openapi.json', JSON.stringify(openApi(), null, 1));
}
