/** The invoice of money that came before the supply: its document and its entry (Article 220 (1) of Directive 2006/112/EC, UNTDID 1001: 386). */
import { DEPOSIT_WORDS } from '../documents/deposit-words.ts';
import { amount as printed } from '../documents/format.ts';
import { frozen } from '../invoices/accounting.ts';
import type { Draft } from '../invoices/content.ts';
import { profiled } from '../invoices/incomplete.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import { grossMinorOf } from '../invoices/prepaid.ts';
import { framed } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { money, toText } from '../kernel/money.ts';
import { referenceOf } from '../numbering/references.ts';
import { entry } from '../ledger/rules.ts';
import type { Entry } from '../ledger/entry.ts';
import type { TaxGroup } from '../pricing/price.ts';
import type { Rate } from '../rates/rate.ts';

interface Issue {
  readonly number: string;
  readonly issuedOn: LocalDate;
  readonly receivedOn: LocalDate;
  readonly rate: Rate | undefined;
}
/** A line for each tax group of the order; all of it is paid. */
export const prepaymentOf = (
  parties: Pick<Draft, 'order' | 'customer' | 'entity'>,
  deposit: Invoice,
  groups: readonly TaxGroup[],
  { number, issuedOn, receivedOn, rate }: Issue,
): Snapshot => {
  const { order, customer, entity } = parties;
  const { currency, sourceOrderId } = order;
  const gross = grossMinorOf(groups, currency);
  const words = DEPOSIT_WORDS[customer.language];
  const of = printed(money(order.totals.grossMinor, currency), customer.language);
  const sumOf = (each: (group: TaxGroup) => number) => groups.reduce((all, group) => all + each(group), 0);
  return {
    ...without(framed(parties, issuedOn), 'terms'),
    number,
    prepayment: true,
    ...(customer.eInvoice && { eInvoice: profiled(customer.eInvoice, entity) }),
    poNumber: order.poNumber,
    dueOn: issuedOn,
    paymentTermsDays: 0,
    deliveredOn: receivedOn,
    advance: true,
    reference: referenceOf(number, entity.bank),
    ...frozen(entity.currency, rate),
    prepaidMinor: gross.minor,
    deposits: [{ number: deposit.number, issuedOn: deposit.issuedOn, minor: gross.minor }],
    lines: groups.map(({ baseMinor, taxMinor: _, ...tax }, at) => ({
      id: String(at + 1),
      sku: sourceOrderId,
      description: words.line(sourceOrderId, of, undefined),
      quantity: '1',
      unit: 'C62',
      unitPrice: toText(money(baseMinor, currency)),
      taxClass: 'standard',
      tax,
      netMinor: baseMinor,
    })),
    totals: {
      netMinor: sumOf(({ baseMinor }) => baseMinor),
      taxMinor: sumOf(({ taxMinor }) => taxMinor),
      grossMinor: gross.minor,
      taxes: [...groups],
    },
  };
};

/** Dr receivables · Cr deposits net · Cr output VAT. The deposit that it takes up settles it in the same commit. */
export const prepaymentEntry = (
  { id, customerId, entity, dueOn }: Invoice,
  { number, issuedOn, currency, totals }: Snapshot,
): Entry | undefined =>
  entry({
    entity,
    on: issuedOn,
    currency,
    kind: 'prepayment',
    source: number,
    memo: `Prepayment invoice ${number}`,
    lines: [
      { account: 'receivables', minor: totals.grossMinor, customerId, invoiceId: id, dueOn },
      { account: 'deposits', minor: 0 - totals.netMinor, customerId, invoiceId: id },
      ...totals.taxes.map(({ taxMinor }) => ({ account: 'vat' as const, minor: 0 - taxMinor })),
    ],
  });
