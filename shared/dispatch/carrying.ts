/**
 * Documents that do not go by mail. What lies behind its link is there at once. What a service carries is claimed, handed over under its
 * own key, and asked about until it is there: whoever dies in between hands it over again after the lease, under the same key. What a
 * service refuses, or nobody is there to carry, goes by mail.
 */
import type { Entity, Tenant } from '../access/tenant.ts';
import type { Channel } from '../customers/customer.ts';
import type { Instant } from '../kernel/dates.ts';
import { announce, type Envelope } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { fetchOut, whyNotSent } from '../runtime/http.ts';
import { log } from '../runtime/log.ts';
import { MOST_SECONDS, postpone } from '../runtime/queue.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, read, untilFresh, write } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { isService, overHttp, parcelOf, type Account, type Carrier, type Word } from './carrier.ts';
import { claim } from './claiming.ts';
import type { Composed } from './compose.ts';
import { naming, queueAgain, takenBack } from './fallback.ts';
import { said } from './finishing.ts';
import { secondsTo } from './gate.ts';
import { MailStatusDue, type Mail, type MailState } from './mail.ts';
import { keepMoved, note, type Sent } from './outcome.ts';
import type { Recipient } from './recipients.ts';
import { advance, uncounted } from './rules.ts';
import { mailOf, putMail } from './store.ts';

const STATES: Readonly<Record<Exclude<Word['state'], 'REJECTED'>, MailState>> = {
  SUBMITTED: 'SENT',
  ACCEPTED: 'ACCEPTED',
  DELIVERED: 'DELIVERED',
};
/** After a day without an answer the document goes by mail. */
const PATIENCE_MS = 86_400_000;
/** When it is asked what became of a document, each after the one before: nine days in all. */
const ASK_SECONDS = [60, 600, 3_600, 21_600, 86_400, 86_400, 172_800, 172_800, 259_200];

interface About<C> {
  readonly mail: Mail;
  readonly customer: C;
  readonly seller: Entity;
  readonly tenant: Tenant;
  readonly channel: Exclude<Channel, 'mail'>;
  readonly fact: Envelope;
}

export const carry = async <C extends Recipient>(
  { mail, customer, seller, tenant, channel, fact }: About<C>,
  deps: Deps,
  compose: (customer: C, seller: Entity) => Promise<Composed>,
): Promise<Sent> => {
  const composed = await compose(customer, seller);
  if ('suppressed' in composed) return note(mail, 'SUPPRESSED', deps, composed.suppressed, composed);
  if (!isService(channel)) return kept(stepped(mail, 'SENT', { via: channel }, deps), deps);
  const account = await accountOf(deps.tenant, channel);
  const why = account ? await whyNotThere(account) : 'the company has no service for it';
  if (why !== undefined) return certain(refused({ ...mail, via: channel }, why, deps));
  const {
    attachments = [],
    template,
    events,
    pdf,
  } = composed.paper
    ? await said(composed, { mail, tenant })
    : { ...composed, events: [], pdf: undefined, template: undefined };
  const parcel = parcelOf(mail, channel, attachments, { customer, seller });
  if (typeof parcel === 'string') return certain(refused({ ...mail, via: channel }, parcel, deps));

  const under = composed.asked ? follow(deps, composed.asked) : deps;
  const claimed: Mail = {
    ...without(stepped(mail, 'SENDING', { via: channel }, under), 'template', 'pdf'),
    ...(composed.reminder && { reminder: composed.reminder }),
    ...(template && { template }),
    ...(pdf !== undefined && { pdf }),
  };
  const { steps, entry, events: told = [] } = composed;
  await claim(claimed, { steps, entry, events: [...events, ...told] }, under);
  let word: Word;
  try {
    word = await overHttp(account!, fetchOut).submit(parcel);
  } catch (error) {
    log.error('dispatch.service_silent', error);
    const since = mail.waits?.for === 'service' ? mail.waits.since : deps.now;
    if (Date.parse(deps.now) - Date.parse(since) >= PATIENCE_MS)
      return certain(refused(claimed, 'the service has not answered for a day', deps));
    await postpone(deps, fact, MOST_SECONDS);
    return waitsOn(mail, claimed, since, deps);
  }
  if (word.state === 'REJECTED') return certain(refused(claimed, word.reason ?? 'no reason was given', deps));
  const carried = { ...claimed, carried: word.id };
  // Before the answer is kept: one question too many, never one too few.
  if (word.state !== 'DELIVERED') await askLater(carried, 0, deps);
  return kept(stepped(carried, STATES[word.state], {}, deps), deps);
};

