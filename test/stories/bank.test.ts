/** Money that comes through the bank: what explains itself, what a person explains, and what providers pay out. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { camt053, type Transfer } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import type { BankLine, StatementView } from '../../shared/bank/statement.ts';
import type { Worklist } from '../../shared/cash/match.ts';
import type { Simulation } from '../../shared/cash/simulation.ts';
import type { TrialBalance } from '../../shared/insights/insight.ts';
import type { Payment } from '../../shared/payments/payment.ts';
import { World } from '../support/world.ts';
import type * as z from 'zod';

type Statement = z.infer<typeof StatementView>;

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterEach(() => world.booksAreRight());
afterAll(() => world.close());

const balance = async (account: string, currency = 'EUR'): Promise<number> => {
  const { currencies } = await world.get<TrialBalance>('/v1/trial-balance');
  return (
    currencies.find((each) => each.currency === currency)?.accounts.find((each) => each.account === account)
      ?.balanceMinor ?? 0
  );
};
const exceptions = () => world.all<BankLine>('/v1/exceptions');
const waiting = async (text: string): Promise<BankLine> => {
  const found = (await exceptions()).filter((line) => line.text === text);
  expect([text, found.length]).toEqual([text, 1]);
  return found[0]!;
};
/** The account's statement of today with exactly these transfers, as the bank sends it. */
const statementOf = (id: string, transfers: readonly Omit<Transfer, 'date'>[], currency = 'EUR'): string =>
  camt053({
    id,
    iban: SELLER.bank.iban,
    currency,
    openingMinor: 0,
    date: world.today(),
    transfers: transfers.map((transfer) => ({ ...transfer, date: world.today() })),
  });
const send = async (file: string) => {
  const answer = await world.call<Statement & { code: string }>('POST', '/v1/statements', file, {
    raw: true,
  });
  await world.settle();
  return answer;
};
const read = (id: string) => world.get<Statement>(`/v1/statements/${id}`);

test('a structured reference and a number in the text each pay their invoice, with the reason beside it', async () => {
  const acme = await world.customer('References');
  const [one, two] = [await acme.isInvoiced('100.00'), await acme.isInvoiced('40.00')];
  await acme.transfers('100.00', '', one.reference);
  await acme.transfers('40.00', `your invoice ${two.number} with thanks`);
  for (const { id, number } of [one, two])
    expect(await acme.invoice(id)).toMatchObject({
      state: 'PAID',
      settlements: [{ method: 'bank_transfer', reason: `The line names ${number}.` }],
    });
  expect(await acme.exposure()).toBe(0);
});

test('a known payer without a reference pays the one invoice of exactly that amount; the other stays open', async () => {
  const acme = await world.customer('Silent');
  const [other, meant] = [await acme.isInvoiced('70.00'), await acme.isInvoiced('33.33')];
  await acme.transfers('33.33', 'thank you');
  expect(await acme.invoice(meant.id)).toMatchObject({
    state: 'PAID',
    settlements: [{ reason: expect.stringContaining('only open invoice of the payer') }],
  });
  expect(await acme.invoice(other.id)).toMatchObject({ state: 'ISSUED', open: { minor: 7_000 } });
});

