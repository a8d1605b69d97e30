/** What was announced of promises, disputes and orders, and what their ends say: from what was told, never from how they stand now. */
import type { Fact as Announced } from '../kernel/events.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { inOrderOfCommits, isWithin, type Fact, type Row, type Span } from './fact.ts';

interface Told {
  readonly fact: Fact;
  readonly type: string;
  readonly data: Promised;
}
interface Promised {
  readonly amount: { readonly minor: number; readonly currency: string };
  readonly customerId: string;
  readonly invoiceId?: string;
  readonly payOn?: LocalDate;
  readonly paidMinor?: number;
}

/** What was told of the subject up to a day, in the order of the commits. */
const toldOf = (subject: string, begins: string, facts: readonly Fact[], until: LocalDate): Told[] =>
  facts
    .filter(({ day }) => day <= until)
    .toSorted(inOrderOfCommits)
    .flatMap((fact) =>
      fact.events
        .filter((one: Announced) => one.subject === subject && one.type.startsWith(begins))
        .map(({ type, data }) => ({ fact, type, data: data as Promised })),
    );

const ENDS = {
  'promise.kept': 'promisesKept',
  'promise.partly_kept': 'promisesPartlyKept',
  'promise.broken': 'promisesBroken',
} as const;

/**
 * A promise is judged after twenty bank days of grace at most, and what is missing may be on its way then: what is told by so many days after
 * the last one says how the promises of the period ended.
 */
export const JUDGED_WITHIN = 60;

/** A promise whose day is in the period, by how it ended; one that is open, was called off or superseded is none. */
export const rowsOfPromise = (id: string, facts: readonly Fact[], span: Span): Row[] => {
  const told = toldOf(id, 'promise.', facts, addDays(span.asOf, JUDGED_WITHIN));
  const last = told.at(-1);
  const input = ENDS[(last?.type ?? '') as keyof typeof ENDS];
  if (!last || input === undefined) return [];
  const { amount, payOn, customerId, paidMinor = 0 } = last.data;
  if (payOn === undefined || !isWithin(payOn, span)) return [];
  const row: Row = {
    input,
    currency: amount.currency,
    thing: `promise:${id}`,
    facts: told.map(({ fact }) => fact.id),
    minor: amount.minor,
    on: payOn,
    customerId,
  };
  return [row, { ...row, input: 'promisesPaid', minor: Math.min(paidMinor, amount.minor) }];
};

const DECIDED = ['dispute.accepted', 'dispute.rejected', 'dispute.withdrawn'];

/** As it stood at the close of the day. */
export const disputeOf = (
  id: string,
  facts: readonly Fact[],
  { asOf }: Span,
): { readonly opened: Told | undefined; readonly decided: Told | undefined } => {
  const told = toldOf(id, 'dispute.', facts, asOf);
  return {
    opened: told.find(({ type }) => type === 'dispute.opened'),
    decided: told.find(({ type }) => DECIDED.includes(type)),
  };
};

/** A dispute is counted when it was opened, and again when it was decided. */
export const rowsOfDispute = (id: string, facts: readonly Fact[], span: Span): Row[] => {
  const { opened, decided } = disputeOf(id, facts, span);
  if (!opened) return [];
  const { amount, customerId, invoiceId } = opened.data;
  const row = (input: Row['input'], by: readonly Told[], on: LocalDate): Row => ({
    input,
    currency: amount.currency,
    thing: `dispute:${id}`,
    facts: by.map(({ fact }) => fact.id),
    minor: amount.minor,
    on,
    customerId,
    invoiceId,
  });
  const rows = isWithin(opened.fact.day, span) ? [row('disputesOpened', [opened], opened.fact.day)] : [];
  if (!decided || !isWithin(decided.fact.day, span)) return rows;
  const days = daysBetween(opened.fact.day, decided.fact.day);
  return [...rows, { ...row('disputesDecided', [opened, decided], decided.fact.day), days }];
};

/** Under one trace: how many days after its order an invoice of the period was booked. */
export const rowsOfOrder = (trace: string, facts: readonly Fact[], span: Span): Row[] => {
  const known = facts.toSorted(inOrderOfCommits);
  const order = known.find(
    ({ day, events }) => day <= span.asOf && events.some(({ type }) => type === 'order.confirmed'),
  );
  if (!order) return [];
  return known.flatMap(({ id, entry }) => {
    if (entry?.kind !== 'invoice' || !isWithin(entry.on, span)) return [];
    const parts = entry.lines.filter(({ account }) => account === 'receivables');
    const [line] = parts;
    return [
      {
        input: 'orderToInvoice' as const,
        currency: entry.currency,
        thing: `order:${trace}`,
        facts: [order.id, id],
        minor: parts.reduce((sum, { minor }) => sum + minor, 0),
        days: Math.max(0, daysBetween(order.day, entry.on)),
        on: entry.on,
        customerId: line?.customerId,
        invoiceId: line?.invoiceId,
      },
    ];
  });
};

/** An invoice of the period that is known to have reached its customer by the last day: how many days after it was booked. */
export const rowsOfDelivery = (id: string, facts: readonly Fact[], span: Span): Row[] => {
  const issued = facts.find(({ entry }) => entry?.kind === 'invoice');
  const [there] = facts
    .filter(({ day, events }) => day <= span.asOf && events.some(({ type }) => type === 'invoice.delivered'))
    .toSorted(inOrderOfCommits);
  if (!issued?.entry || !there || !isWithin(issued.entry.on, span)) return [];
  const { on, currency, lines } = issued.entry;
  const parts = lines.filter((line) => line.account === 'receivables' && line.invoiceId === id);
  return [
    {
      input: 'invoiceToDelivered',
      currency,
      thing: `delivered:${id}`,
      facts: [issued.id, there.id],
      minor: parts.reduce((sum, { minor }) => sum + minor, 0),
      days: Math.max(0, daysBetween(on, there.day)),
      on,
      customerId: parts[0]?.customerId,
      invoiceId: id,
    },
  ];
};
