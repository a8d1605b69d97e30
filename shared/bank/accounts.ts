/** Whose account a statement is of: formats older than the IBAN name accounts by the bank's own numbers. */
import type { PlainAccount } from '../access/bank.ts';
import { accountsOf, type Entity, type Tenant } from '../access/tenant.ts';
import { exponentOf } from '../kernel/currencies.ts';

export interface OwnAccount {
  /** Of one without an IBAN, its bank's code and its number: what it is called in the books. */
  readonly iban: string;
  readonly entity: Entity;
  readonly plain?: PlainAccount;
}

/** Shorter numbers than this are those of many accounts. */
const MIN_DIGITS = 6;

export const ownAccounts = ({ entities }: Pick<Tenant, 'entities'>): OwnAccount[] =>
  entities.flatMap((entity) => [
    ...accountsOf(entity).map((iban) => ({ iban, entity })),
    ...(entity.accounts ?? []).map((plain) => ({ iban: `${plain.bank}-${plain.number}`, entity, plain })),
  ]);

/**
 * The account by its IBAN, else the one whose IBAN ends with the number, and begins with the national code of the bank where that
 * is said; one without an IBAN by its whole number. Two that fit are none: nothing is guessed. A currency after the number (`…013000EUR`) is not part of it.
 */
export const ownAccount = (
  written: string,
  bank: string | undefined,
  tenant: Pick<Tenant, 'entities'>,
): OwnAccount | undefined => {
  const own = ownAccounts(tenant);
  const parts = written.toUpperCase().split('/').map(bare);
  const last = parts.at(-1)!;
  const ends = [last, ...(exponentOf(last.slice(-3)) === undefined ? [] : [last.slice(0, -3)])];
  const exact = own.find(({ iban }) => ends.includes(bare(iban)));
  if (exact) return exact;
  const code = bare(bank ?? (parts.length > 1 ? parts[0]! : ''));
  const fitting = own.filter(({ iban, entity, plain }) =>
    ends.some((number) => {
      if (plain) return isPlain(plain, number, code);
      const digits = number.replace(/^0+/, '');
      return digits.length >= MIN_DIGITS && iban.slice(4).endsWith(digits) && isBank(code, iban, entity);
    }),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
};

/** Zeros in front say nothing; a code that is said is its bank's. */
const isPlain = (plain: PlainAccount, number: string, code: string): boolean =>
  unpadded(plain.number) === unpadded(number) && (code === '' || unpadded(plain.bank) === unpadded(code));
const unpadded = (text: string): string => text.replace(/^0+/, '');

/** A national code is in the IBAN; a BIC is the entity's; a name that is neither says nothing. */
const isBank = (code: string, iban: string, { bank }: Entity): boolean =>
  /^\d+$/.test(code)
    ? iban.slice(4).includes(code)
    : !/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(code) || bank.bic.startsWith(code.slice(0, 8));
const bare = (text: string): string => text.replaceAll(/[^A-Z0-9]/gi, '').toUpperCase();
