/** Months of the books that are shut: what the gates say, what was sealed, and that nothing came into them afterwards. */
import { createHash } from 'node:crypto';
import type { Books, Raw } from './books.ts';
import { rule, type Finding } from './finding.ts';
import { momentOf, sorted } from './seals.ts';

export interface LedgerPeriod {
  readonly entity: string;
  readonly month: string;
  readonly state: 'OPEN' | 'SOFT' | 'CLOSED';
  readonly closed?: {
    readonly at: string;
    readonly snapshot: object;
    readonly seal: {
      readonly entries: number;
      readonly digest: string;
      readonly snapshotDigest: string;
      readonly previous: string;
      readonly seal: string;
    };
  };
}

const entries = rule(
  'period.entries',
  'Somebody wrote to a closed month: compare the entries named with point-in-time recovery of the table, and keep both.',
);
const seal = rule(
  'period.seal',
  'The seal of a month was written over, or one is missing: `period.closed` told it to whoever keeps it elsewhere.',
);
const gate = rule(
  'period.gate',
  'What keeps entries out of shut months differs from the months: put the gates back as the months say, before anything is booked.',
);
const late = rule(
  'period.late',
  'An entry came into a month after it was shut: find who wrote it past the commit, and book it in the first open month.',
);

export function* periods({ tenant, closing, records }: Books): Generator<Finding> {
  const of = (kind: string) => closing.filter((item) => item.kind === kind);
  const months = of('ledger-period').map(({ doc }) => doc as LedgerPeriod);
  for (const [entity, own] of Map.groupBy(months, (one) => one.entity)) {
    const inOrder = own.toSorted((a, b) => (a.month < b.month ? -1 : 1));
    yield* gates(tenant, entity, of('gate'), inOrder);
    let previous = '0'.repeat(64);
    for (const period of inOrder.filter(({ state }) => state === 'CLOSED')) {
      const place = `${tenant}#SEALED#${entity}#${period.month}`;
      const lists = of('ledger-sealed').filter(({ pk }) => pk === place);
      yield* sealed(tenant, period, { previous, lists, records });
      previous = period.closed?.seal.seal ?? '';
    }
  }
}

function* gates(
  tenant: string,
  entity: string,
  all: readonly Raw[],
  own: readonly LedgerPeriod[],
): Generator<Finding> {
  const last = (...states: string[]) => own.filter(({ state }) => states.includes(state)).at(-1)?.month;
  const said = JSON.stringify([last('SOFT', 'CLOSED'), last('CLOSED')]);
  const mine = all.filter(({ pk }) => pk === `${tenant}#GATE#${entity}`);
  if (own.some(({ state }) => state !== 'OPEN') && mine.length !== 8)
    yield gate(tenant, `there are ${mine.length} gates of 8`, entity);
  if (new Set(mine.map(({ tax, v }) => JSON.stringify([tax, v]))).size > 1)
    yield gate(tenant, 'not all gates say the same', entity);
  for (const { sk, soft, closed } of mine)
    if (JSON.stringify([soft, closed]) !== said)
      yield gate(
        tenant,
        `gate ${sk} shuts ${JSON.stringify([soft, closed])}, the months say ${said}`,
        entity,
      );
}

interface Around {
  readonly previous: string;
  readonly lists: readonly Raw[];
  readonly records: readonly Raw[];
}
interface Listed {
  readonly id: string;
  readonly digest: string;
}

function* sealed(
  tenant: string,
  { entity, month, closed }: LedgerPeriod,
  { previous, lists, records }: Around,
): Generator<Finding> {
  const where = `${entity} ${month}`;
  if (!closed) {
    yield seal(tenant, 'seal missing', where);
    return;
  }
  const { seal: kept, snapshot, at } = closed;
  if (kept.previous !== previous) yield seal(tenant, 'seal torn from the month before', where);
  const snapshotDigest = sha256(JSON.stringify(sorted(snapshot)));
  const day = lastDay(month);
  const link = (before: string, digest: string) =>
    sha256(JSON.stringify([before, day, kept.entries, digest]));
  if (
    snapshotDigest !== kept.snapshotDigest ||
    link(link(kept.previous, kept.digest), kept.snapshotDigest) !== kept.seal
  )
    yield seal(tenant, 'seal changed: it does not follow from its figures', where);
  const acts = records
    .filter(
      (act) =>
        (act['entry'] as { entity?: string } | undefined)?.entity === entity &&
        act.pk === `${tenant}#BOOK#${month}`,
    )
    .toSorted((a, b) => (a.sk < b.sk ? -1 : 1));
  for (const act of acts)
    if (momentOf(String(act['id'])) > Date.parse(at) + SKEW_MS)
      yield late(tenant, `booked after ${at}`, String(act['id']), where);
  if (sha256(acts.map((act) => `${JSON.stringify(sorted(act))}\n`).join('')) === kept.digest) return;
  const then = lists
    .filter(({ sk }) => sk.startsWith(kept.seal))
    .toSorted((a, b) => (a.sk < b.sk ? -1 : 1))
    .flatMap(({ doc }) => (doc as { entries: Listed[] }).entries);
  yield entries(tenant, named(then, acts).join(', ') || 'entries and their list were changed alike', where);
}

/** The clocks of two functions. */
const SKEW_MS = 60_000;

const named = (then: readonly Listed[], acts: readonly Raw[]): string[] => {
  const now = new Map(acts.map((act) => [String(act['id']), sha256(JSON.stringify(sorted(act)))]));
  const known = new Set(then.map(({ id }) => id));
  const here = [...now.keys()].filter((id) => known.has(id));
  return [
    ...then.flatMap(({ id, digest }) =>
      !now.has(id) ? [`missing ${id}`] : now.get(id) === digest ? [] : [`changed ${id}`],
    ),
    ...[...now.keys()].filter((id) => !known.has(id)).map((id) => `added ${id}`),
    ...then
      .filter(({ id }) => now.has(id))
      .flatMap(({ id }, at) => (here[at] === id ? [] : [`reordered ${id}`])),
  ];
};
const lastDay = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