test('money from nobody waits with its reasons; a person matches it, takes it back, and it goes where it belongs', async () => {
  const [wrong, right] = [await world.customer('Wrong'), await world.customer('Right')];
  const [first, second] = [await wrong.isInvoiced('90.00'), await right.isInvoiced('90.00')];
  const receivables = await balance('receivables');
  await world.bank([{ minor: 9_000, text: 'from an aunt', payer: { name: 'Aunt' } }]);
  const line = await waiting('from an aunt');
  expect(line).toMatchObject({
    state: 'EXCEPTION',
    match: { tier: 'none', reason: 'Neither a reference of ours nor a known payer.', by: 'match-cash' },
  });
  expect(await balance('unidentified')).toBe(-9_000);

  const matched = await world.call<BankLine>('POST', `/v1/bank-lines/${line.id}/match`, {
    allocations: [{ invoiceId: first.id }],
  });
  expect([matched.status, matched.body]).toMatchObject([
    200,
    { state: 'MATCHED', match: { tier: 'person', evidence: [`Before: ${line.match!.reason}`] } },
  ]);
  expect(await wrong.invoice(first.id)).toMatchObject({ state: 'PAID' });
  expect([await balance('unidentified'), await balance('receivables'), await wrong.exposure()]).toEqual([
    0,
    receivables - 9_000,
    0,
  ]);

  const back = await world.call<BankLine>('POST', `/v1/bank-lines/${line.id}/unmatch`, {
    reason: 'the aunt of somebody else',
  });
  expect([back.status, back.body.state]).toEqual([200, 'EXCEPTION']);
  expect(await wrong.invoice(first.id)).toMatchObject({
    state: 'ISSUED',
    open: { minor: 9_000 },
    dueOn: first.dueOn,
    settlements: [],
  });
  // The money is still in the bank and still owed to somebody: the books are as they were before the match.
  expect([
    await balance('receivables'),
    (await balance('unidentified')) + (await balance('unapplied')),
  ]).toEqual([receivables, -9_000]);

  const again = await world.call<BankLine>('POST', `/v1/bank-lines/${line.id}/match`, {
    allocations: [{ invoiceId: second.id }],
  });
  expect(again.body).toMatchObject({ state: 'MATCHED' });
  await world.settle();
  expect(await right.invoice(second.id)).toMatchObject({ state: 'PAID' });
  expect([
    await wrong.exposure(),
    await right.exposure(),
    await balance('unapplied'),
    await balance('unidentified'),
  ]).toEqual([9_000, 0, 0, 0]);
});

test('the same file twice is one statement and one receipt', async () => {
  const acme = await world.customer('SameFile');
  const { number, id } = await acme.isInvoiced('12.00');
  const file = statementOf('SAME', [{ reference: 'SAME-1', minor: 1_200, text: number }]);
  const [first, second] = [await send(file), await send(file)];
  expect([first.status, second.status, second.body.id]).toEqual([202, 202, first.body.id]);
  expect(await read(first.body.id)).toMatchObject({
    state: 'READ',
    counts: { new: 1, known: 0, skipped: 0 },
  });
  expect((await acme.invoice(id)).settlements).toHaveLength(1);
  expect(await acme.payments()).toHaveLength(1);
});

test('a file that does not add up is refused whole: none of its lines comes in', async () => {
  const acme = await world.customer('Unbalanced');
  const { number, id } = await acme.isInvoiced('15.00');
  const statements = await world.all<Statement>('/v1/statements');
  const file = statementOf('WRONG', [
    { reference: 'WRONG-1', minor: 1_500, text: number },
    { reference: 'WRONG-2', minor: 700, text: 'x' },
  ]);
  const broken = file.replace('<Amt Ccy="EUR">22.00</Amt>', '<Amt Ccy="EUR">22.01</Amt>');
  expect(broken).not.toBe(file);
  const answer = await send(broken);
  expect([answer.status, answer.body]).toMatchObject([
    422,
    {
      code: 'bank.unbalanced',
      detail: expect.stringContaining('0.00 opening and 22.00 moved are not 22.01 closing in EUR'),
    },
  ]);
  expect(await world.all<Statement>('/v1/statements')).toEqual(statements);
  expect(await acme.invoice(id)).toMatchObject({ state: 'ISSUED', settlements: [] });
});

