/** What a payer may keep who pays early: the deadline, the amount, and what of it corrects the tax (rules §3.4). */
import type { FrozenTerms } from '../agreements/agreement.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { minus, money, portion, sum, type Money } from '../kernel/money.ts';
import { groupName, ppm } from '../pricing/discounts.ts';
import { share } from '../pricing/models.ts';
import type { Early, Invoice, Snapshot } from './invoice.ts';

/**
 * By the terms of an invoice, counted from a day. `gross`: of all that is asked for, and its tax is corrected when it is taken.
 * `net`: of the net alone, and the tax stays. `taxed`: of the net alone, and the totals have computed the tax without it.
 */
export const earlyOf = (
  terms: Pick<FrozenTerms, 'earlyPayment'> | undefined,
  from: LocalDate,
  { totals, currency }: Pick<Snapshot, 'totals' | 'currency'>,
): Early | undefined => {
  const offered = terms?.earlyPayment;
  if (!offered) return undefined;
  const { percent, days, graceDays = 0, mode } = offered;
  const part = (minor: number): number => portion(money(minor, currency), ppm(percent)).minor;
  const wholes = {
    gross: () => part(totals.grossMinor),
    net: () => part(totals.netMinor),
    taxed: () => untaxedOf(totals, part),
  };
  const discount = money(wholes[mode](), currency);
  if (discount.minor === 0) return undefined;
  const until = addDays(from, days);
  const taxes = totals.taxes.map(
    ({ baseMinor, taxMinor, ratePpm }) =>
      taxMinor - portion(money(baseMinor - part(baseMinor), currency), ratePpm).minor,
  );
  return {
    percent,
    mode,
    until,
    acceptedUntil: addDays(until, graceDays),
    discount,
    taxMinor: mode === 'gross' ? taxes.reduce((all, one) => all + one, 0) : 0,
  };
};

/** What bears no tax for it, and as much of what bears none anyway: to the cent what the document says. */
const untaxedOf = (
  { netMinor, taxes, untaxed = [] }: Snapshot['totals'],
  part: (minor: number) => number,
) => {
  const own = sumOf(untaxed.map(({ minor }) => minor));
  const names = new Set(untaxed.map(groupName));
  const left = sumOf(taxes.filter((one) => names.has(groupName(one))).map(({ baseMinor }) => baseMinor));
  return own + part(netMinor - own - left);
};
const sumOf = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0);

type Head = Pick<Invoice, 'early' | 'open' | 'total' | 'settlements'>;

/**
 * On the rest that is asked for, where deposits paid a part: what was paid before was not paid early. Where the tax was computed
 * without the discount all of it stays on offer, as far as the rest goes. Nothing where there is no rest.
 */
export const ofRest = (early: Early | undefined, grossMinor: number, prepaidMinor = 0): Early | undefined => {
  if (!early || prepaidMinor === 0) return early;
  const rest = grossMinor - prepaidMinor;
  const of = (minor: number): number => share(minor, String(rest), String(grossMinor));
  const { mode, discount: whole } = early;
  const discount = money(mode === 'taxed' ? Math.min(whole.minor, rest) : of(whole.minor), whole.currency);
  return discount.minor === 0 ? undefined : { ...early, discount, taxMinor: of(early.taxMinor) };
};

/**
 * What may still be kept by a payer whose money is there on a day: the part of what is open, of an invoice of which no money has
 * been applied yet. A part payment loses it; what was credited does not, nor what deposits paid before it was offered.
 */
export const discountOn = (
  { early, open, total, settlements }: Head,
  paidOn: LocalDate,
): Money | undefined => {
  const deposits = settlements.filter(({ method }) => method === 'deposit');
  if (!early || paidOn > early.acceptedUntil) return undefined;
  if (settlements.some((one) => one.method !== 'credit_note' && !deposits.includes(one))) return undefined;
  const offered = deposits.reduce((rest, { amount }) => rest - amount.minor, total.minor);
  return money(share(early.discount.minor, String(open.minor), String(offered)), open.currency);
};

/** What settles the invoice on a day. */
export const dueOn = (invoice: Head, paidOn: LocalDate): Money => {
  const discount = discountOn(invoice, paidOn);
  return discount ? minus(invoice.open, discount) : invoice.open;
};

/** Payers round: so much less than the discounted amount does not lose the discount, and stays open. */
const ROUNDING_MINOR = 5;

/** How much is kept by a payer who gives `applied`: what is missing, up to the discount; nothing where more is missing. */
export const keptOf = (invoice: Head, applied: Money, paidOn: LocalDate): Money | undefined => {
  const allowed = discountOn(invoice, paidOn);
  const missing = invoice.open.minor - applied.minor;
  if (!allowed || missing === 0 || missing > allowed.minor + ROUNDING_MINOR) return undefined;
  return money(Math.min(missing, allowed.minor), allowed.currency);
};

/** What of a discount that was kept corrects the tax. */
export const keptTax = ({ discount, taxMinor }: Early, kept: Money): number =>
  share(taxMinor, String(kept.minor), String(discount.minor));

/**
 * What of a discount that was kept goes back with a credit note: goods that are credited were paid for with it. `owedMinor`: what of
 * the credit note had been paid, `before` by earlier ones, so that all of them together take all of it back, to the cent.
 */
export const discountBack = (
  { settlements, total: { currency }, early }: Head,
  owedMinor: number,
  before: number,
): { discount: Money; taxMinor: number } => {
  const own = settlements.filter(({ discount }) => discount !== undefined);
  const kept = sum(
    own.map(({ discount }) => discount!),
    currency,
  );
  const settled = own.reduce((all, { amount, discount }) => all + amount.minor + discount!.minor, 0);
  const upTo = (minor: number, of: number): number =>
    settled === 0 ? 0 : share(of, String(Math.min(minor, settled)), String(settled));
  const between = (of: number): number => upTo(before + owedMinor, of) - upTo(before, of);
  return {
    discount: money(between(kept.minor), currency),
    taxMinor: between(early ? keptTax(early, kept) : 0),
  };
};
