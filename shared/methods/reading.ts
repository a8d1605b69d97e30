/** What the books say of one invoice that is collected, or could be. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate, monthOf, type LocalDate } from '../kernel/dates.ts';
import { attemptsOn } from '../payments/attempted.ts';
import { attemptById, unappliedOf } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, read, readAll, readEach, recall } from '../runtime/table.ts';
import { counted } from './ceilings.ts';
import type { Collection } from './collection.ts';
import type { MethodOnFile } from './method.ts';
import type { Situation } from './rules.ts';
import { autopayOf, collectionOf, methodsOf, useOf } from './store.ts';

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
  const uses = await usesOf(methods, today, deps);
  return {
    collection,
    situation: { invoice, entity, autopay, methods, attempts, unappliedMinor, ...uses, today, now },
  };
};

/** Of methods with so much a month: nothing is read where there are none. */
const usesOf = async (
  methods: readonly MethodOnFile[],
  today: LocalDate,
  { tenant }: Deps,
): Promise<Pick<Situation, 'uses' | 'used'>> => {
  const limited = methods.filter(
    ({ state, authorisation }) => state === 'ACTIVE' && authorisation.ceiling?.perMonth,
  );
  const wanted = limited.map(({ customerId, id }) => useOf(tenant, customerId, id, monthOf(today)));
  const uses = (await readAll(wanted)).filter((one) => one !== undefined);
  const charges = uses.flatMap((use) => use.charges);
  const found = await readAll(
    charges.map(({ invoiceId, attemptId }) => attemptById(tenant, invoiceId, attemptId)),
  );
  const attempts = found.filter((one) => one !== undefined);
  return {
    uses: new Map(uses.map((use) => [use.methodId, use])),
    used: new Map(uses.map((use) => [use.methodId, counted(use, attempts)])),
  };
};
