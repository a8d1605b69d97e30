/** Mails of what is charged by itself: queued in the commit that plans or stops it, and worded of what the books say when they go out. */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { payUrl, type Composed } from '../dispatch/compose.ts';
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import { putMail } from '../dispatch/store.ts';
import { invoiceById } from '../invoices/store.ts';
import { announce, type Envelope, type Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { secret } from '../runtime/secrets.ts';
import { read, readEach } from '../runtime/table.ts';
import type { Collection } from './collection.ts';
import { failedLetter, noticeLetter } from './letters.ts';
import { choiceToken } from './link.ts';
import { collectionOf, methodById } from './store.ts';

/** One per invoice, word and version of its collection: what is decided twice is told once. */
export const queued = (
  { invoiceId, customerId, version }: Collection,
  say: NonNullable<Mail['collection']>['say'],
  { tenant, now, trace }: Deps,
): { write: Write<'table.stale'>; fact: Fact } => {
  const mail: Mail = {
    id: idOfCause('mail', now, 'collection', invoiceId, say, String(version)),
    version: 1,
    purpose: 'collection',
    customerId,
    collection: { invoiceId, say },
    state: 'QUEUED',
    at: now,
    history: [{ state: 'QUEUED', at: now }],
    trace,
  };
  return { write: putMail(tenant, mail), fact: announce(MailQueued, mail.id, { mailId: mail.id }) };
};

/** Worker: a notice of what is not charged any more, and a failure of what is paid, are not sent. */
export const sendCollection = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const customer = (await read(customerById(deps.tenant, mail.customerId!)))!;
  const invoice = await read(invoiceById(deps.tenant, mail.collection!.invoiceId));
  const about = { mail, customer, entity: invoice!.entity, fact };
  return dispatch(about, deps, (to, seller) => composed(mail, to, seller, deps));
};

const composed = async (
  { collection: of }: Mail,
  to: Customer,
  seller: Entity,
  { tenant }: Deps,
): Promise<Composed> => {
  const { invoiceId, say } = of!;
  const [invoice, collection] = await readEach(
    invoiceById(tenant, invoiceId),
    collectionOf(tenant, invoiceId),
  );
  if (!invoice || !collection || invoice.open.minor === 0) return { suppressed: 'paid' };
  const url = await payUrl(tenant, invoiceId);
  if (say !== 'notice')
    return collection.state === 'STOPPED'
      ? { letter: failedLetter({ invoice, say, payUrl: url }, to, seller), asked: [invoice] }
      : { suppressed: 'it is charged once more' };
  const { notice, state, on, customerId } = collection;
  const method = notice && (await read(methodById(tenant, customerId, notice.methodId)));
  if (state !== 'PLANNED' || !method || method.state === 'ENDED') return { suppressed: 'nothing is charged' };
  const choice = `${env('publicUrl')}/autopay/${choiceToken(await secret('linkKey'), tenant, invoiceId)}`;
  return {
    letter: noticeLetter({ invoice, on, amount: notice.amount, method, payUrl: url, choice }, to, seller),
    asked: [invoice],
  };
};
