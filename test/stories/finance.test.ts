/** What finance asks of the books, on the day and about days past, and the files that it takes away. */
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { NIGHTLY, type Export } from '../../shared/exports/export.ts';
import type { Changes, Explained, Figures } from '../../shared/figures/figure.ts';
import type { Review } from '../../shared/figures/review.ts';
import type { Ageing, Dso, TrialBalance } from '../../shared/insights/insight.ts';
import { amount } from '../../shared/documents/format.ts';
import { fromText, money, toText } from '../../shared/kernel/money.ts';
import { FinanceReport } from '../../shared/reporting/report.ts';
import { unzipped } from '../slices/exports/unzipped.ts';
import { changesNothingAgain } from '../support/again.ts';
import { expectProblem } from '../support/refused.ts';
import { World } from '../support/world.ts';

type File = Omit<Export, 'key'> & { url?: string };
type Row = Record<string, string>;

let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: ['NightlyExports', 'FindOverdue'] });
});
afterEach(() => world.booksAreRight());
afterAll(async () => {
  await world.isHealthy();
  await world.close();
});

/** Everything that the books answer about a day. */
const answers = async (asOf?: string) => {
  const query = asOf === undefined ? '' : `asOf=${asOf}`;
  return {
    ageing: await world.get<Ageing>(`/v1/ageing?${query}`),
    dso: await world.get<Dso>(`/v1/dso?days=30&${query}`),
    balance: await world.get<TrialBalance>(`/v1/trial-balance?${query}`),
  };
};
const accounts = ({ currencies }: TrialBalance, currency = 'EUR') =>
  Object.fromEntries(
    currencies
      .find((each) => each.currency === currency)
      ?.accounts.map(({ account, balanceMinor }) => [account, balanceMinor]) ?? [],
  );
const accountsIn = ({ currencies }: TrialBalance) =>
  new Map(currencies[0]!.accounts.map((account) => [account.code, account]));
const buckets = ({ currencies }: Ageing) =>
  Object.fromEntries(
    currencies[0]!.buckets.filter(({ minor }) => minor !== 0).map(({ name, minor }) => [name, minor]),
  );

const wanted = async (body: object): Promise<File> => {
  const asked = await world.call<File>('POST', '/v1/exports', body);
  expect([asked.status, asked.body]).toMatchObject([202, { state: 'REQUESTED' }]);
  await world.settle();
  return world.get<File>(`/v1/exports/${asked.body.id}`);
};
const opened = async ({ url }: File): Promise<{ bytes: Buffer; rows: Row[] }> => {
  const response = await fetch(url!);
  expect([response.status, response.headers.get('content-disposition')]).toEqual([
    200,
    expect.stringMatching(/^attachment; filename="[a-z_]+-main-[\d-]+\.csv"$/),
  ]);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { bytes, rows: parse<Row>(bytes, { columns: true, bom: true }) };
};
const summed = (rows: readonly Row[], column: string): number =>
  rows.reduce(
    (total, row) => total + (row[column] === '' ? 0 : fromText(row[column]!, row['currency']!).minor),
    0,
  );

test('a schedule of files is said whole', async () => {
  const path = '/v1/report-schedules';
  expect(await world.get(path)).toEqual({ version: 0, schedules: [] });
  const schedules = [
    { name: 'aged', kind: 'ageing', format: 'xlsx', entity: 'main', every: 'month' },
    { name: 'waiting', kind: 'exceptions', format: 'jsonl', entity: 'main', every: 'week' },
  ];
  expect((await world.call('PUT', path, { schedules })).body).toMatchObject({ version: 1, schedules });
  // Who is mailed files gets the company's figures from then on: a second person agrees, and to what it says alone.
  const recipients = [{ email: 'ines@auditors.example', language: 'de' }];
  const mailed = [{ ...schedules[0], recipients }, schedules[1]];
  await world.hires([
    { name: 'clerk', roles: ['finance'] },
    { name: 'controller', roles: ['controller'] },
  ]);
  const ask = (key: string) => world.call<{ id: string }>('PUT', path, { schedules: mailed }, { key });
  const asked = await ask('clerk');
  expect(asked).toMatchObject({
    status: 202,
    body: {
      operation: 'exports.set_schedules',
      scope: 'exports:write',
      summary: 'Files by mail to ines@auditors.example (ageing, main).',
    },
  });
  expect(await world.get(path)).toMatchObject({ version: 1, schedules });
  const approve = ({ body }: typeof asked, key: string) =>
    world.call('POST', `/v1/approvals/${body.id}/approve`, {}, { key });
  expectProblem(await approve(asked, 'clerk'), { status: 403, code: 'approvals.same_person' });
  // What was said anew meanwhile is not overwritten.
  expect((await world.call('PUT', path, { schedules })).body).toMatchObject({ version: 2 });
  expectProblem(await approve(asked, 'controller'), { status: 409, code: 'approvals.impossible' });
  expect((await approve(await ask('controller'), 'clerk')).body).toMatchObject({ state: 'APPROVED' });
  expect(await world.get(path)).toMatchObject({ version: 3, schedules: mailed });
  const wrong = { ...schedules[0], entity: 'none' };
  expect((await world.call('PUT', path, { schedules: [wrong] })).body).toMatchObject({
    code: 'exports.entity_unknown',
    errors: [{ pointer: '/schedules/0/entity' }],
  });
  expect((await world.call('PUT', path, { schedules: [schedules[0], schedules[0]] })).status).toBe(422);
  expect((await world.call('PUT', path, { schedules }, { key: 'partner' })).status).toBe(403);
});

