/** One mail per cause, however often its message arrives; what SES says of it comes back here. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById, suppress } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { documentsOf, invoiceById, putInvoice, snapshotById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce, type Envelope } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { orderById } from '../orders/store.ts';
import { idOfCause, instant, type Deps } from '../runtime/context.ts';
import { about, log } from '../runtime/log.ts';
import { measure } from '../runtime/metrics.ts';
import { send, wasRefused } from '../runtime/mail.ts';
import { paymentById } from '../payments/store.ts';
import { commit, read, readEach, readGroups, recall, untilFresh, write } from '../runtime/table.ts';
import { follow, newTrace } from '../runtime/trace.ts';
import { debtsOf, receiptOf, withInvoice, withReminder, type Content, type Settled } from './compose.ts';
import { orderConfirmed } from './mails.tsx';
import { MailSuppressed, type Mail, type MailState, type SesEvent } from './mail.ts';
import { recipientsOf } from './recipients.ts';
import { advance, mayClaim, reminded, STATE_OF, stillOwed } from './rules.ts';
import { mailOf, putMail } from './store.ts';

type Sent = Result<void, 'once.taken' | 'table.stale'>;

export const sendConfirmation = async (
  { orderId, customerId }: { orderId: string; customerId: Customer['id'] },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  const wanted = fresh('order_confirmation', customerId, fact);
  const [order, mail, customer] = await readEach(orderById(deps.tenant, orderId), ...begun(deps, wanted));
  return dispatch(
    { mail: mail ?? wanted, customer: customer!, entity: order!.entity },
    deps,
    async ({ name, language }, seller) => orderConfirmed(order!, name, language, seller),
  );
};

export const sendInvoice = async (
  { invoiceId, customerId }: { invoiceId: Invoice['id']; customerId: Customer['id'] },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  const wanted = { ...fresh('invoice', customerId, fact), invoiceId };
  const [snapshot, documents, mail, customer] = await readEach(
    snapshotById(deps.tenant, invoiceId),
    documentsOf(deps.tenant, invoiceId),
    ...begun(deps, wanted),
  );
  return dispatch({ mail: mail ?? wanted, customer: customer!, entity: snapshot!.seller.id }, deps, () =>
    withInvoice(deps.tenant, invoiceId, snapshot!, documents!),
  );
};

export const sendReceipt = async (
  settled: Settled & { customerId?: Customer['id'] | undefined },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  if (settled.customerId === undefined) return ok(undefined);
  const wanted = fresh('receipt', settled.customerId, fact);
  const [mailKey, customerKey] = begun(deps, wanted);
  const [[payment], [mail], [customer], paid] = await readGroups(
    [paymentById(deps.tenant, settled.paymentId)],
    [mailKey],
    [customerKey],
    settled.allocations.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)),
  );
  return dispatch(
    { mail: mail ?? wanted, customer: customer!, entity: payment!.entity },
    follow(deps, paid),
    async (to, seller) => receiptOf(payment!, settled, to, seller),
  );
};

/** A queued reminder is decided again at the second of sending; what was paid meanwhile, or is on its way, is not asked for. */
export const sendReminder = async ({ mailId }: { mailId: Mail['id'] }, deps: Deps): Promise<Sent> => {
  const queued = (await read(mailOf(deps.tenant, { id: mailId })))!;
  const recipient = (await read(customerById(deps.tenant, queued.customerId)))!;
  const about = { mail: queued, customer: recipient, entity: queued.reminder!.entity };
  return dispatch(about, deps, async (customer, seller) => {
    const today = localDate(deps.now, seller.zone);
    // A sender that died after its claim has counted the step already: then only what is still open is asked for again.
    const counted = queued.state === 'SENDING';
    const { debts, unapplied } = await debtsOf(deps.tenant, queued);
    const { owed, spared } = stillOwed(
      counted ? debts.map((debt) => ({ ...debt, invoice: { ...debt.invoice, remindOn: today } })) : debts,
      unapplied,
      today,
      deps.now,
    );
    if (owed.length === 0) return { suppressed: [...new Set(spared.map(({ why }) => why))].join(', ') };
    const steps = counted
      ? []
      : owed.map((invoice) => putInvoice(deps.tenant, reminded(invoice, seller.reminders, today)));
    return {
      ...(await withReminder(
        deps.tenant,
        counted ? owed.map((invoice) => ({ ...invoice, reminded: invoice.reminded - 1 })) : owed,
        customer,
        seller,
        today,
      )),
      steps,
      asked: owed,
    };
  });
};

const fresh = (purpose: Mail['purpose'], customerId: Customer['id'], fact: Envelope): Mail => ({
  id: idOfCause('mail', fact.time, purpose, fact.id),
  version: 0,
  purpose,
  customerId,
  state: 'QUEUED',
  at: fact.time,
  history: [],
});

/** What is known of a mail that its cause may have begun before, and its customer: read together with what it is about. */
const begun = (deps: Deps, wanted: Mail) =>
  [mailOf(deps.tenant, wanted), customerById(deps.tenant, wanted.customerId)] as const;

