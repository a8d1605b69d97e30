/** What becomes of a mail: forward only, whoever says so. */
import type { Suppressed } from '../customers/customer.ts';
import { isHeard } from '../customers/rules.ts';
import { suppress, suppressed } from '../customers/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Read, Write } from '../kernel/storage.ts';
import { besideOthers } from '../runtime/beside.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { about, apart, log } from '../runtime/log.ts';
import { commit, read, readAll, untilFresh, write } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { fallBack, flags, recipientOf, unheard, unreachable, type Following } from './fallback.ts';
import { InvoiceDelivered, MailSuppressed, type Mail, type MailState, type SesEvent } from './mail.ts';
import { advance, bounced, STATE_OF } from './rules.ts';
import { countMails, mailOf, putMail } from './store.ts';
import { hourOf } from './waiting.ts';

export type Sent = Result<void, 'once.taken' | 'table.stale'>;

/** What SES says of a mail. */
interface Told {
  readonly id: string;
  readonly key: Read<Mail>;
  readonly state: MailState;
  /** Of an earlier round the mail has set out to others since, and only the addresses are still news. */
  readonly round: number;
  readonly stopped: readonly Suppressed[];
  readonly deps: Omit<Deps, 'now'>;
}
const toldBy = ({ detail }: SesEvent): Told | undefined => {
  const { tags, timestamp } = detail.mail;
  const [tenant, id] = [tags['tenant']?.[0], tags['mail']?.[0]];
  const state = STATE_OF[detail.eventType];
  if (tenant === undefined || id === undefined || state === undefined) return undefined;
  const permanent = detail.bounce === undefined || detail.bounce.bounceType === 'Permanent';
  if (!permanent) return undefined;
  const key = mailOf(tenant, { id, invoiceId: tags['invoice']?.[0], creditNoteId: tags['credit_note']?.[0] });
  const reason = detail.bounce ? 'bounced' : 'complained';
  const stopped = (detail.bounce?.bouncedRecipients ?? detail.complaint?.complainedRecipients ?? []).map(
    ({ emailAddress: address }): Suppressed => ({ address, reason, at: timestamp }),
  );
  const deps = { tenant, actor: 'ses', trace: tags['trace']?.[0] ?? newTrace() };
  return { id, key, state, round: Number(tags['round']?.[0] ?? 1), stopped, deps };
};

/** Forward only; a permanent bounce or a complaint also stops the address, and where nobody is left the mail falls back. */
export const hearOfMail = async (event: SesEvent): Promise<void> => {
  const told = toldBy(event);
  if (told) await hear(told);
};

/** The same of several: those of one mail in the order in which they came, others beside them. False where any of them has to be heard alone. */
export const hearOfMails = async (events: readonly SesEvent[]): Promise<boolean> => {
  const told = events.flatMap((event) => toldBy(event) ?? []);
  const byMail = Map.groupBy(told, ({ deps, id }) => `${deps.tenant} ${id}`);
  const inOrder = async (some: readonly Told[]): Promise<void> => {
    let known: Mail | undefined;
    for (const one of some) known = await hear(one, known);
  };
  const heard = await besideOthers(() =>
    Promise.allSettled([...byMail.values()].map((some) => apart(() => inOrder(some)))),
  );
  return heard.every(({ status }) => status === 'fulfilled');
};

/** `known`: as the news before left it, which is as new as this news. Answers with the mail where it moved alone. */
const hear = async (
  { id, key, state, round, stopped, deps: by }: Told,
  known?: Mail,
): Promise<Mail | undefined> => {
  const deps: Deps = { ...by, now: instant() };
  about({ tenant: deps.tenant, trace: deps.trace, mail: id });
  let mail: Mail | undefined;
  const heard = await untilFresh(async (tries) => {
    mail = tries === 0 && known && stopped.length === 0 ? known : await read(key);
    if (!mail) throw new Error(`mail ${id} is not in the books yet`);
    const isNow = round === (mail.round ?? 1);
    if (stopped.length > 0) return stops(mail, isNow ? state : undefined, stopped, deps);
    const moved = isNow ? advance(mail, state, deps.now) : undefined;
    if (!moved) return ok(undefined);
    mail = moved;
    return keepMoved(moved, deps);
  });
  if (!heard.ok) throw new Error(heard.detail);
  log.info('mail.heard', { state });
  return stopped.length === 0 ? mail : undefined;
};

