/**
 * Whoever sends a formal notice or a reminder that charges, hands a case to an agency or notes what it collected is killed at each of its calls, and what it did
 * is begun again: number, PDF, mail, step, claims, file, payment and entries are there once.
 */
import { createHash } from 'node:crypto';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AgencyBookSet } from '../../../shared/agencies/agency.ts';
import type { AgencyCase } from '../../../shared/agencies/case.ts';
import { LateChargeRuleSet } from '../../../shared/claims/late-charge.ts';
import type { Mail } from '../../../shared/dispatch/mail.ts';
import { DunningPolicy, NO_POLICIES } from '../../../shared/dunning/policy.ts';
import { assigned } from '../../../shared/dunning/rules.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { aCustomer, anInvoice } from '../../support/drawn.ts';
import { deps, openBooks, TENANT, tenantInput, type Books } from '../bank/books.ts';

// The bundler brings them; here they are read from the same packages.
vi.mock('../../../shared/documents/fonts.ts', () => import('../../support/fonts.ts'));

const load = async () => ({
  ...(await import('../../../shared/runtime/table.ts')),
  ...(await import('../../../shared/runtime/blobs.ts')),
  ...(await import('../../../shared/customers/store.ts')),
  ...(await import('../../../shared/invoices/store.ts')),
  ...(await import('../../../shared/claims/store.ts')),
  ...(await import('../../../shared/claims/charging.ts')),
  ...(await import('../../../shared/payments/store.ts')),
  ...(await import('../../../shared/notices/store.ts')),
  ...(await import('../../../shared/dispatch/store.ts')),
  ...(await import('../../../shared/dispatch/outcome.ts')),
  ...(await import('../../../shared/dispatch/queued.ts')),
  ...(await import('../../../shared/dunning/store.ts')),
  ...(await import('../../../shared/dunning/judging.ts')),
  ...(await import('../../../shared/agencies/store.ts')),
  ...(await import('../../../shared/agencies/noting.ts')),
  ...(await import('../../../shared/agencies/mailing.ts')),
  ...(await import('../../../shared/agencies/handing.ts')),
  ...(await import('../../../shared/claims/awaiting.ts')),
  ...(await import('../../../shared/tasks/store.ts')),
  late: (await import('../../../shared/claims/actions.ts')).actions,
  cases: (await import('../../../shared/agencies/actions.ts')).actions,
  ...(await import('../../../shared/approvals/actions.ts')),
});
let books: Books;
let our: Awaited<ReturnType<typeof load>>;

const LEVEL = { after: { from: 'due', days: 3 }, tone: 3, interest: true };
const FEE = [{ minor: 500, currency: 'EUR' }];
const NORTH = {
  agency: 'north',
  name: 'North Collect',
  address: tenantInput.entities[0]!.address,
  email: 'cases@north.example',
};
beforeAll(async () => {
  books = await openBooks();
  our = await load();
  const rules = LateChargeRuleSet.parse({
    entities: [{ entity: 'main', interest: { rate: 'legal' }, compensation: true }],
  });
  await put(...our.putLateChargeRules(TENANT, { ...rules, version: 1 }));
  const { agencies } = AgencyBookSet.parse({ agencies: [NORTH] });
  await put(...our.putAgencyBook(TENANT, { agencies, version: 1, at: deps().now, by: 'tester' }));
  for (const [version, over] of [{ fee: FEE }, { legal: { payWithin: 14 } }].entries()) {
    const policy = DunningPolicy.parse({
      policy: 'house',
      version: version + 1,
      activateOn: '2026-01-01',
      levels: [{ ...LEVEL, ...over }],
      at: deps().now,
      by: 'tester',
    });
    const [book, kept] = our.putPolicy(TENANT, assigned(NO_POLICIES, policy, '2026-01-01'), policy);
    await put(...(version === 0 ? [book!, kept!] : [kept!]));
  }
});
afterAll(() => books.close());

const put = async (...writes: Parameters<typeof our.write>[0][]) => {
  for (const one of writes) expect((await our.write(one)).ok).toBe(true);
};
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.value;
};

