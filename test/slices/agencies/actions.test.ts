/** Cases on real books: what an agency collects beside what others do at the same time, what it is told of it, and who joins a case that waits. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgencyBookSet } from '../../../shared/agencies/agency.ts';
import type { AgencyCase } from '../../../shared/agencies/case.ts';
import { MOST_CLAIMS } from '../../../shared/claims/claim.ts';
import { LateChargeRuleSet } from '../../../shared/claims/late-charge.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { receive } from '../../../shared/payments/rules.ts';
import { aCustomer, anInvoice, aPayment } from '../../support/drawn.ts';
import { deps, openBooks, TENANT, tenantInput, type Books } from '../bank/books.ts';

const load = async () => ({
  ...(await import('../../../shared/runtime/table.ts')),
  ...(await import('../../../shared/runtime/once.ts')),
  ...(await import('../../../shared/customers/store.ts')),
  ...(await import('../../../shared/invoices/store.ts')),
  ...(await import('../../../shared/payments/store.ts')),
  ...(await import('../../../shared/claims/store.ts')),
  ...(await import('../../../shared/claims/charging.ts')),
  ...(await import('../../../shared/agencies/store.ts')),
  ...(await import('../../../shared/agencies/handing.ts')),
  ...(await import('../../../shared/agencies/preparing.ts')),
  ...(await import('../../../shared/agencies/regarding.ts')),
  late: (await import('../../../shared/claims/actions.ts')).actions,
  cases: (await import('../../../shared/agencies/actions.ts')).actions,
  ...(await import('../../../shared/approvals/actions.ts')),
});
let books: Books;
let our: Awaited<ReturnType<typeof load>>;

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const AGENCY = { address: tenantInput.entities[0]!.address, email: 'cases@agency.example' };
beforeAll(async () => {
  books = await openBooks();
  our = await load();
  const rules = LateChargeRuleSet.parse({ entities: [{ entity: 'main', interest: { rate: 'legal' } }] });
  await put(...our.putLateChargeRules(TENANT, { ...rules, version: 1 }));
  const { agencies } = AgencyBookSet.parse({
    agencies: ['north', 'south'].map((agency) => ({ ...AGENCY, agency, name: agency })),
  });
  await put(...our.putAgencyBook(TENANT, { agencies, version: 1, at: deps().now, by: 'tester' }));
});
afterAll(() => books.close());

const put = async (...writes: Parameters<typeof our.write>[0][]) => {
  for (const one of writes) expect((await our.write(one)).ok).toBe(true);
};
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.value;
};

let serial = 0;
const payer = async (over: Partial<Customer> = {}): Promise<Customer> => {
  const id = idFrom('cus', 1_700_000_000_000 + ++serial, new Uint8Array(10));
  const one = aCustomer({ id, externalId: `C-${serial}`, vatId: 'DE136695976', ...over });
  await put(...our.putCustomer(TENANT, one));
  return one;
};
const owed = async ({ id: customerId }: Customer, over: Partial<Invoice> = {}): Promise<Invoice> => {
  const invoice = anInvoice(++serial, 100_000, { customerId, dueOn: '2026-02-20', ...over });
  await put(our.putInvoice(TENANT, invoice));
  return invoice;
};
const caseNow = async (id: string): Promise<AgencyCase> => (await our.read(our.caseById(TENANT, id)))!;
const prepared = async (invoices: readonly Invoice[], agency?: string) => {
  const [{ customerId }] = invoices as [Invoice];
  const wanted = { customerId, invoices: invoices.map(({ id }) => id), agency };
  return value(await our.cases.prepareAgencyCase(wanted as never, deps()));
};
/** With the agency, its interest claimed. */
const handed = async (invoices: readonly Invoice[]): Promise<AgencyCase> => {
  const { id } = await prepared(invoices);
  const asked = await our.cases.moveAgencyCase({ id, do: 'hand_over' } as never, deps());
  const approval = (asked as { awaiting: { id: string } }).awaiting.id;
  const chief = deps({ actor: 'chief', may: { scopes: ['writeoffs:write'] } });
  const agreed = our.approving({ 'agencies.hand_over': our.performHandOver });
  await agreed.approve({ id: approval } as never, chief);
  return caseNow(id);
};
const claimsOf = async (invoice: Invoice) => (await our.standingsOf(TENANT, [invoice]))[0]!.claims;
const waived = async (invoice: Invoice, minor: number) => {
  const [claim] = await claimsOf(invoice);
  const said = { id: claim!.id, amount: eur(minor), reason: 'goodwill' };
  value((await our.late.waiveClaim(said as never, deps({ may: { limits: {} } }))) as Result<unknown>);
};
const remitted = (id: string, minor: number, over: object = {}) =>
  our.cases.remitAgencyMoney({ id, amount: eur(minor), reference: 'NC-1' } as never, deps(over));
