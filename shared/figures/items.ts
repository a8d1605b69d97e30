/** An invoice: what is open of it by age, what was paid of it and when, and what became of it. */
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import type { Booked, EntryLine } from '../ledger/entry.ts';
import { bucketOf, issueBucketOf } from '../insights/ageing.ts';
import { partsOpen } from '../insights/planned.ts';
import { BEGINS } from '../insights/rules.ts';
import { InvoiceCredited } from '../invoices/credit-note.ts';
import {
  inOrderOfBook,
  isMachine,
  isOfCredit,
  isWithin,
  paidOnIn,
  priorTo,
  type Fact,
  type Row,
  type Span,
} from './fact.ts';
import { dueInput, issuedInput, priorInput } from './figure.ts';
import { isMoney, partsPaid } from './paid.ts';

/** A movement of an open item. */
export interface Move {
  readonly id: string;
  readonly on: LocalDate;
  /** Of money the day on which it was there; else its own, where it was booked in a later month. */
  readonly paidOn: LocalDate;
  /** Whether it is money, or takes money back. */
  readonly money: boolean;
  readonly kind: Booked['kind'];
  readonly minor: number;
  readonly dueOn: LocalDate;
}
/** All that is known of one. */
export interface Item {
  readonly invoiceId: string;
  readonly currency: string;
  readonly customerId: string | undefined;
  readonly issuedOn: LocalDate;
  readonly dueOn: LocalDate;
  /** By rising day, as it was invoiced. */
  readonly parts: readonly { readonly dueOn: LocalDate; readonly minor: number }[];
  readonly moves: readonly Move[];
}

export const linesOf = ({ entry }: Fact, invoiceId: string): EntryLine[] =>
  (entry?.lines ?? []).filter((line) => line.account === 'receivables' && line.invoiceId === invoiceId);

/** `facts` in the order of the book; undefined where none of them moves the invoice. */
export const itemOf = (invoiceId: string, facts: readonly Fact[]): Item | undefined => {
  const moves: Move[] = [];
  const parts = new Map<LocalDate, number>();
  const credits = creditsIn(facts);
  let [currency, customerId, issuedOn] = ['', undefined as string | undefined, ''];
  for (const fact of facts)
    for (const { minor, dueOn, customerId: whose } of linesOf(fact, invoiceId)) {
      const { kind, on, source, documentOn = on } = fact.entry!;
      const money = isMoney(kind) && !credits.has(source);
      currency ||= fact.entry!.currency;
      customerId ??= whose;
      if (BEGINS.includes(kind) || issuedOn === '') issuedOn = documentOn;
      if (BEGINS.includes(kind)) parts.set(dueOn!, (parts.get(dueOn!) ?? 0) + minor);
      const paidOn = money ? paidOnIn(fact) : documentOn;
      moves.push({ id: fact.id, on, paidOn, money, kind, minor, dueOn: dueOn! });
    }
  const [first] = moves;
  if (!first) return undefined;
  const byDay = [...parts]
    .map(([dueOn, minor]) => ({ dueOn, minor }))
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  return { invoiceId, currency, customerId, issuedOn, dueOn: first.dueOn, parts: byDay, moves };
};

/** Whoever applies what is left of a credit note says so; what takes that back says nothing. */
const creditsIn = (facts: readonly Fact[]): ReadonlySet<string> =>
  new Set(facts.flatMap((fact) => (fact.entry && isOfCredit(fact) ? [fact.entry.source] : [])));

/** What is open at the close of a day, by due day: what was settled settled the oldest. An invoice of one due day, and what was overpaid, is one. */
export const openOn = (item: Item, day: LocalDate): { dueOn: LocalDate; minor: number }[] => {
  let minor = 0;
  for (const move of item.moves) if (move.on <= day) minor += move.minor;
  if (minor === 0) return [];
  const { dueOn, parts } = item;
  return parts.length < 2
    ? [{ dueOn, minor }]
    : partsOpen({ dueOn, minor }, parts).map((part) => ({ dueOn: part.dueOn, minor: part.minor }));
};

export const rowsOfInvoice = (invoiceId: string, facts: readonly Fact[], span: Span): Row[] => {
  const sorted = facts.toSorted(inOrderOfBook);
  const item = itemOf(
    invoiceId,
    sorted.filter(({ entry }) => entry !== undefined && entry.on <= span.asOf),
  );
  if (!item) return [];
  const row = rowFor(item);
  return [
    ...openRows(item, span, row),
    ...partsPaid(item, span).map(({ input, ids, ...more }) => ({ ...row(input, ids), ...more })),
    ...issuedRows(item, sorted, span, row),
    ...settledRows(item, sorted, span, row),
  ];
};

