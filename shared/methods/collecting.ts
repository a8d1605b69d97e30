/** Collects invoices by methods on file: plans, announces, charges. Each step is one commit on what the books say at that second. */
import { openInvoices, putInvoice } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok, type Result } from '../kernel/result.ts';
import { sendCharge } from '../payments/charging.ts';
import type { Attempt } from '../payments/payment.ts';
import { putAttempt } from '../payments/store.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { log } from '../runtime/log.ts';
import { all, commit, readAll, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { usedBy } from './ceilings.ts';
import { CollectionPlanned, CollectionStopped, type Collection, type Stop } from './collection.ts';
import type { Autopay, MethodOnFile } from './method.ts';
import { situationOf } from './reading.ts';
import { decide, marked, planned, stopped, type Situation, type Step } from './rules.ts';
import { charged, collectionOf, putCollection, putUse, stillAgreed, toCollect } from './store.ts';
import { queued } from './telling.ts';

type Kept = Result<void, 'once.taken' | 'table.stale'>;

/** Daily job, before reminders are looked for: plans what is new, then does what is due. One that fails does not keep the others waiting. */
export const collectDue = async (deps: Deps): Promise<void> => {
  let failed = 0;
  const each = async (id: string, act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (error) {
      failed += 1;
      log.error('collection.failed', error, { about: id });
    }
  };
  for (const autopay of await all(charged(deps.tenant)))
    await each(autopay.customerId, () => planFor(autopay, deps));
  // Wherever the entity is, its day has begun by then.
  const upTo = localDate(deps.now, 'Pacific/Kiritimati');
  for (const { invoiceId } of await all(toCollect(deps.tenant, upTo)))
    await each(invoiceId, () => collect(invoiceId, deps));
  if (failed > 0) throw new Error(`${failed} collections failed`);
};

/** Invoices that have no plan yet. */
const planFor = async ({ customerId }: Autopay, deps: Deps): Promise<void> => {
  const open = await all(openInvoices(deps.tenant, customerId));
  const known = await readAll(open.map(({ id }) => collectionOf(deps.tenant, id)));
  const planless = new Set<string>(open.map(({ id }) => id));
  for (const { invoiceId } of known) planless.delete(invoiceId);
  for (const id of planless) await collect(id, deps);
};

/** Goes on with one invoice as far as it goes now: a plan may be announced at once, and what is announced be charged. */
export const collect = async (invoiceId: string, deps: Deps): Promise<void> => {
  for (let steps = 0; steps < 4; steps++) {
    let charge: Attempt | undefined;
    let goesOn = false;
    await untilFresh(async () => {
      const found = await situationOf(invoiceId, deps);
      if (!found) return ok(undefined);
      const done = await act(found.collection, found.situation, deps);
      ({ charge, goesOn } = done);
      return done.kept;
    });
    if (charge) {
      const heard = await sendCharge(charge, deps);
      if (!heard.ok) throw new Error(heard.detail);
    }
    if (!goesOn) return;
  }
};

interface Acted {
  readonly kept: Kept;
  readonly charge?: Attempt | undefined;
  readonly goesOn: boolean;
}

const act = async (before: Collection | undefined, s: Situation, deps: Deps): Promise<Acted> => {
  const under = follow(deps, [s.invoice]);
  if (!before) {
    const first = planned(s, under.trace);
    return first ? keepPlan(first, s, under) : { kept: ok(undefined), goesOn: false };
  }
  if (before.state === 'STOPPED' || before.state === 'DONE') return { kept: ok(undefined), goesOn: false };
  const step = decide(before, s);
  const next: Collection = { ...before, version: before.version + 1 };
  switch (step.step) {
    case 'wait':
      return {
        kept:
          step.lookOn === before.lookOn
            ? ok(undefined)
            : await keep({ ...next, lookOn: step.lookOn }, s, under),
        goesOn: false,
      };
    case 'done':
      return { kept: await keep({ ...without(next, 'lookOn'), state: 'DONE' }, s, under), goesOn: false };
    case 'next': {
      const part = planned(s, under.trace, before);
      return part ? keepPlan(part, s, under) : { kept: await stop(next, 'stopped', s, under), goesOn: false };
    }
    case 'stop':
      return { kept: await stop(next, step.stop, s, under), goesOn: false };
    case 'notice':
      return { kept: await announceCharge(next, step, s, under), goesOn: true };
    default:
      return charging(next, step, s, under);
  }
};

const keep = (collection: Collection, { invoice }: Situation, deps: Deps): Promise<Kept> =>
  commit(deps, { action: 'methods.look', subject: invoice.id }, [
    putCollection(deps.tenant, collection),
    putInvoice(deps.tenant, marked(invoice, collection)),
  ]);

const keepPlan = async (plan: Collection, { invoice }: Situation, deps: Deps): Promise<Acted> => {
  const { on, methodId, customerId, number, invoiceId } = plan;
  const events = [announce(CollectionPlanned, invoiceId, { invoiceId, customerId, number, on, methodId })];
  const kept = await commit(deps, { action: 'methods.plan', subject: invoiceId, events }, [
    putCollection(deps.tenant, plan),
    putInvoice(deps.tenant, marked(invoice, plan)),
  ]);
  return { kept, goesOn: true };
};

/** The payer is told where it is no wish of theirs, so that nobody waits for a charge that does not come. */
const stop = (next: Collection, why: Stop, { invoice }: Situation, deps: Deps): Promise<Kept> => {
  const after = stopped(next, why);
  const { invoiceId, customerId, number } = after;
  const tells = why === 'no_method' || why === 'ceiling';
  const mail = tells ? queued(after, why === 'ceiling' ? why : 'failed', deps) : undefined;
  const events = [
    announce(CollectionStopped, invoiceId, { invoiceId, customerId, number, stop: why }),
    ...(mail ? [mail.fact] : []),
  ];
  return commit(deps, { action: 'methods.stop', subject: invoiceId, events }, [
    putCollection(deps.tenant, after),
    putInvoice(deps.tenant, marked(invoice, after)),
    ...(mail ? [mail.write] : []),
  ]);
};

const announceCharge = (
  next: Collection,
  { method, on, amount }: Extract<Step, { step: 'notice' }>,
  { invoice, today }: Situation,
  deps: Deps,
): Promise<Kept> => {
  const notice = { on: today, methodId: method.id, amount };
  const told: Collection = { ...next, methodId: method.id, on, lookOn: on, notice };
  const mail = queued(told, 'notice', deps);
  return commit(deps, { action: 'methods.announce', subject: invoice.id, events: [mail.fact] }, [
    putCollection(deps.tenant, told),
    putInvoice(deps.tenant, marked(invoice, told)),
    mail.write,
  ]);
};

/**
 * The attempt stands before its provider hears of it. Its id follows from the count of attempts, as that of a payer at the page: of two that
 * begin in one moment the table takes one. What the customer says, and what is paid, in this moment wins as well.
 */
const charging = async (
  next: Collection,
  { method, amount }: Extract<Step, { step: 'charge' }>,
  { invoice, attempts, autopay, uses, today }: Situation,
  deps: Deps,
): Promise<Acted> => {
  const charge = attemptBy(method, { invoice, amount, nth: attempts.length, on: today }, deps);
  const attempt = { attemptId: charge.id, methodId: method.id, on: today, amount };
  const under: Collection = {
    ...next,
    state: 'CHARGING',
    on: today,
    methodId: method.id,
    tries: [...next.tries, attempt],
    lookOn: today,
  };
  const use = usedBy(method, charge, today, uses.get(method.id));
  const kept = await commit(deps, { action: 'methods.charge', subject: invoice.id }, [
    putAttempt(deps.tenant, charge),
    putCollection(deps.tenant, under),
    putInvoice(deps.tenant, marked(invoice, under)),
    ...stillAgreed(deps.tenant, autopay!, method),
    ...(use ? [putUse(deps.tenant, method.customerId, use)] : []),
  ]);
  return { kept, charge: kept.ok ? charge : undefined, goesOn: false };
};

const attemptBy = (
  method: MethodOnFile,
  {
    invoice,
    amount,
    nth,
    on,
  }: { invoice: Situation['invoice']; amount: Attempt['amount']; nth: number; on: string },
  deps: Deps,
): Attempt => ({
  id: idOfCause('att', invoice.issuedAt, invoice.id, String(nth)),
  version: 1,
  invoiceId: invoice.id,
  customerId: invoice.customerId,
  provider: method.provider,
  amount,
  state: 'INITIATED',
  charge: {
    methodId: method.id,
    token: method.token,
    ...(method.payer !== undefined && { payer: method.payer }),
    description: `Invoice ${invoice.number}`,
    on,
  },
  providerVersion: 0,
  createdAt: deps.now,
  checkAt: new Date(Date.parse(deps.now) + 5 * 60_000).toISOString(),
  trace: deps.trace,
});
