/** Profiles of e-invoices: what is missing is asked for where it can be mended, and no invoice is written without it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Entity } from '../../shared/access/tenant.ts';
import type { CreditNote } from '../../shared/invoices/credit-note.ts';
import type { Parked } from '../../shared/operations/operation.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { PROFILE } from '../support/stock.ts';
import { World } from '../support/world.ts';

const ID = '04011000-1234512345-06';
const XRECHNUNG = { profile: 'xrechnung', buyerReference: ID, endpoint: { scheme: '0204', id: ID } };
let world: World;
beforeAll(async () => {
  world = await World.open('2026-02-02T09:00:00Z');
  const keys = [{ name: 'admin', roles: ['admin'] }];
  await world.hires(keys);
});
afterAll(() => world.close());

const { phone, ...mute } = PROFILE as Record<string, unknown>;
const entityIs = (profile: unknown) =>
  world.call<Entity>('PUT', '/v1/entities/main', profile, { key: 'admin' });
const saves = (name: string, eInvoice: unknown, over: Record<string, unknown> = {}) =>
  world.call(
    'PUT',
    `/v1/customers/crm/${name}`,
    {
      name,
      address: { line1: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      emails: [`${name}@customer.example`],
      currency: 'EUR',
      eInvoice,
      ...over,
    },
    { key: 'partner' },
  );
const xmlOf = async (path: string): Promise<string> => {
  const { url } = await world.get<{ url: string }>(`${path}/documents/ubl`);
  return (await fetch(url)).text();
};

test('a customer whose profile lacks something is not saved: the field and the reason are told', async () => {
  await changesNothing(world, async () => {
    for (const [eInvoice, ...at] of [
      [{ profile: 'xrechnung' }, '/eInvoice/buyerReference'],
      [{ ...XRECHNUNG, buyerReference: '04011000-1234512345-07' }, '/eInvoice/buyerReference'],
      [{ ...XRECHNUNG, endpoint: { scheme: '0204', id: `${ID}-1` } }, '/eInvoice/endpoint/id'],
      // The seller has no address in the Peppol network yet: that is told of the profile.
      [{ profile: 'peppol-bis-3', buyerReference: 'Dept. 7' }, '/eInvoice/endpoint', '/eInvoice/profile'],
    ] as const)
      expectProblem(await saves('lacking', eInvoice), {
        status: 422,
        code: 'customers.e_invoice_invalid',
        at,
      });
    expectProblem(await entityIs({ ...PROFILE, endpoint: { scheme: '0088', id: '4006381333932' } }), {
      status: 422,
      code: 'entities.endpoint_invalid',
      at: ['/endpoint/id'],
    });
  });
});

test('invoice and credit note of a public body are XRechnung, in the file and in the PDF', async () => {
  const office = await world.customer('Office', { eInvoice: XRECHNUNG });
  const invoice = await office.isInvoiced({ net: '100.00', taxClass: 'standard' });
  expect(invoice.snapshot.eInvoice).toEqual({
    profile: 'xrechnung',
    buyerReference: ID,
    buyer: { scheme: '0204', id: ID },
  });
  const xml = await xmlOf(`/v1/invoices/${invoice.id}`);
  for (const said of [
    'xrechnung_3.0',
    `<cbc:BuyerReference>${ID}<`,
    `schemeID="0204">${ID}<`,
    '+49 40 0000000',
  ])
    expect(xml).toContain(said);
  const { url } = await world.get<{ url: string }>(`/v1/invoices/${invoice.id}/documents/pdf`);
  expect(Buffer.from(await (await fetch(url)).arrayBuffer()).toString('latin1')).toContain('(xrechnung.xml)');
  const note = await world.call<CreditNote>('POST', `/v1/invoices/${invoice.id}/credit-notes`, {
    reason: 'price',
  });
  await world.settle();
  const credited = await xmlOf(`/v1/credit-notes/${note.body.id}`);
  for (const said of ['xrechnung_3.0', `<cbc:BuyerReference>${ID}<`, '<cbc:PaymentMeansCode>97<'])
    expect(credited).toContain(said);
});

test('what is missing only when it is issued waits, takes no number, and is issued once it was mended', async () => {
  const agency = await world.customer('Agency', { eInvoice: XRECHNUNG });
  expect((await entityIs(mute)).status).toBe(200);
  // Workers remember an entity for half a minute.
  await world.passes(60_000);
  const order = await agency.orders('50.00');
  await agency.delivered(order);
  await world.settle();
  expect(await agency.invoices()).toEqual([]);
  const [parked, ...more] = await world.all<Parked>('/v1/parked');
  expect([more, parked]).toMatchObject([
    [],
    { worker: 'issue-invoice', code: 'invoices.e_invoice_incomplete', state: 'WAITING' },
  ]);
  expect(parked!.detail).toContain('entity main names no contact with a phone');
  expectProblem(await saves('another', XRECHNUNG), {
    status: 422,
    code: 'customers.e_invoice_invalid',
    at: ['/eInvoice/profile'],
  });

  const contact = { name: 'Frau Petersen', phone, email: 'petersen@nordwind.example' };
  expect((await entityIs({ ...mute, contact })).status).toBe(200);
  await world.passes(60_000);
  await world.call('POST', `/v1/parked/${parked!.id}/retry`, {});
  await world.settle();
  const [invoice] = await agency.invoices();
  expect(invoice!.number).toBe('INV-2026-000002');
  expect(await xmlOf(`/v1/invoices/${invoice!.id}`)).toContain('<cbc:Name>Frau Petersen</cbc:Name>');
  await world.booksAreRight();
});