type MakeRow = (input: Row['input'], facts: readonly string[]) => Omit<Row, 'minor'>;
const rowFor =
  ({ invoiceId, currency, customerId }: Item): MakeRow =>
  (input, facts) => ({ input, currency, thing: `invoice:${invoiceId}`, facts, customerId, invoiceId });

const openRows = (item: Item, { from, asOf }: Span, row: MakeRow): Row[] => {
  const until = (day: LocalDate) => item.moves.filter(({ on }) => on <= day).map(({ id }) => id);
  const [now, prior, before] = [asOf, priorTo(asOf), addDays(from, -1)];
  const age = daysBetween(item.issuedOn, asOf);
  return [
    ...openOn(item, now).flatMap(({ dueOn, minor }): Row[] => {
      const more = { minor, days: daysBetween(dueOn, now), age, on: dueOn };
      return [
        { ...row(dueInput(bucketOf(dueOn, now)), until(now)), ...more },
        { ...row(issuedInput(issueBucketOf(item.issuedOn, now)), until(now)), ...more },
      ];
    }),
    ...openOn(item, prior).map(({ dueOn, minor }) => ({
      ...row(priorInput(bucketOf(dueOn, prior)), until(prior)),
      minor,
      days: daysBetween(dueOn, prior),
      on: dueOn,
    })),
    ...openOn(item, before).map(({ minor }) => ({ ...row('opening', until(before)), minor })),
    // What another system left was there before, though it came into these books within the period: it is no sale of it.
    ...item.moves
      .filter(({ kind, on }) => kind === 'opening' && isWithin(on, { from, asOf }))
      .map(({ id, minor }) => ({ ...row('opening', [id]), minor })),
  ];
};

/** What of an invoice is wrong is its price, its quantity, or itself; goods that break or come back say nothing of it. */
const ERRORS = ['price', 'quantity', 'wrong_invoice', 'not_delivered'];

const issuedRows = (item: Item, facts: readonly Fact[], span: Span, row: MakeRow): Row[] => {
  const own = item.moves.filter(({ kind }) => kind === 'invoice');
  const [first] = own;
  if (!first || !isWithin(first.on, span)) return [];
  const minor = own.reduce((sum, move) => sum + move.minor, 0);
  const terms = item.parts.map((part) => ({
    ...row('terms', [first.id]),
    minor: part.minor,
    days: daysBetween(item.issuedOn, part.dueOn),
    on: part.dueOn,
  }));
  const wrong = facts.filter(
    ({ entry, events, day }) =>
      (entry?.kind === 'void' && entry.on <= span.asOf) ||
      (day <= span.asOf &&
        events.some(({ type, data }) => {
          const said = data as { invoiceId?: string; reason?: string };
          return (
            type === InvoiceCredited.name &&
            said.invoiceId === item.invoiceId &&
            ERRORS.includes(said.reason ?? '')
          );
        })),
  );
  return [
    { ...row('invoicesIssued', [first.id]), minor, on: first.on },
    ...terms,
    ...(wrong.length === 0
      ? []
      : [
          {
            ...row(
              'invoicesWrong',
              wrong.map(({ id }) => id),
            ),
            minor,
            on: first.on,
          },
        ]),
  ];
};

const SETTLES: readonly Booked['kind'][] = ['receipt', 'match', 'reassign'];
/** Settled in the period by money or what stands for it; touchless where no person, key or payer of ours booked any of it. */
const settledRows = (item: Item, facts: readonly Fact[], span: Span, row: MakeRow): Row[] => {
  const last = item.moves.at(-1)!;
  const whole = item.parts.reduce((sum, { minor }) => sum + minor, 0);
  const open = item.moves.reduce((sum, { minor }) => sum + minor, 0);
  if (open !== 0 || whole <= 0 || !isWithin(last.on, span)) return [];
  if (!item.moves.some(({ kind, money }) => money && SETTLES.includes(kind))) return [];
  const ids = item.moves.map(({ id }) => id);
  const by = facts.filter(({ id }) => ids.includes(id));
  const settled: Row = { ...row('settled', ids), minor: whole, on: last.on };
  return by.every(isMachine) ? [settled, { ...settled, input: 'touchless' }] : [settled];
};
