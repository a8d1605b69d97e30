import type { CreditWords } from '../credit-words.ts';
import type { DepositWords } from '../deposit-words.ts';
import type { EarlyWords } from '../early-words.ts';
import type { FollowingWords } from '../following-words.ts';
import type { PaperWords } from '../paper-words.ts';
import type { OrderWords, ProFormaWords } from '../pro-forma-words.ts';
import type { Words } from '../words.ts';
import { METRIC } from './metric.ts';

export const de: Words = {
  invoice: 'Rechnung',
  number: 'Rechnungsnr.',
  issuedOn: 'Rechnungsdatum',
  deliveredOn: 'Lieferdatum',
  period: 'Zeitraum',
  dueOn: 'Fällig am',
  customer: 'Kundennr.',
  order: 'Auftrag',
  poNumber: 'Ihre Bestellung',
  buyerVatId: 'Ihre USt-IdNr.',
  amountDue: 'Zahlbetrag',
  reference: 'Zahlungsreferenz',
  position: 'Pos.',
  item: 'Artikel',
  sku: 'Art.-Nr.',
  quantity: 'Menge',
  unitPrice: 'Einzelpreis',
  vat: 'USt.',
  net: 'Netto',
  carried: 'Übertrag',
  taxes: 'Umsatzsteuer',
  taxBase: 'Netto',
  tax: 'Steuer',
  subtotal: 'Summe netto',
  total: 'Gesamtbetrag',
  payment: 'So bezahlen Sie',
  paid: 'Nichts zu zahlen: Der Gesamtbetrag dieser Rechnung ist null.',
  payee: 'Empfänger',
  bank: 'Bank',
  quote: 'Referenz',
  scanToTransfer: 'Mit der Banking-\nApp scannen',
  scanToPay: 'Scannen und\nonline bezahlen',
  vatId: 'USt-IdNr.',
  logo: 'Logo von',
  terms: (days, dueOn) =>
    days === 0 ? 'Zahlbar sofort' : `Zahlbar bis ${dueOn} (${days} ${days === 1 ? 'Tag' : 'Tage'} netto)`,
  instalments: (parts) => `Zahlbar: ${parts}`,
  withoutDeduction: (sentence) => `${sentence}, ohne Abzug.`,
  instalment: (amount, dueOn) => `${amount} bis ${dueOn}`,
  discount: 'Rabatt',
  page: (page, pages) => `Seite ${page} von ${pages}`,
  continued: (number) => `Rechnung ${number} (Fortsetzung)`,
  categories: {
    S: 'USt.',
    Z: 'Nullsatz',
    E: 'Steuerbefreit',
    AE: 'Reverse Charge',
    K: 'Innergem. Lieferung',
    G: 'Ausfuhr',
    O: 'Nicht steuerbar',
  },
  sentences: {
    AE: 'Steuerschuldnerschaft des Leistungsempfängers (Artikel 196 der Richtlinie 2006/112/EG).',
    K: 'Steuerfreie innergemeinschaftliche Lieferung (Artikel 138 der Richtlinie 2006/112/EG).',
    G: 'Steuerfreie Ausfuhrlieferung in ein Drittland.',
    O: 'Nicht steuerbar.',
  },
  exemptions: { 'VATEX-EU-132': 'Steuerbefreit nach Artikel 132 der Richtlinie 2006/112/EG.' },
  units: {
    ...METRIC,
    C62: 'Stk.',
    H87: 'Stk.',
    EA: 'Stk.',
    PR: 'Paar',
    SET: ['Satz', 'Sätze'],
    DZN: 'Dtzd.',
    XPK: 'Pack',
    XBX: ['Kiste', 'Kisten'],
    XCT: ['Karton', 'Kartons'],
    XPX: ['Palette', 'Paletten'],
    BX: ['Kiste', 'Kisten'],
    HUR: 'Std.',
    MIN: 'Min.',
    DAY: ['Tag', 'Tage'],
    WEE: ['Woche', 'Wochen'],
    MON: ['Monat', 'Monate'],
    ANN: ['Jahr', 'Jahre'],
    LS: 'pausch.',
  },
};

export const deCredit: CreditWords = {
  title: 'Rechnungskorrektur',
  number: 'Korrekturnr.',
  issuedOn: 'Datum',
  credited: 'Korrekturbetrag',
  invoice: 'Zu Rechnung',
  reason: 'Grund',
  continued: (number) => `Rechnungskorrektur ${number} (Fortsetzung)`,
  corrects: (number, on) => `Diese Rechnungskorrektur berichtigt die Rechnung ${number} vom ${on}.`,
  settles:
    'Sie wird mit dem offenen Betrag dieser Rechnung verrechnet; was schon bezahlt war, bleibt Ihr Guthaben.',
  reasons: {
    returned: 'Ware zurückgegeben',
    not_delivered: 'Nicht geliefert',
    price: 'Preis berichtigt',
    quantity: 'Menge berichtigt',
    quality: 'Mangel oder Reklamation',
    wrong_invoice: 'Rechnung irrtümlich gestellt',
    goodwill: 'Kulanz',
  },
};