/** Content, with the writes that must be true together with the claim and the debts that it asks for; or why nothing is sent. */
type Composed =
  | (Content & { steps?: readonly Write<'table.stale'>[]; asked?: readonly Invoice[] })
  | { suppressed: string };

/** Compose, claim, send, confirm: see `LEASE_MS` for what a death in between leaves behind. A version that is not fresh sends the message back to its queue. */
const dispatch = async (
  { mail, customer: known, entity }: { mail: Mail; customer: Customer; entity: string | undefined },
  deps: Deps,
  compose: (customer: Customer, seller: Entity) => Promise<Composed>,
): Promise<Sent> => {
  if (mail.state !== 'QUEUED' && mail.state !== 'SENDING') return ok(undefined);
  if (deps.restored) return note(mail, 'SUPPRESSED', deps, 'It may have gone out in time that was lost.');
  if (!mayClaim(mail, deps.now))
    throw new Error(`mail ${mail.id} is being sent, or its sender died: tried again after the lease`);
  const seller = entityOf((await recall(tenantById(deps.tenant)))!, entity)!;
  const { customer, to } = await recipientsOf(known, mail.purpose, deps);
  if (to.length === 0) measure('mailWithoutAddress');
  const composed: Composed =
    to.length === 0 ? { suppressed: 'no address takes mail' } : await compose(customer, seller);
  if ('suppressed' in composed) return note(mail, 'SUPPRESSED', deps, composed.suppressed);

  const under = composed.asked ? follow(deps, composed.asked) : deps;
  const claimed: Mail = {
    ...mail,
    version: mail.version + 1,
    state: 'SENDING',
    at: deps.now,
    history: [...mail.history, { state: 'SENDING', at: deps.now }],
    trace: under.trace,
  };
  const put = putMail(deps.tenant, claimed);
  const claim = composed.steps
    ? await commit(under, { action: 'dispatch.remind' }, [put, ...composed.steps])
    : await write(put);
  if (!claim.ok)
    throw new Error(`mail ${mail.id} was claimed, or its debts moved, at the same moment: ${claim.detail}`);
  const { subject, text, html, attachments } = composed;
  try {
    await send({
      fromName: seller.name,
      replyTo: seller.email,
      to,
      subject,
      text,
      html,
      ...(attachments && { attachments }),
      traces: [under.trace, ...(under.traces ?? [])],
      tags: {
        tenant: deps.tenant,
        mail: mail.id,
        trace: under.trace,
        ...(mail.invoiceId !== undefined && { invoice: mail.invoiceId }),
      },
    });
  } catch (error) {
    // A refusal of SES is certain: it was not sent, so the claim ends at once. Anything else waits for the lease.
    if (wasRefused(error))
      await write(
        putMail(deps.tenant, { ...claimed, version: claimed.version + 1, at: new Date(0).toISOString() }),
      );
    throw error;
  }
  return note(claimed, 'SENT', under);
};

/** What SES says of a mail: forward only; a permanent bounce or a complaint also stops the address. */
export const hearOfMail = async ({ detail }: SesEvent): Promise<void> => {
  const { tags, timestamp } = detail.mail;
  const [tenant, id, invoiceId] = [tags['tenant']?.[0], tags['mail']?.[0], tags['invoice']?.[0]];
  const state = STATE_OF[detail.eventType];
  if (tenant === undefined || id === undefined || state === undefined) return;
  const permanent = detail.bounce === undefined || detail.bounce.bounceType === 'Permanent';
  if (!permanent) return;
  const deps: Deps = { tenant, actor: 'ses', trace: tags['trace']?.[0] ?? newTrace(), now: instant() };
  about({ tenant, trace: deps.trace, mail: id });
  const mail = await read(mailOf(tenant, { id, invoiceId }));
  if (!mail) throw new Error(`mail ${id} is not in the books yet`);
  const reason = detail.bounce ? 'bounced' : 'complained';
  const stopped = (detail.bounce?.bouncedRecipients ?? detail.complaint?.complainedRecipients ?? []).map(
    ({ emailAddress: address }) => suppress(tenant, { address, reason, at: timestamp }),
  );
  await note(mail, state, deps, undefined, stopped);
  log.info('mail.heard', { state });
};

/** Moves a mail forward; news that is older than what is known changes nothing. What is a fact for others is committed with it. */
const note = (
  known: Mail,
  state: MailState,
  deps: Deps,
  reason?: string,
  also: readonly Write<'table.stale'>[] = [],
): Promise<Sent> => {
  let mail = known;
  return untilFresh(async () => {
    const moved = advance(mail, state, deps.now, reason);
    if (!moved) return ok(undefined);
    const events =
      state === 'SUPPRESSED'
        ? [
            announce(MailSuppressed, mail.id, {
              mailId: mail.id,
              customerId: mail.customerId,
              purpose: mail.purpose,
              reason: reason!,
            }),
          ]
        : [];
    const put = putMail(deps.tenant, moved);
    const done =
      events.length + also.length > 0
        ? await commit(deps, { action: `dispatch.${state.toLowerCase()}`, events }, [put, ...also])
        : await write(put);
    if (!done.ok) mail = (await read(mailOf(deps.tenant, known))) ?? known;
    return done;
  });
};
