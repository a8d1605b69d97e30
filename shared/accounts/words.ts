/** What statements of account say, per language; a text that is missing does not compile. */
import { BUCKETS } from '../insights/insight.ts';
import type { Language } from '../kernel/party.ts';
import type { Move } from './account.ts';

export interface Words {
  readonly title: string;
  readonly asOf: string;
  readonly period: string;
  readonly balance: string;
  readonly overdue: string;
  readonly unapplied: string;
  readonly deposits: string;
  readonly open: string;
  readonly number: string;
  readonly date: string;
  readonly dueOn: string;
  readonly days: string;
  readonly amount: string;
  readonly openAmount: string;
  readonly activity: string;
  readonly what: string;
  readonly opening: string;
  readonly closing: string;
  readonly ageing: string;
  readonly current: string;
  readonly over: (days: number) => string;
  readonly nothing: string;
  /** Those of claims for late payment are in `claims/words.ts`. */
  readonly kinds: Readonly<Record<Exclude<Move['kind'], 'late_charge' | 'late_charge_reversal'>, string>>;
  readonly subject: (day: string) => string;
  readonly opened: (day: string) => string;
  readonly after: string;
}

/** `current`, `1–30`, `over 120`. */
export const bucketName = (name: (typeof BUCKETS)[number], words: Words): string =>
  name === 'current' ? words.current : name === 'over 120' ? words.over(120) : name.replace('-', '–');

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Statement of account',
    asOf: 'As of',
    period: 'Period',
    balance: 'Balance due',
    overdue: 'Overdue',
    unapplied: 'Credit not applied',
    deposits: 'Deposits for orders',
    open: 'Open items',
    number: 'Invoice',
    date: 'Date',
    dueOn: 'Due',
    days: 'Days overdue',
    amount: 'Amount',
    openAmount: 'Open',
    activity: 'Activity',
    what: 'Entry',
    opening: 'Opening balance',
    closing: 'Closing balance',
    ageing: 'Days overdue',
    current: 'Not due',
    over: (days) => `over ${days}`,
    nothing: 'Nothing is open.',
    kinds: {
      invoice: 'Invoice',
      credit_note: 'Credit note',
      deposit: 'Deposit',
      receipt: 'Payment',
      other: 'Adjustment',
    },
    subject: (day) => `Statement of account as of ${day}`,
    opened: (day) => `Attached you find your statement of account as of ${day}.`,
    after: 'If your books say something else, please reply to this mail.',
  },
  de: {
    title: 'Kontoauszug',
    asOf: 'Stand',
    period: 'Zeitraum',
    balance: 'Saldo',
    overdue: 'Davon überfällig',
    unapplied: 'Nicht zugeordnetes Guthaben',
    deposits: 'Anzahlungen zu Aufträgen',
    open: 'Offene Posten',
    number: 'Rechnung',
    date: 'Datum',
    dueOn: 'Fällig',
    days: 'Tage überfällig',
    amount: 'Betrag',
    openAmount: 'Offen',
    activity: 'Bewegungen',
    what: 'Vorgang',
    opening: 'Anfangssaldo',
    closing: 'Endsaldo',
    ageing: 'Tage überfällig',
    current: 'Nicht fällig',
    over: (days) => `über ${days}`,
    nothing: 'Es ist nichts offen.',
    kinds: {
      invoice: 'Rechnung',
      credit_note: 'Rechnungskorrektur',
      deposit: 'Anzahlung',
      receipt: 'Zahlung',
      other: 'Umbuchung',
    },
    subject: (day) => `Kontoauszug zum ${day}`,
    opened: (day) => `anbei erhalten Sie Ihren Kontoauszug zum ${day}.`,
    after: 'Weicht er von Ihren Büchern ab, antworten Sie bitte auf diese E-Mail.',
  },
  fr: {
    title: 'Relevé de compte',
    asOf: 'Arrêté au',
    period: 'Période',
    balance: 'Solde dû',
    overdue: 'Dont échu',
    unapplied: 'Crédit non affecté',
    deposits: 'Acomptes sur commandes',
    open: 'Postes ouverts',
    number: 'Facture',
    date: 'Date',
    dueOn: 'Échéance',
    days: 'Jours de retard',
    amount: 'Montant',
    openAmount: 'Reste dû',
    activity: 'Mouvements',
    what: 'Opération',
    opening: 'Solde initial',
    closing: 'Solde final',
    ageing: 'Jours de retard',
    current: 'Non échu',
    over: (days) => `plus de ${days}`,
    nothing: 'Rien ne reste dû.',
    kinds: {
      invoice: 'Facture',
      credit_note: 'Avoir',
      deposit: 'Acompte',
      receipt: 'Paiement',
      other: 'Régularisation',
    },
    subject: (day) => `Relevé de compte au ${day}`,
    opened: (day) => `Vous trouverez ci-joint votre relevé de compte arrêté au ${day}.`,
    after: 'S’il diffère de vos livres, merci de répondre à cet e-mail.',
  },
  es: {
    title: 'Extracto de cuenta',
    asOf: 'A fecha de',
    period: 'Período',
    balance: 'Saldo pendiente',
    overdue: 'Vencido',
    unapplied: 'Saldo a favor sin aplicar',
    deposits: 'Anticipos de pedidos',
    open: 'Partidas abiertas',
    number: 'Factura',
    date: 'Fecha',
    dueOn: 'Vencimiento',
    days: 'Días vencidos',
    amount: 'Importe',
    openAmount: 'Pendiente',
    activity: 'Movimientos',
    what: 'Concepto',
    opening: 'Saldo inicial',
    closing: 'Saldo final',
    ageing: 'Días vencidos',
    current: 'No vencido',
    over: (days) => `más de ${days}`,
    nothing: 'No hay nada pendiente.',
    kinds: {
      invoice: 'Factura',
      credit_note: 'Factura rectificativa',
      deposit: 'Anticipo',
      receipt: 'Pago',
      other: 'Regularización',
    },
    subject: (day) => `Extracto de cuenta a ${day}`,
    opened: (day) => `Adjuntamos su extracto de cuenta a fecha de ${day}.`,
    after: 'Si difiere de sus libros, responda a este correo.',
  },
  it: {
    title: 'Estratto conto',
    asOf: 'Alla data del',
    period: 'Periodo',
    balance: 'Saldo dovuto',
    overdue: 'Di cui scaduto',
    unapplied: 'Credito non abbinato',
    deposits: 'Acconti su ordini',
    open: 'Partite aperte',
    number: 'Fattura',
    date: 'Data',
    dueOn: 'Scadenza',
    days: 'Giorni di ritardo',
    amount: 'Importo',
    openAmount: 'Residuo',
    activity: 'Movimenti',
    what: 'Operazione',
    opening: 'Saldo iniziale',
    closing: 'Saldo finale',
    ageing: 'Giorni di ritardo',
    current: 'Non scaduto',
    over: (days) => `oltre ${days}`,
    nothing: 'Non vi sono importi aperti.',
    kinds: {
      invoice: 'Fattura',
      credit_note: 'Nota di credito',
      deposit: 'Acconto',
      receipt: 'Pagamento',
      other: 'Rettifica',
    },
    subject: (day) => `Estratto conto al ${day}`,
    opened: (day) => `In allegato trova il Suo estratto conto al ${day}.`,
    after: 'Se differisce dalla Sua contabilità, risponda a questa e-mail.',
  },
  nl: {
    title: 'Rekeningoverzicht',
    asOf: 'Per',
    period: 'Periode',
    balance: 'Openstaand saldo',
    overdue: 'Waarvan vervallen',
    unapplied: 'Niet verrekend tegoed',
    deposits: 'Aanbetalingen op orders',
    open: 'Openstaande posten',
    number: 'Factuur',
    date: 'Datum',
    dueOn: 'Vervaldatum',
    days: 'Dagen te laat',
    amount: 'Bedrag',
    openAmount: 'Open',
    activity: 'Mutaties',
    what: 'Omschrijving',
    opening: 'Beginsaldo',
    closing: 'Eindsaldo',
    ageing: 'Dagen te laat',
    current: 'Niet vervallen',
    over: (days) => `meer dan ${days}`,
    nothing: 'Er staat niets open.',
    kinds: {
      invoice: 'Factuur',
      credit_note: 'Creditnota',
      deposit: 'Aanbetaling',
      receipt: 'Betaling',
      other: 'Correctie',
    },
    subject: (day) => `Rekeningoverzicht per ${day}`,
    opened: (day) => `Bijgaand vindt u uw rekeningoverzicht per ${day}.`,
    after: 'Wijkt het af van uw boeken, beantwoord dan deze e-mail.',
  },
};