test('statements that overlap bring each line once, and two equal payments stay two', async () => {
  const acme = await world.customer('Overlap');
  const [one, two] = [await acme.isInvoiced('21.00'), await acme.isInvoiced('22.00')];
  const morning = [
    { reference: 'OV-1', minor: 2_100, text: one.number },
    { reference: 'OV-2', minor: 500, text: 'coffee' },
    { reference: 'OV-3', minor: 500, text: 'coffee' },
  ];
  await send(statementOf('OV-MORNING', morning));
  const whole = await send(
    statementOf('OV-DAY', [...morning, { reference: 'OV-4', minor: 2_200, text: two.number }]),
  );
  expect(await read(whole.body.id)).toMatchObject({ state: 'READ', counts: { new: 1, known: 3 } });
  for (const { id } of [one, two]) expect((await acme.invoice(id)).settlements).toHaveLength(1);
  const coffees = (await exceptions()).filter(({ text }) => text === 'coffee');
  expect(coffees).toHaveLength(2);
  for (const { id } of coffees)
    expect(
      (
        await world.call<BankLine>('POST', `/v1/bank-lines/${id}/match`, {
          allocations: [],
          customerId: acme.id,
        })
      ).body,
    ).toMatchObject({ state: 'MATCHED' });
  expect(await acme.exposure()).toBe(-1_000);
});

interface PaidOut {
  id: string;
  grossMinor: number;
  feeMinor: number;
  netMinor: number;
}
const paidOut = (payout: PaidOut, minor = payout.netMinor) =>
  world.bank([{ minor, text: `SANDBOXPAY ${payout.id}`, payer: { name: 'Sandbox Payments' } }]);

test('a payout in the statement clears the card payments and books the provider’s fees', async () => {
  const acme = await world.customer('Payout');
  for (const net of ['100.00', '59.50']) await acme.paysByCard((await acme.isInvoiced(net)).number);
  const fees = await balance('fees');
  expect(await balance('clearing')).toBe(15_950);
  const payout = await world.control<PaidOut>('/psp/payouts', { currency: 'EUR' });
  expect(payout).toMatchObject({ grossMinor: 15_950, feeMinor: 140 + 25 + 83 + 25 });
  await world.settle();
  await paidOut(payout);
  expect([await balance('clearing'), (await balance('fees')) - fees]).toEqual([0, payout.feeMinor]);
  // The bank cannot bring it twice: the second line waits for a person, and its money is not taken for revenue.
  await paidOut(payout);
  expect((await waiting(`SANDBOXPAY ${payout.id}`)).match!.reason).toContain('came in before');
  expect(await balance('clearing')).toBe(0);
});

test('a payout that is announced only after the bank brought it: its receipt becomes the payout by itself', async () => {
  const acme = await world.customer('LatePayout');
  await acme.paysByCard((await acme.isInvoiced('200.00')).number);
  const [fees, unidentified, bank] = [
    await balance('fees'),
    await balance('unidentified'),
    await balance('bank'),
  ];
  await world.control('/psp/control', { delaySeconds: 7_200, duplicate: 1 });
  const payout = await world.control<PaidOut>('/psp/payouts', { currency: 'EUR' });
  await world.control('/psp/control', { delaySeconds: 0 });
  await paidOut(payout, payout.netMinor - 1);
  const short = await waiting(`SANDBOXPAY ${payout.id}`);
  await paidOut(payout);
  const late = (await exceptions()).find(({ id, text }) => text === short.text && id !== short.id)!;
  expect(late.match!.reason).toBe(`No provider has announced the payout ${payout.id}.`);
  expect([await balance('clearing'), await balance('unidentified')]).toEqual([
    20_000,
    unidentified - 2 * payout.netMinor + 1,
  ]);

  await world.cloud.clock.advance(world.cloud.clock.now() + 3 * 3_600_000);
  expect(await world.get<BankLine>(`/v1/bank-lines/${late.id}`)).toMatchObject({
    state: 'MATCHED',
    version: 3,
    match: { tier: 'payout', by: 'match-cash' },
  });
  expect(await world.get<Payment>(`/v1/payments/${late.paymentId!}`)).toMatchObject({
    payout: payout.id,
    unapplied: { minor: 0 },
    allocations: [],
  });
  expect([await balance('clearing'), (await balance('fees')) - fees]).toEqual([0, payout.feeMinor]);
  // The line with another amount is still a person's, and now says what the provider announced.
  expect((await waiting(short.text)).match!.reason).toMatch(/announced with another amount|came in before/);
  expect([await balance('unidentified'), await balance('bank')]).toEqual([
    unidentified - payout.netMinor + 1,
    bank + 2 * payout.netMinor - 1,
  ]);
  const again = await world.call('POST', `/v1/bank-lines/${late.id}/unmatch`, { reason: 'by mistake' });
  expect([again.status, again.body]).toMatchObject([409, { code: 'cash.payout' }]);
});

