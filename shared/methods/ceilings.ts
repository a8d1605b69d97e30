/** Whether a charge is within what its customer agreed to. Pure: what was charged in the month comes in. */
import { monthOf, type LocalDate } from '../kernel/dates.ts';
import type { Money } from '../kernel/money.ts';
import type { Attempt } from '../payments/payment.ts';
import type { MethodOnFile } from './method.ts';
import type { Use } from './use.ts';

/** By method with so much a month: what was charged by it in the month of the day that is looked at. */
export type Used = ReadonlyMap<MethodOnFile['id'], Use>;

/** Refused ones, as their attempts say it now, took nothing. One that nobody has heard of counts: it may have been made. */
export const counted = (use: Use, attempts: readonly Pick<Attempt, 'id' | 'state'>[]): Use => {
  const nothing = new Set(
    attempts.flatMap(({ id, state }) => (state === 'FAILED' || state === 'CANCELED' ? [id] : [])),
  );
  return { ...use, charges: use.charges.filter(({ attemptId }) => !nothing.has(attemptId)) };
};

/** `on`: the day of the charge. Of a month to come nothing is used yet. */
export const mayCharge = (
  { id, authorisation: { ceiling } }: Pick<MethodOnFile, 'id' | 'authorisation'>,
  amount: Money,
  on: LocalDate,
  used: Used,
): boolean => {
  if (!ceiling) return true;
  if (ceiling.perCharge && !isWithin(amount.minor, amount, ceiling.perCharge)) return false;
  if (!ceiling.perMonth) return true;
  const use = used.get(id);
  const before = use?.month === monthOf(on) ? use.charges.reduce((sum, { minor }) => sum + minor, 0) : 0;
  return isWithin(before + amount.minor, amount, ceiling.perMonth);
};
const isWithin = (minor: number, { currency }: Money, most: Money): boolean =>
  currency === most.currency && minor <= most.minor;

/** With one charge more, where its method has so much a month. The whole list stays: what was refused may be heard of late. */
export const usedBy = (
  { id, authorisation: { ceiling } }: Pick<MethodOnFile, 'id' | 'authorisation'>,
  { id: attemptId, invoiceId, amount }: Pick<Attempt, 'id' | 'invoiceId' | 'amount'>,
  on: LocalDate,
  before: Use | undefined,
): Use | undefined =>
  ceiling?.perMonth && {
    version: (before?.version ?? 0) + 1,
    methodId: id,
    month: monthOf(on),
    charges: [...(before?.charges ?? []), { attemptId, invoiceId, minor: amount.minor }],
  };
