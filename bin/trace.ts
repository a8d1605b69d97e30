/**
 * `npm run trace -- --stage prod --tenant acme INV-2026-000117`: what happened to one order, from the raw acts. Takes a trace,
 * an order's, invoice's or payment's id, or an invoice number; `--since 2026-01-31` where only a trace is known.
 */
import { parseArgs } from 'node:util';
import { PLACE_OPTIONS, placeOf, Problem, run } from './tool/place.ts';
import { openBooks, timeline, traceOf } from './tool/timeline.ts';

const DAY = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: { ...PLACE_OPTIONS, tenant: { type: 'string' }, since: { type: 'string' } },
    allowPositionals: true,
  });
  const place = placeOf(values);
  const [id] = positionals;
  if (values.tenant === undefined || id === undefined)
    throw new Problem('Say --tenant <tenant> and what to look for: a trace, an id, or an invoice number.');
  const books = await openBooks(place, values.tenant);
  const { trace, since = values.since ?? dayOf(Date.now() - 400 * DAY) } = await traceOf(
    books,
    values.tenant,
    id,
  );
  // A local cloud's clock may be ahead of this machine's.
  const until = dayOf(Math.max(Date.now(), Date.parse(since) + 400 * DAY));
  const lines = await timeline(books, values.tenant, trace, since, until);
  books.close();
  if (lines.length === 0)
    throw new Problem(`Nothing in the books of ${values.tenant} since ${since} has the trace ${trace}.`);
  console.log([`trace ${trace}`, ...lines].join('\n'));
};

await run(main);
