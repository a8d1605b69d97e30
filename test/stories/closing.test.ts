/** A month of the books is shut, closed and sealed; what comes late is booked in the next one, and whoever touches what was closed is seen. */
import {
  DeleteItemCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { camt053 } from '../../bin/demo/camt.ts';
import { SELLER } from '../../bin/demo/company.ts';
import type { AlarmState } from '../../bin/local/services/cloudwatch.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { Verification } from '../../shared/closing/closing.ts';
import type { Export } from '../../shared/exports/export.ts';
import type { TrialBalance } from '../../shared/insights/insight.ts';
import type { Fact } from '../../shared/kernel/events.ts';
import type { Entry } from '../../shared/ledger/entry.ts';
import type { InvariantRun, Invariants } from '../../shared/ledger/invariant.ts';
import type { Check, Period } from '../../shared/ledger/period.ts';
import { sealedOf } from '../../shared/closing/chain.ts';
import { fromItem, toItem } from '../../shared/runtime/item.ts';
import { World, type Answer, type Buyer } from '../support/world.ts';

let world: World;
let client: DynamoDBClient;
let TableName: string;
let acme: Buyer;
let usa: Buyer;
beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {}, {}, { jobs: [] });
  const { urls, credentials } = world.cloud;
  client = new DynamoDBClient({ endpoint: urls.aws, region: 'eu-central-1', credentials });
  TableName = (await client.send(new ListTablesCommand({}))).TableNames![0]!;
  await world.hires([
    { name: 'controller', roles: ['controller'] },
    { name: 'second', roles: ['controller'] },
  ]);
  [acme, usa] = [await world.customer('Acme'), await world.customer('Dollar', { currency: 'USD' })];
}, 120_000);
afterAll(async () => {
  client.destroy();
  await world.close();
});

type Refused = { code: string; errors?: { pointer: string }[] };
const post = <T = Period & Refused>(path: string, body: unknown = {}, key = 'controller') =>
  world.call<T>('POST', `/v1/periods/main/${path}`, body, { key });
const outcome = ({ status, body }: Answer<Partial<Period & Refused>>) =>
  status < 300 ? body.state : `${status} ${body.code}`;
/** Asked for, done by the worker, and seen. */
const worked = async (month: string, what: 'checks' | 'close'): Promise<Period> => {
  const { status, body } = await post(`${month}/${what}`);
  expect([status, body.asked?.what]).toEqual([202, what === 'close' ? 'close' : 'check']);
  await world.settle();
  const period = await world.get<Period>(`/v1/periods/main/${month}`);
  expect(period.asked).toBeUndefined();
  return period;
};
const checksOf = ({ checked }: Period): Record<string, Check> =>
  Object.fromEntries(checked!.checks.map((one) => [one.check, one]));
