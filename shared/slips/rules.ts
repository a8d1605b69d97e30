/** What becomes of a slip, and what that does to its payments and the ledger. */
import type { BankLine } from '../bank/statement.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { minus, sum, type Money } from '../kernel/money.ts';
import { creditorReference } from '../kernel/reference.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Entry } from '../ledger/entry.ts';
import { entry } from '../ledger/rules.ts';
import { liability } from '../payments/booking.ts';
import { dishonoured, isWholeCheque } from '../payments/bounced.ts';
import type { Payment } from '../payments/payment.ts';
import type { Effect } from '../payments/rules.ts';
import { ChequeReturned, SlipCleared, SlipHandedIn, type Slip, type SlipItem } from './slip.ts';

/** The slip with the payments whose place it changes. */
export interface Moved {
  readonly slip: Slip;
  readonly payments: readonly Payment[];
  readonly entry?: Entry | undefined;
  readonly facts: readonly Fact[];
}

type Made = Pick<
  Slip,
  'id' | 'number' | 'entity' | 'iban' | 'bankReference' | 'note' | 'by' | 'at' | 'trace'
>;
/** Payments in hand, in the order in which they were named. */
export const gathered = (
  payments: readonly Payment[],
  made: Made,
): Result<Moved, 'slips.not_in_hand' | 'slips.mixed'> => {
  for (const [index, { id, method, collection, entity, amount }] of payments.entries()) {
    const at = (detail: string) => [{ pointer: `/payments/${index}`, detail }];
    const counter = method === 'cash' || method === 'cheque';
    if (!counter || (collection && (collection.state !== 'IN_HAND' || collection.slipId !== undefined)))
      return refuse('slips.not_in_hand', `Payment ${id} is not in hand.`, at('is no cash or cheque in hand'));
    if (entity !== made.entity || amount.currency !== payments[0]!.amount.currency)
      return refuse('slips.mixed', 'A slip has one legal entity and one currency.', at('is of another'));
  }
  const items = payments.map(({ id, method, amount, customerId, cheque }) => ({
    paymentId: id,
    method: method as SlipItem['method'],
    amount,
    ...(customerId && { customerId }),
    ...(cheque && { cheque }),
  }));
  const { currency } = payments[0]!.amount;
  const total = sum(
    items.map(({ amount }) => amount),
    currency,
  );
  const reference = creditorReference(`SLP${made.id.slice(-12).toUpperCase()}`);
  return ok({
    slip: { ...made, version: 1, reference, state: 'OPEN', total, outstanding: total, items },
    payments: payments.map((one) => placed(one, { state: 'IN_HAND', slipId: made.id })),
    facts: [],
  });
};

export const canceled = (slip: Slip, payments: readonly Payment[]): Result<Moved, 'slips.not_open'> =>
  slip.state === 'OPEN'
    ? ok({
        slip: { ...slip, version: slip.version + 1, state: 'CANCELED', outstanding: nothing(slip) },
        payments: payments.map((one) => placed(one, { state: 'IN_HAND' })),
        facts: [],
      })
    : notOpen(slip);

export const handedIn = (
  slip: Slip,
  payments: readonly Payment[],
  on: LocalDate,
): Result<Moved, 'slips.not_open'> =>
  slip.state === 'OPEN'
    ? ok({
        slip: { ...slip, version: slip.version + 1, state: 'DEPOSITED', handedInOn: on },
        payments: payments.map((one) => placed(one, { state: 'DEPOSITED', slipId: slip.id })),
        facts: [announce(SlipHandedIn, slip.id, { ...said(slip), total: slip.total, on })],
      })
    : notOpen(slip);

/** Not on the statement yet, and not given back on paper. */
export const isWaiting = ({ cleared, returned }: SlipItem): boolean =>
  !cleared && !(returned && returned.lineId === undefined);

/**
 * Dr bank · Cr cash, cheques. Where the money of the line was kept as a receipt of nobody known before, Dr that. `payments`: those of
 * `items`, which are waiting and add up to the line.
 */
