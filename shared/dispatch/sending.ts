/** How a mail goes out once: claim, send, confirm. */
import { entityOf, inForce, type Entity } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { ok } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Deps } from '../runtime/context.ts';
import { measure } from '../runtime/metrics.ts';
import { send, wasRefused } from '../runtime/mail.ts';
import { commit, recall, write } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { Written } from './compose.ts';
import { finished } from './finishing.ts';
import type { Mail } from './mail.ts';
import { note, type Sent } from './outcome.ts';
import { recipientsOf, type Recipient } from './recipients.ts';
import { isOff, mayClaim, NO_ADDRESS, SWITCHED_OFF } from './rules.ts';
import { putMail } from './store.ts';

/** Content, with the writes that must be true together with the claim and the debts that it asks for; or why nothing is sent. */
type Composed =
  | (Written & {
      steps?: readonly Write<'table.stale'>[];
      asked?: readonly Invoice[];
      reminder?: Mail['reminder'];
    })
  | { suppressed: string };

/** Compose, claim, send, confirm: see `LEASE_MS` for what a death in between leaves behind. A version that is not fresh sends the message back to its queue. */
export const dispatch = async <C extends Recipient>(
  { mail, customer: known, entity }: { mail: Mail; customer: C; entity: string | undefined },
  deps: Deps,
  compose: (customer: C, seller: Entity) => Promise<Composed>,
): Promise<Sent> => {
  if (mail.state !== 'QUEUED' && mail.state !== 'SENDING') return ok(undefined);
  if (deps.restored) return note(mail, 'SUPPRESSED', deps, 'It may have gone out in time that was lost.');
  if (!mayClaim(mail, deps.now))
    throw new Error(`mail ${mail.id} is being sent, or its sender died: tried again after the lease`);
  const tenant = (await recall(tenantById(deps.tenant)))!;
  const seller = inForce(entityOf(tenant, entity)!, deps.now);
  const { customer, to } = await recipientsOf(known, mail.purpose, deps);
  if (isOff(customer, mail.purpose)) return note(mail, 'SUPPRESSED', deps, SWITCHED_OFF);
  if (to.length === 0) measure('mailWithoutAddress');
  const composed: Composed = to.length === 0 ? { suppressed: NO_ADDRESS } : await compose(customer, seller);
  if ('suppressed' in composed) return note(mail, 'SUPPRESSED', deps, composed.suppressed, to.length === 0);

  const under = composed.asked ? follow(deps, composed.asked) : deps;
  const { template: _, ...before } = mail;
  const { content, template, events = [] } = await finished(composed, { mail, seller, tenant });
  const claimed: Mail = {
    ...before,
    version: mail.version + 1,
    state: 'SENDING',
    at: deps.now,
    history: [...mail.history, { state: 'SENDING', at: deps.now, to }],
    ...(composed.reminder && { reminder: composed.reminder }),
    ...(template && { template }),
    trace: under.trace,
  };
  const put = putMail(deps.tenant, claimed);
  const { steps } = composed;
  const claim =
    steps || events.length > 0
      ? await commit(under, { action: steps ? 'dispatch.remind' : 'dispatch.claim', events }, [
          put,
          ...(steps ?? []),
        ])
      : await write(put);
  if (!claim.ok)
    throw new Error(`mail ${mail.id} was claimed, or its debts moved, at the same moment: ${claim.detail}`);
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
  return note(claimed, 'SENT', under);
};
