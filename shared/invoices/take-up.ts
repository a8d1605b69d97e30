/**
 * Deposits pay the invoices of their order, oldest first and as far as they go, in the commit of the issue: the invoice asks for the rest
 * alone. Its head has its whole total and what settled it, like that of any invoice (rules §3.6, EN 16931 BT-113).
 */
import { accountOf, type Move } from '../credit/credit.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import { entry } from '../ledger/rules.ts';
import type { Entry } from '../ledger/entry.ts';
import type { Taken } from './deposit.ts';
import type { Invoice } from './invoice.ts';
import { groupsOf, taxOf } from './prepaid.ts';
import { pay } from './rules.ts';
import type { Share } from './shares.ts';

export interface TakenUp {
  /** The fresh invoice with what settled it. */
  readonly invoice: Invoice;
  readonly deposits: readonly Invoice[];
  readonly entry: Entry | undefined;
  /** What was paid before burdens its account less by itself, and now the invoice is less. */
  readonly moves: readonly Move[];
}
/** Dr deposits, and of a prepayment its tax · Cr receivables, by deposit. */
export const takenUp = (fresh: Invoice, shares: readonly Share[], on: LocalDate): TakenUp => {
  const { currency } = fresh.total;
  let invoice = fresh;
  const lines: Entry['lines'] = [];
  const deposits = shares.map(({ deposit, minor }) => {
    const amount = money(minor, currency);
    const { id: invoiceId, number, customerId, dueOn } = invoice;
    const said = {
      paymentId: deposit.id,
      paidOn: on,
      method: 'deposit',
      reason: `deposit ${deposit.number}`,
    };
    const paid = pay(invoice, amount, said);
    if (!paid.ok) throw new Error(paid.detail);
    const taken = { invoiceId, number, on, amount };
    const { after, taxMinor } = usedBy(deposit, taken, fresh.prepayment !== undefined);
    lines.push(
      { account: 'deposits', minor: minor - taxMinor, customerId: deposit.customerId, invoiceId: deposit.id },
      // Its tax was due when the money came, and is in the tax of this invoice.
      { account: 'vat', minor: taxMinor },
      { account: 'receivables', minor: 0 - minor, customerId, invoiceId, dueOn },
    );
    invoice = paid.value.invoice;
    return after;
  });
  return {
    invoice: { ...invoice, version: fresh.version },
    deposits,
    entry: entry({
      entity: fresh.entity,
      on,
      currency,
      kind: 'deposit_taken',
      source: fresh.number,
      memo: `Deposits taken up by invoice ${fresh.number}`,
      lines,
    }),
    moves: shares.flatMap(({ deposit, minor }) => [
      { account: accountOf(fresh), minor: 0 - minor },
      { account: accountOf(deposit), minor },
    ]),
  };
};

const usedBy = (
  head: Invoice,
  taken: Taken,
  isPrepayment: boolean,
): { readonly after: Invoice; readonly taxMinor: number } => {
  const { deposit, prepayment } = head;
  const after = { ...head, version: head.version + 1 };
  if (!prepayment)
    return {
      after: {
        ...after,
        deposit: {
          ...deposit!,
          taken: [...deposit!.taken, { ...taken, ...(isPrepayment && { prepayment: true as const }) }],
        },
      },
      taxMinor: 0,
    };
  const groups = groupsOf(prepayment, taken.amount);
  return {
    after: { ...after, prepayment: { ...prepayment, taken: [...prepayment.taken, { ...taken, groups }] } },
    taxMinor: taxOf(groups),
  };
};
