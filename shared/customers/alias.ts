/** Customers that were merged answer under their old ids: who they are now is one read more, and only for them. */
import type { Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import type { Customer } from './customer.ts';
import { customerById } from './store.ts';

/** A merge leads to a record that is none itself, so one step is enough. */
export const whoIsNow = async <T extends { readonly mergedInto?: Customer['id'] | undefined } | undefined>(
  { tenant }: Pick<Deps, 'tenant'>,
  customer: T,
): Promise<T> =>
  customer?.mergedInto === undefined
    ? customer
    : ((await read(customerById(tenant, customer.mergedInto))) as unknown as T);
