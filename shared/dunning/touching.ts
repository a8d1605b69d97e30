/** Keeps notices back whose payers were drawn, and counts what came of those that went out and of those that did not. */
import { mailOf } from '../dispatch/store.ts';
import { wentOut, type Mail } from '../dispatch/mail.ts';
import { invoiceById } from '../invoices/store.ts';
import { monthOf, monthsBetween, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { eachAtOnce } from '../runtime/at-once.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, readAll } from '../runtime/table.ts';
import type { Message } from './messages.ts';
import { heldOutOf, putHeldOut, putTouch, touchesOf } from './store.ts';
import { DunningHeldOut, type Touch } from './touch.ts';
import { cashOf, effectsOf, isOver, kept, permilleOf, touchOf } from './touches.ts';

interface Queued {
  readonly message: Message;
  readonly mail: Mail;
}
const aboutOf = ({ mail: { id, customerId, reminder } }: Queued) => ({
  mailId: id,
  customerId: customerId!,
  on: reminder!.on,
});

interface Drawn {
  readonly message: Message;
  readonly customerId: string;
  readonly on: LocalDate;
}
/** Those of the messages that are kept, and since when: a batch for all that might be. */
export const drawn = async (some: readonly Drawn[], { tenant }: Deps) => {
  const may = some.filter(({ message }) => permilleOf(message) > 0);
  const ids = [...new Set(may.map(({ customerId }) => customerId))];
  const before = new Map(
    (await readAll(ids.map((id) => heldOutOf(tenant, id)))).map((one) => [one.customerId as string, one]),
  );
  const found = may.map(({ message, customerId, on }) => {
    const how = kept(message, { customerId, today: on }, before.get(customerId));
    return [message, how] as const;
  });
  return new Map(found.filter(([, how]) => how !== undefined));
};

/** What goes out of what is about to be queued: a commit for each that begins to wait. */
export const sparing = async <Q extends Queued>(some: readonly Q[], deps: Deps): Promise<Q[]> => {
  const held = await drawn(
    some.map((one) => ({ message: one.message, ...aboutOf(one) })),
    deps,
  );
  const begin = some.filter(({ message }) => held.get(message) === 'begins');
  await eachAtOnce(begin.values(), (one) => keep(one, deps));
  return some.filter(({ message }) => !held.has(message));
};

const keep = async (one: Queued, deps: Deps): Promise<void> => {
  const touch = touchOf(one.message, { ...aboutOf(one), held: true });
  const { customerId, on, level, debts } = touch;
  const told = { customerId, on, level, invoices: debts.map(({ invoiceId }) => invoiceId) };
  const done = await commit(
    deps,
    { action: 'dunning.hold_out', subject: customerId, events: [announce(DunningHeldOut, customerId, told)] },
    [putTouch(deps.tenant, touch), putHeldOut(deps.tenant, { customerId, on })],
  );
  // Kept before, by a run that was cut off.
  if (!done.ok && done.code !== 'table.stale') throw new Error(done.detail);
};

/** To the commit that queues it: what it asks for, where some of its kind are kept. */
export const touching = (one: Queued, { tenant }: Deps) =>
  permilleOf(one.message) > 0
    ? [putTouch(tenant, touchOf(one.message, { ...aboutOf(one), held: false }))]
    : [];

const MOST = 5_000;
const PAGE = 1_000;

/** Notices of the days with what they brought until the end of their seven days. */
export const countEffects = async (from: LocalDate, to: LocalDate, today: LocalDate, { tenant }: Deps) => {
  const { touches, complete } = await touchesBetween(tenant, from, to);
  const over = touches.filter((one) => isOver(one, today));
  const sent = over.filter(({ held }) => !held);
  const mails = await readAll(sent.map(({ mailId }) => mailOf(tenant, { id: mailId })));
  const served = new Set(mails.filter(wentOut).map(({ id }) => id));
  const counted = over.filter(({ held, mailId }) => held || served.has(mailId));
  const ids = [...new Set(counted.flatMap(({ debts }) => debts.map(({ invoiceId }) => invoiceId)))];
  const heads = new Map(
    (await readAll(ids.map((id) => invoiceById(tenant, id)))).map((one) => [one.id as string, one]),
  );
  return {
    from,
    to,
    effects: effectsOf(counted.map((touch) => ({ touch, cashMinor: cashOf(touch, (id) => heads.get(id)) }))),
    open: touches.length - over.length,
    unserved: over.length - counted.length,
    complete,
  };
};

/** Month by month, a page at a time. */
const touchesBetween = async (
  tenant: string,
  from: LocalDate,
  to: LocalDate,
): Promise<{ touches: Touch[]; complete: boolean }> => {
  const touches: Touch[] = [];
  for (const month of monthsBetween(monthOf(from), monthOf(to))) {
    let cursor: string | undefined;
    do {
      const page = await list(touchesOf(tenant, month), { limit: PAGE, cursor });
      touches.push(...page.data.filter(({ on }) => on >= from && on <= to));
      if (touches.length > MOST) return { touches: touches.slice(0, MOST), complete: false };
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
  return { touches, complete: true };
};
