/** Takes a receipt back with the line of its return, in one commit, by itself or as a person says. */
import type { BankLine } from '../bank/statement.ts';
import { lineById, putLine } from '../bank/store.ts';
import { invoiceById } from '../invoices/store.ts';
import { addDays } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { refuse, ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { bounced, isWhole } from '../payments/bounced.ts';
import { isTakenUp } from '../payments/deposited.ts';
import type { Payment } from '../payments/payment.ts';
import type { Effect } from '../payments/rules.ts';
import { paidBy, paymentById, unappliedOf, writesOf } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { list, read, readAll, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { Facts } from './decision.ts';
import { booked, keepLine, notTaken, unknown, type Lost } from './keeping.ts';
import { byHand, isReturn, returnOf, type Receipt, type ReturnDecision } from './returns.ts';
import { decided } from './verdict.ts';

/** SEPA lets a debit go back for thirteen months. */
const DAYS_BACK = 400;
const MAX_NEAR = 50;

/** Worker's part: a return that is not sure waits for a person, with its reason and what it may be. */
export const settleReturn = async (facts: Facts, deps: Deps): Promise<Result<BankLine, Lost>> => {
  const { line } = facts;
  const decision = returnOf(line, await receiptsNear(facts, deps));
  const done = decision.is === 'return' ? await taken(line, decision, deps) : undefined;
  if (done?.ok) return keepReturn(done.value, deps);
  const match = done ? { ...decision.match, tier: 'none' as const, reason: done.detail } : decision.match;
  return keepLine(decided(line, 'EXCEPTION', match, deps), { action: 'cash.put_aside' }, [], deps);
};

/** A person says which receipt it was. */
export const returnLine = (
  { id, lineId, reason }: { id: string; lineId: string; reason: string },
  deps: Deps,
) =>
  untilFresh(async () => {
    const line = await read(lineById(deps.tenant, id));
    const receipt = line && (await receiptOn(lineId, deps));
    if (!line || !receipt) return unknown(line ? lineId : id);
    if (!isReturn(line) || line.state !== 'EXCEPTION')
      return refuse('cash.no_return', `The line is ${line.state} and no return that waits for its receipt.`);
    const decision = byHand(line, receipt, `Taken back by ${deps.actor}: ${reason}`);
    if (!decision)
      return refuse(
        'cash.no_such_return',
        'What left with the line is not the whole of that receipt, or it went back before.',
      );
    const done = await taken(line, decision, deps);
    return done.ok ? keepReturn(done.value, deps) : done;
  });

const keepReturn = ({ after, effect, writes }: Returned, deps: Deps): Promise<Result<BankLine, Lost>> =>
  keepLine(
    after,
    { action: 'cash.take_back', ...booked(effect) },
    writes,
    follow(deps, effect.invoices, [effect.payment]),
  );

/** Receipts that a return may take back: of the invoices that it names, of who paid from its account, of nobody known. */
const receiptsNear = async ({ line, named, payers }: Facts, { tenant }: Deps): Promise<Receipt[]> => {
  const from = addDays(line.bookedOn, -DAYS_BACK);
  const page = { limit: MAX_NEAR };
  const lists = await Promise.all([
    ...payers.slice(0, 3).map((payer) => list(paidBy(tenant, payer, from), page)),
    list(unappliedOf(tenant, 'nobody'), page),
  ]);
  const settling = named.flatMap(({ settlements }) => settlements.map(({ paymentId }) => paymentId));
  const found = [
    ...lists.flatMap(({ data }) => data),
    ...(await readAll([...new Set(settling)].map((id) => paymentById(tenant, id)))),
  ];
  const payments = [...new Map(found.filter(isWhole).map((payment) => [payment.id, payment])).values()];
  const lines = await readAll(payments.map(({ source }) => lineById(tenant, source.id)));
  return payments.flatMap((payment) => {
    const paid = lines.find(({ id }) => id === payment.source.id);
    return paid ? [{ line: paid, payment }] : [];
  });
};

const receiptOn = async (lineId: string, { tenant }: Deps): Promise<Receipt | undefined> => {
  const line = await read(lineById(tenant, lineId));
  const payment = line?.paymentId === undefined ? undefined : await read(paymentById(tenant, line.paymentId));
  return line && payment && { line, payment };
};

interface Returned {
  readonly after: BankLine;
  readonly effect: Effect;
  readonly writes: readonly Write<'table.stale'>[];
}
/** Both lines name each other; the first waits for nobody any more. Booked on the day on which the bank took it. */
const taken = async (
  line: BankLine,
  { receipt: { line: paid, payment }, costs, match }: Extract<ReturnDecision, { is: 'return' }>,
  deps: Deps,
): Promise<Result<Returned, 'cash.deposit_used'>> => {
  const ids = new Set(payment.allocations.map(({ invoiceId }: Payment['allocations'][number]) => invoiceId));
  const invoices = await readAll([...ids].map((id) => invoiceById(deps.tenant, id)));
  const used = invoices.find((one) => one.deposit && isTakenUp(one, payment.id));
  if (used)
    return refuse(
      'cash.deposit_used',
      `An invoice took up what was paid of deposit ${used.number}: credit it first.`,
    );
  const effect = bounced(payment, invoices, { lineId: line.id, on: line.bookedOn, costs });
  const back: BankLine = {
    ...without(paid, 'parked'),
    version: paid.version + 1,
    takenBackBy: line.id,
    ...(paid.state === 'EXCEPTION' && { state: 'IGNORED' as const }),
  };
  return ok({
    after: { ...decided(line, 'MATCHED', match, deps), takesBack: paid.id },
    effect,
    writes: [
      ...writesOf(deps.tenant, effect),
      putLine(deps.tenant, back),
      ...notTaken(payment, invoices, deps),
    ],
  });
};
