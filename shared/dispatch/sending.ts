/** How a mail goes out once: claim, send, confirm. */
import { entityOf, inForce, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Envelope } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { measure } from '../runtime/metrics.ts';
import { send, wasRefused } from '../runtime/mail.ts';
import { recall, write } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { claim } from './claiming.ts';
import { finished, said } from './finishing.ts';
import type { Mail } from './mail.ts';
import { accountOf, carry } from './carrying.ts';
import type { Composed } from './compose.ts';
import { countSent, keepWaiting, whyWait } from './gate.ts';
import { note, type Sent } from './outcome.ts';
import { recipientsOf, type Recipient } from './recipients.ts';
import { channelOf, mayBePosted } from './channel.ts';
import { isOff, mayClaim, NO_ADDRESS, SWITCHED_OFF } from './rules.ts';
import { putMail } from './store.ts';

/** Compose, claim, send, confirm: see `LEASE_MS` for what a death in between leaves behind. A version that is not fresh sends the message back to its queue. */
export const dispatch = async <C extends Recipient>(
  {
    mail,
    customer: known,
    entity,
    fact,
  }: { mail: Mail; customer: C; entity: string | undefined; fact: Envelope },
  deps: Deps,
  compose: (customer: C, seller: Entity) => Promise<Composed>,
): Promise<Sent> => {
  if (mail.state !== 'QUEUED' && mail.state !== 'SENDING') return ok(undefined);
  if (deps.restored) return note(mail, 'SUPPRESSED', deps, 'It may have gone out in time that was lost.');
  if (!mayClaim(mail, deps.now))
    throw new Error(`mail ${mail.id} is being sent, or its sender died: tried again after the lease`);
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const seller = inForce(entityOf(tenant, entity)!, deps.now);
  // What was owed under a merged customer's name is asked of who it is now.
  const customer = await whoIsNow(deps, known);
  const channel = channelOf(mail, customer);
  const about = { mail, customer, seller, tenant, fact };
  if (channel !== 'mail') return carry({ ...about, channel }, deps, compose);
  if (isOff(customer, mail.purpose)) return note(mail, 'SUPPRESSED', deps, SWITCHED_OFF);
  const wait = mail.state === 'QUEUED' ? await whyWait(mail, customer.zone ?? seller.zone, deps) : undefined;
  if (wait) return keepWaiting(mail, wait, fact, deps);
  const to = await recipientsOf(customer, mail.purpose, deps);
  // What no address takes goes on paper, where somebody prints and posts it.
  if (to.length === 0 && mayBePosted(mail) && (await accountOf(deps.tenant, 'letter')))
    return carry({ ...about, channel: 'letter' }, deps, compose);
  // A code goes to one address that somebody named: whether it takes mail says nothing of the customer's others.
  const nobody = to.length === 0 && mail.purpose !== 'code';
  if (nobody) measure('mailWithoutAddress');
  const composed: Composed = to.length === 0 ? { suppressed: NO_ADDRESS } : await compose(customer, seller);
  if ('suppressed' in composed)
    return note(mail, 'SUPPRESSED', deps, composed.suppressed, {
      nobody,
      ...(composed.marks && { marks: composed.marks }),
    });

  const under = composed.asked ? follow(deps, composed.asked) : deps;
  const saying = await said(composed, { mail, tenant });
  const content = await finished(saying, { mail, seller, tenant });
  const { template, pdf } = saying;
  const claimed: Mail = {
    ...without(mail, 'waits', 'template', 'pdf'),
    version: mail.version + 1,
    state: 'SENDING',
    at: deps.now,
    history: [...mail.history, { state: 'SENDING', at: deps.now, to }],
    ...(composed.reminder && { reminder: composed.reminder }),
    ...(template && { template }),
    ...(pdf !== undefined && { pdf }),
    trace: under.trace,
  };
  const { steps, entry, events: told = [] } = composed;
  await claim(claimed, { steps, entry, events: [...saying.events, ...told] }, under);
  try {
    await send({
      ...content,
      to,
      traces: [under.trace, ...(under.traces ?? [])],
      tags: {
        tenant: deps.tenant,
        mail: mail.id,
        ...(mail.round !== undefined && { round: String(mail.round) }),
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
  const noted = await note(claimed, 'SENT', under);
  await countSent(to.length, deps);
  return noted;
};
