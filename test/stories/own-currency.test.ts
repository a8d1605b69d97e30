/** A seller in euro invoices in dollars: the tax is said in euro as well, by a rate that is there, or the invoice waits. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { said, type Group } from '../../shared/documents/en16931/model.ts';
import { embeddedInvoice } from '../../shared/documents/facturx.ts';
import { readInvoice } from '../../shared/documents/en16931/read.ts';
import { judge } from '../../shared/documents/en16931/rules.ts';
import type { Export } from '../../shared/exports/export.ts';
import type { TrialBalance } from '../../shared/insights/insight.ts';
import type { InvoiceView } from '../../shared/invoices/invoice.ts';
import type { Parked } from '../../shared/operations/operation.ts';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
let usa: Buyer;
beforeAll(async () => {
  world = await World.open('2026-04-07T09:00:00Z', { ownCurrencyTax: { maxAgeDays: 4 } });
  usa = await world.customer('Dollar', { currency: 'USD' });
}, 120_000);
afterAll(() => world.close());

const document = async (id: string, format: string): Promise<Buffer> => {
  const { url } = await world.get<{ url: string }>(`/v1/invoices/${id}/documents/${format}`);
  return Buffer.from(await (await fetch(url)).arrayBuffer());
};
const rates = (invoice: Group) =>
  (['BT-5', 'BT-6', 'BT-110', 'BT-111'] as const).map((term) => said(invoice, term));

test('without a rate the delivery waits; with one from days ago it is invoiced, and says its tax in euro', async () => {
  await usa.delivered(await usa.orders({ net: '100.00', taxClass: 'standard' }));
  expect(await usa.invoices()).toEqual([]);
  const [parked] = await world.all<Parked>('/v1/parked');
  expect(parked).toMatchObject({ code: 'invoices.rate_missing', state: 'WAITING' });
  expect(
    (await world.call('PUT', '/v1/rates/EUR/USD/2026-04-02', { rate: '1.1', source: 'ECB' })).status,
  ).toBe(200);
  await world.call('POST', `/v1/parked/${parked!.id}/retry`, {});
  await world.settle();
  // Six days ago is too old; the file of the bank has a later one, of the day before a holiday.
  expect(await usa.invoices()).toEqual([]);
  const file = 'Date,USD,GBP\n2026-04-03,1.25,0.8532\n2026-04-02,1.1,0.8511\n';
  const brought = await world.call('POST', '/v1/rate-imports', file, { raw: true });
  expect([brought.status, brought.body]).toMatchObject([200, { days: 2, changed: 2, rates: 4 }]);
  const again = await world.call('POST', '/v1/rate-imports', file, { raw: true });
  expect(again.body).toMatchObject({ days: 2, changed: 0 });
  await world.call('POST', `/v1/parked/${parked!.id}/retry`, {});
  await world.settle();
  const [head] = await usa.invoices();
  const { snapshot } = await usa.invoice(head!.id);
  expect(snapshot.accounting).toEqual({
    currency: 'EUR',
    rate: { base: 'EUR', quote: 'USD', day: '2026-04-03', rate: '1.25', source: 'ECB', version: 1 },
  });
  // What is still to be delivered is shown with the same.
  const { id } = await usa.orders({ net: '10.00', taxClass: 'standard' });
  const forecast = await world.call('POST', `/v1/orders/${id}/invoice-preview`, {});
  expect(forecast.body).toMatchObject({
    snapshot: { accounting: { rate: { rate: '1.25' } }, booked: { value: { minor: 952, currency: 'EUR' } } },
  });
  for (const read of [
    readInvoice((await document(head!.id, 'ubl')).toString('utf8')),
    readInvoice(embeddedInvoice(await document(head!.id, 'pdf'))),
  ]) {
    expect(rates(read.invoice)).toEqual(['USD', 'EUR', '19.00', '15.20']);
    expect(judge(read)).toEqual([]);
  }
  const [page] = wordsOf(await document(head!.id, 'pdf'));
  expect(page).toContain('1 EUR = 1.25 USD, 2026-04-03');
  expect(page).toContain('15.20');
});

test('another rate for the day is another version, and what was issued keeps its own', async () => {
  const said = await world.call('PUT', '/v1/rates/EUR/USD/2026-04-03', {
    rate: '1.3',
    source: 'ECB, corrected',
  });
  expect(said.body).toMatchObject({ rate: '1.3', version: 2 });
  const [head] = await usa.invoices();
  expect((await usa.invoice(head!.id)).snapshot.accounting!.rate).toMatchObject({ rate: '1.25', version: 1 });
  expect(await world.get('/v1/rates/EUR/USD/2026-04-06')).toMatchObject({
    day: '2026-04-03',
    rate: '1.3',
    version: 2,
  });
  expect((await world.call('GET', '/v1/rates/EUR/USD/2026-04-06?maxAgeDays=2')).status).toBe(404);
  const note = await world.call<{ id: string }>('POST', `/v1/invoices/${head!.id}/credit-notes`, {
    reason: 'goodwill',
    lines: [{ line: '1', netMinor: 5_000 }],
  });
  const kept = await world.get<{ snapshot: InvoiceView & { accounting: unknown } }>(
    `/v1/credit-notes/${note.body.id}`,
  );
  expect(kept.snapshot.accounting).toMatchObject({ rate: { rate: '1.25', version: 1 } });
  await world.settle();
  await world.booksAreRight();
});

test('what comes in at another rate than the invoice is gained or lost, in euro, and not any more when it is taken back', async () => {
  const [head] = await usa.invoices();
  // 119.00 dollars at 1.25; 59.50 of them are credited already, by the same rate.
  expect(head).toMatchObject({
    open: { minor: 5_950 },
    booked: { value: { minor: 9_520, currency: 'EUR' }, rate: { rate: '1.25' } },
    settlements: [{ method: 'credit_note', bookedMinor: 4_760 }],
  });
  await world.call('PUT', '/v1/rates/EUR/USD/2026-04-07', { rate: '1.2', source: 'ECB' });
  const gained = async (): Promise<(number | undefined)[]> => {
    const { currencies } = await world.get<TrialBalance>('/v1/trial-balance');
    const euros = currencies.find(({ currency }) => currency === 'EUR');
    return ['translation', 'exchangeGains', 'exchangeLosses'].map(
      (name) => euros?.accounts.find(({ account }) => account === name)?.balanceMinor,
    );
  };
  expect(await gained()).toEqual([undefined, undefined, undefined]);
  await usa.transfers('30.00', head!.number);
  await usa.transfers('29.50', head!.number);
  const paid = await usa.invoice(head!.id);
  expect(paid).toMatchObject({
    state: 'PAID',
    settlements: [{}, { bookedMinor: 2_400 }, { bookedMinor: 2_360 }],
  });
  // 25.00 and 24.58 came in for 24.00 and 23.60.
  expect(await gained()).toEqual([198, -198, undefined]);
  const [last] = (await usa.payments()).filter(({ amount }) => amount.minor === 2_950);
  expect(last).toMatchObject({
    rate: { rate: '1.2', day: '2026-04-07' },
    allocations: [{ exchange: { value: { minor: 2_458, currency: 'EUR' }, gainMinor: 98 } }],
  });
  const line = `/v1/bank-lines/${last!.source.id}`;
  expect((await world.call('POST', `${line}/unmatch`, { reason: 'Of another' })).status).toBe(200);
  expect(await gained()).toEqual([100, -100, undefined]);
  // The rate of the day of the money stays, whatever is said of that day later.
  await world.call('PUT', '/v1/rates/EUR/USD/2026-04-07', { rate: '1.5', source: 'ECB, corrected' });
  await world.call('POST', `${line}/match`, { allocations: [{ invoiceId: head!.id }] });
  expect(await gained()).toEqual([198, -198, undefined]);
  const made = await world.call<Export>('POST', '/v1/exports', { kind: 'ledger_journal' });
  await world.settle();
  const { url } = await world.get<{ url: string }>(`/v1/exports/${made.body.id}`);
  const rows = (await (await fetch(url)).text()).split('\n').filter((row) => row.includes(',exchange,'));
  expect(rows.filter((row) => row.includes('Realised exchange gains'))).toHaveLength(4);
  expect(rows.every((row) => row.includes(',EUR,'))).toBe(true);
  await world.booksAreRight();
  await world.invariantsHold();
  await world.isHealthy();
});

test.each([
  ['PUT', '/v1/rates/EUR/EUR/2026-04-03', 'rates.same_currency'],
  ['PUT', '/v1/rates/EUR/USD/2026-04-09', 'rates.future'],
])('%s %s is refused', async (method, path, code) => {
  const { status, body } = await world.call(method, path, { rate: '1.1', source: 'x' });
  expect([status, body]).toMatchObject([422, { code }]);
});
