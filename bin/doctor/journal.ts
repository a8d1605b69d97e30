/** The journal as it was handed over: its batches follow each other with nothing of their entity in between, and hold every entry of their time once. */
import type { Books, Raw } from './books.ts';
import { rule, sumOf, type Finding } from './finding.ts';

interface Batch {
  readonly number: number;
  readonly start: string;
  readonly end: string;
  readonly entries?: number;
  readonly debits?: readonly { readonly currency: string; readonly minor: number }[];
}
interface Booked {
  readonly entity: string;
  readonly currency: string;
  readonly lines: readonly { readonly minor: number }[];
}

const batches = rule(
  'journal.batches',
  'The accounting system got entries twice, or not at all: compare the batches named with what was imported there.',
);

export function* journal({ tenant, exports: files, closing, records }: Books): Generator<Finding> {
  const all = files.flatMap(({ id, item }) => {
    const { batch, entity } = item.doc as { batch?: Batch; entity: string };
    return batch ? [{ ...batch, entity, id }] : [];
  });
  const lasts = closing.filter((item) => item.kind === 'journal-last');
  const entities = new Set([...all.map(({ entity }) => entity), ...lasts.map(({ pk }) => pk.split('#')[2]!)]);
  for (const entity of entities) {
    const own = all.filter((one) => one.entity === entity).toSorted((a, b) => a.number - b.number);
    const last = lasts.find(({ pk }) => pk.endsWith(`#${entity}`))?.doc as Batch | undefined;
    for (const [at, batch] of own.entries()) {
      const before = own[at - 1];
      const end = before?.end ?? '';
      if (
        batch.number !== at + 1 ||
        end > batch.start ||
        within(end, batch.start, entity, records).length > 0
      )
        yield batches(
          tenant,
          `batch ${batch.number} does not follow ${before?.number ?? 'the beginning'}`,
          batch.id,
        );
      yield* held(tenant, batch, records);
    }
    if (last?.number !== own.length || last.end !== own.at(-1)?.end)
      yield batches(
        tenant,
        `there are ${own.length} batches, and the last is said to be ${last?.number}`,
        entity,
      );
  }
}

function* held(
  tenant: string,
  { number, start, end, entity, id, entries, debits = [] }: Batch & { entity: string; id: string },
  records: readonly Raw[],
): Generator<Finding> {
  if (entries === undefined) return;
  const inside = within(start, end, entity, records);
  if (inside.length !== entries)
    yield batches(tenant, `batch ${number} has ${entries} entries, and ${inside.length} are of its time`, id);
  for (const { currency, minor } of debits) {
    const debit = sumOf(
      inside.filter((entry) => entry.currency === currency),
      (entry) => sumOf(entry.lines, (line) => Math.max(0, line.minor)),
    );
    if (debit !== minor)
      yield batches(tenant, `batch ${number} debits ${minor} ${currency}, its entries ${debit}`, id);
  }
}

const within = (start: string, end: string, entity: string, records: readonly Raw[]): Booked[] =>
  records
    .filter((act) => String(act['id']) >= start && String(act['id']) < end)
    .flatMap((act) => (act['entry'] as Booked | undefined) ?? [])
    .filter((entry) => entry.entity === entity);