/** That an invoice is there is a fact for others; of all else its mail alone knows. */
export const keepMoved = (moved: Mail, deps: Deps): Promise<Sent> => {
  const put = putMail(deps.tenant, moved);
  const { id: mailId, invoiceId, customerId } = moved;
  if (moved.purpose !== 'invoice' || moved.state !== 'DELIVERED' || !invoiceId) return write(put);
  const fact = { invoiceId, mailId, customerId };
  return commit(
    deps,
    {
      action: 'dispatch.delivered',
      subject: invoiceId,
      events: [announce(InvoiceDelivered, invoiceId, fact)],
    },
    [put],
  );
};

/** One commit: the addresses, the flags on the customer, the breaker's count, the mail and what follows from it. Heard a second time it changes nothing. */
const stops = async (
  mail: Mail,
  state: MailState | undefined,
  stopped: readonly Suppressed[],
  deps: Deps,
): Promise<Sent> => {
  const addresses = stopped.map(({ address }) => address);
  const moved =
    state === 'BOUNCED' ? bounced(mail, addresses, deps.now) : state && advance(mail, state, deps.now);
  const customer = await recipientOf(mail, deps);
  // What SES tells twice is known already, also where a person has allowed the address since.
  const known = moved ? [] : await readAll(addresses.map((address) => suppressed(deps.tenant, address)));
  const past = known.filter((one) => isHeard(one, stopped[0]!.at));
  if (!moved && past.length === addresses.length) return ok(undefined);
  const flagging = flags(customer, stopped, deps);
  const then: Partial<Following> & { mail?: Mail | undefined } =
    moved?.state === 'BOUNCED' ? await fallBack(moved, customer, addresses, deps) : { mail: moved };
  return commit(
    deps,
    {
      action: `dispatch.${(moved?.state ?? stopped[0]!.reason).toLowerCase()}`,
      subject: mail.id,
      entry: then.entry,
      events: [...flagging.events, ...(then.events ?? [])],
    },
    [
      ...(then.mail ? [putMail(deps.tenant, then.mail)] : []),
      ...stopped.map((one) => suppress(deps.tenant, one)),
      countMails(
        deps.tenant,
        { hour: hourOf(deps.now), at: deps.now },
        { [stopped[0]!.reason]: stopped.length },
      ),
      ...flagging.writes,
      ...(then.writes ?? []),
    ],
  );
};

/** `nobody`: no address takes mail. `marks`: what else says why. */
interface HeldBack {
  readonly nobody?: boolean;
  readonly marks?: readonly Write<'table.stale'>[];
}
/**
 * Moves a mail forward; news that is older than what is known changes nothing. What is a fact for others is committed with it, and
 * where `nobody` takes mail for the customer, the task for a person.
 */
export const note = (
  known: Mail,
  state: MailState,
  deps: Deps,
  reason?: string,
  { nobody = false, marks = [] }: HeldBack = {},
): Promise<Sent> => {
  let mail = known;
  return untilFresh(async () => {
    const moved = advance(mail, state, deps.now, reason);
    if (!moved) return ok(undefined);
    const put = putMail(deps.tenant, moved);
    const done =
      state === 'SUPPRESSED' && mail.customerId !== undefined
        ? await heldBack(mail, { customerId: mail.customerId, reason: reason! }, { nobody, marks }, deps, put)
        : nobody && mail.agency
          ? await untold(mail, put, deps)
          : await write(put);
    if (done.ok) return done;
    // It was held back by what its debts were; another who asked for them at the same moment has changed them.
    if (state === 'SUPPRESSED') throw new Error(`mail ${mail.id} moved while it was decided on: tried again`);
    mail = (await read(mailOf(deps.tenant, known))) ?? known;
    return done;
  });
};

const untold = async (mail: Mail, put: ReturnType<typeof putMail>, deps: Deps): Promise<Sent> => {
  const { writes, events } = await unheard(mail, deps);
  return commit(deps, { action: 'dispatch.suppressed', subject: mail.id, events }, [put, ...writes]);
};

const heldBack = async (
  mail: Mail,
  why: { customerId: NonNullable<Mail['customerId']>; reason: string },
  { nobody, marks }: Required<HeldBack>,
  deps: Deps,
  put: ReturnType<typeof putMail>,
): Promise<Sent> => {
  const customer = nobody ? await recipientOf(mail, deps) : undefined;
  const task = customer ? await unreachable(customer, mail, deps) : { writes: [], events: [] };
  const fact = { mailId: mail.id, purpose: mail.purpose, ...why };
  return commit(
    deps,
    { action: 'dispatch.suppressed', events: [announce(MailSuppressed, mail.id, fact), ...task.events] },
    [put, ...marks, ...task.writes],
  );
};
