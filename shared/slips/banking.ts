/** Worker's part: a bank line that is a slip, a part of one or the return of a cheque; and what both it and people load for that. */
import type { BankLine } from '../bank/statement.ts';
import { none, type Facts, type PaidOut } from '../cash/decision.ts';
import { invoiceById } from '../invoices/store.ts';
import { addDays } from '../kernel/dates.ts';
import { refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { isTakenUp } from '../payments/deposited.ts';
import type { Payment } from '../payments/payment.ts';
import { paymentById, writesOf as paymentWrites } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { list, read, readAll } from '../runtime/table.ts';
import { clearingOf, mayBeCheque, returnOf, type BackAgain, type Found, type Part } from './finding.ts';
import { cleared, returned } from './rules.ts';
import type { Slip, SlipItem } from './slip.ts';
import { putSlip, slipsFor, writesOf } from './store.ts';

/** Banks show a slip within days, and take a cheque back within weeks. */
const DAYS_BACK = 90;
const MOST_SLIPS = 100;
/** Our own reference of a slip. */
const REFERENCE = /\bRF\d\dSLP[0-9A-Z]{12}\b/i;

/**
 * Undefined where the line has nothing to do with slips. Lines that name a payer's account are looked at only where they carry a slip's
 * reference; debits where they may be a cheque.
 */
export const bankSlip = async (facts: Facts, deps: Deps): Promise<PaidOut | undefined> => {
  const { line, named, payoutNames } = facts;
  if (line.amount.minor < 0)
    return mayBeCheque(line) ? takeBack(line, returnOf(line, await slipsNear(line, deps)), deps) : undefined;
  const quiet = line.counterparty.iban === undefined && named.length === 0 && payoutNames.length === 0;
  const says = REFERENCE.test([line.text, ...line.references, line.endToEndId ?? ''].join(' '));
  if (line.reversal || line.amount.minor === 0 || !(quiet || says)) return undefined;
  return payIn(line, clearingOf(line, await slipsNear(line, deps), quiet), deps);
};

const payIn = async (
  line: BankLine,
  found: Found<Part> | undefined,
  deps: Deps,
): Promise<PaidOut | undefined> => {
  if (!found) return undefined;
  if (found.is === 'asked')
    return {
      ...asked(
        found.why,
        found.among.map(({ slip, items }) => told(slip, items)),
      ),
      book: true,
    };
  const { slip, items } = found.one;
  const moved = cleared(slip, items, await paymentsOf(items, deps), line);
  return {
    state: 'MATCHED',
    action: 'slips.clear',
    match: { ...none(found.why), tier: 'slip', slips: [told(slip, items)] },
    entry: moved.entry,
    events: moved.facts,
    writes: writesOf(deps.tenant, moved),
    of: slip,
  };
};

const takeBack = async (
  line: BankLine,
  found: Found<BackAgain> | undefined,
  deps: Deps,
): Promise<PaidOut | undefined> => {
  if (!found) return undefined;
  if (found.is === 'asked')
    return asked(
      found.why,
      found.among.map(({ slip, item }) => told(slip, [item])),
    );
  const { slip, item, costs } = found.one;
  const reason = line.returned?.words ?? line.returned?.kind ?? 'returned by the bank';
  const back = { on: line.bookedOn, lineId: line.id, ...(costs.minor > 0 && { costs }), reason };
  const done = await dishonour(slip, item.paymentId, back, deps);
  if (!done.ok) return asked(done.detail, [told(slip, [item])]);
  return {
    state: 'MATCHED',
    action: 'slips.return_cheque',
    match: { ...none(found.why), tier: 'slip', slips: [told(slip, [item])] },
    ...done.value,
    of: slip,
  };
};

export interface Dishonoured extends Pick<PaidOut, 'entry' | 'exchange' | 'events'> {
  readonly slip: Slip;
  readonly writes: readonly Write<'table.stale'>[];
}
/** Loads what the cheque settled, and opens it again. */
export const dishonour = async (
  slip: Slip,
  paymentId: Payment['id'],
  back: NonNullable<SlipItem['returned']>,
  deps: Deps,
): Promise<Result<Dishonoured, 'slips.not_returnable' | 'slips.deposit_used'>> => {
  const payment = await read(paymentById(deps.tenant, paymentId));
  if (!payment) return refuse('slips.not_returnable', `There is no payment ${paymentId}.`);
  const ids = new Set(payment.allocations.map(({ invoiceId }) => invoiceId));
  const invoices = await readAll([...ids].map((id) => invoiceById(deps.tenant, id)));
  const used = invoices.find((one) => one.deposit && isTakenUp(one, payment.id));
  if (used)
    return refuse(
      'slips.deposit_used',
      `An invoice took up what was paid of deposit ${used.number}: credit it first.`,
    );
  const done = returned(slip, payment, invoices, back);
  if (!done.ok) return done;
  const { effect, facts } = done.value;
  return {
    ok: true,
    value: {
      slip: done.value.slip,
      entry: effect.entry,
      exchange: effect.exchange,
      events: [...effect.facts, ...facts],
      writes: [...paymentWrites(deps.tenant, effect), putSlip(deps.tenant, done.value.slip)],
    },
  };
};

export const paymentsOf = (items: readonly SlipItem[], { tenant }: Deps): Promise<Payment[]> =>
  readAll(items.map(({ paymentId }) => paymentById(tenant, paymentId)));

const slipsNear = async (line: BankLine, { tenant }: Deps): Promise<Slip[]> => {
  const account = { iban: line.accountIban, currency: line.amount.currency };
  const near = slipsFor(tenant, account, addDays(line.bookedOn, 0 - DAYS_BACK));
  return (await list(near, { limit: MOST_SLIPS })).data;
};

const told = ({ id, number }: Slip, items: readonly SlipItem[]) => ({
  slipId: id,
  number,
  payments: items.map(({ paymentId }) => paymentId),
});
const asked = (why: string, slips: ReturnType<typeof told>[]): PaidOut => ({
  state: 'EXCEPTION',
  match: { ...none(why), slips },
  writes: [],
});