const LATER = '2026-03-10T09:06:00.000Z';
/**
 * A fresh thing each time, whose worker is killed one call later than the last. What was begun is done again after the lease, and now and then once more because
 * queues bring things twice. At how many calls it was killed.
 */
const killed = async <T>(
  made: () => Promise<T>,
  run: (one: T, now: string) => Promise<unknown>,
  isOnce: (one: T, at: number) => Promise<unknown>,
): Promise<number> => {
  for (let at = 1; ; at++) {
    const one = await made();
    Object.assign(books.fault, { at, calls: 0, killed: true });
    await run(one, deps().now).catch(() => undefined);
    const wasKilled = books.fault.calls >= at;
    Object.assign(books.fault, { at: 0, killed: false });
    await sesTells();
    await run(one, LATER);
    if (at % 4 === 0) await run(one, LATER);
    await isOnce(one, at);
    if (!wasKilled) return at - 1;
  }
};

const heard = new Set<string>();
/** SES says of each mail that it has sent it, whatever became of who gave it the mail. */
const sesTells = async () => {
  for (const { id, tags } of books.post.mails()) {
    if (heard.has(id)) continue;
    heard.add(id);
    const said = Object.fromEntries(Object.entries(tags).map(([name, text]) => [name, [text]]));
    await our.hearOfMail({
      detail: { eventType: 'Send', mail: { tags: said, timestamp: deps().now, messageId: id } },
    } as never);
  }
};
const postedTo = (address: string) =>
  books.post.mails().filter(({ recipients }) => recipients.includes(address));
const attached = async (id: string): Promise<string> => {
  const raw = (await books.post.raw(id)).toString();
  const [, text] = /Content-Type: application\/pdf[\s\S]*?\r?\n\r?\n([\s\S]*?)\r?\n--/.exec(raw)!;
  return hashOf(Buffer.from(text!, 'base64'));
};
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
let s3: S3Client | undefined;
const keysUnder = async (Prefix: string): Promise<string[]> => {
  const Bucket = process.env['QUITTANCE_BUCKET'];
  const { Contents = [] } = await (s3 ??= new S3Client()).send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key }) => Key!);
};
const now = async ({ id }: Pick<Invoice, 'id'>): Promise<Invoice> =>
  (await our.read(our.invoiceById(TENANT, id)))!;

let serial = 0;
const owed = async (): Promise<{ invoice: Invoice; email: string }> => {
  const customerId = idFrom('cus', 1_700_000_000_000 + ++serial, new Uint8Array(10));
  const email = `p${serial}@customer.example`;
  const name = { externalId: `C-${serial}`, vatId: 'DE136695976', emails: [email] };
  await put(...our.putCustomer(TENANT, aCustomer({ id: customerId, ...name })));
  const days = { dueOn: '2026-02-20', remindOn: '2026-02-23' };
  const invoice = anInvoice(serial, 100_000, { customerId, ...days });
  await put(our.putInvoice(TENANT, invoice));
  return { invoice, email };
};
const queued = (version: number) => async () => {
  const { invoice, email } = await owed();
  const mail: Mail = {
    id: idFrom('mail', 1_700_000_000_000 + serial, new Uint8Array(10)),
    version: 1,
    purpose: 'reminder',
    customerId: invoice.customerId,
    reminder: {
      entity: 'main',
      currency: 'EUR',
      on: '2026-03-10',
      invoiceIds: [invoice.id],
      under: [{ invoiceId: invoice.id, policy: 'house', version }],
    },
    state: 'QUEUED',
    at: deps().now,
    history: [{ state: 'QUEUED', at: deps().now }],
    trace: 'trc_test',
  };
  await put(our.putMail(TENANT, mail));
  return { invoice, email, id: mail.id };
};
const send = ({ id: mailId }: { readonly id: string }, at: string) => {
  const fact = { id: 'act_1.0', time: at } as never;
  return our.sendQueued({ agency: our.sendAgency }, our.judge)({ mailId }, deps({ now: at }), fact);
};
/** One mail, one PDF that is the mail's, one step, each claim once in one entry. */
const isSentOnce = async (
  { invoice, email, id }: { invoice: Invoice; email: string; id: string },
  kinds: readonly string[],
): Promise<Mail> => {
  const posted = postedTo(email);
  expect(posted).toHaveLength(1);
  const mail = (await our.read(our.mailOf(TENANT, { id })))!;
  expect(mail.state).toBe('SENT');
  const [standing] = await our.standingsOf(TENANT, [invoice]);
  expect(standing!.claims.map(({ kind }) => kind).toSorted()).toEqual(kinds);
  expect(mail.reminder!.claims?.toSorted()).toEqual(standing!.claims.map((one) => one.id).toSorted());
  expect(await now(invoice)).toMatchObject({ version: 2, reminded: 1 });
  const entries = (await books.entries()).filter(({ source }) => source === id);
  expect(entries).toHaveLength(1);
  const keys = await keysUnder(`${TENANT}/invoices/${id}/`);
  expect(keys).toEqual([mail.pdf]);
  expect(await attached(posted[0]!.id)).toBe(hashOf(await our.bytesOf(keys[0]!)));
  return mail;
};

