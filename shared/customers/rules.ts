/** What a customer's record may say, and what becomes of two records that are one customer. */
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import {
  CourtesyMail,
  type Customer,
  type CustomerProfile,
  type Duplicate,
  type Suppressed,
} from './customer.ts';
import { taxIdFault, vatIdFault } from './taxid.ts';

/** Which tax identifiers of a profile do not hold, with their places in it. */
export const taxFaults = ({
  vatId,
  taxIds = [],
  address,
}: CustomerProfile): NonNullable<Refusal['errors']> => {
  const said = [
    { pointer: '/vatId', detail: vatId === undefined ? undefined : vatIdFault(vatId) },
    ...taxIds.map(({ country = address.country, value }, index) => ({
      pointer: `/taxIds/${index}/value`,
      detail: taxIdFault(country, value),
    })),
  ];
  return said.flatMap(({ pointer, detail }) => (detail === undefined ? [] : [{ pointer, detail }]));
};

/** A parent above the customer itself, at most ten generations up, would go round in a circle. */
export const MAX_GENERATIONS = 10;

interface Merged {
  readonly survivor: Customer;
  readonly alias: Customer;
  /** Records that were merged into the alias before: they lead to the survivor now. */
  readonly older: readonly Customer[];
}
type Unmergeable = 'customers.merge_itself' | 'customers.merged_already' | 'customers.merge_too_many';

/** As many as one commit can say, and one profile can name. */
const MAX_ALIASES = 20;
const MAX_IBANS = 20;

/**
 * One record goes on, the other answers by it. Names and accounts go over; documents stay where they are, because what was
 * sold to a name is owed under it.
 */
export const merge = (
  alias: Customer,
  survivor: Customer,
  older: readonly Customer[],
  at: string,
): Result<Merged, Unmergeable> => {
  if (alias.id === survivor.id)
    return refuse('customers.merge_itself', 'A customer is not merged into itself.', [
      { pointer: '/into', detail: 'must be another customer' },
    ]);
  const gone = [alias, survivor].find(({ mergedInto }) => mergedInto !== undefined);
  if (gone)
    return refuse('customers.merged_already', `${gone.id} was merged into ${gone.mergedInto} before.`);
  const aliases = [...(survivor.aliases ?? []), alias.id, ...(alias.aliases ?? [])];
  if (aliases.length > MAX_ALIASES)
    return refuse('customers.merge_too_many', `A customer has at most ${MAX_ALIASES} aliases.`);
  const names = [
    ...(survivor.externalIds ?? []),
    { source: alias.source, externalId: alias.externalId },
    ...(alias.externalIds ?? []),
  ];
  const leading = (customer: Customer): Customer => ({
    ...customer,
    version: customer.version + 1,
    mergedInto: survivor.id,
    updatedAt: at,
  });
  return ok({
    survivor: {
      ...survivor,
      version: survivor.version + 1,
      ibans: [...new Set([...survivor.ibans, ...alias.ibans])].slice(0, MAX_IBANS),
      externalIds: names,
      aliases,
      ...bothOff(survivor, alias, at),
      ...(alias.dunningHold && !survivor.dunningHold && { dunningHold: alias.dunningHold }),
      updatedAt: at,
    },
    alias: leading(alias),
    older: older.map(leading),
  });
};

/** A pair is decided on once. */
export const dismiss = (
  pair: Duplicate,
  by: string,
  at: string,
): Result<Duplicate, 'customers.duplicate_decided'> =>
  pair.state === 'OPEN'
    ? ok({ ...pair, version: pair.version + 1, state: 'DISMISSED', by, at })
    : refuse('customers.duplicate_decided', `The pair is ${pair.state} since ${pair.at}.`);

type Addresses = Pick<Customer, 'emails' | 'contacts'>;
const everyAddress = ({ emails, contacts = [] }: Addresses): ReadonlySet<string> =>
  new Set([...emails, ...contacts.map(({ email }) => email)].map((one) => one.toLowerCase()));

/** What is known of addresses that take no mail, of those that the profile still has. */
export const stillUndeliverable = (
  known: Customer['undeliverable'],
  profile: Addresses,
): Pick<Customer, 'undeliverable'> => {
  const has = everyAddress(profile);
  const left = known?.filter(({ email }) => has.has(email.toLowerCase())) ?? [];
  return left.length === 0 ? {} : { undeliverable: left };
};

/** The record with these addresses flagged; undefined where they are not its own, or flagged already. */
export const flagged = (
  customer: Customer,
  stopped: readonly Suppressed[],
  at: string,
): Customer | undefined => {
  const has = everyAddress(customer);
  const before = customer.undeliverable ?? [];
  const known = new Set(before.map(({ email }) => email.toLowerCase()));
  const fresh = stopped.filter(
    ({ address }) => has.has(address.toLowerCase()) && !known.has(address.toLowerCase()),
  );
  if (fresh.length === 0) return undefined;
  return {
    ...customer,
    version: customer.version + 1,
    undeliverable: [
      ...before,
      ...fresh.map(({ address, reason, at: since }) => ({ email: address, reason, at: since })),
    ],
    updatedAt: at,
  };
};

export const hasAddress = (customer: Addresses, email: string): boolean =>
  everyAddress(customer).has(email.toLowerCase());

/** The record without the flag of an address; undefined where it has none. */
export const unflagged = (customer: Customer, email: string, at: string): Customer | undefined => {
  const { undeliverable = [], ...rest } = customer;
  const left = undeliverable.filter((one) => one.email.toLowerCase() !== email.toLowerCase());
  return left.length === undeliverable.length
    ? undefined
    : {
        ...rest,
        version: customer.version + 1,
        ...(left.length > 0 && { undeliverable: left }),
        updatedAt: at,
      };
};

export const isStopped = ({ lifted }: Suppressed): boolean => lifted === undefined;

/** Whether news of this moment is known, or past: it was stopped, and a person may have allowed it since. */
export const isHeard = ({ lifted }: Suppressed, at: string): boolean =>
  lifted === undefined || at <= lifted.at;

export const isCourtesy = (purpose: string): purpose is CourtesyMail =>
  CourtesyMail.options.some((kind) => kind === purpose);

/** The record that wants no more mails of these kinds and all of the others; undefined where that is so already. */
export const switched = (
  customer: Customer,
  off: readonly CourtesyMail[],
  { now, actor }: { readonly now: string; readonly actor: string },
  language = customer.language,
): Customer | undefined => {
  const { mailsOff: before = [], ...rest } = customer;
  const after = CourtesyMail.options
    .filter((kind) => off.includes(kind))
    .map((kind) => before.find((one) => one.kind === kind) ?? { kind, at: now, by: actor });
  const isSame = after.length === before.length && after.every((one) => before.includes(one));
  return isSame && language === customer.language
    ? undefined
    : {
        ...rest,
        language,
        version: customer.version + 1,
        ...(after.length > 0 && { mailsOff: after }),
        updatedAt: now,
      };
};

/** What either of two records that are one customer did not want, it does not want from now on. */
const bothOff = (survivor: Customer, alias: Customer, at: string): Pick<Customer, 'mailsOff'> => {
  const own = survivor.mailsOff ?? [];
  const more = (alias.mailsOff ?? [])
    .filter(({ kind }) => !own.some((one) => one.kind === kind))
    .map((one) => ({ ...one, at }));
  return own.length + more.length === 0 ? {} : { mailsOff: [...own, ...more] };
};
