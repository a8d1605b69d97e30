/** Who pays early keeps what was agreed, by transfer or card, and nobody else does; books and tax say so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { said as saidIn } from '../../shared/documents/en16931/model.ts';
import { readInvoice } from '../../shared/documents/en16931/read.ts';
import { judge } from '../../shared/documents/en16931/rules.ts';
import { embeddedInvoice } from '../../shared/documents/facturx.ts';
import type { TrialBalance } from '../../shared/insights/insight.ts';
import type { CreditNote } from '../../shared/invoices/credit-note.ts';
import type { InvoiceView, Snapshot } from '../../shared/invoices/invoice.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { taxIsExplained } from '../support/taxed.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open('2026-02-02T09:00:00Z', {}, {}, { jobs: ['FindOverdue'] });
  const terms = {
    name: '2 % in 10 days',
    validFrom: '2026-01-01',
    lines: [{ days: 30 }],
    earlyPayment: { percent: '2', days: 10, mode: 'gross', graceDays: 2 },
  };
  const taxed = { ...terms, earlyPayment: { ...terms.earlyPayment, mode: 'taxed' } };
  for (const [id, agreed] of Object.entries({ skonto: terms, escompte: taxed }))
    expect((await world.call('PUT', `/v1/payment-terms/${id}`, agreed, { key: 'partner' })).status).toBe(200);
});
afterAll(async () => {
  await world.settle();
  await world.isHealthy();
  await world.booksAreRight();
  await world.invariantsHold();
  await world.close();
});

type View = InvoiceView & { snapshot: Snapshot };
let serial = 0;
const invoiced = async (buyer: Buyer, net = '1000.00', paymentTerms = 'skonto'): Promise<View> => {
  const order = await world.call<{ id: string }>(
    'POST',
    '/v1/orders',
    {
      ...buyer.basket({ net, taxClass: 'standard' }),
      sourceOrderId: `E-${(serial += 1)}`,
      paymentTerms,
    },
    { key: 'partner' },
  );
  expect([order.status, order.body]).toMatchObject([201, {}]);
  const known = new Set((await buyer.invoices()).map(({ id }) => id));
  await buyer.delivered(order.body as never);
  const [fresh] = (await buyer.invoices()).filter(({ id }) => !known.has(id));
  return buyer.invoice(fresh!.id);
};

test('mail, page and document say what paying early is worth, and a transfer of exactly that settles the invoice', async () => {
  const acme = await world.customer('Early');
  const invoice = await invoiced(acme);
  expect(invoice.snapshot.early).toMatchObject({
    until: '2026-02-12',
    discount: { minor: 2_380 },
    taxMinor: 380,
  });
  const [mail] = await acme.inbox(invoice.number);
  expect(mail!.text).toMatch(/Paid by 12\sFebruary 2026: only €1,166\.20/);
  const page = await (await fetch(await acme.link(invoice.number))).text();
  expect(page).toContain('only €1,166.20');
  await acme.transfers('1166.20', `Invoice ${invoice.number}`);
  expect(await acme.invoice(invoice.id)).toMatchObject({
    state: 'PAID',
    open: { minor: 0 },
    settlements: [{ amount: { minor: 116_620 }, discount: { minor: 2_380 } }],
  });
  const [payment] = await acme.payments();
  expect(payment).toMatchObject({
    unapplied: { minor: 0 },
    allocations: [{ amount: { minor: 116_620 }, discount: { minor: 2_380 }, discountTaxMinor: 380 }],
  });
  expect(await acme.exposure()).toBe(0);
  const [receipt] = await acme.inbox('received');
  expect(receipt!.text).toContain('less €23.80 early-payment discount');
});

test('one transfer over several invoices keeps each discount; one without any reference is found by its amount', async () => {
  const acme = await world.customer('Several');
  const [one, two] = [await invoiced(acme, '100.00'), await invoiced(acme, '200.00')];
  await acme.transfers('349.86', `${one.number} ${two.number}`);
  for (const { id } of [one, two]) expect(await acme.invoice(id)).toMatchObject({ state: 'PAID' });
  const three = await invoiced(acme, '500.00');
  await acme.transfers('583.10', 'Thank you');
  expect(await acme.invoice(three.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ discount: { minor: 1_190 } }],
  });
});

test('a card pays what the page offers, also when the money comes after the deadline; later the page asks for all', async () => {
  const acme = await world.customer('Card');
  const [first, second] = [await invoiced(acme, '100.00'), await invoiced(acme, '100.00')];
  await world.passes(10 * 86_400_000);
  const provider = await acme.opensProvider(first.number);
  await fetch(provider, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ outcome: 'pending' }),
  });
  await world.passes(4 * 86_400_000);
  expect(await acme.invoice(first.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ amount: { minor: 11_662 }, discount: { minor: 238 } }],
  });
  const late = await (await fetch(await acme.link(second.number))).text();
  expect(late).toContain('€119.00');
  expect(late).not.toContain('€116.62');
});

test('a transfer that keeps the discount too late leaves it open, and one in the days of grace does not', async () => {
  const acme = await world.customer('Late');
  const [graceful, late] = [await invoiced(acme, '100.00'), await invoiced(acme, '300.00')];
  await world.passes(12 * 86_400_000);
  await acme.transfers('116.62', graceful.number);
  expect(await acme.invoice(graceful.id)).toMatchObject({ state: 'PAID' });
  await world.passes(86_400_000);
  await acme.transfers('349.86', late.number);
  expect(await acme.invoice(late.id)).toMatchObject({ state: 'PART_PAID', open: { minor: 714 } });
});

test('a receipt that is taken back opens all; goods that come back are worth what was paid for them', async () => {
  const acme = await world.customer('Undo');
  const invoice = await invoiced(acme, '100.00');
  await acme.transfers('116.62', invoice.number);
  const [payment] = await acme.payments();
  const line = (payment as Payment).source.id;
  await world.call('POST', `/v1/bank-lines/${line}/unmatch`, { reason: 'Looked at again' });
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'ISSUED', open: { minor: 11_900 } });
  await world.call('POST', `/v1/bank-lines/${line}/match`, { allocations: [{ invoiceId: invoice.id }] });
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  const note = async (lines?: object[]) => {
    const { body } = await world.call<CreditNote>('POST', `/v1/invoices/${invoice.id}/credit-notes`, {
      reason: 'returned',
      ...(lines && { lines }),
    });
    return [body.total.minor, body.owed.minor, body.discountBack?.minor];
  };
  expect(await note([{ line: '1', quantity: '0.5' }])).toEqual([5_950, 5_831, 119]);
  expect(await note()).toEqual([5_950, 5_831, 119]);
  expect(await acme.exposure()).toBe(-11_662);
});

test('a correction keeps what was kept: nobody owes for a name', async () => {
  const acme = await world.customer('Kept');
  const invoice = await invoiced(acme, '100.00');
  await acme.transfers('116.62', invoice.number);
  await world.passes(20 * 86_400_000);
  const { status, body } = await world.call<{ invoice: InvoiceView }>(
    'POST',
    `/v1/invoices/${invoice.id}/corrections`,
    { reason: 'wrong_invoice', poNumber: 'PO-1' },
  );
  expect([status, body.invoice]).toMatchObject([201, { open: { minor: 0 } }]);
  expect(await acme.exposure()).toBe(0);
});

test('where tax is computed without it, order and invoice ask for less, no tax moves, and a return is worth its part', async () => {
  const acme = await world.customer('Taxed');
  const invoice = await invoiced(acme, '1000.00', 'escompte');
  expect(invoice).toMatchObject({
    total: { minor: 118_620 },
    early: { mode: 'taxed', discount: { minor: 2_000 }, taxMinor: 0 },
    snapshot: { totals: { netMinor: 100_000, taxMinor: 18_620, untaxed: [{ minor: 2_000 }] } },
  });
  expect(await acme.exposure()).toBe(118_620);
  const document = async (format: string): Promise<Buffer> => {
    const { url } = await world.get<{ url: string }>(`/v1/invoices/${invoice.id}/documents/${format}`);
    return Buffer.from(await (await fetch(url)).arrayBuffer());
  };
  const pdf = await document('pdf');
  for (const read of [
    readInvoice((await document('ubl')).toString('utf8')),
    readInvoice(embeddedInvoice(pdf)),
  ]) {
    expect(judge(read)).toEqual([]);
    const said = (['BT-106', 'BT-107', 'BT-108', 'BT-109', 'BT-110', 'BT-112', 'BT-115'] as const).map(
      (term) => saidIn(read.invoice, term),
    );
    expect(said).toEqual(['1000.00', '20.00', '20.00', '1000.00', '186.20', '1186.20', '1186.20']);
  }
  const [words] = wordsOf(pdf);
  expect(words).toMatch(/1,186\.20.*1,166\.20.*without the early-payment discount of €20\.00/s);
  const page = await (await fetch(await acme.link(invoice.number))).text();
  expect(page).toContain('€1,166.20');
  expect(page).toContain('€1,186.20');
  const balance = async (name: string): Promise<number> => {
    const { currencies } = await world.get<TrialBalance>('/v1/trial-balance');
    return currencies[0]!.accounts.find(({ account }) => account === name)!.balanceMinor;
  };
  const [vat, discounts] = [await balance('vat'), await balance('discounts')];
  await acme.transfers('1166.20', invoice.number);
  expect(await acme.invoice(invoice.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ amount: { minor: 116_620 }, discount: { minor: 2_000 } }],
  });
  expect([await balance('vat'), await balance('discounts')]).toEqual([vat, discounts + 2_000]);
  const { body } = await world.call<CreditNote>('POST', `/v1/invoices/${invoice.id}/credit-notes`, {
    reason: 'returned',
    lines: [{ line: '1', netMinor: 50_000 }],
  });
  expect([body.total.minor, body.owed.minor, body.discountBack?.minor]).toEqual([59_310, 58_310, 1_000]);
  expect(await acme.exposure()).toBe(-58_310);
});

test('who takes it too late gets it only where the company says so, within the month’s sum, and a match that is undone gives that back', async () => {
  const acme = await world.customer('Tardy');
  const [one, two, three] = [
    await invoiced(acme, '100.00'),
    await invoiced(acme, '100.00'),
    await invoiced(acme, '200.00'),
  ];
  await world.passes(14 * 86_400_000);
  await acme.transfers('116.62', one.number);
  expect(await acme.invoice(one.id)).toMatchObject({ state: 'PART_PAID', open: { minor: 238 } });
  const rules = {
    lateDiscount: { days: 3, upTo: [{ minor: 500, currency: 'EUR' }] },
    monthlyPerCustomer: [{ minor: 500, currency: 'EUR' }],
  };
  expect((await world.call('PUT', '/v1/matching-rules', rules)).status).toBe(200);
  await world.passes(31_000);
  await acme.transfers('116.62', two.number);
  expect(await acme.invoice(two.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ amount: { minor: 11_662 }, discount: { minor: 238 } }],
  });
  const granted = (await acme.payments()).find(({ allocations }) => allocations[0]?.number === two.number)!;
  expect(granted.allocations).toMatchObject([{ discountTaxMinor: 38, late: true }]);
  // 2.38 of 5.00 are used up: 4.76 would pass the sum.
  await acme.transfers('233.24', three.number);
  expect(await acme.invoice(three.id)).toMatchObject({ state: 'PART_PAID', open: { minor: 476 } });
  const undone = await world.call('POST', `/v1/bank-lines/${granted.source.id}/unmatch`, {
    reason: 'because',
  });
  expect(undone.status).toBe(200);
  expect(await acme.invoice(two.id)).toMatchObject({ open: { minor: 11_900 } });
});

test('what of the tax was kept for paying early is told by itself, and nothing is unexplained', async () => {
  const sums = await taxIsExplained(world, '2026-02-02');
  for (const what of ['credit_notes', 'early_payment_discounts']) expect(sums[what]).toBeLessThan(0);
});
