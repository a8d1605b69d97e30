/** Agreements are documents: saying one again makes its next version, and what was frozen of the one before stays. */
import type { ActionsOf } from '../kernel/contract.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Read, Write } from '../kernel/storage.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readGroups, untilFresh } from '../runtime/table.ts';
import type { Exemptions } from './agreement.ts';
import type { agreementsApi } from './api.ts';
import { priceListFits, termsFit } from './rules.ts';
import {
  allTerms,
  contractById,
  contracts,
  exemptionsOf,
  priceListHead,
  priceListHeads,
  priceListVersion,
  putContract,
  putExemptions,
  putPriceList,
  putTerms,
  termsById,
} from './store.ts';

export const actions: ActionsOf<typeof agreementsApi, Deps> = {
  putPriceList: async ({ list: id, ...profile }, deps) => {
    const fits = firstRefusal(lasts(profile), priceListFits(profile));
    if (!fits.ok) return fits;
    if (profile.for.kind === 'customer' && !(await read(customerById(deps.tenant, profile.for.id))))
      return noCustomer('/for/id');
    return keep(deps, 'agreements.price_list', priceListHead(deps.tenant, id), (kept) => {
      const made = { id, ...kept, ...profile };
      return ok({ made, writes: putPriceList(deps.tenant, made) });
    });
  },
  getPriceList: async ({ list: id, version }, { tenant }) => {
    const wanted = version ?? (await read(priceListHead(tenant, id)))?.version;
    const found = wanted === undefined ? undefined : await read(priceListVersion(tenant, id, wanted));
    return found
      ? ok(found)
      : refuse('agreements.list_unknown', `There is no such version of a price list ${id}.`);
  },
  listPriceLists: async (page, { tenant }) => listed(await list(priceListHeads(tenant), page)),
  putPaymentTerms: async ({ terms: id, ...profile }, deps) => {
    const fits = firstRefusal(lasts(profile), termsFit(profile));
    if (!fits.ok) return fits;
    if (profile.afterwards !== undefined && !(await read(termsById(deps.tenant, profile.afterwards))))
      return noTerms('/afterwards');
    return keep(deps, 'agreements.payment_terms', termsById(deps.tenant, id), (kept) => {
      const made = { id, ...kept, ...profile };
      return ok({ made, writes: [putTerms(deps.tenant, made)] });
    });
  },
  getPaymentTerms: async ({ terms: id }, { tenant }) => {
    const found = await read(termsById(tenant, id));
    return found ? ok(found) : refuse('agreements.terms_unknown', `There are no payment terms ${id}.`);
  },
  listPaymentTerms: async (page, { tenant }) => listed(await list(allTerms(tenant), page)),
  putContract: async ({ contract: id, ...profile }, deps) => {
    const fits = lasts(profile);
    if (!fits.ok) return fits;
    if (!(await read(customerById(deps.tenant, profile.customer)))) return noCustomer('/customer');
    const frozenList =
      profile.priceList === undefined ? undefined : await read(priceListHead(deps.tenant, profile.priceList));
    if (profile.priceList !== undefined && !frozenList)
      return refuse('agreements.list_unknown', 'There is no such price list.', [
        { pointer: '/priceList', detail: 'is not known' },
      ]);
    if (profile.paymentTerms !== undefined && !(await read(termsById(deps.tenant, profile.paymentTerms))))
      return noTerms('/paymentTerms');
    return keep(deps, 'agreements.contract', contractById(deps.tenant, id), (kept, before) => {
      if (before && before.customer !== profile.customer)
        return refuse('agreements.other_customer', `The contract ${id} is with another customer.`);
      const made = { id, ...kept, ...profile, priceListVersion: frozenList?.version };
      return ok({ made, writes: [putContract(deps.tenant, made)] });
    });
  },
  getContract: async ({ contract: id }, { tenant }) => {
    const found = await read(contractById(tenant, id));
    return found ? ok(found) : refuse('agreements.contract_unknown', `There is no contract ${id}.`);
  },
  listContracts: async (page, { tenant }) => listed(await list(contracts(tenant), page)),
  putExemptions: async ({ id, country, certificates }, deps) => {
    for (const [index, certificate] of certificates.entries()) {
      const fits = lasts(certificate, `/certificates/${index}`);
      if (!fits.ok) return fits;
    }
    const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    if (!customer) return unknownCustomer(id);
    return untilFresh(async () => {
      const { own, old } = await exemptionsOver(customer, country, deps);
      const said = { customerId: customer.id, country, certificates };
      const made = next(own, said, deps);
      // What is said now takes the place of what was said of its old records.
      const emptied = old
        .filter((one) => one.certificates.length > 0)
        .map((one) => next(one, { ...one, certificates: [] }, deps));
      const act = { action: 'agreements.exemptions' };
      const writes = [made, ...emptied].map((one) => putExemptions(deps.tenant, one));
      const done = await commit(deps, act, writes);
      return done.ok ? ok(made) : done;
    });
  },
  getExemptions: async ({ id, country }, deps) => {
    const customer = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    if (!customer) return unknownCustomer(id);
    const { own, old } = await exemptionsOver(customer, country, deps);
    return ok({
      ...(own ?? { customerId: customer.id, country, version: 1, savedAt: customer.createdAt }),
      certificates: [own, ...old].flatMap((one) => one?.certificates ?? []),
    });
  },
};

