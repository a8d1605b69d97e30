/** Money goes back the way that it came or by a transfer, above a limit by two; what fails is the customer's again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Approval } from '../../shared/approvals/approval.ts';
import type { AuditRecord } from '../../shared/audit/audit.ts';
import type { BankLine } from '../../shared/bank/statement.ts';
import type { Chargeback } from '../../shared/chargebacks/chargeback.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import type { Task } from '../../shared/tasks/task.ts';
import type { Refund } from '../../shared/refunds/refund.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

let shop: Receiver;
let world: World;
beforeAll(async () => {
  shop = await receiver();
  world = await World.open(
    '2026-01-20T09:00:00Z',
    {},
    {},
    { jobs: ['CheckAttempts'], sandboxes: [shop.origin] },
  );
  const keys = [
    { name: 'clerk', roles: ['finance'] },
    { name: 'chief', roles: ['finance'] },
    { name: 'collector', roles: ['collector'] },
  ];
  await world.hires(keys);
  const heard = {
    url: `${shop.origin}/hooks`,
    events: ['payment.refunded', 'refund.*', 'chargeback.*', 'bank.line_received'],
    contact: 'ops@shop.example',
  };
  await world.call('POST', '/v1/webhooks', heard, { key: 'partner' });
  await world.passes(31_000);
});
afterAll(async () => {
  await world.isHealthy();
  await world.close();
  shop.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const refund = (payment: string, body: unknown, key = 'clerk', idem?: string) =>
  world.call<Omit<Refund, 'state' | 'version'> & Pick<Approval, 'operation' | 'input' | 'state'>>(
    'POST',
    `/v1/payments/${payment}/refunds`,
    body,
    { key, ...(idem !== undefined && { idem }) },
  );
const refundOf = (id: string) => world.get<Refund>(`/v1/refunds/${id}`);
const balance = async (account: string): Promise<number> => {
  const { currencies } = await world.get<{
    currencies: { accounts: { account: string; balanceMinor: number }[] }[];
  }>('/v1/trial-balance');
  return currencies[0]!.accounts.find((one) => one.account === account)?.balanceMinor ?? 0;
};
const told = (payment: string): string[] =>
  shop.received.filter(({ body }) => body.subject === payment).map(({ body }) => body.type);
const psp = (path: string, body: unknown) =>
  world.control<{ netMinor: number; id: string }>(`/psp/${path}`, body);
const unappliedOf = async (buyer: Buyer): Promise<Payment> =>
  (await buyer.payments()).find(({ unapplied }) => unapplied.minor > 0)!;
const A_MINUTE = 61_000;

test('returned goods that were paid by card go back by the card, once, and lower the next payout', async () => {
  const acme = await world.customer('Card');
  const invoice = await acme.isInvoiced('100.00');
  await acme.paysByCard(invoice.number);
  const [paid] = await acme.payments();
  await changesNothing(world, async () => {
    const refused = await refund(paid!.id, { reason: 'return' });
    expectProblem(refused, { status: 409, code: 'refunds.nothing_unapplied' });
    expect(JSON.stringify(refused.body)).toContain(`settles ${invoice.number}: credit the invoice`);
  });
  await world.call('POST', `/v1/invoices/${invoice.id}/credit-notes`, { reason: 'goodwill' });
  await world.settle();
  const credit = await unappliedOf(acme);
  expect([credit.method, credit.unapplied, await acme.exposure()]).toEqual([
    'credit_note',
    eur(10_000),
    -10_000,
  ]);

  // Every webhook comes twice; the answer to a repeated request is the first one's.
  await psp('control', { duplicate: 5 });
  const made = await refund(credit.id, { amount: eur(6_000), reason: 'return' }, 'clerk', 'back');
  expect([made.status, made.body]).toMatchObject([
    201,
    { state: 'PENDING', method: 'provider', through: { provider: 'sandbox', paymentId: paid!.id } },
  ]);
  const again = await refund(credit.id, { amount: eur(6_000), reason: 'return' }, 'clerk', 'back');
  expect([again.body.id, again.headers.get('idempotent-replayed')]).toEqual([made.body.id, 'true']);
  await world.settle();
  expect([await balance('unapplied'), await balance('refundsInTransit'), await acme.exposure()]).toEqual([
    -4_000, -6_000, -4_000,
  ]);
  await world.passes(A_MINUTE);
  expect(await refundOf(made.body.id)).toMatchObject({ state: 'SUCCEEDED', settledOn: world.today() });
  expect(told(credit.id)).toEqual(['refund.requested', 'payment.refunded']);
  expect(await world.get<Payment>(`/v1/payments/${paid!.id}`)).toMatchObject({ returned: eur(6_000) });
  expect(await acme.invoice(invoice.id)).toMatchObject({ open: eur(0) });

  const payout = await psp('payouts', { currency: 'EUR' });
  expect(payout.netMinor).toBe(10_000 - 6_000 - 165);
  await world.settle();
  await world.bank([{ minor: payout.netMinor, text: `SANDBOXPAY ${payout.id}` }]);
  expect([await balance('clearing'), await balance('refundsInTransit'), await balance('bank')]).toEqual([
    0,
    0,
    payout.netMinor,
  ]);
  const timeline = await world.get<{ data: unknown[] }>(`/v1/customers/${acme.id}/timeline?limit=100`);
  expect(JSON.stringify(timeline)).toContain('payment.refunded');
  await world.booksAreRight();
}, 120_000);

test('whatever the provider loses, copies and swaps, once it is asked what it told the books are its own list', async () => {
  const acme = await world.customer('Crowd');
  const known = (await world.all<Payment>('/v1/payments')).length;
  const placed = await Promise.all(Array.from({ length: 8 }, (_, n) => acme.orders(`${20 + n}.00`)));
  await Promise.all(
    placed.map(({ id }) => world.call('POST', `/v1/orders/${id}/fulfilments`, {}, { key: 'partner' })),
  );
  await world.settle();
  const invoices = await acme.invoices();
  // Four mischiefs in turn over payments and disputes; the last payment of each turn is taken back.
  for (const [turn, mischief] of [{ drop: 4 }, { duplicate: 4 }, { reorder: true }, { drop: 2 }].entries()) {
    await psp('control', mischief);
    for (const { number } of invoices.slice(turn * 2, turn * 2 + 2)) {
      const page = await acme.opensProvider(number);
      const session = page.split('/').at(-1)!;
      await fetch(page, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ outcome: 'approve' }),
      });
      if (number !== invoices[turn * 2 + 1]!.number) continue;
      const { id } = await psp('disputes', { session });
      if (turn < 2) await psp(`disputes/${id}`, { status: turn === 0 ? 'won' : 'lost' });
    }
  }
  await psp('control', { drop: 0, duplicate: 0, reorder: false });
  await world.settle();
  await psp('control', { drop: 1 });
  const payout = await psp('payouts', { currency: 'EUR' });
  await world.passes(6 * 60_000);
  expect((await world.cloud.invoke('CheckAttempts', {})).error).toBeUndefined();
  // All of it arrives at once: what is too late for another's commit comes again from its queue.
  await world.passes(15 * 60_000);
  const paid = (await world.all<Payment>('/v1/payments')).slice(0, 0 - known);
  expect(paid.map(({ amount }) => amount.minor).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 8 }, (_, n) => (20 + n) * 100),
  );
  const ours = (await world.all<Chargeback>('/v1/chargebacks')).filter(
    ({ customerId }) => customerId === acme.id,
  );
  expect(ours.map(({ state }) => state).sort()).toEqual(['EVIDENCE_DUE', 'EVIDENCE_DUE', 'LOST', 'WON']);
  expect((await acme.invoices()).filter(({ open }) => open.minor > 0)).toHaveLength(3);
  await world.bank([{ minor: payout.netMinor, text: `SANDBOXPAY ${payout.id}` }]);
  expect([await balance('clearing'), await balance('chargebacks')]).toEqual([0, 0]);
  await world.booksAreRight();
}, 120_000);

test('a refund that fails is the customer’s again; one whose webhooks are lost is asked about by the janitor', async () => {
  const acme = await world.customer('Failing');
  const invoice = await acme.isInvoiced('50.00');
  await acme.paysByCard(invoice.number);
  await world.call('POST', `/v1/invoices/${invoice.id}/credit-notes`, { reason: 'goodwill' });
  const credit = await unappliedOf(acme);
  const transit = await balance('refundsInTransit');
  await psp('control', { failRefunds: 1 });
  const failing = await refund(credit.id, { reason: 'return' });
  await world.passes(A_MINUTE);
  expect(await refundOf(failing.body.id)).toMatchObject({
    state: 'FAILED',
    failure: 'expired_or_canceled_card',
  });
  expect(await world.get<Payment>(`/v1/payments/${credit.id}`)).toMatchObject({
    unapplied: eur(5_000),
    refunded: eur(0),
  });
  expect([await balance('refundsInTransit'), await acme.exposure()]).toEqual([transit, -5_000]);
  expect(told(credit.id)).toEqual(['refund.requested', 'refund.failed']);

  await psp('control', { drop: 1 });
  const lost = await refund(credit.id, { reason: 'return' });
  await world.passes(A_MINUTE);
  expect((await refundOf(lost.body.id)).state).toBe('PENDING');
  await world.passes(7 * 3_600_000);
  expect((await refundOf(lost.body.id)).state).toBe('SUCCEEDED');
  await world.booksAreRight();
}, 120_000);

test('a chargeback is a task with a deadline; given up it is over, and what it took cannot be refunded', async () => {
  const acme = await world.customer('Charges');
  const invoice = await acme.isInvoiced('40.00');
  await acme.paysByCard(invoice.number);
  const [paid] = await acme.payments();
  const told = shop.received.length;
  // Both webhooks come twice, and the second before the first.
  await psp('control', { duplicate: 2, reorder: true });
  const dispute = await psp('disputes', { session: paid!.reference, reason: 'unauthorised' });
  await psp(`disputes/${dispute.id}`, { status: 'under_review' });
  await psp(`disputes/${dispute.id}`, { status: 'needs_response' });
  await world.settle();
  const [chargeback] = await world.all<Chargeback>('/v1/chargebacks');
  expect(chargeback).toMatchObject({ state: 'EVIDENCE_DUE', cause: 'unauthorised', fee: eur(1_500) });
  const open = async () =>
    (await world.all<Task>('/v1/tasks')).filter(({ about }) => about === chargeback!.id);
  expect(await open()).toMatchObject([{ kind: 'chargeback', dueBy: chargeback!.evidenceBy }]);
  expect(await world.get<Payment>(`/v1/payments/${paid!.id}`)).toMatchObject({
    disputed: eur(4_000),
    unapplied: eur(0),
  });
  // The goods come back meanwhile: what the payer has already taken back by the card does not go that way again.
  await world.call('POST', `/v1/invoices/${invoice.id}/credit-notes`, { reason: 'goodwill' });
  await world.settle();
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'CREDITED', open: eur(0) });
  await psp('control', { drop: 1 });
  const given = await world.call<Chargeback>(
    'POST',
    `/v1/chargebacks/${chargeback!.id}/accept`,
    {},
    { key: 'clerk' },
  );
  expect([given.status, given.body.acceptedBy !== undefined]).toEqual([200, true]);
  await world.settle();
  expect(await world.get<Chargeback>(`/v1/chargebacks/${chargeback!.id}`)).toMatchObject({
    state: 'ACCEPTED',
  });
  expect(await open()).toEqual([]);
  const again = await world.call('POST', `/v1/chargebacks/${chargeback!.id}/accept`, {}, { key: 'clerk' });
  expectProblem(again, { status: 409, code: 'chargebacks.not_open' });
  const timeline = await world.get<{ data: unknown[] }>(`/v1/customers/${acme.id}/timeline?limit=100`);
  expect(JSON.stringify(timeline)).toContain('chargeback.closed');
  expect(
    shop.received
      .slice(told)
      .map(({ body }) => body.type)
      .filter((type) => type.startsWith('chargeback.')),
  ).toEqual(expect.arrayContaining(['chargeback.opened', 'chargeback.closed']));
  await world.booksAreRight();
}, 120_000);

test('what was given back before it was charged back is claimed: given up by two, and paid all the same', async () => {
  const acme = await world.customer('Claimed');
  const invoice = await acme.isInvoiced('900.00');
  // Paid twice: by a transfer while the page of the provider was open.
  const page = await acme.opensProvider(invoice.number);
  await acme.transfers('900.00', invoice.number);
  const body = new URLSearchParams({ outcome: 'approve' });
  await fetch(page, { method: 'POST', redirect: 'manual', body });
  await world.settle();
  const paid = await unappliedOf(acme);
  expect((await refund(paid.id, { reason: 'duplicate' })).status).toBe(201);
  await world.settle();
  const { id: dispute } = await psp('disputes', { session: paid.reference });
  await psp(`disputes/${dispute}`, { status: 'lost' });
  await world.settle();
  const chargeback = (await world.all<Chargeback>('/v1/chargebacks')).find(
    ({ customerId }) => customerId === acme.id,
  )!;
  const claim = chargeback.taken!.claim;
  const claims = `/v1/chargebacks/${chargeback.id}`;
  const debts = await balance('badDebts');
  const before = await balance('chargebackClaims');
  const asked = await world.call<Approval>(
    'POST',
    `${claims}/write-off`,
    { reason: 'uncollectible' },
    { key: 'clerk' },
  );
  expect(claim).toEqual(eur(90_000));
  expect([asked.status, asked.body]).toMatchObject([
    202,
    { operation: 'chargebacks.write_off', input: { amount: claim } },
  ]);
  const agreed = await world.call('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key: 'chief' });
  expect(agreed.status).toBe(200);
  expect([(await balance('badDebts')) - debts, before - (await balance('chargebackClaims'))]).toEqual([
    claim.minor,
    claim.minor,
  ]);
  await acme.transfers('10.00', 'sorry');
  const sorry = await unappliedOf(acme);
  const done = await world.call<Chargeback>('POST', `${claims}/payments`, { paymentId: sorry.id });
  expect([done.status, done.body.claims]).toMatchObject([
    200,
    [{ approvedBy: expect.any(String) }, { kind: 'paid', recovered: eur(1_000) }],
  ]);
  expect(await world.get<Payment>(`/v1/payments/${sorry.id}`)).toMatchObject({
    unapplied: eur(0),
    claimed: eur(1_000),
  });
  await world.booksAreRight();
}, 120_000);

test('an overpayment goes back by transfer; the debit on the statement ends it, and a strange account takes two persons', async () => {
  const acme = await world.customer('Twice');
  const invoice = await acme.isInvoiced('100.00');
  await acme.transfers('100.00', invoice.number);
  await acme.transfers('1300.00', 'on account');
  const money = await unappliedOf(acme);
  const bank = await balance('bank');
  const made = await refund(money.id, { amount: eur(20_000), reason: 'overpayment', note: 'Asked by phone' });
  expect([made.status, made.body]).toMatchObject([
    201,
    { state: 'TO_PAY', method: 'bank_transfer', to: { name: 'Twice', iban: acme.iban } },
  ]);
  const { data: toPay } = await world.get<{ data: Refund[] }>('/v1/refunds?state=TO_PAY');
  expect(toPay.map(({ id }) => id)).toEqual([made.body.id]);
  // Nobody is forgotten before the money has arrived.
  const erased = await world.call<{ code: string; errors: { pointer: string }[] }>(
    'POST',
    `/v1/customers/${acme.id}/erasure`,
    { reason: 'They asked' },
    { key: 'admin' },
  );
  expect([erased.status, erased.body.code]).toEqual([409, 'privacy.open']);
  expect(erased.body.errors.map(({ pointer }) => pointer)).toContain('/refund');

  // A thousand is what one gives back alone of one receipt, in however many parts.
  const parts = await refund(money.id, { amount: eur(80_001), reason: 'overpayment' });
  expect([parts.status, parts.body]).toMatchObject([
    202,
    { operation: 'refunds.refund', state: 'PENDING', input: { amount: eur(80_001), iban: acme.iban } },
  ]);
  const strange = 'DE02120300000000202051';
  const elsewhere = await refund(money.id, { amount: eur(1_000), reason: 'other', iban: strange });
  expect([elsewhere.status, elsewhere.body.input]).toMatchObject([202, { iban: strange }]);
  const approve = (id: string, key: string) => world.call('POST', `/v1/approvals/${id}/approve`, {}, { key });
  await changesNothing(world, async () => {
    expectProblem(await approve(elsewhere.body.id, 'clerk'), { status: 403, code: 'approvals.same_person' });
    expectProblem(await refund(money.id, { reason: 'other' }, 'collector'), {
      status: 403,
      code: 'access.scope',
    });
    expectProblem(await refund(money.id, { reason: 'other', iban: 'DE03120300000000202051' }), {
      status: 422,
      code: 'refunds.iban_invalid',
      at: ['/iban'],
    });
    expectProblem(await refund(money.id, { reason: 'other', amount: eur(110_001) }), {
      status: 422,
      code: 'refunds.amount',
      at: ['/amount'],
    });
  });
  expect((await approve(elsewhere.body.id, 'chief')).status).toBe(200);
  const [latest] = (await world.get<{ data: Refund[] }>('/v1/refunds')).data;
  expect(latest).toMatchObject({ state: 'TO_PAY', to: { iban: strange }, amount: eur(1_000) });
  expect(latest!.approvedBy).not.toBe(latest!.by);
  const audit = await world.get<{ data: AuditRecord[] }>(
    `/v1/audit?kind=booking&subject=${money.id}`,
    'admin',
  );
  expect(audit.data.map(({ action }) => action)).toContain('refunds.refund');

  // The bank breaks references where it likes; a second debit for the same refund is for a person.
  const spaced = made.body.reference!.replace(/(.{4})/g, '$1 ');
  await world.bank([
    { minor: -20_000, text: `REFUND ${spaced}` },
    { minor: -20_000, text: `REFUND ${made.body.reference}` },
    { minor: -999, text: latest!.reference! },
  ]);
  expect(await refundOf(made.body.id)).toMatchObject({ state: 'PAID', settledOn: world.today() });
  expect(told(money.id).filter((type) => type === 'payment.refunded')).toHaveLength(1);
  expect(await balance('bank')).toBe(bank - 20_000);
  const waiting = (await world.all<BankLine>('/v1/exceptions')).filter(({ amount }) => amount.minor < 0);
  expect(waiting.map(({ match }) => match!.reason.replace(/^Refund \w+ /, '')).toSorted()).toEqual([
    'is of 10.00 EUR, and another amount left.',
    expect.stringMatching(/^was paid before, with line \w+: perhaps it was paid twice\.$/),
  ]);

  // One that was paid without its reference is named by a person; one that is not paid after all is canceled.
  const other = await refund(money.id, { amount: eur(500), reason: 'overpayment' }, 'chief');
  expect(other.status).toBe(201);
  await world.bank([{ minor: -1_000, text: 'as agreed' }]);
  const line = shop.received.findLast(({ body }) => body.type === 'bank.line_received')!.body.subject;
  const naming = (refundId: string) =>
    world.call<Refund>('POST', `/v1/refunds/${refundId}/payment`, { bankLineId: line });
  expectProblem(await naming(other.body.id), { status: 409, code: 'refunds.not_its_line' });
  const named = await naming(latest!.id);
  expect([named.status, named.body]).toMatchObject([200, { state: 'PAID', bankLineId: line }]);
  const cancel = `/v1/refunds/${other.body.id}/cancel`;
  const canceled = await world.call<Refund>('POST', cancel, { reason: 'they order again' });
  expect([canceled.status, canceled.body]).toMatchObject([
    200,
    { state: 'CANCELED', failure: 'they order again' },
  ]);
  await changesNothing(world, async () => {
    expectProblem(await world.call('POST', cancel, { reason: 'again' }), {
      status: 409,
      code: 'refunds.not_to_pay',
    });
  });
  await world.booksAreRight();
  await world.invariantsHold();
}, 120_000);
