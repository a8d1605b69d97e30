/** Whether what somebody holds in hand is ours: its number with its day or its total, and the end of an account that money for it may go to. */
import type { Entity } from '../access/tenant.ts';
import type { Snapshot } from '../invoices/invoice.ts';
import { compare } from '../kernel/decimal.ts';
import { money, toText } from '../kernel/money.ts';

/** As it was typed. */
export interface Shown {
  readonly number: string;
  readonly date: string;
  readonly amount: string;
  readonly digits: string;
}

type Account = Pick<Entity['bank'], 'iban' | 'qrIban'>;

type Invoiced = Pick<
  Snapshot,
  'number' | 'issuedOn' | 'currency' | 'prepaidMinor' | 'credits' | 'deposit'
> & { readonly totals: Pick<Snapshot['totals'], 'grossMinor'>; readonly seller: { readonly bank: Account } };

/** All that was typed has to be right, and a number with an account alone is too little. `present`: the account that holds today. */
export const isGenuine = (
  { number, date, amount, digits }: Shown,
  { number: own, issuedOn, currency, totals, prepaidMinor = 0, seller, credits, deposit }: Invoiced,
  present: Account,
): boolean => {
  const { grossMinor } = totals;
  const sums = [grossMinor, grossMinor - prepaidMinor].map((minor) => toText(money(minor, currency)));
  const plain = amount.replaceAll(/[\s\u00a0\u202f'’]/g, '').replace(',', '.');
  return (
    !credits &&
    !deposit &&
    number === own &&
    date + amount !== '' &&
    (date === '' || date === issuedOn) &&
    (amount === '' ||
      (/^\d{1,10}(\.\d{1,3})?$/.test(plain) && sums.some((sum) => compare(sum, plain) === 0))) &&
    endsOf([seller.bank, present]).includes(digits.toUpperCase())
  );
};

const endsOf = (accounts: readonly Account[]): string[] =>
  accounts
    .flatMap(({ iban, qrIban }) => [iban, ...(qrIban === undefined ? [] : [qrIban])])
    .map((one) => one.slice(-4));
