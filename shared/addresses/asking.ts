/** Asks for a change of addresses, confirms and stops it: what is written and told, for the commit of whoever was asked. */
import type { Customer } from '../customers/customer.ts';
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import { told, toldId } from '../dispatch/told.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, sha256, type Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { opened } from '../tasks/rules.ts';
import { putTask } from '../tasks/store.ts';
import { TaskOpened } from '../tasks/task.ts';
import {
  ChangeAsked,
  ChangeConfirmed,
  ChangeEnded,
  type AddressChange,
  type ChangeState,
  type Wish,
} from './change.ts';
import {
  after,
  askedToday,
  changed,
  everyAddress,
  FORGOTTEN,
  kindOf,
  WAIT_MS,
  type Unchangeable,
} from './rules.ts';
import { asksOf, changeById, putAsks, putChange } from './store.ts';

export interface Prepared {
  readonly change: AddressChange;
  readonly writes: readonly Write<'table.stale'>[];
  readonly events: readonly Fact[];
}

/** Of all that a change rests on: who it is, and where it is written to. */
export const basisOf = ({ emails, contacts = [], aliases = [], mergedInto, erased }: Customer): string =>
  sha256(JSON.stringify([emails, contacts, aliases, mergedInto ?? '', erased !== undefined]));

/** The change that waits; one whose customer has other addresses since is over, and the night says so. */
export const waitingOf = async (
  customer: Customer,
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<AddressChange | undefined> => {
  const asks = await read(asksOf(tenant, customer.id));
  const change = asks && (await read(changeById(tenant, asks.live)));
  return change?.state === 'PENDING' && change.basis === basisOf(customer) ? change : undefined;
};

/** Who asks, and how: a session by its code, or a mail by its link. */
export type Asking = Pick<AddressChange, 'id' | 'entity' | 'by' | 'codes'> &
  Partial<Pick<AddressChange, 'session' | 'replyId' | 'code'>>;

/** The one that waited makes way; every address that the customer has is told in the same commit. */
export const asked = async (
  customer: Customer,
  wish: Wish,
  asking: Asking,
  deps: Deps,
): Promise<Result<Prepared, Unchangeable | 'addresses.too_often'>> => {
  const { tenant, now, trace } = deps;
  const fits = changed(customer, wish);
  if (!fits.ok) return fits;
  const before = await read(asksOf(tenant, customer.id));
  const at = askedToday(before, now);
  if (!at) return refuse('addresses.too_often', 'Addresses are changed three times a day at most.');
  const last = before && (await read(changeById(tenant, before.live)));
  const waits = last?.state === 'PENDING' ? last : undefined;
  const change: AddressChange = {
    ...asking,
    version: 1,
    customerId: customer.id,
    wish,
    ...(waits && { replaces: waits.id }),
    basis: basisOf(customer),
    told: everyAddress(customer),
    state: 'PENDING',
    askedAt: now,
    from: after(now, WAIT_MS),
    trace,
  };
  const mail = told(
    { customerId: customer.id, entity: change.entity, say: 'address_asked', id: change.id },
    deps,
  );
  const named = { changeId: change.id, customerId: customer.id };
  const over = waits ? ended(waits, 'REPLACED', deps) : undefined;
  return ok({
    change,
    writes: [
      putAsks(tenant, { version: (before?.version ?? 0) + 1, customerId: customer.id, at, live: change.id }),
      putChange(tenant, change),
      ...(over?.writes ?? []),
      ...mail.writes,
    ],
    events: [
      announce(ChangeAsked, change.id, { ...named, what: kindOf(wish) }),
      ...(over?.events ?? []),
      ...mail.events,
    ],
  });
};

/** The mail that told of it. */
export const toldOf = ({
  id,
  entity,
  askedAt,
}: Pick<AddressChange, 'id' | 'entity' | 'askedAt'>): Mail['id'] =>
  toldId(askedAt, { entity, say: 'address_asked', id });

/** To the new address of a change that a mail asked for: with the link that it answers by. */
export const linked = ({ id, customerId, entity }: AddressChange, { tenant, now, trace }: Deps) => {
  const mail: Mail = {
    id: idOfCause('mail', now, 'code', id),
    version: 1,
    purpose: 'code',
    customerId,
    code: { codeId: id, entity },
    state: 'QUEUED',
    at: now,
    history: [{ state: 'QUEUED', at: now }],
    trace,
  };
  return { write: putMail(tenant, mail), event: announce(MailQueued, mail.id, { mailId: mail.id }) };
};

/** It waits for its day from now on. Said twice it is said once. */
export const confirmed = (change: AddressChange, by: 'code' | 'link', { tenant, now }: Deps): Prepared => {
  const next: AddressChange = { ...change, version: change.version + 1, confirmed: { at: now, by } };
  const { id: changeId, customerId } = change;
  return {
    change: next,
    writes: [putChange(tenant, next)],
    events: [announce(ChangeConfirmed, changeId, { changeId, customerId, by })],
  };
};

/** It is over. All who heard of it hear of that, but for one that was replaced: the mail of the later one says so. Of who is erased nothing is kept, and nobody hears. */
export const ended = (
  change: AddressChange,
  state: Exclude<ChangeState, 'PENDING'>,
  deps: Deps,
  erased = false,
): Prepared => {
  const { id, customerId, entity } = change;
  const kept = { ...change, version: change.version + 1, state, endedAt: deps.now };
  const next: AddressChange = erased ? { ...kept, ...FORGOTTEN } : kept;
  const mail =
    erased || state === 'REPLACED' ? undefined : told({ customerId, entity, say: 'address_ended', id }, deps);
  const task = erased ? undefined : readByPerson(next, deps);
  return {
    change: next,
    writes: [putChange(deps.tenant, next), ...(mail?.writes ?? []), ...(task?.writes ?? [])],
    events: [
      announce(ChangeEnded, id, { changeId: id, customerId, state }),
      ...(mail?.events ?? []),
      ...(task?.events ?? []),
    ],
  };
};

const CAME_TO_NOTHING: Partial<Readonly<Record<ChangeState, string>>> = {
  LAPSED: 'the new address did not answer in time',
  VOID: 'its addresses were changed otherwise meanwhile',
  REPLACED: 'another change took its place',
};
/** What a mail asked for and nobody makes is the task that the mail would have been, under its id: who wrote it waits for an answer. */
const readByPerson = ({ replyId, customerId, askedAt, state }: AddressChange, { tenant, now }: Deps) => {
  const nothing = CAME_TO_NOTHING[state];
  if (replyId === undefined || nothing === undefined) return undefined;
  const kind = 'reply' as const;
  const id = idOfCause('tsk', askedAt, kind, replyId);
  const why = `A customer wrote back that its invoices go to another address, and ${nothing}: read the mail of the reply ${replyId}.`;
  // A change ends once, and the reply opened none: there is no such task yet.
  const task = opened(undefined, { id, kind, customerId, about: replyId, why }, undefined, now)!;
  return {
    writes: [putTask(tenant, task)],
    events: [announce(TaskOpened, id, { taskId: id, kind, customerId, why })],
  };
};