test('a reminder that charges', async () => {
  const kinds = ['compensation', 'fee', 'interest'];
  expect(await killed(queued(1), send, (one) => isSentOnce(one, kinds))).toBeGreaterThan(10);
});

test('a formal notice, whose numbers have no gap', async () => {
  const numbers: string[] = [];
  const calls = await killed(queued(2), send, async (one) => {
    const { reminder } = await isSentOnce(one, ['compensation', 'interest']);
    const notice = (await our.read(our.noticeById(TENANT, reminder!.notice!)))!;
    expect(await attached(postedTo(one.email)[0]!.id)).toBe(notice.document.sha256);
    numbers.push(notice.number);
  });
  expect(calls).toBeGreaterThan(12);
  expect(numbers).toEqual(numbers.map((_, at) => `LINV-2026-${String(at + 1).padStart(6, '0')}`));
  expect(await our.all(our.notices(TENANT))).toHaveLength(numbers.length);
  expect(await books.facts('notice.issued')).toHaveLength(numbers.length);
});

const chief = { actor: 'chief', may: { scopes: ['writeoffs:write'] } };
const agreed = () => our.approving({ 'agencies.hand_over': our.performHandOver });
const prepared = async () => {
  const { invoice } = await owed();
  const { customerId, id } = invoice;
  const one = value(await our.cases.prepareAgencyCase({ customerId, invoices: [id] } as never, deps()));
  const asked = await our.cases.moveAgencyCase({ id: one.id, do: 'hand_over' } as never, deps());
  return { invoice, id: one.id, at: one.at, asked: (asked as { awaiting: { id: string } }).awaiting.id };
};
const handed = async ({ id, at, asked }: Awaited<ReturnType<typeof prepared>>, on: string) => {
  await agreed().approve({ id: asked } as never, deps({ now: on, ...chief }));
  return send({ id: our.mailIdOf({ id, at }, 1) }, on);
};
const caseNow = async (id: string): Promise<AgencyCase> => (await our.read(our.caseById(TENANT, id)))!;

test('a hand-over to an agency', async () => {
  const before = postedTo(NORTH.email).length;
  let times = 0;
  const calls = await killed(prepared, handed, async ({ invoice, id }) => {
    const { state, turns, file, handed: sum, items } = await caseNow(id);
    expect([state, turns]).toEqual(['WITH_AGENCY', 1]);
    expect(await now(invoice)).toMatchObject({ version: 3, agency: { id, state: 'WITH_AGENCY' } });
    const claims = items.flatMap((one) => one.claims);
    expect(claims).toHaveLength(1);
    expect(sum).toEqual(file!.total);
    const entries = (await books.entries()).filter(({ source }) => source === id);
    expect(entries.map(({ kind }) => kind)).toEqual(['late_charge']);
    // Killed between file and commit, it leaves a file that no case names.
    const keys = await keysUnder(`${TENANT}/agencies/${id}`);
    expect(keys).toEqual(expect.arrayContaining([file!.csv.key, file!.json.key]));
    expect(keys.length).toBeLessThanOrEqual(3);
    for (const { key, sha256 } of [file!.csv, file!.json])
      expect(hashOf(await our.bytesOf(key))).toBe(sha256);
    expect(await our.all(our.turnsOf(TENANT, id))).toHaveLength(1);
    expect(postedTo(NORTH.email)).toHaveLength(before + ++times);
  });
  expect(calls).toBeGreaterThan(15);
  expect(await books.facts('agency.handed_over')).toHaveLength(times);
});

