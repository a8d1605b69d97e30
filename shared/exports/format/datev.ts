/**
 * DATEV-like: a stack of bookings (EXTF, category 21, format version 13) as German bookkeeping takes it in: semicolons, decimal commas, CRLF. Written by
 * the published description of its fields, and not tried in DATEV itself.
 */
import { money, toText } from '../../kernel/money.ts';
import type { LocalDate } from '../../kernel/dates.ts';
import { inCp1252 } from './cp1252.ts';
import { disarmed } from './csv.ts';

/** An amount from one account of the accountant's to another: debit and credit of an entry of two lines. */
export interface Booking {
  readonly debit: string;
  readonly credit: string;
  readonly minor: number;
  readonly currency: string;
  readonly taxKey: string;
  readonly on: LocalDate;
  readonly document: string;
  readonly text: string;
  readonly dueOn: LocalDate | undefined;
  /** Shown beside the booking: what it is called, and what it says. */
  readonly beside: readonly (readonly [string, string])[];
}
export interface Stack {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly name: string;
  readonly currency: string;
  /** When it was asked for: who makes it again says the same. */
  readonly at: string;
  readonly consultant: number | undefined;
  readonly client: number | undefined;
  /** Digits of an account's number. */
  readonly digits: number;
}

/** So many bookings DATEV takes in one file. */
export const MOST_BOOKINGS = 99_999;
const END = '\r\n';

export async function* stackOf(
  stack: Stack,
  groups: AsyncIterable<readonly Booking[]>,
): AsyncGenerator<string> {
  yield headOf(stack) + END + NAMES.join(';') + END;
  for await (const bookings of groups) yield bookings.map((one) => lineOf(one) + END).join('');
}

const headOf = ({ from, to, name, currency, at, consultant, client, digits }: Stack): string =>
  [
    '"EXTF"',
    700,
    21,
    '"Buchungsstapel"',
    13,
    at.replaceAll(/\D/g, '').padEnd(17, '0').slice(0, 17),
    '',
    '"QT"',
    '""',
    '""',
    consultant ?? '',
    client ?? '',
    `${from.slice(0, 4)}0101`,
    digits,
    from.replaceAll('-', ''),
    to.replaceAll('-', ''),
    quoted(name, 30),
    '""',
    1,
    0,
    1,
    quoted(currency, 3),
    '',
    '""',
    '',
    '',
    '""',
    '',
    '',
    '""',
    '""',
  ].join(';');

const lineOf = (one: Booking): string => {
  const fields = NAMES.map(() => '');
  const put = (name: string, value: string): void => {
    fields[NAMES.indexOf(name)] = value;
  };
  put('Umsatz (ohne Soll/Haben-Kz)', amountOf(one));
  put('Soll/Haben-Kennzeichen', '"S"');
  put('WKZ Umsatz', quoted(one.currency, 3));
  put('Konto', one.debit);
  put('Gegenkonto (ohne BU-Schlüssel)', one.credit);
  // Half of a key is another key: one that is too long DATEV refuses.
  put('BU-Schlüssel', quoted(one.taxKey, one.taxKey.length));
  put('Belegdatum', one.on.slice(8) + one.on.slice(5, 7));
  put('Belegfeld 1', quoted(documentOf(one.document), 36));
  put('Buchungstext', quoted(one.text, 60));
  for (const [at, [name, said]] of one.beside.entries()) {
    put(`Beleginfo - Art ${at + 1}`, quoted(name, 20));
    put(`Beleginfo - Inhalt ${at + 1}`, quoted(said, 210));
  }
  put('Festschreibung', '1');
  if (one.dueOn !== undefined) put('Fälligkeit', one.dueOn.split('-').toReversed().join(''));
  return fields.join(';');
};

/** Two decimals at least. A currency with three has three: DATEV refuses that line, which is better than to round it. */
const amountOf = ({ minor, currency }: Booking): string => {
  const [whole = '', parts = ''] = toText(money(minor, currency)).split('.');
  return `${whole},${parts.padEnd(2, '0')}`;
};
/** What a document's number may have there; it begins with a letter or digit, so that no sheet takes it for a formula. */
const documentOf = (source: string): string =>
  source
    .replaceAll('_', '-')
    .replaceAll(/[^A-Za-z0-9$&%*+\-/]/g, '')
    .replace(/^[^A-Za-z0-9]+/, '');
/** In the letters of the file first: some become quotes or signs of a formula there, and some two. */
const quoted = (text: string, most: number): string =>
  `"${disarmed(inCp1252(text).replaceAll(/\p{Cc}+/gu, ' '))
    .slice(0, most)
    .replaceAll('"', '""')}"`;

const numbered = (count: number, of: (n: number) => readonly string[]): string[] =>
  Array.from({ length: count }, (_, n) => of(n + 1)).flat();
const NAMES: readonly string[] = [
  'Umsatz (ohne Soll/Haben-Kz)',
  'Soll/Haben-Kennzeichen',
  'WKZ Umsatz',
  'Kurs',
  'Basis-Umsatz',
  'WKZ Basis-Umsatz',
  'Konto',
  'Gegenkonto (ohne BU-Schlüssel)',
  'BU-Schlüssel',
  'Belegdatum',
  'Belegfeld 1',
  'Belegfeld 2',
  'Skonto',
  'Buchungstext',
  'Postensperre',
  'Diverse Adressnummer',
  'Geschäftspartnerbank',
  'Sachverhalt',
  'Zinssperre',
  'Beleglink',
  ...numbered(8, (n) => [`Beleginfo - Art ${n}`, `Beleginfo - Inhalt ${n}`]),
  'KOST1 - Kostenstelle',
  'KOST2 - Kostenstelle',
  'Kost-Menge',
  'EU-Land u. UStID (Bestimmung)',
  'EU-Steuersatz (Bestimmung)',
  'Abw. Versteuerungsart',
  'Sachverhalt L+L',
  'Funktionsergänzung L+L',
  'BU 49 Hauptfunktionstyp',
  'BU 49 Hauptfunktionsnummer',
  'BU 49 Funktionsergänzung',
  ...numbered(20, (n) => [`Zusatzinformation - Art ${n}`, `Zusatzinformation - Inhalt ${n}`]),
  'Stück',
  'Gewicht',
  'Zahlweise',
  'Forderungsart',
  'Veranlagungsjahr',
  'Zugeordnete Fälligkeit',
  'Skontotyp',
  'Auftragsnummer',
  'Buchungstyp',
  'USt-Schlüssel (Anzahlungen)',
  'EU-Land (Anzahlungen)',
  'Sachverhalt L+L (Anzahlungen)',
  'EU-Steuersatz (Anzahlungen)',
  'Erlöskonto (Anzahlungen)',
  'Herkunft-Kz',
  'Buchungs GUID',
  'KOST-Datum',
  'SEPA-Mandatsreferenz',
  'Skontosperre',
  'Gesellschaftername',
  'Beteiligtennummer',
  'Identifikationsnummer',
  'Zeichnernummer',
  'Postensperre bis',
  'Bezeichnung SoBil-Sachverhalt',
  'Kennzeichen SoBil-Buchung',
  'Festschreibung',
  'Leistungsdatum',
  'Datum Zuord. Steuerperiode',
  'Fälligkeit',
  'Generalumkehr (GU)',
  'Steuersatz',
  'Land',
  'Abrechnungsreferenz',
  'BVV-Position',
  'EU-Land u. UStID (Ursprung)',
  'EU-Steuersatz (Ursprung)',
  'Abw. Skontokonto',
];
