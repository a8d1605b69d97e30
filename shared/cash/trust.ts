/** How far a pair of payer and customer is believed. */
import type { BankLine } from '../bank/statement.ts';
import { daysBetween, type LocalDate } from '../kernel/dates.ts';
import type { Alias } from './alias.ts';
import type { Trusted } from './decision.ts';
import { plainName } from './names.ts';

/** A payer is known by the account, and by the name where it says more than a word; nothing where the line says neither. */
export const payerKeysOf = ({ counterparty: { iban, name } }: Pick<BankLine, 'counterparty'>): string[] => {
  const plain = plainName(name ?? '');
  return [...(iban === undefined ? [] : [`account:${iban}`]), ...(plain.length < 4 ? [] : [`name:${plain}`])];
};

const MOST = 40;
const FIRST = 35;
const PER_MORE = 2;
/** A decline costs so much, half of it after so many days. */
const PENALTY = 20;
const HALF_LIFE_DAYS = 90;

/** Points of 40 on a day: with the first confirmation an exact amount is believed, after a decline for months not. */
export const trustIn = ({ confirmed, declined, declinedOn }: Alias, today: LocalDate): number => {
  if (confirmed === 0) return 0;
  const age = declinedOn === undefined ? 0 : Math.max(0, daysBetween(declinedOn, today));
  const lost = Math.ceil(PENALTY * declined * 2 ** (-age / HALF_LIFE_DAYS));
  return Math.max(0, Math.min(MOST, FIRST + PER_MORE * (confirmed - 1)) - lost);
};

/** By account before by name: where the account is known, the name says nothing more. */
export const trustedBy = (found: readonly (readonly Alias[])[], today: LocalDate): Trusted[] => {
  const [best = []] = found
    .map((aliases) =>
      aliases.flatMap((alias) => {
        const points = trustIn(alias, today);
        return points > 0 ? [{ customerId: alias.customerId, points }] : [];
      }),
    )
    .filter((all) => all.length > 0);
  return best.toSorted((a, b) => b.points - a.points || (a.customerId < b.customerId ? -1 : 1));
};

export const confirmed = (before: Alias | undefined, customerId: Alias['customerId']): Alias => ({
  declined: 0,
  ...before,
  version: (before?.version ?? 0) + 1,
  customerId,
  confirmed: (before?.confirmed ?? 0) + 1,
});
/** Also of a pair that nobody confirmed: by its name alone it is not proposed any more then. */
export const declined = (
  before: Alias | undefined,
  customerId: Alias['customerId'],
  on: LocalDate,
): Alias => ({
  confirmed: 0,
  ...before,
  version: (before?.version ?? 0) + 1,
  customerId,
  declined: (before?.declined ?? 0) + 1,
  declinedOn: on,
});

/** Customers who are not believed to be this payer by their name alone. */
export const doubtedIn = (found: readonly (readonly Alias[])[]): ReadonlySet<string> =>
  new Set(
    found
      .flat()
      .filter((one) => one.declined > 0)
      .map(({ customerId }) => customerId),
  );
