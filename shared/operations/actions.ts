/** What operators do with work that was refused, and the nightly look at what nobody has looked at. */
import { exceptions } from '../bank/store.ts';
import { NO_MAIL_RULES } from '../dispatch/mailing.ts';
import { heldMails, mailRules } from '../dispatch/store.ts';
import { oldestParked } from '../invoices/store.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { addDays } from '../kernel/dates.ts';
import type { Fact } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Booked } from '../ledger/entry.ts';
import { entriesBetween } from '../ledger/store.ts';
import type { Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { measure } from '../runtime/metrics.ts';
import { all, commit, list, listed, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { operationsApi } from './api.ts';
import { auditNumbers } from './auditing.ts';
import type { Parked } from './operation.ts';
import { healthOf, overrideBreaker, releaseMail, setMailRules, viewOfHeld } from './mailing.ts';
import { noteNumber } from './noting.ts';
import { proveBooks } from './proving.ts';
import { daysSince, decide, invariantsOf, offBalance } from './rules.ts';
import { audits, notes, parkedById, putDecided, runs, waiting } from './store.ts';

export const actions: ActionsOf<typeof operationsApi, Deps> = {
  listParked: async (page, { tenant }) => listed(await list(waiting(tenant), page)),
  listNumberingAudits: async (page, { tenant }) => listed(await list(audits(tenant), page)),
  listNumberNotes: async (page, { tenant }) => listed(await list(notes(tenant), page)),
  noteNumber,
  listInvariants: async (_, { tenant, now }) => {
    const [last] = (await list(runs(tenant), { limit: 1 })).data;
    return ok(invariantsOf(last, now));
  },
  listInvariantRuns: async (page, { tenant }) => listed(await list(runs(tenant), page)),
  getMailHealth: async (_, deps) => ok(await healthOf(deps)),
  overrideBreaker,
  listHeldMails: async (page, { tenant }) => {
    const { data, ...rest } = await list(heldMails(tenant), page);
    return listed({ data: data.map(viewOfHeld), ...rest });
  },
  releaseHeldMail: releaseMail,
  getMailRules: async (_, { tenant }) => ok((await read(mailRules(tenant))) ?? NO_MAIL_RULES),
  setMailRules,
  retryParked: ({ id }, deps) =>
    settle(id, deps, 'operations.retry', (parked) => ({
      decided: decide(parked, 'RETRIED', { by: deps.actor, at: deps.now }),
      // With its own id and time: what follows from it has ids that follow from these, and is not made twice.
      facts: [parked.fact],
    })),
  dismissParked: ({ id, reason }, deps) =>
    settle(id, deps, `operations.dismiss: ${reason}`, (parked) => ({
      decided: decide(parked, 'DISMISSED', { by: deps.actor, at: deps.now, reason }),
      facts: [],
    })),
};

const settle = (
  id: string,
  deps: Deps,
  action: string,
  say: (parked: Parked) => { decided: ReturnType<typeof decide>; facts: readonly Fact[] },
) =>
  untilFresh(async () => {
    const parked = await read(parkedById(deps.tenant, id));
    if (!parked) return refuse('operations.unknown', `There is no parked work ${id}.`);
    const { decided, facts } = say(parked);
    if (!decided.ok) return decided;
    const under = follow(deps, [{ trace: parked.fact.traceid }]);
    const kept = await commit(under, { action, events: facts, answer: decided.value }, [
      putDecided(deps.tenant, decided.value),
    ]);
    return kept.ok ? decided : kept;
  });

/** Every night: how long work has waited for people, whether the entries of two days add up, whether numbers are dense, and what must be true of the books. */
export const lookAfter = async (deps: Deps): Promise<void> => {
  const [line] = (await list(exceptions(deps.tenant), { limit: 1 })).data;
  const [parked] = (await list(waiting(deps.tenant), { limit: 1 })).data;
  const [draft] = (await list(oldestParked(deps.tenant), { limit: 1 })).data;
  const today = deps.now.slice(0, 10);
  const entries: Booked[] = [];
  for (const month of entriesBetween(deps.tenant, addDays(today, -1), today))
    entries.push(...(await all(month)));
  const off = offBalance(entries);
  for (const { id } of off) log.warn('entry.off_balance', { act: id });
  measure('exceptionDays', daysSince(line?.bookedOn, deps.now));
  measure('parkedDays', Math.max(daysSince(parked?.at, deps.now), daysSince(draft?.parkedAt, deps.now)));
  measure('entriesOff', off.length);
  const numbers = await auditNumbers(deps).then(
    (off) => ({ off }),
    (error: unknown) => ({ error }),
  );
  // What cannot be read of the numbers keeps nobody from looking at the books.
  await proveBooks(deps);
  if ('error' in numbers) throw numbers.error;
  measure('numbersOff', numbers.off);
};
