/**
 * Worker: SES put a mail into the bucket. It is kept under its company, read, and becomes a reply of its customer, or waits for a person.
 * SES has one folder for all companies; what is no company's goes from there by itself.
 */
import { answeredBy, type Answered } from '../dispatch/reply-address.ts';
import { announce } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { INBOX } from '../kernel/storage.ts';
import { bytesOf, copied, streamOf, type Stored } from '../runtime/blobs.ts';
import { hiddenKey, idOfCause, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { about, log } from '../runtime/log.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { bump } from '../runtime/tally.ts';
import { take, type Ways } from '../replies/taking.ts';
import { headOf, letterIn, MOST_BYTES, type Letter } from './mime.ts';
import { isOf, placed, placeOf, type Place } from './placing.ts';
import { MailWaits, type ReceivedMail, type Waiting } from './received.ts';
import {
  isAuthentic,
  isAutomatic,
  isReport,
  MOST_OF_CUSTOMER,
  MOST_OF_SENDER,
  sentOf,
  trouble,
} from './rules.ts';
import { countReceived, putReceived, receivedById } from './store.ts';

export const receiving = (ways: Ways) => ({
  /** By the folder that it reads. */
  mails: {
    [INBOX]: (object: Stored & { readonly at: string }, deps: Deps): Promise<void> =>
      receive(object, ways, deps),
  },
  takeAssigned: (
    { receivedMailId }: { receivedMailId: ReceivedMail['id'] },
    deps: Deps,
  ): Promise<Result<unknown>> => untilFresh(() => takeAssigned(receivedMailId, ways, deps)),
});

/** What is too large is not read, but for the lines that say whose it is. */
const HEAD = 131_072;
const opened = async ({
  key,
  etag,
  size,
}: Stored): Promise<{ letter: Letter | undefined; waits?: Waiting }> => {
  const raw = size > MOST_BYTES ? await beginning(key, etag) : await bytesOf(key);
  const letter = size > MOST_BYTES ? undefined : await letterIn(raw);
  return letter
    ? { letter }
    : { letter: await letterIn(headOf(raw)), waits: size > MOST_BYTES ? 'too_large' : 'unreadable' };
};
const beginning = async (key: string, etag: string): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const part of streamOf(key, etag)) {
    parts.push(part);
    if (parts.reduce((sum, { length }) => sum + length, 0) >= HEAD) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD);
};

const receive = async (object: Stored & { readonly at: string }, ways: Ways, worker: Deps): Promise<void> => {
  const { letter, waits } = await opened(object);
  const answered = letter && (await answeredIn(letter));
  if (!answered) {
    log.warn('inbound.nobody', { bytes: object.size });
    return;
  }
  const deps = { ...worker, tenant: answered.tenant };
  about({ tenant: deps.tenant });
  const id = idOfCause('rcv', letter.sentAt ?? NO_DAY, letter.sameAs);
  if (await read(receivedById(deps.tenant, id))) return;
  const file = `${deps.tenant}/inbound/${id}.eml`;
  await copied(object, file, 'message/rfc822');
  const found = await placeOf(answered, letter.from, deps);
  const candidates = found && 'candidates' in found ? found.candidates : undefined;
  const place = found && 'customer' in found ? found : undefined;
  const mail: ReceivedMail = {
    ...noted(letter, { id, file, at: object.at }),
    ...(place?.disputeId !== undefined && { disputeId: place.disputeId }),
    ...(candidates && { candidates: [...candidates] }),
    trace: deps.trace,
  };
  const stands =
    waits ??
    trouble(letter) ??
    (place ? await tooMany(letter, place, deps) : candidates ? 'several' : 'nobody');
  await keep(
    isReport(letter)
      ? { ...mail, state: 'SET_ASIDE' }
      : stands !== undefined
        ? { ...mail, waits: stands }
        : await replied(mail, letter, { ...place!, vouched: false }, { ways, deps }),
    deps,
  );
};
/** Of a mail without a day; the same mail has the same id. */
const NO_DAY = '2020-01-01T00:00:00Z';

const answeredIn = async ({ leads }: Letter): Promise<Answered | undefined> => {
  const [linkKey, domain] = [await secret('linkKey'), env('replyDomain')];
  const found = leads.flatMap((lead) => answeredBy(linkKey, lead, domain) ?? []);
  // A company's own address says less than the thread.
  return found.find(({ id }) => id !== undefined) ?? found[0];
};