test('two lines for one invoice at the same moment: one pays it, the other is over and waits', async () => {
  const acme = await world.customer('Twins');
  const { number, id } = await acme.isInvoiced('31.00');
  const twin = (name: string) =>
    statementOf(name, [
      { reference: `${name}-1`, minor: 3_100, text: number, payer: { name: 'Twins', iban: acme.iban } },
    ]);
  await Promise.all(
    ['TWIN-A', 'TWIN-B'].map((name) => world.call('POST', '/v1/statements', twin(name), { raw: true })),
  );
  await world.settle();
  expect(await acme.invoice(id)).toMatchObject({
    state: 'PAID',
    settlements: [{ amount: { minor: 3_100 } }],
  });
  expect((await waiting(number)).match).toMatchObject({
    reason: `${number} is paid already: perhaps it was paid twice.`,
  });
  expect((await acme.payments()).map(({ unapplied }) => unapplied.minor).sort((a, b) => a - b)).toEqual([
    0, 3_100,
  ]);
  expect(await acme.exposure()).toBe(-3_100);
});

test('a payment in another currency is never applied: it waits as the payer’s own money', async () => {
  const acme = await world.customer('Pounds');
  const { number, reference, id } = await acme.isInvoiced('50.00');
  await world.bank(
    [{ minor: 5_000, text: '', structured: reference, payer: { name: 'Pounds', iban: acme.iban } }],
    'GBP',
  );
  expect(await acme.invoice(id)).toMatchObject({ state: 'ISSUED', open: { minor: 5_000, currency: 'EUR' } });
  const line = (await exceptions()).find(({ references }) => references.includes(reference))!;
  expect(line).toMatchObject({
    amount: { minor: 5_000, currency: 'GBP' },
    match: { candidates: [{ number, reason: 'named in the line, but it is in EUR' }] },
  });
  expect([await balance('unapplied', 'GBP'), await balance('receivables', 'GBP')]).toEqual([-5_000, 0]);
  const forced = await world.call('POST', `/v1/bank-lines/${line.id}/match`, {
    allocations: [{ invoiceId: id }],
  });
  expect([forced.status, forced.body]).toMatchObject([422, { code: 'cash.not_payable' }]);
});

test('a file with two statements brings both, each in its currency; one that is wrong keeps both out', async () => {
  const [euros, pounds] = [
    await world.customer('Euros'),
    await world.customer('Sterling', { currency: 'GBP' }),
  ];
  const [one, two] = [await euros.isInvoiced('61.00'), await pounds.isInvoiced('62.00')];
  const eur = statementOf('MULTI-EUR', [{ reference: 'M-1', minor: 6_100, text: one.number }]);
  const gbp = statementOf('MULTI-GBP', [{ reference: 'M-2', minor: 6_200, text: two.number }], 'GBP');
  const both = (second: string) =>
    eur.replace('</BkToCstmrStmt>', `${/<Stmt>[\s\S]*<\/Stmt>/.exec(second)![0]}</BkToCstmrStmt>`);
  const refused = await send(
    both(
      gbp.replace('62.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>', '63.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>'),
    ),
  );
  expect([refused.status, refused.body]).toMatchObject([
    422,
    { code: 'bank.unbalanced', detail: expect.stringContaining('MULTI-GBP') },
  ]);
  expect(await euros.invoice(one.id)).toMatchObject({ state: 'ISSUED' });
  const taken = await send(both(gbp));
  expect(await read(taken.body.id)).toMatchObject({
    state: 'READ',
    counts: { new: 2 },
    accounts: [
      { currency: 'EUR', movedMinor: 6_100 },
      { currency: 'GBP', movedMinor: 6_200 },
    ],
  });
  expect(await euros.invoice(one.id)).toMatchObject({ state: 'PAID' });
  const paid = await pounds.invoice(two.id);
  expect(paid).toMatchObject({ state: 'PAID' });
  // Nobody said a rate: it was issued and paid all the same, and nothing is guessed.
  expect(paid).not.toHaveProperty('booked');
  expect((await pounds.payments())[0]).not.toHaveProperty('rate');
});