const looked = async (month: string) => checksOf(await worked(month, 'checks'));
const items = async (): Promise<Record<string, AttributeValue>[]> =>
  (await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items!;
const entries = async (): Promise<Entry[]> =>
  (await items())
    .map(fromItem)
    .flatMap(({ pk, entry }) => (pk.startsWith('acme#') && entry ? [entry as Entry] : []));
const told = async (event: string): Promise<Fact[]> =>
  (await items())
    .map(fromItem)
    .flatMap(({ events = [] }) => events as Fact[])
    .filter(({ type }) => type === event);
const findings = async () =>
  examine(await running(world.cloud.urls, 0)).map(({ rule, what }) => `${rule}: ${what}`);
let serial = 0;
/** Money that the bank booked on a day that may be long over. */
const brings = async (date: string, minor: number, text: string): Promise<string> => {
  const id = `LATE-${++serial}`;
  const payer = { name: acme.name, iban: acme.iban };
  const { status } = await world.call(
    'POST',
    '/v1/statements',
    camt053({
      id,
      iban: SELLER.bank.iban,
      currency: 'EUR',
      openingMinor: 0,
      date,
      transfers: [{ reference: id, minor, text, payer, date }],
    }),
    { raw: true },
  );
  expect(status).toBe(202);
  return id;
};
const receipts = async () =>
  (await entries())
    .filter(({ kind }) => kind === 'receipt')
    .map(({ on, documentOn, lines }) => [on, documentOn ?? on, lines[0]!.minor]);

test('what the bank booked before the books began is booked on their first day', async () => {
  await brings('2026-01-02', 1_100, 'too early');
  await world.settle();
  expect(await receipts()).toEqual([['2026-01-04', '2026-01-02', 1_100]]);
  expect(await findings()).toEqual([]);
});

test('a month is shut when it is over everywhere, in the order of the months, by whoever may', async () => {
  await world.call('PUT', '/v1/rates/EUR/USD/2026-01-02', { rate: '1.25', source: 'ECB' });
  await acme.isInvoiced({ net: '100.00', taxClass: 'standard' });
  await usa.isInvoiced('1000.00');
  await world.day(27, 12);
  expect(outcome(await post('2026-01/soft-close'))).toBe('409 closing.not_over');
  await world.day(27, 14);
  await world.call('PUT', '/v1/rates/EUR/USD/2026-01-30', { rate: '1.0', source: 'ECB' });
  expect(outcome(await post('2026-02/soft-close'))).toBe('409 closing.not_over');
  expect(outcome(await post('2026-01/close'))).toBe('409 closing.state');
  expect((await post('2026-01/soft-close', {}, 'finance')).status).toBe(403);
  expect(outcome(await post('2025-12/soft-close'))).toBe('404 closing.before_the_books');
  // What is late and finds its month open stands on its day.
  await brings('2026-01-30', 2_200, 'on its day');
  await world.settle();
  expect((await receipts()).at(-1)).toEqual(['2026-01-30', '2026-01-30', 2_200]);
});

test('a line that was read while its month was open and is committed after it was shut is booked in the next', async () => {
  world.cloud.faults.add({
    function: 'MatchCash',
    service: 'dynamodb',
    action: 'TransactWriteItems',
    when: 'before',
    kind: 'timeout',
  });
  await brings('2026-01-31', 3_300, 'in between');
  while (world.cloud.faults.list()[0]!.struck === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(outcome(await post('2026-01/soft-close', { reason: 'January is over' }))).toBe('SOFT');
  await world.settle();
  world.cloud.faults.clear();
  await brings('2026-01-29', 4_400, 'late');
  await world.settle();
  expect((await receipts()).slice(-2)).toEqual([
    ['2026-02-01', '2026-01-31', 3_300],
    ['2026-02-01', '2026-01-29', 4_400],
  ]);
  expect(outcome(await post('2026-01/soft-close'))).toBe('409 closing.state');
  expect(await findings()).toEqual([]);
});

test('an adjustment is made in a shut month by role alone, balanced, on accounts that no document explains', async () => {
  const lines = [
    { account: 'doubtful', minor: 2_000 },
    { account: 'allowance', minor: -2_000 },
  ];
  const adjustment = { currency: 'EUR', memo: 'Allowance for January', lines };
  const place = '2026-01/adjustments';
  expect((await post(place, adjustment, 'finance')).status).toBe(403);
  for (const [body, pointer] of [
    [{ ...adjustment, lines: [lines[0], { account: 'allowance', minor: -1_999 }] }, '/lines'],
    [{ ...adjustment, on: '2026-02-01' }, '/on'],
    [{ ...adjustment, lines: [lines[0], { account: 'receivables', minor: -2_000 }] }, '/lines/1/account'],
  ] as const) {
    const { status, body: refused } = await post(place, body);
    expect([status, refused.errors?.map((one) => one.pointer)]).toEqual([422, [pointer]]);
  }
  const made = await post<{ on: string }>(place, adjustment);
  expect([made.status, made.body.on]).toEqual([201, '2026-01-31']);
});

test('what stands against a close is seen before it; drift blocks it', async () => {
  const checks = await looked('2026-01');
  expect(Object.entries(checks).map(([name, { verdict }]) => `${name} ${verdict}`)).toEqual([
    'drift ok',
    'trial_balance ok',
    'drafts ok',
    'unapplied warns',
    'unidentified ok',
    'bank_lines warns',
    'announced ok',
    'numbering ok',
    'exports ok',
    'revaluation ok',
    'allowance ok',
    'invariants blocks',
  ]);
  // Nobody has looked since the month was over.
  expect(checks['invariants']).toMatchObject({
    detail: 'no night has looked since the month was over',
    link: '/v1/invariants',
  });
  // Nor has anything run that a night goes by.
  const unread = (await nightly()).data.flatMap(({ id, outcomes }) =>
    outcomes.some(({ state }) => state === 'UNREAD') ? [id] : [],
  );
  expect(unread).toEqual(['credit.exposure', 'acts.chained']);
  expect((await looked('2026-01'))['invariants']).toMatchObject({ verdict: 'blocks', count: 2 });
  for (const job of ['RebuildExposure', 'SealActs'])
    expect((await world.cloud.invoke(job, {})).error).toBeUndefined();
  expect(await nightly()).toMatchObject({ missed: false, broken: 0, lastAt: expect.any(String) });
  expect((await looked('2026-01'))['invariants']).toEqual({ check: 'invariants', verdict: 'ok', count: 0 });
  // All four came for January; the day of the oldest is the bank's.
  expect(checks['unapplied']).toMatchObject({ count: 4, oldestOn: '2026-01-02' });
  // An invoice that says another open amount than the ledger has.
  const head = (await items()).find((item) => {
    const { pk, kind, doc } = fromItem(item);
    return (
      pk.startsWith('acme#') && kind === 'invoice' && (doc as { customerId: string }).customerId === acme.id
    );
  })!;
  const { doc, ...rest } = fromItem(head);
  const open = { ...(doc as { open: { minor: number } }).open, minor: 1 };
  await put(toItem({ ...rest, doc: { ...(doc as object), open } }));
  expect((await looked('2026-01'))['drift']).toMatchObject({
    verdict: 'blocks',
    count: 1,
    detail: 'receivables EUR is 11900 in the ledger and 1 in its documents',
  });
  const refused = await worked('2026-01', 'close');
  expect([refused.state, checksOf(refused)['drift']!.verdict]).toEqual(['SOFT', 'blocks']);
  expect((await told('period.checked')).at(-1)).toMatchObject({
    subject: 'main 2026-01',
    data: { asked: 'close', blocks: ['drift'], warns: ['unapplied', 'bank_lines'] },
  });
  // The night finds it for itself, says so outside, and an alarm rings.
  const found = (await nightly()).data.flatMap(({ id, outcomes }) =>
    outcomes.flatMap(({ state, examples: [example] }) =>
      state === 'HOLDS' ? [] : [id, state, example?.what],
    ),
  );
  expect(found).toEqual([
    'receivables.control',
    'VIOLATED',
    'the ledger has 11900 open, the invoice 1',
    'invoice.open',
    'VIOLATED',
    '1 are open, and 11900 of 11900 are not settled',
  ]);
  const heard = (await told('invariants.violated')).map(({ data }) =>
    (data as { outcomes: { id: string; violations: number }[] }).outcomes.map(
      ({ id, violations }) => `${id} ${violations}`,
    ),
  );
  expect(heard).toContainEqual(['receivables.control 2', 'invoice.open 1']);
  expect(await ringing()).toContain('Quittance-dev-App Invariants broken');
  await put(head);
  // Put right it still blocks, until a night has seen it.
  expect((await looked('2026-01'))['invariants']).toMatchObject({
    verdict: 'blocks',
    count: 2,
    detail: expect.stringContaining('receivables.control: 2, invoice.open: 1'),
    remedy: expect.any(String),
  });
  expect(await nightly()).toMatchObject({ broken: 0 });
  const runs = await world.get<{ data: InvariantRun[] }>('/v1/invariants/runs');
  expect(runs.data.map(({ day, version, broken }) => [day, version, broken])).toEqual([['2026-02-01', 4, 0]]);
});

/** What the night says that looks now. */
const nightly = async (): Promise<Invariants> => {
  expect((await world.cloud.invoke('LookAfter', {})).error).toBeUndefined();
  return world.get<Invariants>('/v1/invariants');
};
const ringing = async (): Promise<string[]> =>
  (await world.control<{ alarms: AlarmState[] }>('/control/alarms')).alarms.flatMap(({ name, state }) =>
    state === 'ALARM' ? [name] : [],
  );

test('what a night cannot read blocks as well, and keeps no other company waiting', async () => {
  const receipt = (await items()).find((item) => fromItem(item).kind === 'payment')!;
  const { doc, ...rest } = fromItem(receipt);
  await put(toItem({ ...rest, doc: { ...(doc as object), amount: 'much' } }));
  const unread = (await nightly()).data.flatMap(({ outcomes }) =>
    outcomes.filter(({ state }) => state === 'UNREAD'),
  );
  expect(new Set(unread.map(({ entity }) => entity))).toEqual(new Set(['main']));
  expect(unread.length).toBe(12);
  const rival = await world.get<Invariants>('/v1/invariants', 'foreignFinance');
  expect([rival.broken, rival.missed]).toEqual([0, false]);
  await put(receipt);
  expect((await looked('2026-01'))['invariants']).toMatchObject({
    verdict: 'blocks',
    count: 12,
    detail: expect.stringContaining('entries.balanced: unread'),
  });
  expect(await nightly()).toMatchObject({ broken: 0 });
});

const put = (Item: Record<string, AttributeValue>) => client.send(new PutItemCommand({ TableName, Item }));
const verified = (month = '2026-01') => world.get<Verification>(`/v1/periods/main/${month}/verification`);
const balance = async (asOf: string) =>
  (await world.get<TrialBalance>(`/v1/trial-balance?asOf=${asOf}`)).currencies
    .find(({ currency }) => currency === 'EUR')!
    .accounts.filter(({ account }) => /unrealised|revaluation/.test(account))
    .map(({ account, balanceMinor }) => [account, balanceMinor]);

test('a close revalues what is foreign, takes that back on the next day, and seals the month', async () => {
  const body = await worked('2026-01', 'close');
  expect(body).toMatchObject({
    state: 'CLOSED',
    // 1000.00 dollars at 1.25 are 800.00 euro, and at 1.0 they are 1000.00.
    revalued: [{ currency: 'USD', gainMinor: 20_000 }],
    closed: {
      snapshot: { kinds: { invoice: 2, receipt: 2, adjustment: 1, revaluation: 1 }, entries: 6 },
      seal: { previous: '0'.repeat(64) },
    },
  });
  expect(await balance('2026-01-31')).toEqual([
    ['revaluation', 20_000],
    ['unrealisedGains', -20_000],
  ]);
  expect(await balance('2026-02-01')).toEqual([
    ['revaluation', 0],
    ['unrealisedGains', 0],
  ]);
  expect(body.closed!.snapshot.openItems).toEqual([
    { currency: 'EUR', count: 1, minor: 11_900 },
    { currency: 'USD', count: 1, minor: 100_000 },
  ]);
  expect(await verified()).toMatchObject({ intact: true, entries: 6, sealed: 6, faults: [], seals: [] });
  expect(outcome(await post('2026-01/close'))).toBe('409 closing.state');
  expect(outcome(await post('2026-01/adjustments', adjustmentOf(5)))).toBe('409 closing.state');
  expect(await told('period.closed')).toMatchObject([
    { subject: 'main 2026-01', data: { seal: body.closed!.seal.seal, entries: 6 } },
  ]);
  expect(await findings()).toEqual([]);
  // From here on the nights go on from what the month was closed with.
  expect(await nightly()).toMatchObject({ broken: 0 });
});
/** As whoever can write to the table would make it. */
const digestOf = (item: Record<string, AttributeValue>): string => sealedOf([fromItem(item)])[0]!.digest;
const adjustmentOf = (minor: number) => ({
  currency: 'EUR',
  memo: 'An adjustment',
  lines: [
    { account: 'doubtful', minor },
    { account: 'allowance', minor: 0 - minor },
  ],
});

test('whoever changes, takes away, adds or moves an entry, or writes to a seal, is named: by whoever asks and by the doctor', async () => {
  const all = await items();
  const booked = all.filter(({ pk }) => pk!.S === 'acme#BOOK#2026-01');
  const [first, second] = [booked[0]!, booked[1]!];
  const idOf = (item: Record<string, AttributeValue>) => String(fromItem(item)['id']);
  const period = all.find(({ kind }) => kind!.S === 'ledger-period')!;
  const list = all.find(({ kind }) => kind!.S === 'ledger-sealed')!;
  const gone = ({ pk, sk }: Record<string, AttributeValue>) =>
    client.send(new DeleteItemCommand({ TableName, Key: { pk: pk!, sk: sk! } }));
  const changed = (item: Record<string, AttributeValue>, change: (doc: Record<string, unknown>) => void) => {
    const { doc, ...rest } = fromItem(item);
    const copy = structuredClone(doc) as Record<string, unknown>;
    change(copy);
    return put(toItem({ ...rest, doc: copy }));
  };
  const added = { ...first, sk: { S: '2026-01-31#act_zz' }, id: { S: 'act_zz' } };
  const later = { ...first, sk: { S: `2026-01-31#${idOf(first)}` } };
  const cases: [string[], string, () => Promise<unknown>, () => Promise<unknown>][] = [
    [[`changed ${idOf(first)}`], 'changed', () => put({ ...first, actor: { S: 'x' } }), () => put(first)],
    [[`missing ${idOf(second)}`], 'missing', () => gone(second), () => put(second)],
    [['added act_zz'], 'added', () => put(added), () => gone(added)],
    [
      [`changed ${idOf(first)}`, ...booked.map((one) => `reordered ${idOf(one)}`).slice(0, 1)],
      'reordered',
      () => Promise.all([gone(first), put(later)]),
      () => Promise.all([gone(later), put(first)]),
    ],
    [
      ['seal changed'],
      'seal',
      () =>
        changed(period, (doc) => ((doc['closed'] as { snapshot: { entries: number } }).snapshot.entries = 7)),
      () => put(period),
    ],
    [
      ['seal unlisted'],
      'changed',
      async () => {
        await put({ ...first, actor: { S: 'x' } });
        await changed(list, (doc) => {
          const listed = doc['entries'] as { id: string; digest: string }[];
          listed.find(({ id }) => id === idOf(first))!.digest = digestOf({ ...first, actor: { S: 'x' } });
        });
      },
      () => Promise.all([put(first), put(list)]),
    ],
  ];
  // Reports go on from what the month was closed with, whatever becomes of its entries.
  const before = await world.get('/v1/trial-balance');
  for (const [said, rule, tamper, restore] of cases) {
    await tamper();
    if (rule === 'missing') expect(await world.get('/v1/trial-balance')).toEqual(before);
    const { intact, faults, seals } = await verified();
    const all = [
      ...faults.map(({ entry, fault }) => `${fault} ${entry}`),
      ...seals.map(({ fault }) => `seal ${fault}`),
    ];
    expect([intact, all]).toEqual([false, expect.arrayContaining(said)]);
    expect((await findings()).filter((one) => one.startsWith('period.')).join('\n')).toContain(rule);
    await restore();
    // What is put back is announced again.
    await world.settle();
    expect([(await verified()).intact, await findings()]).toEqual([true, []]);
  }
});

test('a closed month is opened again by two persons, the last one first, and closed anew', async () => {
  const figures = () => world.get<object>('/v1/figures?from=2026-02-20&asOf=2026-03-15');
  const said = await figures();
  const asked = await post<{ id: string }>('2026-01/reopen', { reason: 'a forgotten allowance' });
  expect(asked.status).toBe(202);
  const agree = (key: string) => world.call('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key });
  expect([(await agree('controller')).status, (await agree('second')).status]).toEqual([403, 200]);
  // Then nothing of what the month left counts: they are folded from the opening, and the same.
  expect(await figures()).toEqual(said);
  expect(outcome(await post('2026-01/adjustments', adjustmentOf(500)))).toBeUndefined();
  const { currencies } = await world.get<TrialBalance>('/v1/trial-balance?asOf=2026-01-31');
  expect(currencies.flatMap(({ accounts }) => accounts)).toContainEqual(
    expect.objectContaining({ account: 'doubtful', balanceMinor: 2_500 }),
  );
  expect(outcome(await post('2026-01/reopen', { reason: 'and a line of the bank' }))).toBe('OPEN');
  await brings('2026-01-30', 5_500, 'in its month again');
  await world.settle();
  expect((await receipts()).map(([on]) => on)).toContain('2026-01-30');
  expect((await post('2026-01/soft-close')).status).toBe(200);
  // Asked for twice it is done once.
  await post('2026-01/close');
  const again = await worked('2026-01', 'close');
  expect(again).toMatchObject({ state: 'CLOSED', closed: { snapshot: { kinds: { revaluation: 3 } } } });
  expect(again.history.map(({ did }) => did)).toEqual([
    'soft_closed',
    'closed',
    'reopened',
    'reopened',
    'soft_closed',
    'closed',
  ]);
  expect(await balance('2026-01-31')).toEqual([
    ['revaluation', 20_000],
    ['unrealisedGains', -20_000],
  ]);
  expect([(await verified()).intact, await findings()]).toEqual([true, []]);
});

type File = Omit<Export, 'key'> & { url: string; code?: string };
type Row = Record<string, string>;
const batch = async (): Promise<{ file: File; bytes: string; rows: Row[] }> => {
  // What is younger than half a minute is told by the next.
  await world.passes(31_000);
  const asked = await world.call<File>('POST', '/v1/exports', { kind: 'journal_batch' });
  expect([asked.status, asked.body]).toMatchObject([202, { state: 'REQUESTED' }]);
  await world.settle();
  const file = await world.get<File>(`/v1/exports/${asked.body.id}`);
  const bytes = await (await fetch(file.url)).text();
  return { file, bytes, rows: parse<Row>(bytes, { columns: true, bom: true }) };
};
const debited = (rows: readonly Row[], currency: string): number =>
  rows
    .filter((row) => row['currency'] === currency && row['debit'] !== '')
    .reduce((sum, row) => sum + Math.round(Number(row['debit']) * 100), 0);

test('the accounting system gets every entry once, in batches that follow each other; what changes later comes later', async () => {
  const first = await batch();
  expect(first.file).toMatchObject({ batch: { number: 1 }, controlTotals: expect.anything() });
  await world.passes(31_000);
  const none = await world.call<File>('POST', '/v1/exports', { kind: 'journal_batch' });
  expect([none.status, none.body.code]).toEqual([409, 'exports.nothing_new']);
  const range = await world.call<File>('POST', '/v1/exports', { kind: 'journal_batch', from: '2026-01-01' });
  expect([range.status, range.body.code]).toEqual([422, 'exports.range']);

  // Of a month that was handed over and is closed: an entry of the next one, with its own day.
  await brings('2026-01-30', 6_600, 'after the hand-over');
  await world.settle();
  const [open] = await acme.invoices();
  await world.call('POST', `/v1/invoices/${open!.id}/write-offs`, {
    amount: { minor: 100, currency: 'EUR' },
    reason: 'settlement',
  });
  const second = await batch();
  expect(second.file.batch).toMatchObject({
    number: 2,
    entries: 2,
    debits: [{ currency: 'EUR', minor: 6_700 }],
  });
  expect(second.rows.map((row) => [row['kind'], row['booked_on'], row['document_on']])).toEqual([
    ['receipt', '2026-02-01', '2026-01-30'],
    ['receipt', '2026-02-01', '2026-01-30'],
    ['write_off', '2026-02-01', '2026-02-01'],
    ['write_off', '2026-02-01', '2026-02-01'],
  ]);
  const all = (await items())
    .map(fromItem)
    .flatMap(({ pk, entry, id }) => (pk.startsWith('acme#') && entry ? [String(id)] : []));
  const told = [first, second].flatMap(({ rows }) => [...new Set(rows.map((row) => row['entry']!))]);
  expect(told.toSorted()).toEqual(all.toSorted());
  for (const { file, bytes, rows } of [first, second]) {
    expect(file.rows).toBe(rows.length);
    for (const { currency, minor } of file.batch!.debits!) expect(debited(rows, currency)).toBe(minor);
    const again = await world.get<File>(`/v1/exports/${file.id}`);
    expect(await (await fetch(again.url)).text()).toBe(bytes);
  }
  expect(await findings()).toEqual([]);
  // The doctor counts for itself.
  const made = (await items()).find(({ pk }) => pk!.S === `acme#EXPORT#${first.file.id}`)!;
  const { doc, ...rest } = fromItem(made);
  const other = structuredClone(doc) as Export & { batch: { entries: number; start: string; end: string } };
  other.batch.entries -= 1;
  await put(toItem({ ...rest, doc: other }));
  expect(await findings()).toEqual([expect.stringContaining('journal.batches: batch 1 has')]);
  // Nothing may lie between the end of one and the start of the next.
  other.batch.start = other.batch.end;
  await put(toItem({ ...rest, doc: other }));
  expect((await findings())[0]).toContain('journal.batches: batch 1 does not follow the beginning');
  await put(made);
});

test('the month after goes on from what the one before left', async () => {
  const { now } = await world.control<{ now: string }>('/control/clock');
  await world.passes(Math.max(0, Date.parse('2026-03-03T09:00:00Z') - Date.parse(now)));
  const figures = () => world.get<object>('/v1/figures?from=2026-03-02&asOf=2026-04-15');
  const said = await figures();
  for (const job of ['RebuildExposure', 'SealActs'])
    expect((await world.cloud.invoke(job, {})).error).toBeUndefined();
  expect(await nightly()).toMatchObject({ broken: 0 });
  expect((await post('2026-02/soft-close')).status).toBe(200);
  expect(await worked('2026-02', 'close')).toMatchObject({ state: 'CLOSED' });
  expect(await figures()).toEqual(said);
  expect([(await verified()).intact, await findings()]).toEqual([true, []]);
});
