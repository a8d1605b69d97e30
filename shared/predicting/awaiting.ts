/** What is awaited of an invoice and when, for whoever adds up cash: in parts, because each has its own day. */
import type { Invoice } from '../invoices/invoice.ts';
import { promisedMinor } from '../invoices/promised.ts';
import { isCollected } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { distributionOf, type Distribution } from './days.ts';
import { dayOf, dueBy, foreseenOf, partOf, ratesOf, whenOf, type KnownOf } from './expecting.ts';
import type { Prediction } from './prediction.ts';

/** An amount that comes at once. Days of its distribution are those of `dayOf`. */
export interface Awaited {
  readonly minor: number;
  readonly dueOn: LocalDate;
  readonly basis: Prediction['basis'];
  readonly distribution: Distribution;
}
/**
 * When all of it is paid, for whoever adds up cash: `paidBy` (days.ts) asks the distributions. What was promised is taken off the oldest parts,
 * as what is in clarification, which is awaited by nobody.
 */
export const awaited = (invoice: Invoice, known: KnownOf): Awaited[] => {
  const { today } = known;
  const isCharged = isCollected(invoice, today);
  let promised = isCharged ? 0 : promisedMinor(invoice, today);
  const unpromised = without(invoice, 'promise');
  return dueBy(invoice).flatMap(({ dueOn, minor }): Awaited[] => {
    const kept = Math.min(promised, minor);
    promised -= kept;
    const rest = partOf(unpromised, { dueOn, minor: minor - kept });
    const { basis, distribution } = whenOf(rest, minor - kept, known);
    const day = basis === 'charge' ? rest.collecting!.on : dueOn;
    const when = ['charge', 'plan'].includes(basis) ? agreedFor(day, known) : distribution;
    return [
      ...(kept > 0
        ? [
            {
              minor: kept,
              dueOn,
              basis: 'promise' as const,
              distribution: agreedFor(invoice.promise!.payOn, known),
            },
          ]
        : []),
      ...(minor > kept ? [{ minor: minor - kept, dueOn, basis, distribution: when }] : []),
    ];
  });
};

/** So much comes on a day that was agreed on; the rest as what is late from then on. */
const KEPT = 0.9;
const agreedFor = (on: LocalDate, known: KnownOf): Distribution => {
  const agreed = Math.max(dayOf(on), dayOf(known.today));
  const { cumulative } = distributionOf({ issued: agreed, due: agreed, late: 1 }, agreed + 1, ratesOf(known));
  const after = cumulative.map((share) => KEPT + (1 - KEPT) * share);
  return { from: agreed, cumulative: [KEPT, ...after], late: 1 - KEPT };
};

/** When an invoice would be paid that were issued today, so many days before it is due. */
export const awaitedAfter = (
  { minor, currency, terms }: { minor: number; currency: string; terms: number },
  known: KnownOf,
): Distribution => {
  const issued = dayOf(known.today);
  const { customer, segment } = known;
  return foreseenOf({ id: '', customer, segment, issued, due: issued + terms, minor, currency }, known)
    .distribution;
};