test('what does not explain itself is advised, proposed, parked or let go, and other rules are tried on what was', async () => {
  const acme = await world.customer('Treuhand');
  const [one, two] = [await acme.isInvoiced('210.00'), await acme.isInvoiced('320.00')];
  const from = { name: 'Payroll Ltd', iban: 'GB33BUKB20201555555555' };
  await world.bank([{ minor: 40_000, text: 'as advised', payer: from }]);
  const line = await waiting('as advised');
  const parked = await world.call<BankLine>('POST', `/v1/bank-lines/${line.id}/park`, {
    owner: 'ines',
    until: new Date(world.cloud.clock.now() + 5 * 86_400_000).toISOString().slice(0, 10),
  });
  expect([parked.status, parked.body]).toMatchObject([200, { parked: { owner: 'ines' } }]);
  type List = z.infer<typeof Worklist>;
  const ids = async (query = '') =>
    (await world.get<List>(`/v1/worklist?limit=100${query}`)).data.map((row) => row.line.id);
  expect(await ids()).not.toContain(line.id);
  expect(await ids('&owner=ines')).toEqual([line.id]);
  expect((await world.call('POST', `/v1/bank-lines/${line.id}/unpark`)).status).toBe(200);
  expect(await ids()).toContain(line.id);

  // The payer says what it is for, after the money: the line is matched by it.
  const advice = await world.call('POST', '/v1/remittances', {
    amount: { minor: 40_000, currency: 'EUR' },
    paidOn: world.today(),
    payerIban: from.iban,
    text: `${one.number} 210.00\n${two.number} 190.00`,
  });
  expect([advice.status, advice.body]).toMatchObject([201, { state: 'OPEN', claims: [{}, {}] }]);
  await world.settle();
  expect(await world.get(`/v1/bank-lines/${line.id}`)).toMatchObject({
    state: 'MATCHED',
    match: { tier: 'advice' },
  });
  expect(await acme.invoice(two.id)).toMatchObject({ state: 'PART_PAID', open: { minor: 13_000 } });
  const { data: kept } = await world.get<{ data: object[] }>('/v1/remittances?limit=1');
  expect(kept).toMatchObject([{ state: 'JOINED', bankLineId: line.id }]);

  // Round prices may be chance: it is proposed, one call takes it, and who pays is known the next time.
  const round = [await acme.isInvoiced('100.00'), await acme.isInvoiced('200.00')];
  await acme.transfers('300.00', 'both of them');
  const chance = await waiting('both of them');
  expect(chance.match!.proposals).toMatchObject([{ invoices: [{}, {}] }]);
  const accepted = await world.call<BankLine>('POST', `/v1/bank-lines/${chance.id}/accept`, {});
  expect([accepted.status, accepted.body.state]).toEqual([200, 'MATCHED']);
  for (const { id } of round) expect(await acme.invoice(id)).toMatchObject({ state: 'PAID' });

  // A charge of three euros: first it stays open; the month under other rules would have let it go; then they hold.
  const rules = {
    tolerances: [{ kind: 'bank_charge', upTo: [{ minor: 500, currency: 'EUR' }], percent: '5' }],
    monthlyPerCustomer: [{ minor: 1_000, currency: 'EUR' }],
  };
  const short = await acme.isInvoiced('150.00');
  await world.bank([{ minor: 14_700, text: short.number, payer: { name: 'Treuhand', iban: from.iban } }]);
  expect(await acme.invoice(short.id)).toMatchObject({ open: { minor: 300 } });
  const tried = await world.call<Simulation>('POST', '/v1/cash/simulations', {
    month: world.today().slice(0, 7),
    rules,
  });
  expect([tried.status, tried.body]).toMatchObject([
    200,
    { complete: true, letGo: [{ was: { minor: 0 }, would: { minor: 300 } }] },
  ]);
  expect(tried.body.differing.map(({ would }) => would)).toEqual([
    'booked by itself, 3.00 EUR let go: bank_charge',
  ]);
  expect((await world.call('PUT', '/v1/matching-rules', rules)).status).toBe(200);
  expect(await world.get('/v1/matching-rules')).toMatchObject({ version: 1, margin: 20 });
  await world.passes(31_000);
  const next = await acme.isInvoiced('160.00');
  await world.bank([{ minor: 15_700, text: next.number, payer: { name: 'Treuhand', iban: from.iban } }]);
  expect(await acme.invoice(next.id)).toMatchObject({ state: 'PAID', open: { minor: 0 } });
  expect(await balance('bankCharges')).toBe(300);
});

