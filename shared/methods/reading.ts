/** What the books say of one invoice that is collected, or could be. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { attemptsOn } from '../payments/attempted.ts';
import { unappliedOf } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, read, readEach, recall } from '../runtime/table.ts';
import type { Collection } from './collection.ts';
import type { Situation } from './rules.ts';
import { autopayOf, collectionOf, methodsOf } from './store.ts';

/** All that decides, read at this second. */
export const situationOf = async (
  invoiceId: string,
  deps: Deps,
): Promise<{ collection: Collection | undefined; situation: Situation } | undefined> => {
  const { tenant, now } = deps;
  const [invoice, collection] = await readEach(
    invoiceById(tenant, invoiceId),
    collectionOf(tenant, invoiceId),
  );
  if (!invoice) return undefined;
  const entity = entityOf((await recall(tenantById(tenant)))!, invoice.entity)!;
  const [autopay, methods, attempts, unapplied] = [
    await read(autopayOf(tenant, invoice.customerId)),
    await all(methodsOf(tenant, invoice.customerId)),
    await attemptsOn(tenant, invoiceId),
    await all(unappliedOf(tenant, invoice.customerId)),
  ];
  const unappliedMinor = unapplied
    .filter((one) => one.entity === invoice.entity && one.amount.currency === invoice.open.currency)
    .reduce((sum, one) => sum + one.unapplied.minor, 0);
  const today = localDate(now, entity.zone);
  return {
    collection,
    situation: { invoice, entity, autopay, methods, attempts, unappliedMinor, today, now },
  };
};
