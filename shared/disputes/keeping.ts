/** The commit of a case that moved: the case, its invoice, its task, the mail of its last turn and what is told, and what else is true with it. */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { putInvoice } from '../invoices/store.ts';
import { addDays, localDate, startOfDay } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import type { Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Entry } from '../ledger/entry.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, recall } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { following, type Opening } from '../tasks/opening.ts';
import type { Dispute } from './dispute.ts';
import { countsOf } from './figures.ts';
import { isUndecided, whyOf, type By, type Effect } from './rules.ts';
import { countDay, putDispute } from './store.ts';

export interface Moved<C extends string> extends Effect {
  readonly action: string;
  readonly writes?: readonly Write<C>[];
  readonly entry?: Entry | undefined;
  /** What is kept for the same request; the case where it is absent. */
  readonly answer?: unknown;
  /** Things whose traces it goes on under. */
  readonly of: readonly { readonly trace?: string | undefined }[];
}

export const keep = async <C extends string = never>(
  { action, dispute, head, facts, tell = false, writes = [], entry, answer = dispute, of }: Moved<C>,
  deps: Deps,
): Promise<Result<void, C | 'once.taken' | 'table.stale'>> => {
  const under = follow(deps, [dispute, ...of]);
  const task = await taskOf(dispute, deps);
  const mail = tell ? mailOfTurn(dispute, under) : undefined;
  const events = [
    ...facts,
    ...task.facts,
    ...(mail ? [announce(MailQueued, mail.id, { mailId: mail.id })] : []),
  ];
  return commit<C | 'once.taken' | 'table.stale'>(
    under,
    { action, subject: dispute.id, entry, events, answer },
    [
      putDispute(deps.tenant, dispute),
      ...(head ? [putInvoice(deps.tenant, head)] : []),
      ...(mail ? [putMail(deps.tenant, mail)] : []),
      ...task.writes,
      ...countsOf(dispute, facts).map((one) => countDay(deps.tenant, one)),
      ...writes,
    ],
  );
};

/** The mail of its last turn: the id follows from the case and the turn. */
const mailOfTurn = (
  { id, customerId, entity, at, thread }: Dispute,
  deps: Pick<Deps, 'now' | 'trace'>,
): Mail => {
  const turn = thread.length - 1;
  return {
    id: idOfCause('mail', at, 'dispute', id, String(turn)),
    version: 1,
    purpose: 'dispute',
    customerId,
    dispute: { entity, disputeId: id, turn },
    state: 'QUEUED',
    at: deps.now,
    history: [{ state: 'QUEUED', at: deps.now }],
    trace: deps.trace,
  };
};

/** Who acts, on which day of the invoice's entity, and whether that sends reminders. */
export const actingOn = async (
  { entity: id }: Pick<Invoice, 'entity'>,
  { tenant, actor, now }: Pick<Deps, 'tenant' | 'actor' | 'now'>,
): Promise<{ by: By; reminds: boolean; zone: string }> => {
  const { zone, reminders } = entityOf((await recall(tenantById(tenant)))!, id)!;
  return { by: { by: actor, at: now, on: localDate(now, zone) }, reminds: reminders.length > 0, zone };
};

/** One task per case: open as long as somebody of us has to do something. */
const taskOf = async (dispute: Dispute, deps: Deps): Promise<Opening> => {
  const { id: about, customerId, at, state, answerBy } = dispute;
  const kind = 'dispute' as const;
  const waits = isUndecided(dispute) && state !== 'INFO_NEEDED';
  const { zone } = await actingOn(dispute, deps);
  const dueBy = startOfDay(addDays(answerBy, 1), zone);
  const wanted = waits ? { kind, customerId, about, why: whyOf(dispute), dueBy } : undefined;
  return following(idOfCause('tsk', at, kind, about), wanted, deps);
};
