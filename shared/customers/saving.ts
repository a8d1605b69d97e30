/** Creates or replaces one customer under its partner's name for it: by the API and by files, in the same way. */
import { isValidIBAN } from 'ibantools';
import { tenantById } from '../access/store.ts';
import { inForce } from '../access/tenant.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { changesOf } from './changes.ts';
import { CustomerSaved, type Customer, type CustomerProfile, type ExternalName } from './customer.ts';
import { recordFaults, sellerFaults } from './e-invoice.ts';
import { MAX_GENERATIONS, stillUndeliverable, taxFaults } from './rules.ts';
import { customerById, idByName, putCustomer, putVersion } from './store.ts';

export interface Saved {
  readonly customer: Customer;
  readonly outcome: 'created' | 'changed' | 'unchanged';
}
type Faulty =
  | 'customers.iban_invalid'
  | 'customers.tax_id_invalid'
  | 'customers.e_invoice_invalid'
  | 'customers.parent_invalid'
  | 'customers.erased';

/** The same profile again changes nothing: no version, no event. */
export const save = async (
  name: ExternalName,
  profile: CustomerProfile,
  deps: Deps,
  action: string,
): Promise<Result<Saved, Faulty | 'once.taken' | 'table.stale'>> => {
  const faulty = faultsOf(profile) ?? (await eInvoiceFault(profile, deps));
  if (faulty) return faulty;
  return untilFresh(async () => {
    const known = await read(idByName(deps.tenant, name.source, name.externalId));
    const before = known === undefined ? undefined : await read(customerById(deps.tenant, known));
    // Whose data were taken out does not come back unseen: who means it to asks under a name of its own.
    if (before?.erased)
      return refuse(
        'customers.erased',
        `The personal data of ${before.id} were erased: a customer who comes again has another external id.`,
      );
    const lost = profile.parent !== before?.parent && (await parentFault(before?.id, profile.parent, deps));
    if (lost) return lost;
    const customer: Customer = {
      id: before?.id ?? newId('cus'),
      version: (before?.version ?? 0) + 1,
      source: before?.source ?? name.source,
      externalId: before?.externalId ?? name.externalId,
      ...profile,
      ...(before?.externalIds && { externalIds: before.externalIds }),
      ...(before?.aliases && { aliases: before.aliases }),
      ...stillUndeliverable(before?.undeliverable, profile),
      ...(before?.mailsOff && { mailsOff: before.mailsOff }),
      ...(before?.dunningHold && { dunningHold: before.dunningHold }),
      createdAt: before?.createdAt ?? deps.now,
      updatedAt: deps.now,
    };
    if (before && changesOf(before, customer).length === 0)
      return ok({ customer: before, outcome: 'unchanged' as const });
    const kept = await commit(
      deps,
      {
        action,
        events: [
          announce(CustomerSaved, customer.id, { customerId: customer.id, version: customer.version }),
        ],
      },
      [
        ...putCustomer(deps.tenant, customer, before),
        putVersion(deps.tenant, customer.id, versionOf(before, customer, deps)),
      ],
    );
    return kept.ok ? ok({ customer, outcome: before ? ('changed' as const) : ('created' as const) }) : kept;
  });
};

/** What history keeps of a change. */
export const versionOf = (before: Customer | undefined, after: Customer, { now, actor, trace }: Deps) => ({
  version: after.version,
  at: now,
  by: actor,
  trace,
  changes: changesOf(before, after),
});

const faultsOf = (profile: CustomerProfile): Refusal<Faulty> | undefined => {
  const wrong = profile.ibans.findIndex((iban) => !isValidIBAN(iban));
  if (wrong >= 0)
    return refuse('customers.iban_invalid', 'The check digits of an IBAN are wrong.', [
      { pointer: `/ibans/${wrong}`, detail: 'is not a valid IBAN' },
    ]);
  const errors = taxFaults(profile);
  return errors.length === 0
    ? undefined
    : refuse('customers.tax_id_invalid', 'A tax identifier does not hold.', errors);
};

/** A profile that no entity could write an invoice by is refused now, and not when the first delivery is to be invoiced. */
const eInvoiceFault = async (
  profile: CustomerProfile,
  { tenant, now }: Deps,
): Promise<Refusal<'customers.e_invoice_invalid'> | undefined> => {
  if (!profile.eInvoice) return undefined;
  const entities = (await read(tenantById(tenant)))?.entities ?? [];
  const between = entities.map((entity) => sellerFaults(profile, inForce(entity, now)));
  const errors = [
    ...recordFaults(profile),
    ...(between.some((one) => one.length === 0) ? [] : between.flat()),
  ];
  return errors.length === 0
    ? undefined
    : refuse(
        'customers.e_invoice_invalid',
        'E-invoices of this profile could not be written for this customer.',
        errors,
      );
};

/** A parent is a customer that is not below this one. */
const parentFault = async (
  id: string | undefined,
  parent: string | undefined,
  { tenant }: Deps,
): Promise<Refusal<'customers.parent_invalid'> | undefined> => {
  const refused = (detail: string) =>
    refuse('customers.parent_invalid', 'The parent cannot be that customer.', [
      { pointer: '/parent', detail },
    ]);
  let above = parent;
  for (let generation = 0; above !== undefined; generation++) {
    if (above === id || generation === MAX_GENERATIONS) return refused('is below this customer itself');
    const one: Customer | undefined = await read(customerById(tenant, above));
    if (!one) return refused('is not known');
    above = one.parent;
  }
  return undefined;
};