/** What a browser gets behind the link of a mail. */
const behind = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, body: await response.text() };
};
let mailed: { link: string; until: string };
const linkIn = ({ text }: { text: string }): string => /https?:\S+\/report\/\S+/.exec(text)![0];

test('who is named for a file gets one mail with a link of its own, which opens for seven days or until it is withdrawn', async () => {
  const to = (email: string, language = 'en') => ({ email, language });
  const dead = 'bounce@simulator.amazonses.com';
  const recipients = [to('ines@firm.example'), to(dead), to('kai@firm.example', 'de')];
  const file = await wanted({ kind: 'open_items', recipients });
  type Told = { email: string; delivery: string; reason?: string; opened: number; withdrawn?: object };
  const told = async () => (await world.get<{ recipients: Told[] }>(`/v1/exports/${file.id}`)).recipients;
  expect(await told()).toMatchObject([
    { email: 'ines@firm.example', delivery: 'DELIVERED', opened: 0 },
    { email: dead, delivery: 'BOUNCED', opened: 0 },
    { email: 'kai@firm.example', delivery: 'DELIVERED', opened: 0 },
  ]);
  // An address that is known to take none gets no other mail, and that is said.
  const next = await wanted({ kind: 'unapplied', recipients: [to(dead)] });
  expect(next).toMatchObject({ recipients: [{ delivery: 'SUPPRESSED', reason: expect.any(String) }] });

  const [mail, ...others] = await world.mails('ines@firm.example');
  expect(others).toEqual([]);
  const { sha256 } = file;
  for (const part of [`open_items-main-${file.to}.csv`, 'It is empty', 'Rows: 0', sha256!])
    expect(mail!.text).toContain(part);
  const link = linkIn(mail!);
  mailed = { link, until: file.linksUntil! };
  const [kais] = await world.mails('kai@firm.example');
  expect(kais!.subject).toMatch(/^Offene Posten/);
  expect(linkIn(kais!)).not.toBe(link);

  // Whoever looks changes nothing, as scanners of mails do; the button fetches, and that is on the trail.
  for (let looks = 0; looks < 2; looks += 1) {
    const page = await behind(link);
    expect([page.status, page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual([
      200,
      'no-store',
      'no-referrer',
    ]);
    expect(page.body).toContain(`open_items-main-${file.to}.csv`);
    expect(page.body).not.toContain('<script');
  }
  expect((await told())[0]!.opened).toBe(0);
  const fetched = await behind(link, { method: 'POST' });
  expect(fetched.status).toBe(303);
  const bytes = Buffer.from(await (await fetch(fetched.headers.get('location')!)).arrayBuffer());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  // The policy of the page lets its form end there.
  expect((await behind(link)).headers.get('content-security-policy')).toContain(
    new URL(fetched.headers.get('location')!).origin,
  );
  // At once again it is the same person, and a minute later another time.
  await behind(link, { method: 'POST' });
  await world.passes(61_000);
  await behind(link, { method: 'POST' });
  expect(await told()).toMatchObject([{ opened: 2, openedAt: expect.any(String) }, {}, { opened: 0 }]);
  const acts = await world.get<{ data: { action: string; actor: string; subject: string }[] }>(
    `/v1/audit?subject=${file.id}`,
    'controller',
  );
  expect(acts.data.filter(({ action }) => action === 'exports.fetch')).toMatchObject([
    { actor: 'recipient:1' },
    { actor: 'recipient:1' },
  ]);

  // What comes again is found done.
  expect(await changesNothingAgain(world, ['mail', 'export', 'export-link'], 7)).toBeGreaterThan(0);
  expect(await world.mails('ines@firm.example')).toHaveLength(1);

  const withdraw = (body: object, key = 'finance') =>
    world.call('POST', `/v1/exports/${file.id}/withdraw`, { reason: 'sent by mistake', ...body }, { key });
  expectProblem(await withdraw({ email: 'x@firm.example' }), {
    status: 409,
    code: 'exports.no_link',
    at: ['/email'],
  });
  expect((await withdraw({ email: 'KAI@firm.example' })).body).toMatchObject({
    recipients: [{}, {}, { withdrawn: { reason: 'sent by mistake' } }],
  });
  const gone = await behind(linkIn(kais!), { headers: { 'accept-language': 'fr-CH,de;q=0.5' } });
  expect([gone.status, gone.body]).toEqual([404, expect.stringContaining('Ce lien n’ouvre aucun fichier')]);
  expect((await behind(linkIn(kais!), { method: 'POST' })).status).toBe(404);
  expect((await behind(link)).status).toBe(200);

  // Whatever is wrong with a link, one answer.
  const forged = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const borrowed = link.replace(/\.1\./, '.2.');
  const { body } = await behind(linkIn(kais!));
  for (const wrong of [forged, borrowed, `${link}x`, link.replace('acme.', 'rival.')])
    for (const method of ['GET', 'POST'])
      expect(await behind(wrong, { method })).toMatchObject({ status: 404, body });
  // Who may ask for a file and not read it does not have it mailed, either.
  await world.hires([{ name: 'asks', scopes: ['exports:write'] }]);
  const blind = { kind: 'open_items', recipients: recipients.slice(0, 1) };
  expectProblem(await world.call('POST', '/v1/exports', blind, { key: 'asks' }), {
    status: 403,
    code: 'exports.not_readable',
    at: ['/recipients'],
  });
  const twice = [to('a@firm.example'), to('A@firm.example')];
  expect((await world.call('POST', '/v1/exports', { kind: 'open_items', recipients: twice })).status).toBe(
    422,
  );
});

test('ageing, DSO and trial balance over weeks; what was said of a past day is said of it for ever', async () => {
  const [prompt, slow] = [
    await world.customer('Prompt'),
    await world.customer('Slow', { paymentTermsDays: 30 }),
  ];
  const first = await prompt.isInvoiced({ net: '100.00', taxClass: 'standard' });
  await slow.isInvoiced('238.00');
  const start = world.today();
  const said = new Map([[start, await answers()]]);
  expect(buckets(said.get(start)!.ageing)).toEqual({ current: 35_700 });
  expect(accounts(said.get(start)!.balance)).toEqual({ receivables: 35_700, vat: -1_900, revenue: -33_800 });

  // The last day of a link counts to its end, in the zone of the company.
  await world.day(7, 22);
  expect([world.today(), (await behind(mailed.link)).status]).toEqual([mailed.until, 200]);
  await world.passes(3_600_000);
  for (const method of ['GET', 'POST']) expect((await behind(mailed.link, { method })).status).toBe(404);

  await world.day(20);
  const later = await answers();
  said.set(world.today(), later);
  expect(buckets(later.ageing)).toEqual({ current: 23_800, '1-30': 11_900 });
  expect(
    later.ageing.currencies[0]!.customers.map(({ customerId, overdueMinor }) => [customerId, overdueMinor]),
  ).toEqual([
    [prompt.id, 11_900],
    [slow.id, 0],
  ]);
  // 357 ÷ 357 × 30 days; 238 ÷ 357 × 30 days; by countback, January's 25 days are used up.
  expect(later.dso.currencies[0]).toMatchObject({
    receivablesMinor: 35_700,
    creditSalesMinor: 35_700,
    simple: 30,
    bestPossible: 20,
    averageDaysDelinquent: 10,
    countback: { days: 25, exhausted: false },
  });

  await world.day(21);
  await prompt.transfers('119.00', first.number);
  await prompt.isInvoiced('50.00');
  const today = await answers();
  expect(buckets(today.ageing)).toEqual({ current: 28_800 });
  expect(accounts(today.balance)).toEqual({
    bank: 11_900,
    receivables: 28_800,
    vat: -1_900,
    revenue: -38_800,
  });
  said.set(world.today(), today);

  await world.day(38);
  expect(buckets((await answers()).ageing)).toEqual({ '1-30': 28_800 });
  for (const [day, answer] of said) expect(await answers(day)).toEqual(answer);
  expect((await answers('2025-12-31')).ageing.currencies).toEqual([]);
});

test('each kind of file holds what the ledger holds: rows, control totals, fingerprint', async () => {
  const strange = await world.customer('Formula');
  const { status } = await world.call(
    'PUT',
    '/v1/customers/crm/Formula',
    {
      name: '=HYPERLINK("http://evil.example","Click")',
      address: { line1: '@x', postalCode: '1', city: '-y', country: 'DE' },
      emails: [strange.email],
      currency: 'EUR',
      ibans: [strange.iban],
    },
    { key: 'partner' },
  );
  expect(status).toBe(200);
  const [paid] = [
    await strange.isInvoiced({ net: '33.33', taxClass: 'reduced' }),
    await strange.isInvoiced('10.00'),
  ];
  await strange.transfers('35.66', paid.number);
  await strange.transfers('5.00', '+49 is what I owe');
  await strange.paysByCard((await strange.isInvoiced('12.34')).number);
  const { balance, ageing } = await answers();
  const now = accounts(balance);
  const from = '2026-01-05';

  const items = await wanted({ kind: 'open_items' });
  const open = await opened(items);
  expect(open.rows).toHaveLength(items.rows!);
  expect([items.controlTotals, summed(open.rows, 'open')]).toEqual([
    [{ currency: 'EUR', minor: now['receivables'] }],
    ageing.currencies[0]!.openMinor,
  ]);
  expect(open.rows.map((row) => row['invoice'])).toEqual(
    expect.arrayContaining([expect.stringMatching(/^INV-2026-\d{6}$/)]),
  );

  const cash = await wanted({ kind: 'cash_journal', from });
  const moved = await opened(cash);
  expect(moved.rows).toHaveLength(cash.rows!);
  expect(cash.controlTotals).toEqual([{ currency: 'EUR', minor: now['bank']! + now['clearing']! }]);
  expect(summed(moved.rows, 'debit') - summed(moved.rows, 'credit')).toBe(now['bank']! + now['clearing']!);

  const ledger = await wanted({ kind: 'ledger_journal', from });
  const journal = await opened(ledger);
  expect([journal.rows.length, ledger.controlTotals]).toEqual([ledger.rows, [{ currency: 'EUR', minor: 0 }]]);
  for (const { code, debitMinor, creditMinor } of balance.currencies[0]!.accounts) {
    const own = journal.rows.filter((row) => row['account_code'] === code);
    expect([code, summed(own, 'debit'), summed(own, 'credit')]).toEqual([code, debitMinor, creditMinor]);
  }
  for (const entry of new Set(journal.rows.map((row) => row['entry']))) {
    const own = journal.rows.filter((row) => row['entry'] === entry);
    expect([entry, summed(own, 'debit')]).toEqual([entry, summed(own, 'credit')]);
  }

  for (const [file, { bytes, rows }] of [
    [items, open],
    [cash, moved],
    [ledger, journal],
  ] as const) {
    expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    // Whatever a customer calls itself, no cell begins as a formula would.
    expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    // The name is there, and disarmed: a spreadsheet shows it as text.
    expect(rows.map((row) => row['customer'])).toContain('\'=HYPERLINK("http://evil.example","Click")');
  }
  expect(toText(money(summed(open.rows, 'open'), 'EUR'))).toBe(toText(money(now['receivables']!, 'EUR')));
});

test('the report of a month says what ageing says, on a page, on paper and as data', async () => {
  // It is of what was known half a minute before it was asked for.
  await world.passes(31_000);
  const { ageing } = await answers();
  const [{ openMinor, buckets, customers }] = ageing.currencies as [Ageing['currencies'][number]];
  const fetched = async (format?: string) => {
    const recipients = [{ email: 'cfo@firm.example' }];
    const file = await wanted({ kind: 'finance_report', ...(format && { format }), recipients });
    expect(file.controlTotals).toEqual([{ currency: 'EUR', minor: openMinor }]);
    const bytes = Buffer.from(await (await fetch(file.url!)).arrayBuffer());
    expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    return bytes;
  };
  const report = FinanceReport.parse(JSON.parse(String(await fetched('json'))));
  expect(report.ageing.map(({ minor }) => minor)).toEqual(buckets.map(({ minor }) => minor));
  expect(report.overdue.minor).toBe(customers.reduce((sum, { overdueMinor }) => sum + overdueMinor, 0));
  const [month] = report.trend.slice(-1);
  const { body: figures } = await world.call<Figures>('GET', `/v1/figures?asOf=${report.asOf}`);
  const dso = figures.currencies[0]!.figures.find(({ id }) => id === 'dso_simple')!.value;
  expect([report.trend.length, month!.dso]).toEqual([12, dso]);
  const page = String(await fetched());
  expect(page).toContain(`customers owed ${amount({ minor: openMinor, currency: 'EUR' }, 'en')}`);
  expect(page).toContain(`href="${world.cloud.urls.api}/v1/ageing?asOf=${report.asOf}&amp;entity=main"`);
  expect((await fetched('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  // The same road by mail: one of each, and each link fetches its own.
  const told = await world.mails('cfo@firm.example');
  const begins = await Promise.all(
    told.map(async (one) => {
      const { headers } = await behind(linkIn(one), { method: 'POST' });
      return (await (await fetch(headers.get('location')!)).text()).slice(0, 5);
    }),
  );
  expect(begins.toSorted()).toEqual(['%PDF-', '<!doc', '{\n  "'].toSorted());
  expect(told[0]!.text).not.toMatch(/Rows|empty/);
  const wrong = await world.call('POST', '/v1/exports', { kind: 'finance_report', format: 'csv' });
  expectProblem(wrong, { status: 422, code: 'exports.format' });
});

test('files of how things stand say what the API says of the same moment', async () => {
  const wronged = await world.customer('Wronged', { paymentTermsDays: 30 });
  const wrong = await wronged.isInvoiced('20.00');
  const asked = await world.call<{ id: string }>('POST', `/v1/invoices/${wrong.id}/disputes`, {
    reason: 'quantity',
    text: '=two were missing',
    amount: { minor: 1_190, currency: 'EUR' },
  });
  expect(asked.status).toBe(201);
  const { ageing } = await answers();
  const { customers, openMinor, unappliedMinor, unidentifiedMinor, depositsMinor } = ageing.currencies[0]!;
  const file = async (kind: string) => {
    const made = await wanted({ kind });
    const { rows } = await opened(made);
    expect(rows).toHaveLength(made.rows!);
    return { rows, total: made.controlTotals?.[0]?.minor ?? 0 };
  };
  const aged = await file('ageing');
  expect(aged.total).toBe(openMinor);
  expect(aged.rows.map((row) => [row['customer_id'], row['open'], row['overdue']])).toEqual(
    customers.map((one) => [
      one.customerId,
      toText(money(one.openMinor, 'EUR')),
      toText(money(one.overdueMinor, 'EUR')),
    ]),
  );
  const free = await file('unapplied');
  expect(free.total).toBe(unappliedMinor + unidentifiedMinor + depositsMinor);
  expect(free.total).toBeGreaterThan(0);
  const cases = await file('disputes');
  expect(cases.rows).toMatchObject([
    { dispute: asked.body.id, invoice: wrong.number, customer: 'Wronged', amount: '11.90', outcome: '' },
  ]);
  const lines = await world.all<{ id: string }>('/v1/exceptions');
  const tasks = await world.all<{ id: string }>('/v1/tasks');
  const waiting = await file('exceptions');
  expect(lines.length + tasks.length).toBeGreaterThan(1);
  expect(waiting.rows.map(({ id }) => id)).toEqual([...lines, ...tasks].map(({ id }) => id));
  const { rows: accounts } = await file('credit');
  const own = accounts.find((row) => row['account'] === wronged.id)!;
  expect([own['customer'], fromText(own['exposure']!, 'EUR').minor]).toEqual([
    'Wronged',
    customers.find((one) => one.customerId === wronged.id)!.openMinor,
  ]);
  for (const day of ['from', 'to'] as const)
    expect(
      (await world.call('POST', '/v1/exports', { kind: 'credit', [day]: world.today() })).body,
    ).toMatchObject({
      code: 'exports.range',
      errors: [{ pointer: `/${day}` }],
    });
});

test('figures, tax, numbers and statements come to what the books say', async () => {
  const { ageing, balance } = await answers();
  const from = '2026-01-05';
  const pack = await wanted({ kind: 'kpi_pack', from });
  const { rows: told } = await opened(pack);
  const known = told[0]!['known_at']!;
  const said = await world.get<Figures>(`/v1/figures?from=${from}&asOf=${pack.to}&knownAt=${known}`);
  const { figures, inputs } = said.currencies.find(({ currency }) => currency === 'EUR')!;
  expect(pack.rows).toBe(told.length);
  const value = ({ id }: { id: string }) =>
    told.find((row) => row['figure'] === id && row['line'] === 'value')!;
  for (const one of figures) {
    const { unit, value: shown, amount: minor, definition } = value(one) as Record<string, string>;
    const wanted = unit === 'minor' ? minor && fromText(minor, 'EUR').minor : shown && Number(shown);
    expect([one.id, wanted === '' ? null : wanted]).toEqual([one.id, one.value]);
    expect(definition).not.toBe('');
  }
  const sales = told.find(({ name }) => name === 'creditSales')!;
  expect(fromText(sales['amount']!, 'EUR').minor).toBe(
    inputs.find(({ input }) => input === 'creditSales')!.minor,
  );

  const tax = await wanted({ kind: 'tax_summary', from });
  const { rows: taxes } = await opened(tax);
  expect(tax.controlTotals).toEqual([{ currency: 'EUR', minor: 0 - accounts(balance)['vat']! }]);
  expect(taxes.map((row) => [row['what'], row['country'], row['category'], row['rate'], row['tax']])).toEqual(
    [
      ['invoices', 'DE', 'S', '7.00', '2.33'],
      ['invoices', 'DE', 'S', '19.00', '19.00'],
      ['invoices', 'DE', 'Z', '0.00', '0.00'],
      ['unexplained', '', '', '', '0.00'],
    ],
  );

  const { customers, openMinor } = ageing.currencies[0]!;
  const statements = await wanted({ kind: 'statements', from: world.today() });
  const { rows: lines } = await opened(statements);
  expect(statements.controlTotals).toEqual([{ currency: 'EUR', minor: openMinor }]);
  const closings = lines.filter(({ line }) => line === 'closing');
  for (const { customerId, openMinor } of customers)
    expect(closings.find((row) => row['customer_id'] === customerId)!['receivables']).toBe(
      toText(money(openMinor, 'EUR')),
    );

  const { rows: numbers } = await opened(await wanted({ kind: 'numbering_audit' }));
  const issued = (await world.all<{ number: string }>('/v1/invoices')).map(({ number }) => number);
  expect(numbers).toMatchObject([
    {
      line: 'series',
      series: 'INV-2026',
      documents: 'invoices',
      last: issued.toSorted().at(-1),
      given: String(issued.length),
      missing: '0',
      faults: '0',
    },
  ]);
});

test('a file’s link opens for a quarter of an hour, a fresh one can always be had, and nobody else’s key sees it', async () => {
  const file = await wanted({ kind: 'open_items' });
  const began = world.cloud.clock.now();
  await world.cloud.clock.advance(began + 14 * 60_000);
  expect((await fetch(file.url!)).status).toBe(200);
  await world.cloud.clock.advance(began + 15 * 60_000 + 2_000);
  expect((await fetch(file.url!)).status).toBe(403);
  const fresh = await world.get<File>(`/v1/exports/${file.id}`);
  expect([(await fetch(fresh.url!)).status, fresh.sha256]).toEqual([200, file.sha256]);
  const another = file.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  expect((await fetch(fresh.url!.replace(file.id, another))).status).toBe(403);
  expect(
    (await world.call('GET', `/v1/exports/${file.id}`, undefined, { key: 'foreignFinance' })).status,
  ).toBe(404);
  expect(
    (await world.call('POST', '/v1/exports', { kind: 'open_items', from: '2026-02-02', to: '2026-02-01' }))
      .body,
  ).toMatchObject({ code: 'exports.range' });
  expect((await world.call('POST', '/v1/exports', { kind: 'open_items' }, { key: 'partner' })).status).toBe(
    403,
  );
});

test('every morning last night’s files are there, each kind and day once, however often the night runs', async () => {
  const nightly = async () =>
    (await world.all<File>('/v1/exports'))
      .filter(({ from, to, kind }) => from === to && (NIGHTLY as readonly string[]).includes(kind))
      .map(({ kind, to, state }) => `${to} ${kind} ${state}`)
      .sort();
  const days = Array.from(
    { length: Math.round((Date.parse(world.today()) - Date.parse('2026-01-05')) / 86_400_000) },
    (_, n) => new Date(Date.parse('2026-01-05') + n * 86_400_000).toISOString().slice(0, 10),
  );
  const every = days.flatMap((day) => NIGHTLY.map((kind) => `${day} ${kind} READY`)).sort();
  expect(await nightly()).toEqual(every);
  const again = await world.cloud.invoke('NightlyExportsJob', {
    scheduledTime: `${world.today()}T02:30:00Z`,
  });
  expect(again.error).toBeUndefined();
  await world.settle();
  expect(await nightly()).toEqual(every);

  // What was scheduled came when its days were over, once each: January, and every week.
  const scheduled = (await world.all<File>('/v1/exports')).flatMap(
    ({ schedule, kind, format, from, to, state }) =>
      schedule === undefined ? [] : [`${schedule} ${kind} ${format} ${from} ${to} ${state}`],
  );
  const mondays = days.filter((day) => new Date(day).getUTCDay() === 1).slice(1);
  expect(scheduled.sort()).toEqual([
    'aged ageing xlsx 2026-01-01 2026-01-31 READY',
    ...mondays.map((day) => `waiting exceptions jsonl ${day} ${day} READY`),
  ]);

  // Its recipient was told in its language, of that file and of no other.
  const sent = await world.mails('ines@auditors.example');
  expect(sent.map(({ subject }) => subject)).toEqual([
    'Altersstruktur nach Kunden: 01.01.2026 bis 31.01.2026',
  ]);
  expect(sent[0]!.text).toContain('ageing-main-2026-01-31.xlsx (aged)');

  // Night by night the journals hold every entry of the books once.
  const files = (await world.all<File>('/v1/exports')).filter(
    ({ from, to, kind, rows }) => from === to && kind === 'ledger_journal' && rows! > 0,
  );
  const entries = (await Promise.all(files.map(opened))).flatMap(({ rows }) =>
    rows.map((row) => `${row['entry']} ${row['account']} ${row['invoice_id']}`),
  );
  const whole = await opened(await wanted({ kind: 'ledger_journal', from: '2026-01-05', to: days.at(-1)! }));
  expect(entries.sort()).toEqual(
    whole.rows.map((row) => `${row['entry']} ${row['account']} ${row['invoice_id']}`).sort(),
  );
  expect(entries.length).toBeGreaterThan(5);
});

test('the accountant’s numbers are in every file that is asked for after they were said, by their version', async () => {
  const chart = '/v1/charts/main';
  expect(await world.get(chart)).toMatchObject({ version: 0, accounts: [] });
  const before = await wanted({ kind: 'ledger_journal' });
  const said = (number: string) =>
    world.call('PUT', chart, {
      accounts: [{ account: 'receivables', number, name: 'Forderungen', taxCode: '3' }],
      datev: { consultant: 29_098, client: 55_003 },
    });
  expect((await said('1400')).body).toMatchObject({
    version: 1,
    unmapped: expect.not.arrayContaining(['receivables']),
  });
  const first = await wanted({ kind: 'ledger_journal' });
  expect((await said('1410')).body).toMatchObject({ version: 2 });
  const second = await wanted({ kind: 'journal_batch' });
  expect([before, first, second].map((file) => (file as { chart?: number }).chart)).toEqual([
    undefined,
    1,
    2,
  ]);
  const numbers = async (file: File) => {
    const { rows } = await opened(file);
    const own = rows.filter((row) => row['account_code'] === '1200');
    expect(own.length).toBeGreaterThan(0);
    return [...new Set(own.map((row) => `${row['chart_number']} ${row['tax_code']}`))];
  };
  expect(await Promise.all([before, first, second].map(numbers))).toEqual([
    ['1200 '],
    ['1400 3'],
    ['1410 3'],
  ]);
  const { currencies } = await world.get<{ currencies: { accounts: { code: string; number: string }[] }[] }>(
    '/v1/trial-balance',
  );
  const pairs = currencies[0]!.accounts.map(({ code, number }) => [code, number]);
  expect(pairs).toEqual(pairs.map(([code]) => [code, code === '1200' ? '1410' : code]));
  // By those numbers an accountant's system takes the books in, and an auditor reads them.
  await world.passes(31_000);
  const { debitMinor } = accountsIn(await world.get<TrialBalance>('/v1/trial-balance')).get('1200')!;
  const parts = async (format: string) => {
    const file = await wanted({ kind: 'ledger_journal', format, from: '2026-01-05' });
    const response = await fetch(file.url!);
    expect(response.headers.get('content-disposition')).toContain(`-${format}.zip`);
    return unzipped(Buffer.from(await response.arrayBuffer()), format === 'datev' ? 'latin1' : 'utf8');
  };
  const stacks = Object.entries(await parts('datev'));
  expect(stacks.map(([name]) => name)).toEqual(
    ['2026-01', '2026-02'].map((month) => `EXTF_Buchungsstapel_${month}_1.csv`),
  );
  const bookings = stacks.flatMap(([, text]) => text.split('\r\n').slice(2, -1));
  expect(stacks[0]![1]).toMatch(
    /^"EXTF";700;21;"Buchungsstapel";13;\d{17};;"QT";"";"";29098;55003;20260101;4;/,
  );
  const debited = bookings.map((line) => line.split(';')).filter((fields) => fields[6] === '1410');
  expect(debited.reduce((sum, fields) => sum + fromText(fields[0]!.replace(',', '.'), 'EUR').minor, 0)).toBe(
    debitMinor,
  );
  const [[name, audit]] = Object.entries(await parts('saft')) as [[string, string]];
  const text = (tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(audit)![1]!;
  expect([name, text('NumberOfEntries'), text('TotalDebit')]).toEqual([
    'saft-EUR.xml',
    String(audit.split('<Transaction>').length - 1),
    text('TotalCredit'),
  ]);
  expect(audit).toContain('<StandardAccountID>1410</StandardAccountID>');
  const none = await world.call('POST', '/v1/exports', { kind: 'journal_batch', format: 'saft' });
  expectProblem(none, { status: 422, code: 'exports.format' });
  const twice = { account: 'bank', number: '1' };
  expect((await world.call('PUT', chart, { accounts: [twice, twice] })).status).toBe(422);
  expect((await world.call('PUT', chart, { accounts: [{ ...twice, number: '=1+1' }] })).status).toBe(422);
  expect((await world.call('PUT', '/v1/charts/none', { accounts: [] })).body).toMatchObject({
    code: 'exports.entity_unknown',
  });
});

test('what was known on Friday is said of it for ever, and what came since explains to the cent why more is known now', async () => {
  await world.day(39);
  const till = await world.customer('Till', { segment: 'counter' });
  const invoice = await till.isInvoiced('238.00');
  const [friday, moment] = [world.today(), new Date(world.cloud.clock.now()).toISOString()];
  const ask = `from=2026-01-05&asOf=${friday}`;
  const figures = (query = '') => world.get<Figures>(`/v1/figures?${ask}${query}`);
  const known = async () =>
    Promise.all(
      [`/v1/figures?${ask}`, `/v1/ageing?by=issued&asOf=${friday}`, `/v1/trial-balance?asOf=${friday}`].map(
        (path) => world.get<unknown>(`${path}&knownAt=${moment}`),
      ),
    );
  const valueOf = ({ currencies }: Figures, wanted: string) =>
    currencies[0]!.figures.find(({ id }) => id === wanted)!.value;

  // A commit that is under way may still be of that moment.
  expect((await world.call('GET', `/v1/figures?knownAt=${moment}`)).body).toMatchObject({
    code: 'insights.not_known_yet',
  });
  await world.day(42);
  const [then, was] = [JSON.stringify(await known()), await figures()];
  expect(await figures(`&knownAt=${moment}`)).toEqual({ ...was, knownAt: moment });
  const sums = ({ currencies }: Figures) =>
    Object.fromEntries(currencies[0]!.inputs.map(({ input, minor }) => [input, minor]));
  const { currencies } = await world.get<Ageing>(`/v1/ageing?asOf=${friday}`);
  const [open, sold] = [currencies[0]!.openMinor, sums(was)['creditSales']!];
  expect([valueOf(was, 'dso_simple'), was.days]).toEqual([Math.round((open / sold) * 40 * 100) / 100, 40]);

  // Found in the till on Monday: the money of Friday is booked on Friday.
  const paid = await world.call<{ id: string }>('POST', '/v1/payments', {
    customerId: till.id,
    method: 'cash',
    amount: { minor: 20_000, currency: 'EUR' },
    receivedOn: friday,
    allocations: [{ invoiceId: invoice.id }],
  });
  expect(paid.status).toBe(201);
  await world.settle();
  expect(JSON.stringify(await known())).toBe(then);
  const is = await figures();
  expect(valueOf(is, 'dso_simple')).not.toBe(valueOf(was, 'dso_simple'));

  await world.cloud.clock.advance(world.cloud.clock.now() + 60_000);
  const changes = await world.get<Changes>(`/v1/figures/changes?${ask}&since=${moment}`);
  expect(changes.data).toMatchObject([{ kind: 'receipt', source: paid.body.id, on: friday }]);
  const effects = Object.fromEntries(changes.data[0]!.effects.map(({ input, minor }) => [input, minor]));
  expect(effects).toMatchObject({ 'due current': -20_000, paid: 20_000, cashCollected: 20_000 });
  const explained = Object.entries(sums(was)).map(([input, minor]) => [input, minor + (effects[input] ?? 0)]);
  expect(Object.fromEntries(explained)).toEqual(sums(is));
  expect(changes.currencies[0]!.figures.find(({ id }) => id === 'dso_simple')).toEqual({
    id: 'dso_simple',
    before: valueOf(was, 'dso_simple'),
    value: valueOf(is, 'dso_simple'),
  });

  const review = await world.get<Review>(`/v1/figures/review?from=2026-01-26&asOf=${friday}`);
  expect(review.before).toEqual({ from: '2026-01-07', asOf: '2026-01-25', days: 19 });
  const before = await world.get<Figures>('/v1/figures?from=2026-01-07&asOf=2026-01-25');
  expect(review.currencies[0]!.figures.map(({ id, before: value }) => [id, value])).toEqual(
    before.currencies[0]!.figures.map(({ id, value }) => [id, value]),
  );
  const ofTill = await world.get<Review>(
    `/v1/figures/review?from=2026-01-26&asOf=${friday}&customerId=${till.id}`,
  );
  expect(ofTill.currencies[0]!.gaps.find(({ step }) => step === 'invoice_to_due')).toMatchObject({
    minor: 23_800,
    days: 14,
    standingMinor: 0,
  });
  // On Monday what is not paid of it has stood for three days.
  const onMonday = await world.get<Review>(`/v1/figures/review?from=2026-02-14&customerId=${till.id}`);
  expect(onMonday.currencies[0]!.gaps.find(({ step }) => step === 'invoice_to_due')).toMatchObject({
    count: 0,
    standingMinor: 3_800,
  });

  // The same as a file, beside days of which nothing is booked.
  await world.passes(31_000);
  const apart = { from: '2026-01-06', to: '2026-01-06' };
  const days = { kind: 'review_pack', from: '2026-01-26', to: friday, before: apart };
  const pack = await wanted({ ...days, format: 'json' });
  const { knownAt, ...told } = (await (await fetch(pack.url!)).json()) as Review;
  expect(told).toMatchObject({ before: { from: '2026-01-06', asOf: '2026-01-06', days: 1 } });
  expect({ ...told, knownAt }).toEqual(
    await world.get<Review>(
      `/v1/figures/review?from=2026-01-26&asOf=${friday}&beforeFrom=2026-01-06&beforeAsOf=2026-01-06&knownAt=${knownAt}`,
    ),
  );
  const page = await wanted(days);
  expect(await (await fetch(page.url!)).text()).toContain('During 26\u00a0January 2026 to ');
  for (const [pointer, over] of [
    ['/before', { before: { from: '2026-01-07', to: '2026-01-06' } }],
    ['/before', { kind: 'ageing' }],
  ] as const)
    expectProblem(await world.call('POST', '/v1/exports', { ...days, ...over }), {
      status: 422,
      code: 'exports.range',
      at: [pointer],
    });

  const rows = await world.get<Explained>(`/v1/figures/days_beyond_terms/rows?${ask}&customerId=${till.id}`);
  expect(rows.data).toMatchObject([{ input: 'paid', minor: 20_000, facts: [changes.data[0]!.id] }]);
  const ofSegment = sums(await figures('&segment=counter'));
  expect(ofSegment).toMatchObject({ invoiced: 23_800, paid: 20_000, 'due current': 3_800 });
  const wrong = ['from=2026-02-02&asOf=2026-02-01', `segment=a&customerId=${till.id}`];
  for (const query of wrong)
    expect((await world.call('GET', `/v1/figures?${query}`)).body).toMatchObject({
      code: expect.stringMatching(/^figures\.(range|part)$/),
    });
  expect(
    (await world.call('GET', '/v1/figures/review?beforeFrom=2026-02-02&beforeAsOf=2026-02-01')).body,
  ).toMatchObject({
    code: 'figures.range',
    errors: [{ pointer: '/query/beforeFrom' }],
  });
});