/** A customer's certificates in a country, and those of the records that were merged into it. */
const exemptionsOver = async ({ id, aliases = [] }: Customer, country: string, { tenant }: Deps) => {
  const of = (one: string) => exemptionsOf(tenant, one, country);
  const [[own], old] = await readGroups([of(id)], aliases.map(of));
  return { own, old };
};
const next = (
  before: Exemptions | undefined,
  said: Pick<Exemptions, 'customerId' | 'country' | 'certificates'>,
  { now }: Deps,
): Exemptions => ({ ...said, version: (before?.version ?? 0) + 1, savedAt: now });

/** Load, decide, commit of a document in versions. */
const keep = <B extends { version: number }, T, C extends string>(
  deps: Deps,
  action: string,
  known: Read<B>,
  decide: (
    kept: { version: number; savedAt: string },
    before: B | undefined,
  ) => Result<{ made: T; writes: Write<'table.stale'>[] }, C>,
) =>
  untilFresh(async (): Promise<Result<T, C | 'table.stale' | 'once.taken'>> => {
    const before = await read(known);
    const decided = decide({ version: (before?.version ?? 0) + 1, savedAt: deps.now }, before);
    if (!decided.ok) return decided;
    const kept = await commit(deps, { action }, decided.value.writes);
    return kept.ok ? ok(decided.value.made) : kept;
  });

/** A period ends on or after its first day. */
const lasts = (
  { validFrom, validUntil }: { validFrom: string; validUntil?: string | undefined },
  at = '',
): Result<void, 'agreements.validity'> =>
  validUntil === undefined || validFrom <= validUntil
    ? ok(undefined)
    : refuse('agreements.validity', 'It would end before it begins.', [
        { pointer: `${at}/validUntil`, detail: `must not be before ${validFrom}` },
      ]);

const firstRefusal = <A extends string, B extends string>(
  one: Result<void, A>,
  other: Result<void, B>,
): Result<void, A | B> => (one.ok ? other : one);

const noCustomer = (pointer: string) =>
  refuse('agreements.customer_unknown', 'There is no such customer.', [{ pointer, detail: 'is not known' }]);
const noTerms = (pointer: string) =>
  refuse('agreements.terms_unknown', 'There are no such payment terms.', [
    { pointer, detail: 'is not known' },
  ]);
const unknownCustomer = (id: string) => refuse('customers.unknown', `There is no customer ${id}.`);