/** The claim ends, and what it counted is taken back: it is decided on anew. */
const waitsOn = async (mail: Mail, claimed: Mail, since: Instant, deps: Deps): Promise<Sent> => {
  // As it was before: tries of a day would be a long history.
  const history = mail.version === 0 ? [{ state: 'QUEUED' as const, at: deps.now }] : mail.history;
  const waiting: Mail = {
    ...mail,
    ...uncounted(mail),
    version: claimed.version + 1,
    state: 'QUEUED',
    at: deps.now,
    history,
    waits: { for: 'service', since },
  };
  const [put, back] = [putMail(deps.tenant, waiting), await takenBack(claimed, deps)];
  const { entry, events, writes } = back;
  return certain(
    writes.length > 0
      ? commit(deps, { action: 'dispatch.waits', entry, events }, [put, ...writes])
      : write(put),
  );
};

/** What a person typed into the vault may be anything. */
const whyNotThere = async ({ baseUrl }: Account): Promise<string | undefined> =>
  URL.canParse(baseUrl) ? whyNotSent(baseUrl) : 'the address of its service is none';

/** The mail one step further; what is told of the step stands in its history. */
const stepped = (mail: Mail, state: MailState, said: { via?: Channel }, { now, trace }: Deps): Mail => ({
  ...without(mail, 'waits'),
  version: mail.version + 1,
  state,
  at: now,
  history: [...mail.history, { state, at: now, ...said }],
  trace,
  ...said,
});

const kept = (mail: Mail, { tenant }: Deps): Promise<Sent> => certain(write(putMail(tenant, mail)));
/** A version that is not fresh sends the message back to its queue. */
const certain = async (doing: Promise<Sent>): Promise<Sent> => {
  const done = await doing;
  if (!done.ok) throw new Error(`a mail moved at the same moment: ${done.detail}`);
  return done;
};

/** It sets out by mail, in the commit that says why; a reminder that was refused was no step. */
const refused = async ({ via, ...mail }: Mail, reason: string, deps: Deps): Promise<Sent> => {
  const history = [
    ...mail.history,
    { state: 'REJECTED' as const, at: deps.now, reason, ...(via && { via }) },
  ];
  const { writes, events } = queueAgain({ ...mail, history, byMail: true, trace: deps.trace }, deps);
  const back = await takenBack(mail, deps);
  return commit(
    deps,
    { action: 'dispatch.refused', entry: back.entry, events: [...events, ...back.events] },
    [...writes, ...back.writes],
  );
};

const askLater = (mail: Mail, asked: number, deps: Deps): Promise<void> => {
  const seconds = ASK_SECONDS[asked]!;
  const at = new Date(Date.parse(deps.now) + seconds * 1_000).toISOString();
  const fact = { ...naming(mail), carried: mail.carried!, at, asked };
  return postpone(deps, announce(MailStatusDue, mail.id, fact), seconds);
};

interface Asks {
  readonly mailId: string;
  readonly invoiceId?: string | undefined;
  readonly creditNoteId?: string | undefined;
  readonly carried: string;
  readonly at: string;
  readonly asked: number;
}
/** What the service says of a document, forward only; refused late it goes by mail as if it had been refused at once. */
export const askCarrier = async (data: Asks, deps: Deps, fact: Envelope): Promise<Sent> => {
  if (data.at > deps.now) {
    await postpone(deps, fact, secondsTo(data.at, deps.now));
    return ok(undefined);
  }
  const key = mailOf(deps.tenant, { ...data, id: data.mailId });
  const before = await read(key);
  // It has set out by another way since, or is there.
  if (before?.carried !== data.carried || before.state === 'DELIVERED') return ok(undefined);
  const word = await wordOf(before, deps);
  const heard = await untilFresh(async (tries) => {
    const mail = tries === 0 ? before : (await read(key))!;
    if (!word || mail.carried !== data.carried) return ok(undefined);
    if (word.state === 'REJECTED') return refused(mail, word.reason ?? 'no reason was given', deps);
    const moved = advance(mail, STATES[word.state], deps.now);
    return moved ? keepMoved(moved, deps) : ok(undefined);
  });
  if (!heard.ok || word?.state === 'REJECTED' || word?.state === 'DELIVERED') return heard;
  if (data.asked + 1 < ASK_SECONDS.length) await askLater(before, data.asked + 1, deps);
  else log.warn('dispatch.no_word');
  return heard;
};

/** Undefined where it does not answer: it is asked again. */
const wordOf = async (mail: Mail, { tenant }: Deps): Promise<Word | undefined> => {
  const account = mail.via && isService(mail.via) ? await accountOf(tenant, mail.via) : undefined;
  if (!account) return undefined;
  const carrier: Carrier = overHttp(account, fetchOut);
  try {
    return await carrier.ask(mail.carried!);
  } catch (error) {
    log.error('dispatch.service_silent', error);
    return undefined;
  }
};

/** Who carries for the company, if anybody does. From the vault: `{ "<tenant>": { "peppol": { "baseUrl", "apiKey" }, "letter": { … } } }`. */
export const accountOf = async (
  tenant: string,
  channel: 'letter' | 'peppol',
): Promise<Account | undefined> => {
  const vault = JSON.parse(await secret('providers')) as Record<
    string,
    { [K in 'letter' | 'peppol']?: Account } | undefined
  >;
  return vault[tenant]?.[channel];
};
