/** Mails of what a customer did on its own pages, or is told of them: queued in the commit that makes it true. */
import type { Customer } from '../customers/customer.ts';
import type { Instant } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { MailQueued, type Mail } from './mail.ts';
import { putMail } from './store.ts';

/** Of the mail that was queued at that moment to say it. */
export const toldId = (
  at: Instant,
  { say, id }: NonNullable<Mail['account']>,
  ...once: readonly string[]
): Mail['id'] => idOfCause('mail', at, 'account', say, id, ...once);

/** `once`: what else of it makes it another mail; what is told again under the same is one. */
export const told = (
  {
    customerId,
    once,
    ...account
  }: NonNullable<Mail['account']> & { readonly customerId: Customer['id']; readonly once?: string },
  { tenant, now, trace }: Pick<Deps, 'tenant' | 'now' | 'trace'>,
): { writes: Write<'table.stale'>[]; events: Fact[] } => {
  const mail: Mail = {
    id: toldId(now, account, ...(once === undefined ? [] : [once])),
    version: 1,
    purpose: 'account',
    customerId,
    account,
    state: 'QUEUED',
    at: now,
    history: [{ state: 'QUEUED', at: now }],
    trace,
  };
  return {
    writes: [putMail(tenant, mail)],
    events: [announce(MailQueued, mail.id, { mailId: mail.id })],
  };
};