const turnsOf = async (id: string) =>
  (await our.all(our.turnsOf(TENANT, id))).toReversed().map(({ what, changes }) => [what, changes.length]);
const receipt = async ({ subject }: { subject: string }) =>
  (await our.all(our.payments(TENANT))).find(({ source }) => source.id.startsWith(subject))!;

describe('what an agency has collected', () => {
  test('is booked once under the key of who says it, although others moved something of the case before and nobody had told of that', async () => {
    const invoice = await owed(await payer());
    const { id, open } = await handed([invoice]);
    await waived(invoice, 100);
    const once = { key: 'of NC-1', inputHash: 'same', status: 201 };
    const made = value((await remitted(id, open.minor - 100, { once })) as Result<{ paymentId: string }>);
    expect(await turnsOf(id)).toEqual([
      ['handed_over', 0],
      ['moved', 1],
      ['remitted', 2],
    ]);
    expect(await caseNow(id)).toMatchObject({ state: 'SETTLED', open: eur(0) });
    // Who asks again with the key is told the remittance.
    const kept = (await our.read(our.keptOnce(TENANT, once.key)))!;
    expect(JSON.parse(kept.answer)).toMatchObject({ paymentId: made.paymentId, reference: 'NC-1' });
    expect(await remitted(id, open.minor - 100, { once })).toMatchObject({ ok: false });
    expect(await our.all(our.remittancesOf(TENANT, id))).toHaveLength(1);
  });

  test('pays claims of a payer that has another name since, and who hears of the money hears what of it paid claims', async () => {
    const [before, after] = [await payer(), await payer()];
    const invoice = await owed(before);
    const { id, open } = await handed([invoice]);
    await put(
      ...our.putCustomer(TENANT, { ...before, version: 2, mergedInto: after.id }, before),
      ...our.putCustomer(TENANT, { ...after, version: 2, aliases: [before.id] }, after),
    );
    value((await remitted(id, open.minor + 300)) as Result<unknown>);
    expect(await caseNow(id)).toMatchObject({ state: 'SETTLED', open: eur(0) });
    const interest = eur(open.minor - 100_000);
    const { id: paymentId, ...payment } = await receipt({ subject: id });
    expect(payment).toMatchObject({ customerId: after.id, claimed: interest, unapplied: eur(300) });
    const told = (await books.facts('payment.received')).find(({ subject }) => subject === paymentId);
    expect(told!.data).toMatchObject({ claimed: interest, unapplied: eur(300) });
  });

  test('pays as many claims as one commit takes; what is left is unapplied until the worker pays the others with it', async () => {
    const customer = await payer();
    const invoices: Invoice[] = [];
    for (let at = 0; at < 10; at++) invoices.push(await owed(customer));
    for (const { id } of invoices)
      for (let at = 0; at < 8; at++) {
        const fee = { id, kind: 'fee', amount: eur(100), reason: `costs ${at}` };
        value((await our.late.chargeClaim(fee as never, deps())) as Result<unknown>);
      }
    const { id, open, items } = await handed(invoices);
    expect(items.flatMap(({ claims }) => claims)).toHaveLength(90);
    value((await remitted(id, open.minor)) as Result<unknown>);
    const paid = async () => {
      const claims = (await our.standingsOf(TENANT, invoices)).flatMap((one) => one.claims);
      return claims.filter(({ state }) => state === 'PAID').length;
    };
    expect(await paid()).toBe(MOST_CLAIMS);
    const { id: paymentId, allocations, unapplied } = await receipt({ subject: id });
    expect(unapplied.minor).toBeGreaterThan(0);
    value(await our.regardPaid({ paymentId, allocations }, deps()));
    expect(await paid()).toBe(90);
    expect(await receipt({ subject: id })).toMatchObject({ unapplied: eur(0) });
    expect(await caseNow(id)).toMatchObject({ state: 'SETTLED', open: eur(0) });
  }, 60_000);
});

