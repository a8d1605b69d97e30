/** What is left of deposits, and what each of them gives to an invoice. */
import { money } from '../kernel/money.ts';
import { depositLeft } from './deposit.ts';
import type { Invoice, Snapshot } from './invoice.ts';
import { groupsOf, taxOf } from './prepaid.ts';

export interface Share {
  readonly deposit: Invoice;
  readonly minor: number;
}
/** What each of them gives to an invoice over so much. Another currency gives nothing. */
export const sharesOf = (deposits: readonly Invoice[], grossMinor: number, currency: string): Share[] => {
  let open = grossMinor;
  return deposits
    .filter(({ total }) => total.currency === currency)
    .toSorted((a, b) => (a.issuedAt < b.issuedAt || (a.issuedAt === b.issuedAt && a.id < b.id) ? -1 : 1))
    .flatMap((deposit) => {
      const minor = Math.min(open, depositLeft(deposit).minor);
      open -= minor;
      return minor > 0 ? [{ deposit, minor }] : [];
    });
};

/** What the document says of them. */
export const saidOf = (shares: readonly Share[]): Pick<Snapshot, 'prepaidMinor' | 'deposits'> =>
  shares.length === 0
    ? {}
    : {
        prepaidMinor: shares.reduce((all, { minor }) => all + minor, 0),
        deposits: shares.map(({ deposit: { number, issuedOn, prepayment, total }, minor }) => ({
          number,
          issuedOn,
          minor,
          ...(prepayment && { taxMinor: taxOf(groupsOf(prepayment, money(minor, total.currency))) }),
        })),
      };

/** Money of a request that is closed is taken back: nothing is asked for again. */
export const unasked = (invoice: Invoice, paymentId: string): Invoice => ({
  ...invoice,
  version: invoice.version + 1,
  settlements: invoice.settlements.filter((settlement) => settlement.paymentId !== paymentId),
  state: 'CLOSED',
});
