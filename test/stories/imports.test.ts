/** A company moves in: what its old system issued is owed here, under its old numbers. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SELLER } from '../../bin/demo/company.ts';
import { ciiOf } from '../../shared/documents/cii.ts';
import { readInvoice } from '../../shared/documents/en16931/read.ts';
import { judge } from '../../shared/documents/en16931/rules.ts';
import { pdfOf } from '../../shared/documents/pdf.ts';
import { ublOf } from '../../shared/documents/ubl.ts';
import type { InvoiceImport } from '../../shared/imports/import.ts';
import type { InvoiceView, Snapshot } from '../../shared/invoices/invoice.ts';
import { creditorReference } from '../../shared/kernel/reference.ts';
import { snapshot } from '../slices/documents/snapshots.ts';
import { FONTS } from '../support/fonts.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
let acme: Buyer;
let borea: Buyer;
beforeAll(async () => {
  world = await World.open('2026-04-01T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
  acme = await world.customer('Acme');
  borea = await world.customer('Borea', { vatId: 'DE129273398' });
}, 120_000);
afterAll(() => world.close());

type File = InvoiceImport & { version: number };
const sends = async (content: string | Uint8Array, source = 'crm'): Promise<File> => {
  const sent = await world.call<File>('POST', `/v1/invoice-imports?source=${source}`, content, {
    raw: true,
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect(sent.status).toBe(202);
  await world.settle();
  return world.get<File>(`/v1/invoice-imports/${sent.body.id}`);
};
const byNumber = async (number: string): Promise<InvoiceView> =>
  (await world.all<InvoiceView>('/v1/invoices')).find((invoice) => invoice.number === number)!;
const document = async (id: string, format: string): Promise<Buffer> => {
  const { url } = await world.get<{ url: string }>(`/v1/invoices/${id}/documents/${format}`);
  return Buffer.from(await (await fetch(url)).arrayBuffer());
};

const HEADER = 'number;customer;issuedOn;dueOn;currency;total;open;tax;taxPercent;reminded';
const ROWS = [
  'RE 2025/0815;Acme;2025-11-03;2025-12-03;EUR;119.00;;19.00;19;2',
  'RE 2025/0816;Acme;2026-03-20;2026-04-19;EUR;500.00;150.50;;;',
  'RE 2025/0817;Nobody;2026-03-20;2026-04-19;EUR;5.00;;;;',
  'INV-2026-000001;Acme;2026-03-20;2026-04-19;EUR;5.00;;;;',
  'RE 2025/0818;Acme;2026-03-20;2026-03-19;EUR;5.00;6.00;;;',
  'RE 2025/0819;Acme;2027-03-20;2027-04-19;EUR;5.00;;;;',
  'RE 2025/0820;Acme;2026-03-20;2026-04-19;EUR;119.00;;18.00;19;',
  'RE-2025-0815;Acme;2026-03-20;2026-04-19;EUR;7.00;;;;',
];
let list: File;

test('open items come in with their numbers, days and levels; what is wrong is told by line and field', async () => {
  list = await sends([HEADER, ...ROWS].join('\r\n'));
  expect(list).toMatchObject({
    format: 'csv',
    state: 'DONE',
    counts: { rows: 8, imported: 2, known: 0, rejected: 6 },
    totals: [{ currency: 'EUR', invoices: 2, totalMinor: 61_900, openMinor: 26_950 }],
  });
  expect(list.bad.map(({ line, field }) => [line, field])).toEqual([
    [4, 'customer'],
    [5, 'number'],
    [6, 'open'],
    [7, 'issuedOn'],
    [8, 'tax'],
    [9, 'number'],
  ]);
  expect(await byNumber('RE 2025/0815')).toMatchObject({
    issuedOn: '2025-11-03',
    dueOn: '2025-12-03',
    overdueDays: 119,
    reminded: 2,
    total: { minor: 11_900, currency: 'EUR' },
    external: { importId: list.id },
    reference: creditorReference('RE 2025/0815'),
  });
  expect(await byNumber('RE 2025/0816')).toMatchObject({ open: { minor: 15_050 }, state: 'ISSUED' });
  expect(await acme.exposure()).toBe(26_950);
  const { currencies } = await world.get<{
    currencies: { accounts: { account: string; balanceMinor?: number; minor?: number }[] }[];
  }>('/v1/trial-balance');
  expect(JSON.stringify(currencies)).toContain('opening');
  await world.booksAreRight();
});

test('the same file again changes nothing, and another file with the same rows knows them', async () => {
  const again = await sends([HEADER, ...ROWS].join('\r\n'));
  expect(again).toEqual(list);
  const other = await sends([HEADER, ROWS[0], ROWS[1]!.replace('150.50', '150.00')].join('\n'));
  expect(other).toMatchObject({
    counts: { rows: 2, imported: 0, known: 1, rejected: 1 },
    bad: [{ line: 3, field: 'number' }],
  });
  expect(await acme.exposure()).toBe(26_950);
});

test('it is reminded of from its level on, and the link of the reminder leads to its page', async () => {
  await world.day(1, 8);
  const [reminder] = await acme.inbox('0815');
  expect(reminder!.text).toContain('119.00');
  expect(await byNumber('RE 2025/0815')).toMatchObject({ reminded: 3 });
  const page = await (await fetch(/https?:\/\/\S+\/pay\/[\w.-]+/.exec(reminder!.text)![0])).text();
  expect(page).toContain('RE 2025/0815');
});

/** An invoice that the old system of the same seller wrote. */
const elsewhere = (number: string, over: Partial<Snapshot> = {}): Snapshot => {
  const { id, name, address, vatId, email, bank } = SELLER;
  return snapshot({
    over: {
      number,
      issuedOn: '2026-03-10',
      dueOn: '2026-05-10',
      deliveredOn: '2026-03-09',
      seller: { id, name, address, vatId, email, bank },
      buyer: { ...snapshot().buyer, externalId: 'Borea', name: 'Borea' },
      ...over,
    },
  });
};
const ubl = (of: Snapshot): string => {
  const made = ublOf(of);
  if (!made.ok) throw new Error(made.detail);
  return made.value;
};

