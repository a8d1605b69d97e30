/** What speaks against issuing an invoice by itself. Every reason that applies is listed; which there are is the tenant's data. */
import type { Customer } from '../customers/customer.ts';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.ts';
import { money, toText } from '../kernel/money.ts';
import type { PricedLine } from '../pricing/price.ts';
import { periodOf } from '../pricing/rules.ts';
import { EU } from '../pricing/tax/rates.ts';
import type { CheckRule, Failed } from './check.ts';
import type { Snapshot } from './invoice.ts';

/** What a check looks at of an invoice of before. */
export type Billed = Pick<
  Snapshot,
  'number' | 'issuedOn' | 'currency' | 'orderId' | 'sourceOrderId' | 'poNumber' | 'totals' | 'preceding'
> & { readonly lines: readonly Pick<PricedLine, 'period'>[] };
export interface Judged {
  readonly snapshot: Omit<Billed, 'number' | 'preceding'> & Pick<Snapshot, 'seller'>;
  readonly customer: Pick<Customer, 'address' | 'vatId' | 'taxIds' | 'segment' | 'tags'>;
  /** Of the customer, newest first; as far back as `lookBack` asks. */
  readonly before: readonly Billed[];
}

/** All reasons; none means that the invoice is issued. */
export const failing = (rules: readonly CheckRule[], judged: Judged): Failed[] => {
  const standing = { ...judged, before: inForce(judged.before) };
  return rules.flatMap((rule) => byRule(rule, standing));
};

/** How far back some rules look: to a day, and over so many invoices of the currency. Undefined where none does. */
export const lookBack = (
  rules: readonly CheckRule[],
  on: LocalDate,
): { readonly since: LocalDate | undefined; readonly last: number } | undefined => {
  const days = Math.max(0, ...rules.map((rule) => (rule.check === 'duplicate' ? rule.withinDays : 0)));
  const last = Math.max(0, ...rules.map((rule) => (rule.check === 'outlier' ? rule.last : 0)));
  if (days === 0 && last === 0) return undefined;
  return { since: days === 0 ? undefined : addDays(on, -days), last };
};

/** One that was taken back for another is looked at no more, and a debit note bills no delivery. */
const inForce = (before: readonly Billed[]): Billed[] => {
  const replaced = new Set(
    before.flatMap(({ preceding }) => (preceding?.as === 'corrected' ? [preceding.number] : [])),
  );
  return before.filter(({ number, preceding }) => !replaced.has(number) && preceding?.as !== 'debited');
};

const failed = (check: CheckRule['check'], detail: string, figures: Failed['figures'] = {}): Failed[] => [
  { code: `invoices.${check}`, detail, figures },
];

const byRule = (rule: CheckRule, judged: Judged): Failed[] => {
  const { customer, snapshot } = judged;
  switch (rule.check) {
    case 'tax_id_missing':
      return customer.vatId === undefined && needsTaxId(rule, judged)
        ? failed(rule.check, 'The buyer is a business, and no VAT identifier of it is known.', {
            country: customer.address.country,
          })
        : [];
    case 'po_required':
      return snapshot.poNumber === undefined && isMeant(rule, customer)
        ? failed(rule.check, 'The customer pays no invoice without its purchase order number.')
        : [];
    case 'zero_total':
      return snapshot.totals.grossMinor === 0
        ? failed(rule.check, 'The invoice asks for nothing.', { grossMinor: 0 })
        : [];
    case 'duplicate':
      return duplicate(rule.withinDays, judged);
    default:
      return outlier(rule, judged);
  }
};

/** A business shows by a number of any kind: who has none is a consumer, as the tax engine sees it. */
const needsTaxId = (
  { segments }: { readonly segments?: readonly string[] | undefined },
  { customer, snapshot }: Judged,
): boolean => {
  if (segments?.includes(customer.segment ?? '')) return true;
  const [seller, buyer] = [snapshot.seller.address.country, customer.address.country];
  return seller !== buyer && EU.has(seller) && EU.has(buyer) && (customer.taxIds ?? []).length > 0;
};

const isMeant = (
  {
    segments,
    tags,
  }: { readonly segments?: readonly string[] | undefined; readonly tags?: readonly string[] | undefined },
  customer: Judged['customer'],
): boolean =>
  (segments === undefined && tags === undefined) ||
  segments?.includes(customer.segment ?? '') === true ||
  (customer.tags ?? []).some((tag) => tags?.includes(tag) === true);

/**
 * Of another order: of its own no more is invoiced than was ordered, and equal parts of it are no doubles. Nor are the months of a
 * subscription under one purchase order: what is for other days is something else.
 */
const duplicate = (withinDays: number, { snapshot, before }: Judged): Failed[] => {
  const { currency, totals, orderId, poNumber, sourceOrderId, issuedOn } = snapshot;
  const from = periodOf(snapshot.lines)?.from;
  const found = before.filter(
    (one) =>
      one.orderId !== orderId &&
      one.currency === currency &&
      one.totals.grossMinor === totals.grossMinor &&
      periodOf(one.lines)?.from === from &&
      daysBetween(one.issuedOn, issuedOn) <= withinDays &&
      ((poNumber !== undefined && one.poNumber === poNumber) || one.sourceOrderId === sourceOrderId),
  );
  const [newest] = found;
  return newest
    ? failed(
        'duplicate',
        `Invoice ${newest.number} of ${newest.issuedOn} has the same ${newest.sourceOrderId === sourceOrderId ? 'order' : 'purchase order'} number and total.`,
        {
          invoice: newest.number,
          issuedOn: newest.issuedOn,
          grossMinor: totals.grossMinor,
          found: found.length,
        },
      )
    : [];
};

/** Free deliveries say nothing of what the customer usually buys. */
const outlier = (
  { abovePercent, last, from }: Extract<CheckRule, { check: 'outlier' }>,
  { snapshot, before }: Judged,
): Failed[] => {
  const { currency, totals } = snapshot;
  const grosses = before
    .filter((one) => one.currency === currency && one.totals.grossMinor > 0)
    .slice(0, last)
    .map((one) => one.totals.grossMinor)
    .toSorted((a, b) => a - b);
  if (grosses.length < Math.min(from, last)) return [];
  // Twice the median is a whole number of minor units, whether their count is odd or even.
  const twice = grosses[(grosses.length - 1) >> 1]! + grosses[grosses.length >> 1]!;
  if (BigInt(totals.grossMinor) * 200n <= BigInt(twice) * BigInt(abovePercent)) return [];
  const medianMinor = Math.round(twice / 2);
  return failed(
    'outlier',
    `${said(totals.grossMinor, currency)} is more than ${abovePercent} % of ${said(medianMinor, currency)}, the median of ${grosses.length} invoices.`,
    { grossMinor: totals.grossMinor, medianMinor, invoices: grosses.length, abovePercent },
  );
};
const said = (minor: number, currency: string): string => `${toText(money(minor, currency))} ${currency}`;