export const cleared = (
  slip: Slip,
  items: readonly SlipItem[],
  payments: readonly Payment[],
  line: Pick<BankLine, 'id' | 'bookedOn' | 'amount'>,
  kept?: { readonly receipt: Payment; readonly on: LocalDate },
): Moved => {
  const on = kept?.on ?? line.bookedOn;
  const mark = { lineId: line.id, on: line.bookedOn };
  const after = settledBy(slip, (one) => (items.includes(one) ? { ...one, cleared: mark } : one));
  const { amount } = line;
  return {
    slip: after,
    payments: payments.map((one) =>
      one.collection?.returned
        ? placed(one, { ...one.collection, clearedOn: line.bookedOn })
        : placed(one, { state: 'CLEARED', slipId: slip.id, clearedOn: line.bookedOn }),
    ),
    entry: banked(slip, on, [
      kept ? liability(kept.receipt, amount.minor) : { account: 'bank', minor: amount.minor },
      ...held(items, -1),
    ]),
    facts: [
      announce(SlipCleared, slip.id, {
        ...said(slip),
        lineId: line.id,
        amount,
        outstanding: after.outstanding,
      }),
    ],
  };
};

/** It was another line: Dr cash, cheques · Cr bank, or the receipt that the line's money is again. */
export const uncleared = (
  slip: Slip,
  payments: readonly Payment[],
  { id: lineId, amount }: Pick<BankLine, 'id' | 'amount'>,
  { on, receipt }: { readonly on: LocalDate; readonly receipt?: Payment | undefined },
): Moved => {
  const items = slip.items.filter((one) => one.cleared?.lineId === lineId);
  return {
    slip: settledBy(slip, (one) => (items.includes(one) ? without(one, 'cleared') : one)),
    payments: payments.map((one) =>
      placed(one, {
        ...without(one.collection!, 'clearedOn'),
        ...(!one.collection!.returned && { state: 'DEPOSITED' as const }),
      }),
    ),
    entry: banked(slip, on, [
      ...held(items, 1),
      receipt ? liability(receipt, 0 - amount.minor) : { account: 'bank', minor: 0 - amount.minor },
    ]),
    facts: [],
  };
};

/** All of the cheque goes back, its invoices are open as they were. */
export const returned = (
  slip: Slip,
  payment: Payment,
  invoices: readonly Invoice[],
  back: NonNullable<SlipItem['returned']>,
): Result<{ slip: Slip; effect: Effect; facts: readonly Fact[] }, 'slips.not_returnable'> => {
  const item = slip.items.find(({ paymentId }) => paymentId === payment.id);
  if (slip.handedInOn === undefined || !item || item.returned || !isWholeCheque(payment))
    return refuse(
      'slips.not_returnable',
      'It is no cheque that the bank has had, came back before, or money of it was given back.',
    );
  if (back.lineId === undefined && item.cleared)
    return refuse(
      'slips.not_returnable',
      'The bank credited it: name the line by which it took the money back.',
    );
  const { customerId, amount } = item;
  return ok({
    slip: settledBy(slip, (one) => (one === item ? { ...one, returned: back } : one)),
    effect: dishonoured(payment, invoices, back),
    facts: [
      announce(ChequeReturned, slip.id, {
        ...said(slip),
        paymentId: payment.id,
        customerId,
        amount,
        reason: back.reason,
      }),
    ],
  });
};

const said = ({ id, number, entity }: Slip) => ({ slipId: id, number, entity });
const nothing = ({ total }: Slip): Money => minus(total, total);
const notOpen = ({ number, state }: Slip) =>
  refuse('slips.not_open', `Slip ${number} is ${state}: only an open one can still be changed.`);
const placed = (payment: Payment, collection: NonNullable<Payment['collection']>): Payment => ({
  ...payment,
  version: payment.version + 1,
  collection,
});
/** The slip with other items, and what follows from them. */
const settledBy = (slip: Slip, change: (item: SlipItem) => SlipItem): Slip => {
  const items = slip.items.map(change);
  const waiting = items.filter(isWaiting);
  const done =
    waiting.length === 0 ? 'CLEARED' : items.some(({ cleared: on }) => on) ? 'PART_CLEARED' : 'DEPOSITED';
  const outstanding = sum(
    waiting.map(({ amount }) => amount),
    slip.total.currency,
  );
  return { ...slip, version: slip.version + 1, state: done, outstanding, items };
};
const held = (items: readonly SlipItem[], sign: 1 | -1): Entry['lines'] =>
  (['cash', 'cheque'] as const).map((method) => ({
    account: method === 'cash' ? ('cash' as const) : ('cheques' as const),
    minor: items.reduce((all, one) => (one.method === method ? all + sign * one.amount.minor : all), 0),
  }));
const banked = (
  { id, number, entity, total }: Slip,
  on: LocalDate,
  lines: Entry['lines'],
): Entry | undefined =>
  entry({
    entity,
    on,
    currency: total.currency,
    kind: 'banked',
    source: id,
    memo: `Paying-in slip ${number}`,
    lines,
  });
