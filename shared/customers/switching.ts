/** Which mails a customer does not want: said by its seller's people over the API, or by itself on the page behind a link. */
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { whoIsNow } from './alias.ts';
import { CustomerSaved, type CourtesyMail, type Customer } from './customer.ts';
import { switched } from './rules.ts';
import { versionOf } from './saving.ts';
import { customerById, putCustomer, putVersion } from './store.ts';

/** `off`: what is to be off, from what is. Said twice it changes nothing, and leaves no act. */
export const switchMails = (
  id: string,
  off: (now: readonly CourtesyMail[]) => readonly CourtesyMail[],
  deps: Deps,
) =>
  untilFresh(async () => {
    const before = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    if (!before) return refuse('customers.unknown', `There is no customer ${id}.`);
    if (before.erased) return refuse('customers.erased', `The personal data of ${before.id} were erased.`);
    const customer = switched(before, off((before.mailsOff ?? []).map(({ kind }) => kind)), deps);
    if (!customer) return ok(before);
    const kept = await commit(deps, { action: 'customers.switch_mails', ...told(customer) }, [
      ...putCustomer(deps.tenant, customer, before),
      putVersion(deps.tenant, customer.id, versionOf(before, customer, deps)),
    ]);
    return kept.ok ? ok(customer) : kept;
  });

const told = ({ id, version }: Customer) => ({
  subject: id,
  events: [announce(CustomerSaved, id, { customerId: id, version })],
});