/** MT940 as a German bank writes it, in its own encoding; `moved` as :61: has it after the day. */
const mt940 = (
  id: string,
  entries: readonly { moved: string; minor: number; details?: string }[],
): Uint8Array => {
  const day = world.today().slice(2).replaceAll('-', '');
  const closing = entries.reduce((sum, { minor }) => sum + minor, 1_000_000);
  const text = (minor: number) => `${String(minor).slice(0, -2)},${String(minor).slice(-2)}`;
  return Buffer.from(
    [
      `:20:${id}`,
      `:25:${SELLER.bank.iban.slice(4, 12)}/${SELLER.bank.iban.slice(12)}`,
      `:28C:${id.replaceAll(/\D/g, '')}/1`,
      `:60F:C${day}EUR${text(1_000_000)}`,
      ...entries.flatMap(({ moved, details = '' }) => [
        `:61:${day}${day.slice(2)}${moved}`,
        `:86:${details}`,
      ]),
      `:62F:C${day}EUR${text(closing)}`,
      '-',
      '',
    ].join('\r\n'),
    'latin1',
  );
};
/** What SFTP or a bank does: an object in the bucket, and nothing else. */
const drops = async (name: string, bytes: Uint8Array | string): Promise<Statement> => {
  const before = new Set((await world.all<Statement>('/v1/statements')).map(({ id }) => id));
  const { url } = await world.get<{ url: string }>(
    `/v1/invoices/${(await world.all<{ id: string }>('/v1/invoices'))[0]!.id}/documents/pdf`,
  );
  const client = new S3Client({
    endpoint: world.cloud.urls.aws,
    region: 'eu-central-1',
    credentials: world.cloud.credentials,
    forcePathStyle: true,
  });
  const Bucket = new URL(url).pathname.split('/')[1]!;
  await client.send(new PutObjectCommand({ Bucket, Key: `acme/drop/statements/${name}`, Body: bytes }));
  client.destroy();
  await world.settle();
  const after = (await world.all<Statement>('/v1/statements')).filter(({ id }) => !before.has(id));
  expect(after.length).toBeLessThan(2);
  return after[0]!;
};
/** Bytes as they are: what is sent as text is UTF-8 by the time it is here. */
const upload = (query: string, bytes: Uint8Array) =>
  world.call<Statement & { code: string; detail: string }>('POST', `/v1/statements${query}`, bytes, {
    raw: true,
    headers: { 'content-type': 'application/octet-stream' },
  });
const lineIn = async (text: string): Promise<BankLine> =>
  (await world.all<BankLine>('/v1/exceptions')).find((line) => line.text.includes(text))!;

