import { isValidIBAN } from 'ibantools';
import type { ActionsOf } from '../kernel/contract.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, listed, read, untilFresh } from '../runtime/table.ts';
import type { customersApi } from './api.ts';
import { CustomerSaved, type Customer } from './customer.ts';
import { customerById, customers, idByName, putCustomer } from './store.ts';

export const actions: ActionsOf<typeof customersApi, Deps> = {
  upsertCustomer: async ({ source, externalId, ...profile }, deps) => {
    const wrong = profile.ibans.findIndex((iban) => !isValidIBAN(iban));
    if (wrong >= 0)
      return refuse('customers.iban_invalid', 'The check digits of an IBAN are wrong.', [
        { pointer: `/ibans/${wrong}`, detail: 'is not a valid IBAN' },
      ]);
    return untilFresh(async () => {
      const known = await read(idByName(deps.tenant, source, externalId));
      const before = known === undefined ? undefined : await read(customerById(deps.tenant, known));
      const customer: Customer = {
        id: before?.id ?? newId('cus'),
        version: (before?.version ?? 0) + 1,
        source,
        externalId,
        ...profile,
        createdAt: before?.createdAt ?? deps.now,
        updatedAt: deps.now,
      };
      const kept = await commit(
        deps,
        {
          action: 'customers.upsert',
          events: [
            announce(CustomerSaved, customer.id, { customerId: customer.id, version: customer.version }),
          ],
        },
        putCustomer(deps.tenant, customer),
      );
      return kept.ok ? ok(customer) : kept;
    });
  },
  getCustomer: async ({ id }, { tenant }) => {
    const customer = await read(customerById(tenant, id));
    return customer ? ok(customer) : refuse('customers.unknown', `There is no customer ${id}.`);
  },
  listCustomers: async (page, { tenant }) => {
    return listed(await list(customers(tenant), page));
  },
};