const noted = (
  letter: Letter,
  { id, file, at }: { readonly id: ReceivedMail['id']; readonly file: string; readonly at: string },
): ReceivedMail => ({
  id,
  version: 1,
  state: 'WAITING',
  ...(letter.from !== undefined && { from: letter.from }),
  ...(letter.subject !== '' && { subject: letter.subject }),
  authentic: isAuthentic(letter),
  automatic: isAutomatic(letter),
  files: letter.files.map(({ text, ...one }) => ({ ...one, read: text !== undefined })),
  invoices: [],
  file,
  sentAt: sentOf(letter, at),
  receivedAt: at,
});

const tooMany = async (
  { from = '' }: Letter,
  { customer }: Place,
  deps: Deps,
): Promise<Waiting | undefined> => {
  const of = async (name: string) =>
    Number((await bump(countReceived(deps.tenant, name, deps.now)))?.['n'] ?? 0);
  const [ofSender, ofCustomer] = [await of(hiddenKey(deps.tenant, from)), await of(customer.id)];
  return ofSender > MOST_OF_SENDER || ofCustomer > MOST_OF_CUSTOMER ? 'too_many' : undefined;
};

/** The mail as a reply of its customer. What is not surely from there is for a person to read, whatever it says. */
const replied = async (
  mail: ReceivedMail,
  letter: Letter,
  { customer, invoices, knownBy, vouched }: Place & { readonly vouched: boolean },
  { ways, deps }: { readonly ways: Ways; readonly deps: Deps },
): Promise<ReceivedMail> => {
  const doubted = !mail.authentic
    ? 'nothing shows that the mail is from the domain that it names'
    : !vouched && !isOf(customer, letter.from)
      ? 'its sender is not among the customer’s addresses'
      : undefined;
  const said = {
    messageId: letter.messageId,
    sentAt: mail.sentAt,
    subject: letter.subject || '-',
    text: letter.text || '-',
    automatic: mail.automatic,
    invoices: [...invoices],
  };
  const attached = letter.files.flatMap(({ text }) => text ?? []).join('\n');
  // Where a person had to say whose it is, it is not from an address that the customer has.
  const sender = vouched ? undefined : letter.from;
  const how = { ways, doubted, receivedMailId: mail.id, disputeId: mail.disputeId, attached, sender };
  const taken = await untilFresh(() => take(customer.id, said, how, deps));
  if (!taken.ok) throw new Error(taken.detail);
  return {
    ...without(mail, 'waits'),
    state: 'TAKEN',
    customerId: customer.id,
    knownBy,
    invoices: [...invoices],
    replyId: taken.value.id,
  };
};

/** It is read again from where it is kept; the second message finds it read. */
const takeAssigned = async (
  id: ReceivedMail['id'],
  ways: Ways,
  deps: Deps,
): Promise<Result<unknown, 'inbound.unknown' | 'inbound.gone' | 'once.taken' | 'table.stale'>> => {
  const mail = await read(receivedById(deps.tenant, id));
  if (!mail) return refuse('inbound.unknown', `There is no mail ${id}.`);
  if (mail.state !== 'ASSIGNED') return ok(mail);
  const place = await placed(
    { customerId: mail.customerId!, invoices: mail.invoices, knownBy: 'person' },
    deps,
  );
  if (!place) return refuse('inbound.gone', `The customer of mail ${id} is there no more.`);
  const raw = await bytesOf(mail.file);
  const letter = (await letterIn(raw)) ?? (await letterIn(headOf(raw)));
  const next = await replied(mail, letter!, { ...place, vouched: true }, { ways, deps });
  return commitOf({ ...next, version: mail.version + 1 }, deps);
};

const keep = async (mail: ReceivedMail, deps: Deps): Promise<void> => {
  const kept = await commitOf(mail, deps);
  // Somebody else kept the same mail at the same moment.
  if (!kept.ok && kept.code !== 'table.stale') throw new Error(kept.detail);
};
const commitOf = (mail: ReceivedMail, deps: Deps) =>
  commit<'once.taken' | 'table.stale'>(
    deps,
    {
      action: 'inbound.take',
      subject: mail.id,
      events:
        mail.state === 'WAITING'
          ? [announce(MailWaits, mail.id, { receivedMailId: mail.id, waits: mail.waits! })]
          : [],
    },
    [putReceived(deps.tenant, mail)],
  );
