/** How a mail goes out once, and what is known of it afterwards: claim, send, confirm; then SES's own news. */
import { entityOf, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { Customer } from '../customers/customer.ts';
import { suppress, suppressed } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { about, log } from '../runtime/log.ts';
import { measure } from '../runtime/metrics.ts';
import { send, wasRefused, type Content } from '../runtime/mail.ts';
import { commit, read, readAll, recall, untilFresh, write } from '../runtime/table.ts';
import { follow, newTrace } from '../runtime/trace.ts';
import { MailSuppressed, type Mail, type MailState, type SesEvent } from './mail.ts';
import { advance, mayClaim, STATE_OF } from './rules.ts';
import { mailOf, putMail } from './store.ts';

export type Sent = Result<void, 'once.taken' | 'table.stale'>;

/** Content, with the writes that must be true together with the claim and the debts that it asks for; or why nothing is sent. */
type Composed =
  | (Content & { steps?: readonly Write<'table.stale'>[]; asked?: readonly Invoice[] })
  | { suppressed: string };

/** Compose, claim, send, confirm: see `LEASE_MS` for what a death in between leaves behind. A version that is not fresh sends the message back to its queue. */
export const dispatch = async (
  { mail, customer, entity }: { mail: Mail; customer: Customer; entity: string | undefined },
  deps: Deps,
  compose: (customer: Customer, seller: Entity) => Promise<Composed>,
): Promise<Sent> => {
  if (mail.state !== 'QUEUED' && mail.state !== 'SENDING') return ok(undefined);
  if (deps.restored) return note(mail, 'SUPPRESSED', deps, 'It may have gone out in time that was lost.');
  if (!mayClaim(mail, deps.now))
    throw new Error(`mail ${mail.id} is being sent, or its sender died: tried again after the lease`);
  const seller = entityOf((await recall(tenantById(deps.tenant)))!, entity)!;
  const blocked = new Set(
    (await readAll(customer.emails.map((address) => suppressed(deps.tenant, address)))).map(({ address }) =>
      address.toLowerCase(),
    ),
  );
  const to = customer.emails.filter((address) => !blocked.has(address.toLowerCase()));
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
        ...(mail.creditNoteId !== undefined && { credit_note: mail.creditNoteId }),
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
  const [tenant, id] = [tags['tenant']?.[0], tags['mail']?.[0]];
  const state = STATE_OF[detail.eventType];
  if (tenant === undefined || id === undefined || state === undefined) return;
  const permanent = detail.bounce === undefined || detail.bounce.bounceType === 'Permanent';
  if (!permanent) return;
  const deps: Deps = { tenant, actor: 'ses', trace: tags['trace']?.[0] ?? newTrace(), now: instant() };
  about({ tenant, trace: deps.trace, mail: id });
  const of = { invoiceId: tags['invoice']?.[0], creditNoteId: tags['credit_note']?.[0] };
  const mail = await read(mailOf(tenant, { id, ...of }));
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
