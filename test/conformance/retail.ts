/**
 * A day of the public "Online Retail" data as this system takes it (shared/samples/orders/SOURCES.md says whose it is).
 *
 * - A document is what shares an InvoiceNo; with a row of positive quantity it is a sale, and one order. An order has at most
 *   300 lines, so a longer document comes in as `540026/1`, `540026/2` …: one order and one invoice each.
 * - Rows of a price of 0 are lines like any other: given away, and said so on the invoice.
 * - Rows without a customer are sold at the counter: they go to one customer of that name, so that sums can be compared.
 * - Codes that are no goods (POST, DOT, M, D …) are lines like any other while their quantity is positive.
 * - A return (InvoiceNo with C) is no order: it is reported with its row, to be credited by a credit note later.
 * - A negative quantity without C is goods written off, at a price of 0: reported with its row, and no money.
 */
import { parse } from 'csv-parse/sync';
import { sample } from '../support/samples.ts';

interface Row {
  InvoiceNo: string;
  StockCode: string;
  Description: string;
  Quantity: string;
  UnitPrice: string;
  CustomerID: string;
  Country: string;
}

export interface RetailLine {
  sku: string;
  description: string;
  quantity: string;
  unitPrice: string;
  taxClass: 'zero';
}
export interface RetailOrder {
  id: string;
  customer: string;
  country: string;
  lines: RetailLine[];
  netMinor: number;
}
export interface LeftOut {
  row: number;
  document: string;
  why: 'return, credited by a credit note later' | 'stock written off';
  minor: number;
}
export interface Figures {
  rows: number;
  invoices: number;
  creditNotes: number;
  rowsWithoutCustomer: number;
  customers: number;
  zeroPriceRows: number;
  countries: number;
  grossSales: string;
  returns: string;
  net: string;
}
export interface RetailDay {
  orders: RetailOrder[];
  sales: number;
  leftOut: LeftOut[];
  figures: Figures;
}

export const COUNTER = 'COUNTER';
const MAX_LINES = 300;

export const retailDay = (file: string): RetailDay => {
  const rows = parse<Row>(sample(`orders/${file}`), { columns: true, bom: true }).map((row, index) => ({
    ...row,
    at: index + 2,
  }));
  const sold = rows.filter(({ Quantity }) => Number(Quantity) > 0);
  const leftOut = rows
    .filter(({ Quantity }) => Number(Quantity) <= 0)
    .map((row): LeftOut => ({
      row: row.at,
      document: row.InvoiceNo,
      why: row.InvoiceNo.startsWith('C') ? 'return, credited by a credit note later' : 'stock written off',
      minor: minorOf(row),
    }));
  const documents = Map.groupBy(sold, ({ InvoiceNo }) => InvoiceNo);
  const gross = total(sold.map(minorOf));
  const returned = total(leftOut.map(({ minor }) => minor));
  return {
    orders: [...documents].flatMap(([id, lines]) => ordersOf(id, lines)),
    sales: documents.size,
    leftOut,
    figures: {
      rows: rows.length,
      invoices: distinct(rows, 'InvoiceNo'),
      creditNotes: distinct(
        rows.filter(({ InvoiceNo }) => InvoiceNo.startsWith('C')),
        'InvoiceNo',
      ),
      rowsWithoutCustomer: rows.filter(({ CustomerID }) => CustomerID === '').length,
      customers: distinct(
        rows.filter(({ CustomerID }) => CustomerID !== ''),
        'CustomerID',
      ),
      zeroPriceRows: rows.filter(({ UnitPrice }) => Number(UnitPrice) === 0).length,
      countries: distinct(rows, 'Country'),
      grossSales: pounds(gross),
      returns: pounds(returned),
      net: pounds(gross + returned),
    },
  };
};

const ordersOf = (id: string, rows: readonly Row[]): RetailOrder[] => {
  const parts = Math.ceil(rows.length / MAX_LINES);
  return Array.from({ length: parts }, (_, part) => {
    const own = rows.slice(part * MAX_LINES, (part + 1) * MAX_LINES);
    const { CustomerID, Country } = own[0]!;
    return {
      id: parts === 1 ? id : `${id}/${part + 1}`,
      customer: CustomerID === '' ? COUNTER : `C${CustomerID.replace(/\.0$/, '')}`,
      country: codeOf(Country),
      netMinor: total(own.map(minorOf)),
      lines: own.map(({ StockCode, Description, Quantity, UnitPrice }) => ({
        sku: StockCode,
        description: Description.trim() || StockCode,
        quantity: Quantity,
        unitPrice: plain(UnitPrice),
        taxClass: 'zero',
      })),
    };
  });
};

/** Whole pennies: every price of these days has two decimals at most, and every quantity is whole. */
const minorOf = ({ Quantity, UnitPrice }: Row): number => {
  const pence = Math.round(Number(UnitPrice) * 100);
  if (Math.abs(pence - Number(UnitPrice) * 100) > 1e-6 || !Number.isInteger(Number(Quantity)))
    throw new Error(`${Quantity} × ${UnitPrice} is not in whole pennies`);
  return pence === 0 ? 0 : pence * Number(Quantity);
};
const plain = (price: string): string => price.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
const total = (all: readonly number[]): number => all.reduce((sum, each) => sum + each, 0);
const distinct = (rows: readonly Row[], field: keyof Row): number =>
  new Set(rows.map((row) => row[field])).size;
export const pounds = (minor: number): string =>
  `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`;

const CODES: Readonly<Record<string, string>> = {
  'United Kingdom': 'GB',
  EIRE: 'IE',
  Germany: 'DE',
  France: 'FR',
  Netherlands: 'NL',
  Norway: 'NO',
  Australia: 'AU',
  Sweden: 'SE',
  Finland: 'FI',
  Belgium: 'BE',
  Poland: 'PL',
};
const codeOf = (country: string): string => {
  const code = CODES[country];
  if (code === undefined) throw new Error(`no ISO code is written down for ${country}`);
  return code;
};