test('what an agency has collected', async () => {
  const withAgency = async () => {
    const one = await prepared();
    await handed(one, deps().now);
    const { open } = await caseNow(one.id);
    return { ...one, amount: open, entries: (await books.entries()).length };
  };
  const fee = { minor: 2_000, currency: 'EUR' };
  const remit = ({ id, amount }: Awaited<ReturnType<typeof withAgency>>, at: string) => {
    const once = { key: `of ${id}`, inputHash: 'same', status: 201 };
    const said = { id, amount, fee, reference: 'NC-1' };
    return our.cases.remitAgencyMoney(said as never, deps({ now: at, once }));
  };
  const calls = await killed(withAgency, remit, async ({ id, invoice, amount, entries }) => {
    const zero = { minor: 0, currency: 'EUR' };
    const one = await caseNow(id);
    expect(one).toMatchObject({ state: 'SETTLED', open: zero, collected: amount, fees: fee, turns: 2 });
    const [remittance, ...more] = await our.all(our.remittancesOf(TENANT, id));
    expect(more).toEqual([]);
    const receipts = (await our.all(our.payments(TENANT))).filter(({ source }) => source.id.startsWith(id));
    expect(receipts).toMatchObject([{ id: remittance!.paymentId, amount, unapplied: zero }]);
    const head = await now(invoice);
    expect([head.state, head.settlements.length]).toEqual(['PAID', 1]);
    const [{ claims } = { claims: [] }] = await our.standingsOf(TENANT, [head]);
    expect(claims.map(({ state, steps }) => [state, steps.length])).toEqual([['PAID', 1]]);
    const booked = (await books.entries()).slice(entries);
    // Money, what of it pays claims, and the fee.
    expect(booked).toHaveLength(3);
  });
  expect(calls).toBeGreaterThan(6);
});

test('a rate that is missing is one task for all payers; it is done as the rate is there, and interest is made good', async () => {
  const july = deps({ now: '2026-07-10T07:00:00.000Z' });
  const asks = async (state: 'OPEN' | 'DONE') =>
    (await our.all(our.tasks(TENANT, state))).flatMap(({ kind, about }) =>
      kind === 'missing_rate' ? [about] : [],
    );
  const [one, other] = [await queued(1)(), await queued(1)()];
  for (const each of [one, other]) expect((await send(each, july.now)).ok).toBe(true);
  expect(await asks('OPEN')).toEqual(['de_base/2026-07-01']);
  const [standing] = await our.standingsOf(TENANT, [one.invoice]);
  expect(standing!.charged.interestTo).toBe('2026-06-30');

  const { entities } = (await our.read(our.lateChargeRules(TENANT)))!;
  const row = { reference: 'de_base', percent: '1.52', source: 'Bundesanzeiger' };
  const say = (from: string) =>
    our.late.setLateChargeRules({ entities, references: [{ ...row, from }] } as never, july);
  value(await say('2027-01-01'));
  expect(await asks('OPEN')).toHaveLength(1);
  value(await say('2026-07-01'));
  expect([await asks('OPEN'), await asks('DONE')]).toEqual([[], ['de_base/2026-07-01']]);
  const more = await our.late.chargeClaim({ id: one.invoice.id, kind: 'interest' } as never, july);
  expect(more).toMatchObject({ value: { interest: { from: '2026-07-01', to: '2026-07-10' } } });

  // One that a new version of ours brings.
  const known = [{ reference: 'ecb', from: '2026-01-01' }] as const;
  const asked = await our.askForRates(known, one.invoice.customerId, july);
  await put(...asked.writes);
  expect(await asks('OPEN')).toEqual(['ecb/2026-01-01']);
  const rules = (await our.read(our.lateChargeRules(TENANT)))!;
  await our.lookForRates({ ...rules, version: 0 }, july);
  expect(await asks('OPEN')).toHaveLength(1);
  await our.lookForRates(rules, july);
  expect(await asks('OPEN')).toEqual([]);
});