test('an MT940 file in the bucket pays an invoice; the line of its return opens it again as it was, with what the bank took for it', async () => {
  const acme = await world.customer('Mueller');
  const invoice = await acme.isInvoiced('119.00');
  const [bank, fees] = [await balance('bank'), await balance('fees')];
  const paid = mt940('MT1', [
    {
      moved: 'CR119,00NTRFNONREF//MT-PAID-1',
      minor: 11_900,
      details: `166?00GUTSCHRIFT?20EREF+E2E-4711?21SVWZ+Rechnung ${invoice.number}?31${acme.iban}?32MÜLLER & SÖHNE`,
    },
  ]);
  const taken = await drops('day-1.sta', paid);
  expect(taken).toMatchObject({
    format: 'MT940',
    state: 'READ',
    dropped: 'day-1.sta',
    counts: { new: 1 },
    accounts: [{ accountIban: SELLER.bank.iban, closing: { minor: 1_011_900 } }],
  });
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  // The same file under another name, and over the API: nothing new.
  expect(await drops('again/day-1.txt', paid)).toBeUndefined();
  expect((await world.call('POST', '/v1/statements', paid, { raw: true })).body).toMatchObject({
    code: 'bank.encoding',
  });
  expect((await upload('', paid)).body.id).toBe(taken.id);

  const back = await drops(
    'day-2.sta',
    mt940('MT2', [
      {
        moved: 'DR122,50NRTINONREF//MT-BACK-1\r\n/OCMT/EUR119,00//CHGS/EUR3,50/',
        minor: -12_250,
        details: `109?00RUECKLASTSCHRIFT?20EREF+E2E-4711?21SVWZ+AC04 ${invoice.number}?31${acme.iban}?32MÜLLER & SÖHNE`,
      },
    ]),
  );
  // It opens with what no statement closed with.
  expect(back.accounts[0]).toMatchObject({ warnings: [{ code: 'bank.gap' }] });
  expect(await acme.invoice(invoice.id)).toMatchObject({
    state: 'ISSUED',
    open: { minor: 11_900 },
    dueOn: invoice.dueOn,
    reminded: 0,
    settlements: [],
  });
  const [receipt] = await acme.payments();
  expect(receipt).toMatchObject({
    unapplied: { minor: 0 },
    allocations: [],
    takenBack: { costs: { minor: 350 } },
  });
  expect(await world.get<BankLine>(`/v1/bank-lines/${receipt!.takenBack!.lineId}`)).toMatchObject({
    state: 'MATCHED',
    takesBack: receipt!.source.id,
    counterparty: { name: 'MÜLLER & SÖHNE', iban: acme.iban },
    returned: { reason: 'AC04', kind: 'account_closed', original: { minor: 11_900 } },
    match: { tier: 'return', reason: expect.stringContaining('AC04: the account is closed') },
  });
  expect([await balance('bank'), await balance('fees'), await acme.exposure()]).toEqual([
    bank - 350,
    fees + 350,
    11_900,
  ]);
  const again = await world.call('POST', `/v1/bank-lines/${receipt!.source.id}/unmatch`, { reason: 'x' });
  expect([again.status, again.body]).toMatchObject([409, { code: 'cash.not_matched' }]);

  expect(await drops('day-3.sta', paid.subarray(0, -60))).toMatchObject({
    state: 'REFUSED',
    dropped: 'day-3.sta',
    refusal: { code: 'bank.unbalanced', detail: expect.stringMatching(/line \d+.*may be cut/) },
  });
});

