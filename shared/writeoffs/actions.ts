/** Write-offs: above a limit a second person agrees; small rests go by themselves, where a company says so. */
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById, invoices } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { monthOf } from '../kernel/dates.ts';
import { within } from '../kernel/limits.ts';
import { toText } from '../kernel/money.ts';
import { ok, refuse } from '../kernel/result.ts';
import { idOfCause, newId, type Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { commit, each, list, listed, read, readEach, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { writeoffsApi } from './api.ts';
import { todayOf, writeOffOnce } from './giving-up.ts';
import { amountOf, inCurrency, lookedAtFrom, reversed, smallRest, worthOf } from './rules.ts';
import { putWriteOffRules, spend, writeOffById, writeOffRules, writeOffs, writesOf } from './store.ts';
import { WriteOffInvoice, type SmallBalances, type WriteOffRules } from './writeoff.ts';

export const actions: ActionsOf<typeof writeoffsApi, Deps> = {
  writeOffInvoice: async ({ id, ...wanted }, deps) => {
    const invoice = await read(invoiceById(deps.tenant, id));
    if (!invoice) return refuse('invoices.unknown', `There is no invoice ${id}.`);
    const amount = amountOf(invoice, wanted);
    if (!amount.ok) return amount;
    if (within(deps.may?.limits, 'writeOff', worthOf(amount.value, invoice))) {
      const writeOffId = newId('wro');
      return untilFresh(() => writeOffOnce(id, wanted, writeOffId, deps));
    }
    // What is asked for is the amount of now: who agrees to it agrees to no more.
    const input = { ...wanted, amount: amount.value };
    const summary = `${toText(amount.value)} ${amount.value.currency} of invoice ${invoice.number} written off: ${wanted.reason}.`;
    return ask(
      { operation: 'writeoffs.write_off', subject: id, scope: 'writeoffs:write', summary, input },
      deps,
    );
  },
  listWriteOffs: async (page, { tenant }) => listed(await list(writeOffs(tenant), page)),
  getWriteOff: async ({ id }, { tenant }) => {
    const writeOff = await read(writeOffById(tenant, id));
    return writeOff ? ok(writeOff) : unknown(id);
  },
  reverseWriteOff: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const before = await read(writeOffById(deps.tenant, id));
      if (!before) return unknown(id);
      const invoice = (await read(invoiceById(deps.tenant, before.invoiceId)))!;
      const on = await todayOf(invoice, deps);
      const effect = reversed(before, invoice, { on, at: deps.now, by: deps.actor, reason });
      if (!effect.ok) return effect;
      const { writeOff, entry, facts } = effect.value;
      const kept = await commit(
        follow(deps, [invoice]),
        { action: 'writeoffs.reverse', subject: id, entry, events: facts, answer: writeOff },
        writesOf(deps.tenant, effect.value),
      );
      return kept.ok ? ok(writeOff) : kept;
    }),
  getWriteOffRules: async (_, { tenant }) => ok((await read(writeOffRules(tenant))) ?? { version: 0 }),
  setWriteOffRules: (said, deps) =>
    untilFresh(async () => {
      const above = said.smallBalances?.upTo.find((most) => !within(deps.may?.limits, 'writeOff', most));
      if (above)
        return refuse(
          'writeoffs.above_limit',
          `A rest of ${toText(above)} ${above.currency} is more than you may write off alone.`,
        );
      const before = await read(writeOffRules(deps.tenant));
      const rules: WriteOffRules = {
        ...said,
        version: (before?.version ?? 0) + 1,
        at: deps.now,
        by: deps.actor,
      };
      const kept = await commit(
        deps,
        { action: 'writeoffs.set_rules' },
        putWriteOffRules(deps.tenant, rules),
      );
      return kept.ok ? ok(rules) : kept;
    }),
};

const unknown = (id: string) => refuse('writeoffs.unknown', `There is no write-off ${id}.`);

/** Performs what two persons agreed on: the write-off and the approval's end are one commit, which who approves repeats. */
export const performWriteOff = ({ subject, input }: Approval, deps: Deps, ended: Ended) =>
  writeOffOnce(subject as Invoice['id'], WriteOffInvoice.parse(input), newId('wro'), deps, { ended });

/** Every night: small rests of what was issued within the days of the rules, as far as the caps of the month reach. */
export const writeOffSmallRests = async (deps: Deps): Promise<void> => {
  const small = (await read(writeOffRules(deps.tenant)))?.smallBalances;
  if (!small) return;
  for await (const invoice of each(invoices(deps.tenant))) {
    const today = await todayOf(invoice, deps);
    if (invoice.issuedOn < lookedAtFrom(small, today)) break;
    if (smallRest(invoice, small, today)) await giveUpRest(invoice.id, small, deps);
  }
};

/** One per invoice for good: a rest that somebody asked for again is theirs. */
const giveUpRest = (invoiceId: Invoice['id'], small: SmallBalances, deps: Deps) =>
  untilFresh(async () => {
    const id = idOfCause('wro', '2026-01-01T00:00:00Z', deps.tenant, invoiceId, 'small_balance');
    const [before, invoice] = await readEach(
      writeOffById(deps.tenant, id),
      invoiceById(deps.tenant, invoiceId),
    );
    const rest = invoice && smallRest(invoice, small, await todayOf(invoice, deps));
    if (before || !rest) return ok(undefined);
    const { customerId } = invoice;
    const caps = [
      [customerId, inCurrency(small.monthlyPerCustomer, rest.currency)],
      ['ALL', inCurrency(small.monthlyInAll, rest.currency)],
    ] as const;
    if (caps.some(([, most]) => rest.minor > most)) return ok(undefined);
    const kept = await writeOffOnce(invoiceId, { reason: 'small_balance', amount: rest }, id, deps, {
      within: ({ minor, currency }, on) =>
        caps.map(([whose, most]) =>
          spend({ tenant: deps.tenant, month: monthOf(on), currency }, whose, minor, most),
        ),
    });
    // What was paid or given up meanwhile is none any more, and what passes a cap is for a person or the next month.
    if (!kept.ok && kept.code === 'writeoffs.cap') log.info('writeoffs.capped', { invoice: invoiceId });
    return kept.ok || kept.code === 'table.stale' ? kept : ok(undefined);
  });
