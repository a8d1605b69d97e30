/** What the invoice says that follows a wrong one: the right lines in its place, or what it lacked (rules §3.2, §3.6). */
import { dueOnOf, untaxedPpm } from '../agreements/rules.ts';
import type { Customer } from '../customers/customer.ts';
import { lessWorth } from '../pricing/parting.ts';
import type { CreditedLine } from '../invoices/credit-note.ts';
import { bookedAt } from '../invoices/exchange.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { allocate, MAX_MINOR, money, type Currency } from '../kernel/money.ts';
import { referenceOf } from '../numbering/references.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { groupName } from '../pricing/discounts.ts';
import { share } from '../pricing/models.ts';
import type { DocumentAllowance, PricedLine, Totals } from '../pricing/price.ts';
import { amountOf, lineFor, totalsOf } from '../pricing/rules.ts';
import { oneScope, type TaxPort, type TaxRefusal } from '../pricing/tax/rules.ts';
import { byPercent } from '../pricing/untaxed.ts';
import type { CorrectedLine, CorrectInvoice, DebitInvoice } from './correction.ts';

export interface Basket {
  readonly lines: PricedLine[];
  readonly totals: Totals;
}
type LineRefusal = 'invoices.line_unknown' | 'pricing.too_large';
export type CorrectedRefusal =
  | LineRefusal
  | 'corrections.no_lines'
  | 'corrections.nothing_changed'
  | TaxRefusal;
export type DebitedRefusal = LineRefusal | 'corrections.of_nothing';

/** The buyer as it is now, with who decides the taxes of what it bought. */
export interface Renewed {
  readonly customer: Customer;
  /** What the profile of its e-invoices wants. */
  readonly eInvoice: Snapshot['eInvoice'];
  readonly tax: TaxPort;
}

/**
 * The lines as they should have been. They keep their numbers, so that both invoices can be laid side by side. A line's discounts
 * keep their part of its amount, the document's their part of their tax group.
 */
export const corrected = (
  snapshot: Snapshot,
  { lines: changes = [], poNumber }: Pick<CorrectInvoice, 'lines' | 'poNumber'>,
  renewed?: Renewed,
): Result<Basket, CorrectedRefusal> => {
  const { lines: before, currency } = snapshot;
  const unknown = changes.findIndex(({ line }) => !before.some(({ id }) => id === line));
  if (unknown >= 0) return notThere(unknown, snapshot);
  const wanted = new Map(changes.map((change) => [change.line, change]));
  const pairs: Pair[] = [];
  for (const was of before) {
    const change = wanted.get(was.id);
    if (change && 'remove' in change) continue;
    const line = relined(was, change, currency);
    if (!line) return tooLarge();
    const tax = renewed ? renewed.tax(was) : ok(was.tax);
    if (!tax.ok) return tax;
    pairs.push({ was, line: { ...line, tax: tax.value } });
  }
  if (pairs.length === 0)
    return refuse('corrections.no_lines', 'Nothing would be left: credit the invoice instead.', [
      { pointer: '/lines', detail: 'must leave a line' },
    ]);
  const lines = pairs.map(({ line }) => line);
  const scope = oneScope(lines.map(({ tax }) => tax));
  if (!scope.ok) return scope;
  const totals = totalsOf(lines, currency, documentAllowances(pairs, snapshot), untaxing(snapshot));
  if (totals.grossMinor > MAX_MINOR) return tooLarge();
  const same =
    JSON.stringify(lines) === JSON.stringify(before) &&
    (poNumber === undefined || poNumber === snapshot.poNumber) &&
    (renewed === undefined || JSON.stringify(renewedOf(renewed)) === JSON.stringify(renewableOf(snapshot)));
  return same
    ? refuse('corrections.nothing_changed', 'The new invoice would say what the invoice says already.')
    : ok({ lines, totals });
};

/** By the terms of before, which the invoice keeps. */
const untaxing = ({ terms, currency }: Snapshot) => byPercent(untaxedPpm(terms), currency);

interface Pair {
  readonly was: PricedLine;
  readonly line: PricedLine;
}
const notThere = (index: number, { lines }: Pick<Snapshot, 'lines'>) =>
  refuse('invoices.line_unknown', 'A line is not of this invoice.', [
    {
      pointer: `/lines/${index}/line`,
      detail: `the invoice has the lines ${lines.map(({ id }) => id).join(', ')}`,
    },
  ]);
const tooLarge = () => refuse('pricing.too_large', 'The total is beyond what can be invoiced.');

/** Undefined where the amount is beyond what can be invoiced. */
const relined = (
  was: PricedLine,
  change: Exclude<CorrectedLine, { remove: true }> | undefined,
  currency: Currency,
): PricedLine | undefined => {
  const { quantity = was.quantity, unitPrice = was.unitPrice, description = was.description } = change ?? {};
  if (quantity === was.quantity && unitPrice === was.unitPrice) return { ...was, description };
  const [old, amount] = [amountOf(was, currency)!, amountOf({ ...was, quantity, unitPrice }, currency)];
  if (amount === undefined) return undefined;
  const part = (minor: number): number =>
    old === 0 ? 0 : Math.min(amount, share(minor, String(amount), String(old)));
  const priced = unitPrice === was.unitPrice ? was : { ...without(was, 'price'), unitPrice };
  return lineFor(
    { ...priced, description },
    quantity,
    currency,
    was.allowances?.map(({ minor }) => part(minor)),
  );
};

