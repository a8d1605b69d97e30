/**
 * The orders function's handler, warm, in a process of its own under V8's profiler: what a function's time goes to. Its
 * environment is a function's; arguments: the bundle, a customer's id, the file for the profile.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { SourceMap } from 'node:module';
import { pathToFileURL } from 'node:url';
import { TENANT } from '../../bin/demo/company.ts';
import { basket } from './basket.ts';

const [path = '', customerId = '', file = ''] = process.argv.slice(2);
type Handler = (event: unknown, context: unknown) => Promise<{ statusCode: number; body: string }>;
const { handler } = (await import(pathToFileURL(path).href)) as { handler: Handler };

const place = async (serial: number): Promise<void> => {
  const lambda = { tenant: TENANT, actor: 'key_bench', scopes: 'orders:write' };
  const { statusCode, body } = await handler(
    {
      version: '2.0',
      routeKey: 'POST /v1/orders',
      headers: { 'content-type': 'application/json', 'idempotency-key': `h-${serial}` },
      isBase64Encoded: false,
      requestContext: { requestId: `r-${serial}`, authorizer: { lambda } },
      body: JSON.stringify(basket(customerId, `h-${serial}`)),
    },
    { awsRequestId: `r-${serial}`, functionName: 'bench', getRemainingTimeInMillis: () => 10_000 },
  );
  if (statusCode !== 201) throw new Error(body);
};

const WARM = 400;
const ORDERS = 600;
for (let serial = 0; serial < WARM; serial++) await place(serial);
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.start');
for (let serial = WARM; serial < WARM + ORDERS; serial++) await place(serial);
const { profile } = await session.post('Profiler.stop');
// Each frame under the file that it was written in, not the bundle's.
const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')) as never);
for (const { callFrame } of profile.nodes) {
  if (!callFrame.url.endsWith('.mjs')) continue;
  const found = map.findEntry(callFrame.lineNumber, callFrame.columnNumber);
  if ('originalSource' in found) callFrame.url = found.originalSource;
}
writeFileSync(file, JSON.stringify(profile));
process.exit(0);