export const deFollowing: FollowingWords = {
  title: 'Nachberechnung',
  number: 'Nachberechnungsnr.',
  continued: (number) => `Nachberechnung ${number} (Fortsetzung)`,
  subject: (number, amount, due) => `Nachberechnung ${number}: ${amount}, fällig am ${due}`,
  invoice: { corrected: 'Statt Rechnung', debited: 'Zu Rechnung' },
  follows: {
    corrected: (number, on) =>
      `Diese Rechnung ersetzt die Rechnung ${number} vom ${on}, die wir storniert haben.`,
    debited: (number, on) => `Diese Nachberechnung ergänzt die Rechnung ${number} vom ${on}.`,
  },
  prepaid: 'Bereits bezahlt',
  covered: 'Nichts zu zahlen: Diese Rechnung ist durch Ihre frühere Zahlung beglichen.',
};

export const deEarly: EarlyWords = {
  terms: (percent, discount, until, due) =>
    `Bei Zahlung bis ${until} ${percent} Skonto (${discount}): dann ${due}.`,
  until: (until, due) => `Bei Zahlung bis ${until} nur ${due}`,
  kept: (discount) => `abzüglich ${discount} Skonto`,
  untaxed: 'Skonto',
  exempt: (discount) =>
    `Die Umsatzsteuer ist ohne das Skonto von ${discount} berechnet, ob es gezogen wird oder nicht (Artikel 79 Buchstabe a der Richtlinie 2006/112/EG).`,
};

export const deProForma: ProFormaWords = {
  title: 'Proforma-Rechnung',
  issuedOn: 'Datum',
  quote: 'Angebot',
  validUntil: 'Gültig bis',
  continued: (order) => `Proforma-Rechnung zu ${order} (Fortsetzung)`,
  noInvoice:
    'Dies ist keine Rechnung: Sie fordert nicht zur Zahlung auf und berechtigt nicht zum Vorsteuerabzug. Die Rechnung folgt.',
};

export const deDeposit: DepositWords = {
  title: 'Anzahlungsanforderung',
  number: 'Anforderungsnr.',
  issuedOn: 'Datum',
  continued: (number) => `Anzahlungsanforderung ${number} (Fortsetzung)`,
  line: (order, total, percent) =>
    `Anzahlung${percent === undefined ? '' : ` von ${percent}`} zum Auftrag ${order} (gesamt ${total})`,
  noInvoice:
    'Dies ist keine Rechnung und weist keine Steuer aus: Sie bittet um eine Vorauszahlung. Was Sie zahlen, wird auf die Rechnungen zu diesem Auftrag angerechnet.',
  said: (number, on, amount, tax) =>
    `Anzahlung ${number} vom ${on}: ${amount} angerechnet${tax === undefined ? '' : ` (darin USt. ${tax})`}.`,
  prepayment: {
    title: 'Anzahlungsrechnung',
    continued: (number) => `Anzahlungsrechnung ${number} (Fortsetzung)`,
  },
  subject: (number, amount, due) => `Anzahlungsanforderung ${number}: ${amount}, fällig ${due}`,
  heading: (number) => `Anzahlungsanforderung ${number}`,
  opening: (order) =>
    `Bevor wir Ihren Auftrag ${order} ausführen, bitten wir Sie um eine Anzahlung. Die Anforderung finden Sie im Anhang.`,
};

export const deConfirmation: OrderWords = {
  title: 'Auftragsbestätigung',
  issuedOn: 'Datum',
  continued: (order) => `Auftragsbestätigung ${order} (Fortsetzung)`,
  noInvoice:
    'Wir bestätigen Ihren Auftrag, wie er hier aufgeführt ist. Dies ist keine Rechnung und keine Aufforderung zur Zahlung.',
};

export const dePaper: PaperWords = {
  date: 'Datum',
  items: 'Überfällige Rechnungen',
  dueOn: 'Fällig',
  days: 'Tage überfällig',
  level: 'Mahnung',
  open: 'Offen',
  oldest: 'Fällig seit',
  count: 'Rechnungen',
  deposits: 'Anzahlungen',
  numbers: 'die Nummern oben',
  receipt: {
    title: 'Zahlungsbeleg',
    receivedOn: 'Eingegangen am',
    method: 'Zahlungsart',
    items: 'Damit beglichen',
    applied: 'Bezahlt',
    discount: 'Skonto',
    open: 'Noch offen',
    unapplied: 'Als Guthaben',
  },
};