/** Each discount on its tax group's new worth; where the group's lines are taxed apart now, it is spread over them. */
const documentAllowances = (
  pairs: readonly Pair[],
  { lines, totals, currency }: Snapshot,
): DocumentAllowance[] =>
  (totals.allowances ?? []).flatMap((allowance) => {
    const group = groupName(allowance);
    const own = pairs.filter(({ was }) => groupName(was.tax) === group).map(({ line }) => line);
    const before = worth(lines.filter(({ tax }) => groupName(tax) === group));
    const minor = before === 0 ? 0 : share(allowance.minor, String(worth(own)), String(before));
    if (minor === 0) return [];
    const parts = [...Map.groupBy(own, ({ tax }) => groupName(tax)).values()];
    const shares = allocate(money(minor, currency), parts.map(worth));
    return parts.map(([first], at): DocumentAllowance => {
      const { category, ratePpm } = first!.tax;
      const whole = worth(own) === before ? allowance : without(allowance, 'percentPpm', 'baseMinor');
      return { ...whole, category, ratePpm, minor: shares[at]!.minor };
    });
  });
const worth = (lines: readonly PricedLine[]): number =>
  lines.reduce((sum, { netMinor }) => sum + netMinor, 0);

/** What was invoiced too little, at the line's own price, discount and tax; an amount is a piece of that price. */
export const debited = (
  snapshot: Snapshot,
  wanted: readonly CreditedLine[],
): Result<Basket, DebitedRefusal> => {
  const { lines: before, currency } = snapshot;
  const lines: PricedLine[] = [];
  for (const [index, one] of wanted.entries()) {
    const was = before.find(({ id }) => id === one.line);
    if (!was) return notThere(index, { lines: before });
    const line =
      'netMinor' in one
        ? lessWorth(was, one.netMinor, currency)
        : relined(was, { line: one.line, quantity: one.quantity }, currency);
    if (!line) return tooLarge();
    if (line.netMinor === 0)
      return refuse('corrections.of_nothing', 'A part is worth nothing that could be debited.', [
        { pointer: `/lines/${index}`, detail: 'its net rounds to zero' },
      ]);
    lines.push({ ...line, id: String(index + 1) });
  }
  const totals = totalsOf(lines, currency, [], untaxing(snapshot));
  return totals.grossMinor > MAX_MINOR ? tooLarge() : ok({ lines, totals });
};

/** What of a snapshot is the customer's, as it is now and as it was. */
const renewedOf = ({ customer, eInvoice }: Renewed): Pick<Snapshot, 'language' | 'buyer' | 'eInvoice'> => {
  const { id, externalId, name, address, vatId, emails, language } = customer;
  const buyer = {
    id,
    externalId,
    name,
    address,
    ...(vatId !== undefined && { vatId }),
    email: emails[0]!,
  };
  return { language, buyer, ...(eInvoice && { eInvoice }) };
};
const renewableOf = ({ language, buyer, eInvoice }: Snapshot) => ({
  language,
  buyer,
  ...(eInvoice && { eInvoice }),
});

/** The snapshot of the invoice that follows; parties and terms are those of before but for what is renewed. */
export const followingSnapshot = (
  before: Snapshot,
  basket: Basket,
  { as, reason, text }: Pick<DebitInvoice, 'reason' | 'text'> & Pick<Snapshot['preceding'] & object, 'as'>,
  {
    renewed,
    poNumber,
    termsFrom,
    instalments,
    ...own
  }: {
    readonly number: string;
    readonly issuedOn: LocalDate;
    readonly dueOn: LocalDate;
    readonly termsFrom?: LocalDate | undefined;
    readonly instalments: Snapshot['instalments'];
    readonly poNumber?: string | undefined;
    readonly renewed?: Renewed | undefined;
  },
): Snapshot => ({
  ...without(
    before,
    'termsFrom',
    'prepaidMinor',
    'deposits',
    'early',
    'instalments',
    ...(renewed ? (['eInvoice'] as const) : []),
  ),
  ...basket,
  ...bookedAt(before.booked?.rate, { ...before, ...basket }),
  ...own,
  ...(termsFrom !== undefined && { termsFrom }),
  ...(renewed && renewedOf(renewed)),
  ...(poNumber !== undefined && { poNumber }),
  ...(instalments && { instalments }),
  preceding: { as, number: before.number, issuedOn: before.issuedOn, reason, ...(text && { text }) },
  reference: referenceOf(own.number, before.seller.bank),
});

/** The agreed terms, counted from a day. */
export const dueFrom = ({ terms, paymentTermsDays }: Snapshot, day: LocalDate): LocalDate =>
  terms ? dueOnOf(terms, day) : addDays(day, paymentTermsDays);

/** Its reminders go on where the invoice's stood, and never on the day on which the customer gets it. */
export const remindedAs = (invoice: Invoice, before: Invoice): Invoice => {
  const { remindOn: _, ...rest } = invoice;
  const earliest = addDays(invoice.issuedOn, 1);
  const next = before.remindOn;
  return {
    ...rest,
    reminded: before.reminded,
    // What others were asked to do about the one before ends with it.
    ...(before.dunning && { dunning: without(before.dunning, 'escalated') }),
    ...(before.dunningHold && { dunningHold: before.dunningHold }),
    ...(next !== undefined && invoice.open.minor > 0 && { remindOn: next > earliest ? next : earliest }),
  };
};
