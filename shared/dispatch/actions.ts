/** One mail per cause, however often its message arrives; what SES says of it comes back here. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { Customer, Suppressed } from '../customers/customer.ts';
import { customerById, suppress, suppressed } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { attemptsOf, unappliedOf } from '../payments/store.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { announce, type Envelope } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { orderById } from '../orders/store.ts';
import { idOfCause, instant, newId, type Deps } from '../runtime/context.ts';
import { send, wasRefused } from '../runtime/mail.ts';
import { all, commit, read, readAll, recall, untilFresh, write } from '../runtime/table.ts';
import { withInvoice, withReceipt, withReminder, type Content, type Settled } from './compose.ts';
import { orderConfirmed } from './mails.tsx';
import { MailSuppressed, type Mail, type MailState, type SesEvent } from './mail.ts';
import { advance, mayClaim, reminded, stillOwed } from './rules.ts';
import { mailOf, putMail } from './store.ts';

type Sent = Result<void, 'once.taken' | 'table.stale'>;

export const sendConfirmation = async (
  { orderId, customerId }: { orderId: string; customerId: Customer['id'] },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  const order = (await read(orderById(deps.tenant, orderId)))!;
  return dispatch(
    fresh('order_confirmation', customerId, fact),
    order.entity,
    deps,
    async ({ name, language }, seller) => orderConfirmed(order, name, language, seller),
  );
};

export const sendInvoice = async (
  { invoiceId }: { invoiceId: Invoice['id'] },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  const { customerId, entity } = (await read(invoiceById(deps.tenant, invoiceId)))!;
  return dispatch({ ...fresh('invoice', customerId, fact), invoiceId }, entity, deps, () =>
    withInvoice(deps.tenant, invoiceId),
  );
};

export const sendReceipt = async (
  settled: Settled & {
    customerId?: Customer['id'] | undefined;
    allocations: readonly { invoiceId: Invoice['id'] }[];
  },
  deps: Deps,
  fact: Envelope,
): Promise<Sent> => {
  if (settled.customerId === undefined) return ok(undefined);
  const entity =
    settled.allocations[0] &&
    (await read(invoiceById(deps.tenant, settled.allocations[0].invoiceId)))?.entity;
  return dispatch(fresh('receipt', settled.customerId, fact), entity, deps, (customer, seller) =>
    withReceipt(deps.tenant, settled, customer, seller),
  );
};

/** A queued reminder is decided again at the second of sending; what was paid meanwhile, or is on its way, is not asked for. */
export const sendReminder = async ({ mailId }: { mailId: Mail['id'] }, deps: Deps): Promise<Sent> => {
  const queued = (await read(mailOf(deps.tenant, { id: mailId })))!;
  const { entity, currency, invoiceIds } = queued.reminder!;
  return dispatch(queued, entity, deps, async (customer, seller) => {
    const today = localDate(deps.now, seller.zone);
    // A sender that died after its claim has counted the step already: then only what is still open is asked for again.
    const counted = queued.state === 'SENDING';
    const invoices = await readAll(invoiceIds.map((id) => invoiceById(deps.tenant, id)));
    const debts = await Promise.all(
      invoices.map(async (invoice) => ({
        invoice: counted ? { ...invoice, remindOn: today } : invoice,
        attempts: await all(attemptsOf(deps.tenant, invoice.id)),
      })),
    );
    const unapplied = (await all(unappliedOf(deps.tenant, customer.id))).filter(
      (payment) => payment.unapplied.currency === currency,
    );
    const { owed, spared } = stillOwed(debts, unapplied, today, deps.now);
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

/** Content, with the writes that must be true together with the claim; or why nothing is sent. */
type Composed = (Content & { steps?: readonly Write<'table.stale'>[] }) | { suppressed: string };

/** Compose, claim, send, confirm: see `LEASE_MS` for what a death in between leaves behind. A version that is not fresh sends the message back to its queue. */
const dispatch = async (
  wanted: Mail,
  entityId: string | undefined,
  deps: Deps,
  compose: (customer: Customer, seller: Entity) => Promise<Composed>,
): Promise<Sent> => {
  const mail = (await read(mailOf(deps.tenant, wanted))) ?? wanted;
  if (mail.state !== 'QUEUED' && mail.state !== 'SENDING') return ok(undefined);
  if (deps.restored) return note(mail, 'SUPPRESSED', deps, 'It may have gone out in time that was lost.');
  if (!mayClaim(mail, deps.now))
    throw new Error(`mail ${mail.id} is being sent, or its sender died: tried again after the lease`);
  const [customer, tenant] = [
    (await read(customerById(deps.tenant, mail.customerId)))!,
    (await recall(tenantById(deps.tenant)))!,
  ];
  const seller = entityOf(tenant, entityId)!;
  const blocked = new Set(
    (await readAll(customer.emails.map((address) => suppressed(deps.tenant, address)))).map(({ address }) =>
      address.toLowerCase(),
    ),
  );
  const to = customer.emails.filter((address) => !blocked.has(address.toLowerCase()));
  const composed: Composed =
    to.length === 0 ? { suppressed: 'no address takes mail' } : await compose(customer, seller);
  if ('suppressed' in composed) return note(mail, 'SUPPRESSED', deps, composed.suppressed);

  const claimed: Mail = {
    ...mail,
    version: mail.version + 1,
    state: 'SENDING',
    at: deps.now,
    history: [...mail.history, { state: 'SENDING', at: deps.now }],
  };
  const put = putMail(deps.tenant, claimed);
  const claim = composed.steps
    ? await commit(deps, { action: 'dispatch.remind' }, [put, ...composed.steps])
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
      tags: {
        tenant: deps.tenant,
        mail: mail.id,
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
  return note(claimed, 'SENT', deps);
};

/** What SES says of a mail: forward only; a permanent bounce or a complaint also stops the address. */
export const hearOfMail = async ({ detail }: SesEvent): Promise<void> => {
  const { tags, timestamp } = detail.mail;
  const [tenant, id, invoiceId] = [tags['tenant']?.[0], tags['mail']?.[0], tags['invoice']?.[0]];
  const state = STATE_OF[detail.eventType];
  if (tenant === undefined || id === undefined || state === undefined) return;
  const permanent = detail.bounce === undefined || detail.bounce.bounceType === 'Permanent';
  if (!permanent) return;
  const deps: Deps = { tenant, actor: 'ses', trace: newId('trc'), now: instant() };
  const mail = await read(mailOf(tenant, { id, invoiceId }));
  if (!mail) throw new Error(`mail ${id} is not in the books yet`);
  const stopped = (detail.bounce?.bouncedRecipients ?? detail.complaint?.complainedRecipients ?? []).map(
    ({ emailAddress }): Suppressed => ({
      address: emailAddress,
      reason: detail.bounce ? 'bounced' : 'complained',
      at: timestamp,
    }),
  );
  await note(
    mail,
    state,
    deps,
    undefined,
    stopped.map((entry) => suppress(tenant, entry)),
  );
};
const STATE_OF: Readonly<Record<string, MailState>> = {
  Send: 'SENT',
  Delivery: 'DELIVERED',
  Bounce: 'BOUNCED',
  Complaint: 'COMPLAINED',
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