test('money that pays an invoice and, as it is regarded, interest for it is told to the agency in one mail', async () => {
  const customer = await payer();
  const invoice = await owed(customer);
  const { id, open } = await handed([invoice]);
  const head = (await our.read(our.invoiceById(TENANT, invoice.id)))!;
  const made = aPayment(++serial, open.minor, {
    customerId: customer.id,
    paidOn: '2026-03-10',
    bookedOn: '2026-03-10',
  });
  const effect = receive(made, [{ invoice: head, reason: 'named' }]);
  await put(our.putPayment(TENANT, effect.payment), our.putInvoice(TENANT, effect.invoices[0]!));
  const { id: paymentId, allocations } = effect.payment;
  value(await our.regardPaid({ paymentId, allocations }, deps()));
  expect(await turnsOf(id)).toEqual([
    ['handed_over', 0],
    ['moved', 2],
  ]);
  expect(await caseNow(id)).toMatchObject({ state: 'SETTLED', open: eur(0) });
});

test('a hand-over that takes back much older interest makes good what its commit has room for', async () => {
  const customer = await payer();
  const invoices: Invoice[] = [];
  for (let at = 0; at < 20; at++) {
    const invoice = await owed(customer);
    for (const to of ['2026-02-23', '2026-02-26', '2026-03-01', '2026-03-05', '2026-03-10'])
      value(
        (await our.late.chargeClaim(
          { id: invoice.id, kind: 'interest', to } as never,
          deps(),
        )) as Result<unknown>,
      );
    // It turns out that it was due later.
    const later: Invoice = { ...invoice, version: 2, dueOn: '2026-03-08' };
    await put(our.putInvoice(TENANT, later));
    invoices.push(later);
  }
  const { state, handed: sum, file } = await handed(invoices);
  expect([state, file!.rows, file!.total]).toEqual(['WITH_AGENCY', 20, sum]);
  const standings = await our.standingsOf(TENANT, invoices);
  const mended = standings.filter(({ claims }) => claims.some(({ open }) => open.minor === 0));
  expect(mended.length).toBeGreaterThan(5);
  expect(sum!.minor).toBe(
    2_000_000 + standings.flatMap(({ claims }) => claims).reduce((all, { open }) => all + open.minor, 0),
  );
}, 60_000);

test('an invoice that joins a case which waits leaves it the agency that a person chose, and why others stay here', async () => {
  const customer = await payer();
  const [first, held, last] = [
    await owed(customer),
    await owed(customer, {
      promise: { id: 'prm_1', minor: 1, payOn: '2026-03-20', until: '2026-03-27', before: [] },
    }),
    await owed(customer),
  ];
  const { id } = await prepared([first, held], 'south');
  const escalated = { customerId: customer.id, invoiceId: last.id, escalate: 'agency' };
  value(await our.prepareEscalated(escalated, deps()));
  expect(await caseNow(id)).toMatchObject({
    agency: 'south',
    items: [{ invoiceId: first.id }, { invoiceId: last.id }],
    left: [{ invoiceId: held.id, why: 'promised' }],
  });
});
