/** Whether a customer is supplied, by all of its invoices: the strongest cause decides, and the last one that goes lifts it. Pure. */
import { ServiceState, type Standing } from '../credit/credit.ts';
import { clarifiedMinor } from '../invoices/clarifying.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { promisedMinor } from '../invoices/promised.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Fact } from '../kernel/events.ts';
import { announce } from '../kernel/events.ts';
import { overdueMinor } from '../kernel/instalments.ts';
import { ServiceRestored, ServiceRestricted, ServiceSuspended, ServiceWarned } from './service.ts';

const MOST = 40;
const rank = (state: ServiceState | undefined): number =>
  state === undefined ? -1 : ServiceState.options.indexOf(state);

/** Of two steps the stronger. */
export const stronger = <S extends { readonly state: ServiceState }>(
  one: S | undefined,
  other: S | undefined,
): S | undefined => (rank(other?.state) > rank(one?.state) ? other : one);

/** Whether an invoice stands against supplying its payer on a day. */
export const counts = (invoice: Invoice, today: LocalDate): boolean => {
  const { dunning } = invoice;
  if (!dunning?.service) return false;
  const promised = dunning.service.promiseLifts ? promisedMinor(invoice, today) : 0;
  return overdueMinor(invoice, today) - clarifiedMinor(invoice) - promised > 0;
};

/** The standing after a look at all that is open, and what is told of it; undefined where it stands as it did. */
export const served = (
  standing: Standing,
  open: readonly Invoice[],
  { today, at }: { readonly today: (invoice: Invoice) => LocalDate; readonly at: string },
): { standing: Standing; facts: Fact[] } | undefined => {
  const causes = open.filter((one) => counts(one, today(one))).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const state = causes.reduce<{ state: ServiceState } | undefined>(
    (worst, { dunning }) => stronger(worst, dunning!.service),
    undefined,
  )?.state;
  const { service: before, ...rest } = standing;
  const invoices = causes.slice(0, MOST).map(({ id }) => id);
  const isSame = before?.state === state && (before?.invoices ?? []).join(' ') === invoices.join(' ');
  if (isSame) return undefined;
  const since = before && before.state === state ? before.since : at;
  const { customerId } = standing;
  const told = { customerId, ...(before && { before: before.state }), invoices };
  const after = {
    ...rest,
    version: standing.version + 1,
    ...(state && { service: { state, since, invoices } }),
  };
  return {
    standing: after,
    facts: before?.state === state ? [] : [announce(eventOf(state), customerId, told)],
  };
};
const eventOf = (state: ServiceState | undefined) =>
  state === undefined
    ? ServiceRestored
    : { warned: ServiceWarned, restricted: ServiceRestricted, suspended: ServiceSuspended }[state];