test('e-invoices come in by the rules of EN 16931, and the customer gets what was supplied', async () => {
  const one = ubl(elsewhere('A-77'));
  const inUbl = await sends(one);
  expect(inUbl).toMatchObject({ format: 'ubl', counts: { imported: 1, rejected: 0 }, bad: [] });
  const head = await byNumber('A-77');
  expect(head).toMatchObject({ customerId: borea.id, dueOn: '2026-05-10', total: { minor: 83_768 } });
  expect((await document(head.id, 'ubl')).toString('utf8')).toBe(one);
  // By its VAT number, because the other system called it otherwise.
  const other = elsewhere('A-78', {
    buyer: { ...elsewhere('x').buyer, externalId: 'ZZ', vatId: 'DE129273398' },
  });
  const cii = ciiOf(other);
  expect(await sends(cii)).toMatchObject({ format: 'cii', counts: { imported: 1 } });
  const written = readInvoice((await document((await byNumber('A-78')).id, 'ubl')).toString('utf8'));
  expect([judge(written), written.invoice]).toEqual([[], readInvoice(cii).invoice]);
  const hybrid = elsewhere('A-79');
  const pdf = await pdfOf(hybrid, FONTS, { payUrl: 'https://pay.example.com/x', cii: ciiOf(hybrid) });
  expect(await sends(pdf)).toMatchObject({ format: 'facturx', counts: { imported: 1 } });
  expect(await document((await byNumber('A-79')).id, 'pdf')).toEqual(Buffer.from(pdf));
  expect(await borea.exposure()).toBe(3 * 83_768);
  await world.booksAreRight();
});

test.each([
  [
    'a rule',
    'BR-CO-15',
    () => ubl(elsewhere('B-1')).replace(/(TaxInclusiveAmount[^>]*>)837\.68/, '$1837.69'),
  ],
  [
    'another seller',
    'BT-31',
    () => ubl(elsewhere('B-2', { seller: { ...elsewhere('x').seller, vatId: 'DE811569869' } })),
  ],
  [
    'a credit note',
    'BT-3',
    () => ubl(elsewhere('B-3', { credits: { number: 'A-77', issuedOn: '2026-03-10', reason: 'price' } })),
  ],
  [
    'a document without lines',
    'BR-16',
    () => ubl(elsewhere('B-5')).replace(/ *<cac:InvoiceLine>[^]*<\/cac:InvoiceLine>\n/, ''),
  ],
  ['a harmful file', '', () => '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ['an empty PDF', '', () => '%PDF-1.7'],
  ['an amount beyond counting', '', () => ubl(elsewhere('B-4')).replaceAll('837.68', '99999999999999999.00')],
])('%s speaks against a file, and nothing of it is in the books', async (_, field, content) => {
  const before = (await world.all('/v1/invoices')).length;
  const file = await sends(content());
  expect(file).toMatchObject({ state: 'DONE', counts: { rows: 1, imported: 0, rejected: 1 }, totals: [] });
  if (field !== '') expect(file.bad.map((one) => one.field)).toContain(field);
  expect((await world.all('/v1/invoices')).length).toBe(before);
});

test('money that names an old number pays it, whoever sends it, and by its creditor reference too', async () => {
  await world.bank([
    {
      minor: 11_900,
      text: 'Rechnung RE 2025/0815 danke',
      payer: { name: 'Someone', iban: 'DE02500105170137075030' },
    },
  ]);
  expect(await byNumber('RE 2025/0815')).toMatchObject({ state: 'PAID', open: { minor: 0 } });
  await world.bank([
    {
      minor: 15_050,
      text: '',
      structured: creditorReference('RE 2025/0816'),
      payer: { name: 'Else', iban: 'DE02500105170137075031' },
    },
  ]);
  expect(await byNumber('RE 2025/0816')).toMatchObject({ state: 'PAID' });
  expect(await acme.exposure()).toBe(0);
  await world.booksAreRight();
});

test('it is credited like any other, and a file of finance tells its own day', async () => {
  const { id } = await byNumber('A-77');
  const note = await world.call('POST', `/v1/invoices/${id}/credit-notes`, {
    reason: 'goodwill',
    lines: [{ line: '1', netMinor: 1000 }],
  });
  expect(note.status).toBe(201);
  await world.settle();
  expect((await byNumber('A-77')).open.minor).toBe(83_768 - 1_190);
  const made = await world.call<{ id: string }>('POST', '/v1/exports', { kind: 'open_items' });
  await world.settle();
  const { url } = await world.get<{ url: string }>(`/v1/exports/${made.body.id}`);
  expect(await (await fetch(url)).text()).toMatch(/A-77,[^\n]*,2026-03-10,2026-05-10,/);
  await world.booksAreRight();
  await world.isHealthy();
});
