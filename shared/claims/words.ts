/** What claims for late payment are called to customers, per language; a text that is missing does not compile. */
import type { LocalDate } from '../kernel/dates.ts';
import { sum, type Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import type { Claim, ClaimKind } from './claim.ts';

export interface ClaimWords extends Readonly<Record<ClaimKind, string>> {
  /** Beside the invoices: what of them is open. */
  readonly invoices: string;
  readonly until: (day: string) => string;
  /** The page of an invoice takes what is open of the invoice. */
  readonly transfer: string;
}
export const CLAIM_WORDS: Readonly<Record<Language, ClaimWords>> = {
  en: {
    invoices: 'Open on invoices',
    fee: 'Reminder costs',
    compensation: 'Fixed sum for late payment',
    interest: 'Interest for late payment',
    until: (day) => `until ${day}`,
    transfer: 'Please pay interest and costs by bank transfer, best in one sum with what is open.',
  },
  de: {
    invoices: 'Offen aus Rechnungen',
    fee: 'Mahnkosten',
    compensation: 'Verzugspauschale',
    interest: 'Verzugszinsen',
    until: (day) => `bis ${day}`,
    transfer:
      'Zinsen und Kosten zahlen Sie bitte per Überweisung, am besten in einer Summe mit dem offenen Betrag.',
  },
  fr: {
    invoices: 'Restant dû sur factures',
    fee: 'Frais de relance',
    compensation: 'Indemnité forfaitaire',
    interest: 'Intérêts de retard',
    until: (day) => `jusqu’au ${day}`,
    transfer:
      'Merci de régler les intérêts et les frais par virement, de préférence avec le montant restant dû.',
  },
  es: {
    invoices: 'Pendiente de facturas',
    fee: 'Gastos de reclamación',
    compensation: 'Indemnización fija',
    interest: 'Intereses de demora',
    until: (day) => `hasta el ${day}`,
    transfer:
      'Pague los intereses y los gastos por transferencia, a ser posible junto con el importe pendiente.',
  },
  it: {
    invoices: 'Residuo delle fatture',
    fee: 'Spese di sollecito',
    compensation: 'Importo forfettario',
    interest: 'Interessi di mora',
    until: (day) => `fino al ${day}`,
    transfer: 'Pagate interessi e spese con bonifico, preferibilmente insieme all’importo ancora dovuto.',
  },
  nl: {
    invoices: 'Openstaand op facturen',
    fee: 'Aanmaningskosten',
    compensation: 'Vaste vergoeding',
    interest: 'Vertragingsrente',
    until: (day) => `tot en met ${day}`,
    transfer: 'Betaal rente en kosten per overschrijving, bij voorkeur samen met het openstaande bedrag.',
  },
};

/** What is asked for beside invoices, by what it is for. */
export interface Beside {
  readonly kind: ClaimKind;
  readonly amount: Money;
  readonly to?: LocalDate;
}
export const besideOf = (claims: readonly Claim[]): Beside[] =>
  (['fee', 'compensation', 'interest'] as const).flatMap((kind) => {
    const own = claims.filter((one) => one.kind === kind && one.open.minor > 0);
    const [first] = own;
    if (!first) return [];
    const { currency } = first.open;
    const days = own.flatMap(({ interest }) => (interest ? [interest.to] : [])).toSorted();
    const amount = sum(
      own.map(({ open }) => open),
      currency,
    );
    return [{ kind, amount, ...(days.length > 0 && { to: days.at(-1)! }) }];
  });