test('a return that may be of two receipts waits for a person, who says which; what intraday reports announce is taken once', async () => {
  const acme = await world.customer('Twice');
  const [one, two] = [await acme.isInvoiced('45.00'), await acme.isInvoiced('45.00')];
  const payments = [one, two].map(({ number }, index) => ({
    moved: `CR45,00NTRFNONREF//TW-00000${index}`,
    minor: 4_500,
    details: `166?20${number}?31${acme.iban}?32TWICE`,
  }));
  const interim = Buffer.from(mt940('MT3', payments))
    .toString('latin1')
    .replace(/:60F:/, ':34F:EUR0,\r\n:13D:2601051200+0100\r\n:NS:')
    .replace(/:62F:.*\r\n/, '');
  const early = await drops('early.942', interim);
  expect(early).toMatchObject({ counts: { new: 2 }, accounts: [{ announces: true, announced: 0 }] });
  // The statement gives both other references; they are the same by what the payer said.
  const booked = payments.map((one, at) => ({ ...one, moved: one.moved.replace(/TW-.*/, `STMT-${at}`) }));
  expect((await drops('late.940', mt940('MT3', booked))).counts).toEqual({ new: 0, known: 2, skipped: 0 });
  expect(await acme.exposure()).toBe(0);
  const never = interim
    .replace(/:61:\d{10}CR45,00NTRFNONREF\/\/TW-000001[\s\S]*?\r\n(?=-)/, '')
    .replace(
      /:61:\d{10}CR45,00(.*)TW-000000\r\n:86:.*/,
      ':61:2512291229CR46,00$1NEVER\r\n:86:166?20nobody knows',
    );
  await drops('never.942', never);
  const { unconfirmed } = await world.get<z.infer<typeof Worklist>>('/v1/worklist');
  expect(unconfirmed).toMatchObject([{ lines: 1, amount: { minor: 4_600 }, bookedOn: '2025-12-29' }]);

  await drops(
    'back.940',
    mt940('MT4', [
      { moved: 'RCR45,00NTRFNONREF//TW-BACK', minor: -4_500, details: `166?20no reason?31${acme.iban}` },
    ]),
  );
  const line = await lineIn('no reason');
  expect(line.match).toMatchObject({
    tier: 'none',
    reason: expect.stringContaining('2 receipts may be the one'),
  });
  const lines = line.match!.receipts!.map(({ lineId }) => lineId);
  expect(lines).toHaveLength(2);
  const say = (lineId: string) =>
    world.call<BankLine & { code: string }>('POST', `/v1/bank-lines/${line.id}/return`, {
      lineId,
      reason: 'the bank told us',
    });
  expect([(await say(line.id)).status, (await say(`bln_${'0'.repeat(26)}`)).status]).toEqual([404, 404]);
  const first = (await Promise.all(lines.map((id) => world.get<BankLine>(`/v1/bank-lines/${id}`)))).find(
    ({ text }) => text === one.number,
  )!;
  expect((await say(first.id)).body).toMatchObject({ state: 'MATCHED', takesBack: first.id });
  expect([(await acme.invoice(one.id)).state, (await acme.invoice(two.id)).state]).toEqual([
    'ISSUED',
    'PAID',
  ]);
  expect([(await say(first.id)).body.code, await acme.exposure()]).toEqual(['cash.no_return', 4_500]);
});

test('a bank that writes CSV of its own is read once somebody said how', async () => {
  const acme = await world.customer('Listed');
  const { number, id } = await acme.isInvoiced('50.00');
  const file = Buffer.from(
    `Auszug\nTag;Wer;Wofür;Betrag;Danach\n05.01.2026;Listed;${number};1.050,00;1.050,00\n`,
    'latin1',
  );
  const send = () => upload(`?account=${SELLER.bank.iban}`, file);
  expect((await send()).body).toMatchObject({ code: 'bank.format_unknown' });
  const layout = {
    name: 'Sparbank',
    delimiter: ';',
    decimal: ',',
    date: 'DD.MM.YYYY',
    skipRows: 1,
    columns: { bookedOn: 'Tag', name: 'Wer', text: ['Wofür'], amount: 'Betrag', balance: 'Danach' },
  };
  const path = `/v1/bank-accounts/${SELLER.bank.iban}/layout`;
  expect((await world.call('GET', path)).body).toMatchObject({ code: 'bank.no_layout' });
  expect((await world.call('PUT', path, layout)).body).toEqual({ ...layout, header: true });
  expect((await world.call('PUT', path.replace('DE75', 'DE76'), layout)).body).toMatchObject({
    code: 'bank.account_unknown',
  });
  const taken = await send();
  await world.settle();
  expect(await read(taken.body.id)).toMatchObject({
    state: 'READ',
    format: 'CSV (Sparbank)',
    counts: { new: 1 },
  });
  expect(await world.get(path)).toEqual({ ...layout, header: true });
  expect(await acme.invoice(id)).toMatchObject({
    state: 'PAID',
    settlements: [{ amount: { minor: 5_000 } }],
  });
});
