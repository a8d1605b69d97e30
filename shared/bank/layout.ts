/** How one bank writes its CSV, as data: a tenant's own for an account, or one of those that are known. */
import * as z from 'zod';
import { Currency } from '../kernel/money.ts';
import { Text } from '../kernel/party.ts';

/** Names of encodings that banks use, as the Encoding Standard knows them. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-15',
  'windows-1250',
  'windows-1252',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

const Column = z.union([Text(200), z.int().min(1).max(200)]).meta({
  description: 'The name in the header line, or the number of the column, from 1.',
});
/** A column whose values decide something. */
const Values = z.array(Text(60)).min(1).max(20);

export const DATES = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYYMMDD',
  'DD.MM.YYYY',
  'DD.MM.YY',
  'DD/MM/YYYY',
  'DD-MM-YYYY',
  'DD-MMM-YYYY',
  'MM/DD/YYYY',
] as const;

export const CsvLayout = z
  .strictObject({
    name: Text(60),
    delimiter: z.enum([',', ';', '|', '\t']),
    decimal: z.enum(['.', ',']),
    date: z
      .enum(DATES)
      .meta({ description: 'What follows it in the column, such as a time, is passed over.' }),
    encoding: z.enum(ENCODINGS).optional().meta({
      description:
        'Absent: a byte order mark, else UTF-8 or Windows-1252, as the first other character shows.',
    }),
    skipRows: z
      .int()
      .min(0)
      .max(50)
      .default(0)
      .meta({ description: 'Lines before the header or the first entry.' }),
    header: z.boolean().default(true).meta({ description: 'Without one columns are numbers.' }),
    currency: Currency.optional().meta({ description: 'Where no column says it.' }),
    columns: z.strictObject({
      bookedOn: Column,
      valueOn: Column.optional(),
      amount: Column.optional().meta({
        description:
          'Signed, unless `sign` says which values are debits; `credit`, `debit` or both stand in its place.',
      }),
      credit: Column.optional(),
      debit: Column.optional(),
      balance: Column.optional().meta({ description: 'Of the account after the entry.' }),
      currency: Column.optional(),
      account: Column.optional().meta({ description: 'Our own account.' }),
      name: Column.optional(),
      counterparty: Column.optional().meta({ description: 'Account of the other side.' }),
      bankRef: Column.optional(),
      endToEndId: Column.optional(),
      reference: Column.optional(),
      code: Column.optional(),
      text: z.array(Column).min(1).max(10).optional(),
    }),
    sign: z
      .strictObject({ column: Column, debit: Values.optional(), credit: Values.optional() })
      .optional()
      .meta({ description: 'Amounts are unsigned: these values are debits, or all but the credits are.' }),
    pending: z.strictObject({ column: Column, values: Values }).optional().meta({
      description: 'Rows that are only announced.',
    }),
  })
  .refine(
    ({ columns: { amount, credit, debit } }) =>
      (amount === undefined) !== (credit === undefined && debit === undefined),
    'must have a column for the amount, or columns for credits and debits',
  )
  .refine(
    ({ header, columns }) =>
      header ||
      !Object.values(columns)
        .flat()
        .some((column) => typeof column === 'string'),
    {
      error: 'columns are numbers where there is no header line',
    },
  )
  .meta({ id: 'CsvLayout' });
export type CsvLayout = Readonly<z.infer<typeof CsvLayout>>;

const known = (layout: z.input<typeof CsvLayout>): CsvLayout => CsvLayout.parse(layout);

/** Recognised by their header. */
export const KNOWN_LAYOUTS: readonly CsvLayout[] = [
  known({
    name: 'CSV of German savings banks',
    delimiter: ';',
    decimal: ',',
    date: 'DD.MM.YY',
    columns: {
      account: 'Auftragskonto',
      bookedOn: 'Buchungstag',
      valueOn: 'Valutadatum',
      code: 'Buchungstext',
      text: ['Verwendungszweck'],
      name: 'Beguenstigter/Zahlungspflichtiger',
      counterparty: 'Kontonummer',
      amount: 'Betrag',
      currency: 'Waehrung',
    },
    pending: { column: 'Info', values: ['Umsatz vorgemerkt'] },
  }),
  known({
    name: 'CSV of Rabobank',
    delimiter: ',',
    decimal: ',',
    date: 'YYYY-MM-DD',
    columns: {
      account: 'IBAN/BBAN',
      currency: 'Munt',
      bankRef: 'Volgnr',
      bookedOn: 'Datum',
      valueOn: 'Rentedatum',
      amount: 'Bedrag',
      balance: 'Saldo na trn',
      counterparty: 'Tegenrekening IBAN/BBAN',
      name: 'Naam tegenpartij',
      code: 'Code',
      endToEndId: 'Transactiereferentie',
      reference: 'Betalingskenmerk',
      text: ['Omschrijving-1', 'Omschrijving-2', 'Omschrijving-3'],
    },
  }),
  known({
    name: 'CSV of bunq',
    delimiter: ',',
    decimal: ',',
    date: 'YYYY-MM-DD',
    currency: 'EUR',
    columns: {
      bookedOn: 'Datum',
      amount: 'Bedrag',
      account: 'Rekening',
      counterparty: 'Tegenrekening',
      name: 'Naam',
      text: ['Omschrijving'],
    },
  }),
  known({
    name: 'CSV of KBC',
    delimiter: ';',
    decimal: ',',
    date: 'DD/MM/YYYY',
    columns: {
      account: 'Rekeningnummer',
      currency: 'Munt',
      bookedOn: 'Datum',
      valueOn: 'Valuta',
      amount: 'Bedrag',
      balance: 'Saldo',
      counterparty: 'rekeningnummer tegenpartij',
      name: 'Naam tegenpartij',
      reference: 'gestructureerde mededeling',
      text: ['Omschrijving', 'Vrije mededeling'],
    },
  }),
];
