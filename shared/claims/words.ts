/** What claims for late payment are called to customers, per language; a text that is missing does not compile. */
import type { LocalDate } from '../kernel/dates.ts';
import { sum, type Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import type { Claim, ClaimKind } from './claim.ts';

export interface ClaimWords extends Readonly<Record<ClaimKind, string>> {
  /** Beside the invoices: what of them is open. */
  readonly invoices: string;
  readonly until: (day: string) => string;
  /** Where one sum is for all of them. */
  readonly together: string;
  /** Such a claim was waived, or taken back. */
  readonly takenBack: string;
  /** The page of an invoice takes both, or the invoice alone. */
  readonly pay: string;
}
export const CLAIM_WORDS: Readonly<Record<Language, ClaimWords>> = {
  en: {
    invoices: 'Open on invoices',
    fee: 'Reminder costs',
    compensation: 'Fixed sum for late payment',
    interest: 'Interest for late payment',
    until: (day) => `until ${day}`,
    together: 'Interest and costs',
    takenBack: 'Interest and costs taken back',
    pay: 'On the payment page you pay all of it in one sum, or the invoice alone.',
  },
  de: {
    invoices: 'Offen aus Rechnungen',
    fee: 'Mahnkosten',
    compensation: 'Verzugspauschale',
    interest: 'Verzugszinsen',
    until: (day) => `bis ${day}`,
    together: 'Zinsen und Kosten',
    takenBack: 'Zinsen und Kosten erlassen',
    pay: 'Auf der Zahlungsseite begleichen Sie alles in einer Summe oder nur die Rechnung.',
  },
  fr: {
    invoices: 'Restant dû sur factures',
    fee: 'Frais de relance',
    compensation: 'Indemnité forfaitaire',
    interest: 'Intérêts de retard',
    until: (day) => `jusqu’au ${day}`,
    together: 'Intérêts et frais',
    takenBack: 'Intérêts et frais annulés',
    pay: 'La page de paiement permet de régler le tout en une fois, ou la facture seule.',
  },
  es: {
    invoices: 'Pendiente de facturas',
    fee: 'Gastos de reclamación',
    compensation: 'Indemnización fija',
    interest: 'Intereses de demora',
    until: (day) => `hasta el ${day}`,
    together: 'Intereses y gastos',
    takenBack: 'Intereses y gastos anulados',
    pay: 'En la página de pago puede pagar todo en una suma o solo la factura.',
  },
  it: {
    invoices: 'Residuo delle fatture',
    fee: 'Spese di sollecito',
    compensation: 'Importo forfettario',
    interest: 'Interessi di mora',
    until: (day) => `fino al ${day}`,
    together: 'Interessi e spese',
    takenBack: 'Interessi e spese annullati',
    pay: 'Nella pagina di pagamento si paga tutto in un’unica somma, o la sola fattura.',
  },
  nl: {
    invoices: 'Openstaand op facturen',
    fee: 'Aanmaningskosten',
    compensation: 'Vaste vergoeding',
    interest: 'Vertragingsrente',
    until: (day) => `tot en met ${day}`,
    together: 'Rente en kosten',
    takenBack: 'Rente en kosten vervallen',
    pay: 'Op de betaalpagina betaalt u alles in één bedrag, of alleen de factuur.',
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
