/** A payment that was recorded at the counter by mistake is taken back, before it goes to the bank. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { ok, refuse } from '../kernel/result.ts';
import { inOpenMonth } from '../ledger/posting.ts';
import type { Deps } from '../runtime/context.ts';
import { commitAll, read, readAll, recall, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { unrecorded } from './bounced.ts';
import { reversible } from './counter.ts';
import { isTakenUp } from './deposited.ts';
import { actsOf } from './exchanging.ts';
import { paymentById, putInHand, writesOf } from './store.ts';

/** One commit: the receipt, its invoices as they were, the entry, exposure, and its place among what is in hand. */
export const reversePayment = ({ id, reason }: { id: string; reason: string }, deps: Deps) =>
  untilFresh(async () => {
    const { tenant, actor: by, now: at } = deps;
    const before = await read(paymentById(tenant, id));
    if (!before) return refuse('payments.unknown', `There is no payment ${id}.`);
    const may = reversible(before);
    if (!may.ok) return may;
    const ids = new Set(before.allocations.map(({ invoiceId }) => invoiceId));
    const invoices = await readAll([...ids].map((one) => invoiceById(tenant, one)));
    const used = invoices.find((one) => one.deposit && isTakenUp(one, id));
    if (used)
      return refuse(
        'payments.deposit_used',
        `An invoice took up what was paid of deposit ${used.number}: credit it first.`,
      );
    const { zone } = entityOf((await recall(tenantById(tenant)))!, before.entity)!;
    const effect = unrecorded(may.value, invoices, { on: localDate(at, zone), reason, by, at });
    const { payment, facts } = effect;
    const [entry, exchange] = await inOpenMonth([effect.entry, effect.exchange], deps);
    const act = { action: `payments.reverse: ${reason}`, subject: id, entry, events: facts, answer: payment };
    const kept = await commitAll(actsOf(follow(deps, effect.invoices, [before]), act, exchange), [
      ...writesOf(tenant, effect),
      putInHand(tenant, payment),
    ]);
    return kept.ok ? ok(payment) : kept;
  });
