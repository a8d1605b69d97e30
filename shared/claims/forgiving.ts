/** Gives up by rule what is left beside an invoice that is paid, where it is too small to ask for by itself. */
import { isWithAgency } from '../invoices/handed.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { read, recallOr, untilFresh } from '../runtime/table.ts';
import { NO_RULES, type LateChargeRules } from './late-charge.ts';
import { openOn } from './owing.ts';
import { keep, regardReceipt, todayOf } from './settling.ts';
import { smallEnough } from './small.ts';
import { lateChargeRules } from './store.ts';

type Done = Result<void, 'once.taken' | 'table.stale'>;
type Money = Parameters<typeof regardReceipt>[0];

/** Worker: money came for invoices. Claims have their part of it; then what is small beside those that are paid is given up. */
export const regardMoney = async (money: Money, deps: Deps): Promise<Done> => {
  const done = await regardReceipt(money, deps);
  return done.ok ? forgiveSmall(money, deps) : done;
};

/** One commit for an invoice; what comes again finds nothing open. */
const forgiveSmall = async ({ allocations }: Money, deps: Deps): Promise<Done> => {
  const rules = await recallOr(lateChargeRules(deps.tenant), NO_RULES);
  if (rules.entities.every(({ small }) => small === undefined)) return ok(undefined);
  for (const { invoiceId } of allocations) {
    const done = await forgiven(invoiceId, rules, deps);
    if (!done.ok) return done;
  }
  return ok(undefined);
};

const forgiven = (invoiceId: Invoice['id'], rules: LateChargeRules, deps: Deps): Promise<Done> =>
  untilFresh(async () => {
    const invoice = (await read(invoiceById(deps.tenant, invoiceId)))!;
    // Its agency asks for all that it was given.
    if (isWithAgency(invoice)) return ok(undefined);
    const by = { on: await todayOf(invoice, deps), by: deps.actor };
    const effect = smallEnough(rules, invoice, await openOn(deps.tenant, [invoice]), by);
    if (!effect) return ok(undefined);
    const done = await keep({ action: 'claims.waive_small', kind: 'late_charge_reversal', effect }, deps);
    return done.ok ? ok(undefined) : done;
  });
