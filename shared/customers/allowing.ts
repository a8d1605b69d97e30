/** An address that took no mail is written to again: a person has looked, and says why. */
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { whoIsNow } from './alias.ts';
import { CustomerSaved, type Customer } from './customer.ts';
import { hasAddress, isStopped, unflagged } from './rules.ts';
import { versionOf } from './saving.ts';
import { customerById, putCustomer, putVersion, suppress, suppressed } from './store.ts';

export const allowAddress = (
  { id, email, reason }: { id: Customer['id']; email: string; reason: string },
  deps: Deps,
) =>
  untilFresh(async () => {
    const { tenant, now, actor: by } = deps;
    const before = await whoIsNow(deps, await read(customerById(tenant, id)));
    if (!before) return refuse('customers.unknown', `There is no customer ${id}.`);
    const stopped = await read(suppressed(tenant, email));
    if (!stopped || !isStopped(stopped) || !hasAddress(before, email))
      return refuse('customers.address_takes_mail', 'The address is not one that takes no mail.', [
        { pointer: '/email', detail: 'is not an address of the customer that was stopped' },
      ]);
    // One that was taken up again after it was stopped has no flag.
    const customer = unflagged(before, email, now);
    const kept = await commit(
      deps,
      {
        action: 'customers.allow_address',
        subject: before.id,
        events: customer
          ? [announce(CustomerSaved, customer.id, { customerId: customer.id, version: customer.version })]
          : [],
        answer: customer ?? before,
      },
      [
        suppress(tenant, { ...stopped, lifted: { at: now, by, reason } }),
        ...(customer
          ? [
              ...putCustomer(tenant, customer, before),
              putVersion(tenant, customer.id, versionOf(before, customer, deps)),
            ]
          : []),
      ],
    );
    return kept.ok ? ok(customer ?? before) : kept;
  });
