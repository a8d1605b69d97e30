/** The doctor finds nothing in books that are right, and each invariant once it is broken in the raw items. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEYS, SELLER } from '../../bin/demo/company.ts';
import { openCompany } from '../../bin/demo/open.ts';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine, type Patient } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import { arrive } from '../../bin/tool/arriving.ts';
import type { House } from '../../bin/tool/house.ts';
import { leave } from '../../bin/tool/leaving.ts';
import type { Manifest } from '../../bin/tool/manifest.ts';
import { Act, NOUNS } from '../../bin/tool/nouns.ts';
import { lineOf, markOf } from '../../bin/tool/traveller.ts';
import type { Invariants } from '../../shared/ledger/invariant.ts';
import { LEGS, openWorld, rests, Traveller } from '../faults/road.ts';
import { entered, isGone } from '../support/moved.ts';
import { PROFILE } from '../support/stock.ts';
import type { World } from '../support/world.ts';

let world: World;
let healthy: Patient;
beforeAll(async () => {
  world = await openWorld();
  const traveller = new Traveller(world, 'Patient');
  for (const leg of LEGS) {
    await leg.walk(traveller);
    await rests(world, leg, false);
  }
  await traveller.orders('credited', ['40.00']);
  await traveller.isDelivered('credited', 'all');
  await world.settle();
  const { id } = await traveller.owesFor('credited');
  const part = { reason: 'price', lines: [{ line: '1', netMinor: 1_234 }] };
  await traveller.post('credit', `/v1/invoices/${id}/credit-notes`, part, 'finance');
  const old = { number: 'RE 2025/1', customer: 'Patient', issuedOn: '2026-01-02', dueOn: '2026-01-16' };
  const row = JSON.stringify({ ...old, currency: 'EUR', total: '119.00', open: '19.00' });
  expect(
    (await world.call('POST', '/v1/invoice-imports?source=crm', row, { raw: true, key: 'finance' })).status,
  ).toBe(202);
  await world.settle();
  await agreed();
  await traveller.orders('late', ['5.00']);
  await world.settle();
  healthy = await running(world.cloud.urls, 0);
}, 300_000);
afterAll(() => world.close());

/** Two persons agree on a credit limit and on other bank data; a third request is declined. */
const agreed = async (): Promise<void> => {
  const keys = ['one', 'two'].map((name) => ({ name, roles: ['finance'] }));
  await world.hires(keys);
  const [customer] = (await world.get<{ data: { id: string }[] }>('/v1/customers', 'one')).data;
  const limit = (minor: number) => ({ limit: { minor, currency: 'EUR' } });
  const path = `/v1/customers/${customer!.id}/credit`;
  for (const [to, body, how] of [
    [path, limit(90_000_000), 'approve'],
    [
      '/v1/entities/main',
      { ...PROFILE, bank: { ...SELLER.bank, iban: 'DE02120300000000202051' } },
      'approve',
    ],
    [path, limit(91_000_000), 'reject'],
  ] as const) {
    const asked = await world.call<{ id: string }>('PUT', to, body, { key: 'one' });
    const why = how === 'reject' ? { reason: 'no' } : {};
    await world.call('POST', `/v1/approvals/${asked.body.id}/${how}`, why, { key: 'two' });
  }
};

type Doc = Record<string, unknown>;
type Change = (items: Raw[], patient: { -readonly [K in keyof Patient]: Patient[K] }) => void;

const doc = (items: Raw[], kind: string, pick: (doc: Doc) => boolean = () => true): Doc => {
  const found = items.find((item) => item.kind === kind && pick((item.doc ?? item) as Doc));
  if (!found) throw new Error(`there is no ${kind} to break`);
  return (found.doc ?? found) as Doc;
};
const set =
  (kind: string, change: (doc: Doc) => void, pick?: (doc: Doc) => boolean): Change =>
  (items) => {
    change(doc(items, kind, pick));
  };
/** A field of the item itself, beside its document. */
const mark =
  (kind: string, field: string, pick: (doc: Doc) => boolean = () => true): Change =>
  (items) => {
    const item = items.find(
      (each) => each.kind === kind && field in each && pick((each.doc ?? each) as Doc),
    )!;
    Object.assign(item, { [field]: `${String(item[field])}?` });
  };
const drop =
  (kind: string, pick: (doc: Doc) => boolean = () => true): Change =>
  (items) => {
    items.splice(
      items.findIndex((item) => item.kind === kind && pick((item.doc ?? item) as Doc)),
      1,
    );
  };
/** The same document once more, under another id. */
const double =
  (kind: string, pick: (doc: Doc) => boolean = () => true): Change =>
  (items) => {
    const item = structuredClone(
      items.find((each) => each.kind === kind && pick((each.doc ?? each) as Doc))!,
    );
    const twin = item.doc as { id: string };
    twin.id = `${twin.id}x`;
    items.push({ ...item, pk: `${item.pk}x`, ...(item['g1s'] !== undefined && { g1s: twin.id }) });
  };
/** Of the first day, which is sealed for long. */
const sealed = (act: Doc) => act['events'] !== undefined && String(act['at']).startsWith('2026-01-05');
const second = (seal: Doc) => seal['day'] === '2026-01-06';
/** An invoice of a delivery of ours. */
const own = (invoice: Doc) => invoice['external'] === undefined;
const entryOf = (kind: string) => (act: Doc) => (act['entry'] as Doc | undefined)?.['kind'] === kind;
const lines = (act: Doc) => (act['entry'] as { lines: Doc[] }).lines;
const on = (name: string) => (line: Doc) => line['account'] === name;
const add = (where: object, field: string, minor: number) => {
  const fields = where as Record<string, number>;
  fields[field] = fields[field]! + minor;
};
/** Moves money inside an entry, so that it balances still. */
const rebook = (kind: string, from: string, change: Doc): Change =>
  set('act', (act) => Object.assign(lines(act).find(on(from))!, change), entryOf(kind));

/** Work that a worker refused and a person sent again. */
const decided: Raw = {
  pk: 'acme#PARKED#prk_1',
  sk: 'PARKED',
  kind: 'parked',
  open: 'no',
  doc: { id: 'prk_1', state: 'RETRIED', worker: 'credit-returns', code: 'x.y', detail: 'z' },
};
/** What an invoice was while it waited for a person; `over` is wrong with it. */
const draft =
  (over: Doc, item: Doc = {}): Change =>
  (items) => {
    const { id, number, orderId, fulfilmentId, customerId } = doc(items, 'invoice', own);
    const was = { id, orderId, fulfilmentId, customerId, state: 'ISSUED', checks: [{ code: 'invoices.x' }] };
    items.push({
      pk: `acme#DRAFT#${id as string}`,
      sk: 'DRAFT',
      kind: 'invoice-draft',
      ...(item['g1p'] === undefined ? {} : { g1p: item['g1p'], g1s: id }),
      doc: { ...was, issued: { number }, ...over },
    });
  };

const BROKEN: readonly (readonly [string, string, Change])[] = [
  [
    'customer.name',
    'a name leads to another record',
    set('customer-name', (item) => Object.assign(item, { customerId: 'cus_x' })),
  ],
  [
    'customer.merged',
    'an alias that its record does not know',
    set('customer', (customer) => Object.assign(customer, { aliases: ['cus_x'] })),
  ],
  [
    'customer.merged',
    'merged into a record that does not say so',
    set('customer', (customer) => Object.assign(customer, { mergedInto: 'cus_x' })),
  ],
  [
    'customer.history',
    'a version without its change',
    (items) => {
      const known = items.find((item) => item.kind === 'customer-version')!;
      items.push({ ...known, sk: 'V#000099' });
    },
  ],
  ['table.index', 'a customer that is not in the list', mark('customer', 'g1p')],
  [
    'credit.exposure',
    'a document burdens another account',
    set(
      'order',
      (order) => Object.assign(order, { creditId: 'group:x' }),
      (order) => Number(order['exposureMinor']) > 0,
    ),
  ],
  [
    'ledger.balanced',
    'an entry is off by a cent',
    set('act', (act) => add(lines(act)[0]!, 'minor', 1), entryOf('receipt')),
  ],
  [
    'ledger.control_account',
    'a receivable names another invoice',
    rebook('invoice', 'receivables', { invoiceId: 'inv_x' }),
  ],
  ['ledger.control_account', 'an entry is lost', drop('act', entryOf('invoice'))],
  [
    'ledger.buckets',
    'an entry carries another due date',
    rebook('invoice', 'receivables', { dueOn: '2025-01-01' }),
  ],
  [
    'ledger.account',
    'unapplied money is booked as somebody else’s',
    rebook('unmatch', 'unapplied', { customerId: 'cus_x' }),
  ],
  ['ledger.account', 'card money is booked as cash', rebook('receipt', 'clearing', { account: 'cash' })],
  [
    'ledger.once',
    'an entry stands twice',
    (items) =>
      void items.push(
        structuredClone(
          items.find((item) => item.kind === 'act' && entryOf('payout')(item as unknown as Doc))!,
        ),
      ),
  ],
  [
    'invoice.open',
    'more is open than was settled',
    set('invoice', (invoice) => add(invoice['open'] as object, 'minor', 1)),
  ],
  [
    'invoice.open',
    'an invoice is called paid and is not',
    set('invoice', (invoice) => Object.assign(invoice, { state: 'PART_PAID' })),
  ],
  [
    'invoice.open',
    'invoice and receipt differ over a settlement',
    set(
      'payment',
      (payment) => add((payment['allocations'] as { amount: object }[])[0]!.amount, 'minor', 1),
      (payment) => payment['method'] === 'cash',
    ),
  ],
  [
    'credit_note.credited',
    'a credit note is worth more than it says',
    set('credit-note', (note) => add((note['lines'] as object[])[0]!, 'netMinor', 1)),
  ],
  ['credit_note.credited', 'a credit note is lost', drop('credit-note')],
  [
    'credit_note.credited',
    'more is credited than was invoiced',
    (items, patient) => {
      const note = items.find(({ kind }) => kind === 'credit-note')!.doc as { lines: { line: string }[] };
      set(
        'snapshot',
        (snapshot) => Object.assign((snapshot['lines'] as object[])[0]!, { netMinor: 1_233 }),
        (snapshot) => snapshot['number'] === (note as unknown as Doc)['invoiceNumber'],
      )(items, patient);
    },
  ],
  ['invoice.snapshot', 'a snapshot is lost', drop('snapshot')],
  [
    'snapshot.groups',
    'a discount is untaxed that is in no exempt group',
    set('snapshot', (snapshot) => {
      const totals = snapshot['totals'] as Doc;
      const [{ category, ratePpm }] = totals['taxes'] as [Doc];
      Object.assign(totals, { untaxed: [{ category, ratePpm, minor: 20 }] });
    }),
  ],
  [
    'payment.discount_tax',
    'a discount corrects tax that was computed without it',
    (items) => {
      const payment = doc(items, 'payment', (one) => (one['allocations'] as Doc[]).length > 0);
      const [allocation] = payment['allocations'] as [Doc];
      Object.assign(allocation, { discountTaxMinor: 1 });
      const invoice = doc(items, 'invoice', ({ id }) => id === allocation['invoiceId']);
      Object.assign(invoice, { early: { mode: 'taxed', discount: { minor: 1, currency: 'EUR' } } });
    },
  ],
  [
    'invoice.snapshot',
    'a line of a snapshot was changed',
    set('snapshot', (snapshot) => add((snapshot['lines'] as object[])[0]!, 'netMinor', 1)),
  ],
  ['table.index', 'an invoice is not in the list', mark('invoice', 'g1s')],
  ['table.index', 'a receipt with a rest is not among the unapplied', mark('payment', 'g2p')],
  ['series.dense', 'a number is lost', drop('number')],
  [
    'series.dense',
    'more is proven than was given',
    (items) => {
      items.push({ pk: 'acme#SERIES#INV-2026', sk: 'PROVEN', kind: 'series-proven', doc: { upTo: 9_999 } });
    },
  ],
  ['import.number', 'the number of another system is lost', drop('original-number')],
  [
    'import.number',
    'a number of another system is of another invoice',
    set('original-number', (number) => Object.assign(number, { documentId: 'inv_x' })),
  ],
  [
    'import.counted',
    'a file says that it brought in more',
    set('invoice-import', (file) => {
      add(file['counts'] as object, 'imported', 1);
      add(file['counts'] as object, 'rows', 1);
      add((file['totals'] as object[])[0]!, 'invoices', 1);
    }),
  ],
  [
    'import.counted',
    'the rows of a file are not what became of them',
    set('invoice-import', (file) => add(file['counts'] as object, 'rejected', 1)),
  ],
  [
    'ledger.once',
    'an opening is not booked',
    set('act', (act) => Object.assign(act['entry'] as object, { source: 'RE 2025/2' }), entryOf('opening')),
  ],
  ['series.dense', 'a number was skipped', set('series', (series) => add(series, 'next', 1))],
  [
    'series.dense',
    'a number is of another invoice',
    set('number', (number) => Object.assign(number, { documentId: 'inv_x' })),
  ],
  [
    'series.order',
    'a later number is earlier',
    set(
      'invoice',
      (invoice) => Object.assign(invoice, { issuedOn: '2025-12-31' }),
      (invoice) => String(invoice['number']).endsWith('3'),
    ),
  ],
  [
    'order.delivered',
    'more was delivered than ordered',
    set(
      'order',
      (order) => Object.assign((order['lines'] as object[])[0]!, { fulfilled: '3' }),
      (order) => order['state'] === 'FULFILLED',
    ),
  ],
  [
    'order.delivered',
    'a confirmed order holds other credit than its worth',
    set(
      'order',
      (order) => add(order, 'exposureMinor', 1),
      (order) => order['state'] === 'CONFIRMED',
    ),
  ],
  [
    'order.returned',
    'more came back than was delivered',
    set(
      'order',
      (order) => Object.assign((order['lines'] as object[])[0]!, { returned: '9' }),
      (order) => order['state'] === 'FULFILLED',
    ),
  ],
  ['order.source', 'an order may come in again', drop('order-source')],
  ['order.invoiced', 'a delivery was never invoiced', drop('invoice', own)],
  ['invoice.parked', 'a draft waits and is invoiced', draft({ state: 'PARKED', issued: undefined })],
  [
    'invoice.parked',
    'a draft was issued as another number',
    draft({ issued: { number: 'INV-2026-999999' } }),
  ],
  ['invoice.parked', 'a draft is of a delivery that is not there', draft({ fulfilmentId: 'ful_x' })],
  ['invoice.parked', 'a draft waits for no reason', draft({ checks: [] })],
  ['invoice.parked', 'a draft that is issued is listed as waiting', draft({}, { g1p: 'acme#DRAFTS' })],
  ['order.invoiced', 'a delivery was invoiced twice', double('invoice', own)],
  ['credit.exposure', 'exposure drifted', set('credit', (credit) => add(credit, 'exposure', 1))],
  [
    'payment.split',
    'a receipt lost a cent',
    set('payment', (payment) => add(payment['amount'] as object, 'minor', 1)),
  ],
  ['payment.origin', 'a line was received twice', double('payment')],
  [
    'payment.origin',
    'an attempt succeeded without a receipt',
    drop('payment', (payment) => payment['method'] === 'card'),
  ],
  [
    'payout.reconciled',
    'a payout came in with a line of another amount',
    set('payout', (payout) => add(payout, 'netMinor', 1)),
  ],
  ['work.documents', 'an invoice has no documents', drop('documents')],
  ['work.mail', 'an invoice was not mailed', drop('mail', (mail) => mail['purpose'] === 'invoice')],
  [
    'work.mail',
    'a mail is still being sent',
    set('mail', (mail) => Object.assign(mail, { state: 'SENDING' })),
  ],
  [
    'work.statement',
    'a statement was never read',
    set('statement', (statement) => Object.assign(statement, { state: 'RECEIVED' })),
  ],
  ['work.statement', 'a line of a statement is lost', drop('bank-line')],
  [
    'work.bank_line',
    'a line was never decided',
    set('bank-line', (line) => Object.assign(line, { state: 'NEW' })),
  ],
  [
    'work.export',
    'a file was never built',
    set('export', (file) => Object.assign(file, { state: 'REQUESTED' })),
  ],
  [
    'work.export',
    'a simulation was never run',
    (items) => {
      const file = items.find(({ kind }) => kind === 'export')!;
      items.push({ ...file, kind: 'simulation', doc: { ...(file.doc as object), state: 'REQUESTED' } });
    },
  ],
  [
    'work.attempt',
    'a provider is not asked',
    set('attempt', (attempt) =>
      Object.assign(attempt, { state: 'PENDING', checkAt: '2026-01-05T09:00:00Z' }),
    ),
  ],
  [
    'work.parked',
    'a worker refused something',
    (items) =>
      void items.push({
        pk: 'acme#PARKED#prk_1',
        sk: 'PARKED',
        kind: 'parked',
        doc: { id: 'prk_1', worker: 'issue-invoice', code: 'x.y', detail: 'z' },
      }),
  ],
  [
    'work.parked',
    'work that was sent again is listed as waiting',
    (items) => void items.push({ ...decided, g1p: 'acme#PARKED', g1s: 'prk_1' }),
  ],
  [
    'work.parked',
    'work that was sent again was refused again',
    (items) => void items.push({ ...decided, open: 'yes' }),
  ],
  [
    'work.dead_letter',
    'a message died',
    (_, patient) =>
      void (patient.around = { ...patient.around!, deadLetters: [{ queue: 'Q', messages: 1 }] }),
  ],
  [
    'mail.once',
    'a mail went out twice',
    (_, patient) =>
      void (patient.around = {
        ...patient.around!,
        taken: [...patient.around!.taken, patient.around!.taken[0]!],
      }),
  ],
  [
    'mail.sent',
    'a mail never went out',
    (_, patient) => void (patient.around = { ...patient.around!, taken: patient.around!.taken.slice(1) }),
  ],
  [
    'approval.two',
    'one person agreed to what the same person asked for',
    set(
      'approval',
      (approval) => Object.assign(approval, { decidedBy: approval['requestedBy'] }),
      (approval) => approval['state'] === 'APPROVED',
    ),
  ],
  [
    'approval.effect',
    'what was agreed to was not done',
    drop('act', (act) => act['requestedBy'] !== undefined && act['action'] === 'credit.set_limit'),
  ],
  [
    'approval.effect',
    'something was done in two names that nobody agreed to',
    drop('approval', (approval) => approval['state'] === 'APPROVED'),
  ],
  [
    'entity.bank',
    'bank data wait that nobody agreed on',
    set(
      'tenant',
      (tenant) => {
        const [entity] = tenant['entities'] as { bankNext: { bank: Doc } }[];
        Object.assign(entity!.bankNext.bank, { iban: 'DE75512108001245126199' });
      },
      (tenant) => tenant['id'] === 'acme',
    ),
  ],
  ['audit.changed', 'an act says another actor', mark('act', 'actor', sealed)],
  ['audit.changed', 'an act is gone', drop('act', sealed)],
  [
    'audit.chain',
    'a seal says other figures',
    set('audit-seal', (seal) => Object.assign(seal, { records: 1 })),
  ],
  ['audit.chain', 'a day between is not sealed any more', drop('audit-seal', second)],
  ['audit.unsealed', 'an entry is not found by its moment', mark('act', 'g1s', entryOf('receipt'))],
  [
    'table.unreadable',
    'an item has another form',
    set('invoice', (invoice) => Object.assign(invoice, { open: undefined })),
  ],
];

test('books that are right have no findings, and there is something in them to find', () => {
  expect(examine(healthy)).toEqual([]);
  const kinds = new Set(healthy.items.map(({ kind }) => kind));
  for (const kind of [
    'act',
    'invoice',
    'payment',
    'payout',
    'bank-line',
    'mail',
    'export',
    'attempt',
    'credit',
  ])
    expect(kinds).toContain(kind);
  expect(healthy.around!.taken.length).toBeGreaterThan(10);
});

describe('an invariant that is broken is found', () => {
  test.each(BROKEN)('%s: %s', (rule, _, change) => {
    const patient = { ...healthy, items: structuredClone(healthy.items) as Raw[] };
    change(patient.items, patient);
    const found = examine(patient);
    expect(found.map((finding) => finding.rule)).toContain(rule);
    expect(found.find((finding) => finding.rule === rule)!.remedy).not.toBe('');
  });
  test('work that was refused and sent again is none', () => {
    expect(examine({ ...healthy, items: [...healthy.items, decided] })).toEqual([]);
  });
  test('an invoice that waited and was issued is none, nor a delivery while its invoice waits', () => {
    const issued = structuredClone(healthy.items) as Raw[];
    draft({})(issued, healthy);
    expect(examine({ ...healthy, items: issued })).toEqual([]);
    const waiting = structuredClone(issued);
    draft({ state: 'PARKED', issued: undefined }, { g1p: 'acme#DRAFTS' })(waiting, healthy);
    waiting.splice(
      waiting.findIndex(({ kind }) => kind === 'invoice-draft'),
      1,
    );
    drop('invoice', own)(waiting, healthy);
    expect(examine({ ...healthy, items: waiting }).map(({ rule }) => rule)).not.toContain('order.invoiced');
  });
  test('a number that was skipped is none where two persons explained it', () => {
    const items = structuredClone(healthy.items) as Raw[];
    const series = items.find(({ kind }) => kind === 'series')!;
    const number = `${series.pk.split('#')[2]}-${String(series['next']).padStart(6, '0')}`;
    add(series, 'next', 1);
    const rules = () => examine({ ...healthy, items }).map(({ rule }) => rule);
    expect(rules()).toContain('series.dense');
    items.push({ pk: 'acme#NUMNOTES', sk: number, kind: 'number-note', doc: { number } });
    expect(rules()).not.toContain('series.dense');
  });
  test('what is under way is no finding before its time', () => {
    const items = structuredClone(healthy.items) as Raw[];
    items.splice(
      items.findIndex(({ kind }) => kind === 'documents'),
      1,
    );
    expect(examine({ ...healthy, items, patienceMs: 365 * 86_400_000 })).toEqual([]);
  });
});

describe('the company moves into a deployment in which it is not', () => {
  let house: House;
  let dirs: string[];
  let first: Manifest;
  const now = () => world.cloud.clock.now();
  const textOf = (path: string, dir = 0) => readFileSync(join(dirs[dir]!, path), 'utf8');
  const rowsOf = (kind: string) =>
    textOf(`items/${kind}.jsonl`)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Raw);
  beforeAll(async () => {
    await world.call('PUT', '/v1/sources/moving', { preset: 'edi' }, { key: 'partner' });
    const hook = {
      url: `${world.cloud.urls.console}/hook`,
      events: ['invoice.*'],
      contact: 'a@shop.example',
    };
    expect((await world.call('POST', '/v1/webhooks', hook, { key: 'partner' })).status).toBeLessThan(300);
    await world.settle();
    house = await entered(world);
    dirs = ['first', 'second'].map((name) => join(mkdtempSync(join(tmpdir(), 'quittance-moving-')), name));
    first = await leave(house, { tenant: 'acme', dir: dirs[0]!, now: now() });
  });
  afterAll(() => {
    house.close();
    for (const dir of dirs) rmSync(dirname(dir), { recursive: true, force: true });
  });

  test('all of it is in open files, each with its hash; no secret is, and nothing of another company', () => {
    expect(first.kinds.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['act', 'customer', 'invoice', 'payment', 'snapshot', 'tenant']),
    );
    for (const { path, sha256: said, rows } of first.files) {
      expect([path, createHash('sha256').update(textOf(path)).digest('hex')]).toEqual([path, said]);
      if (rows !== undefined) expect([path, textOf(path).split('\n').length - 1]).toEqual([path, rows]);
    }
    const kept = healthy.items.filter(({ pk, kind }) => pk.startsWith('acme#') && kind === 'invoice');
    expect(rowsOf('invoice').map(({ doc: head }) => head)).toEqual(
      expect.arrayContaining(kept.map(({ doc: head }) => head)),
    );
    for (const [kind, shape] of Object.entries({ ...NOUNS, act: Act }))
      if (first.kinds.some((one) => one.kind === kind))
        for (const row of rowsOf(kind)) shape.parse(kind === 'act' ? row : row.doc);
    expect(first.ledger.reduce((sum, { minor }) => sum + minor, 0)).toBe(0);
    expect(first.objects.rows).toBeGreaterThan(5);
    const all = first.files.map(({ path }) => textOf(path)).join('');
    for (const secret of Object.values(world.keys)) expect(all.includes(secret)).toBe(false);
    expect([all.includes('"sealed":'), all.includes('rival#')]).toEqual([false, false]);
    const out = first.leftOut.map(({ what }) => what);
    expect(out).toEqual(expect.arrayContaining(['key', 'once', 'source', 'webhook-endpoint']));
  });

  test('whoever works while it is read is told to stop, and nothing half is left', async () => {
    const dir = join(dirname(dirs[0]!), 'moved');
    let looks = 0;
    const busy: House = {
      ...house,
      items: async function* (tenant) {
        looks += 1;
        for await (const item of house.items(tenant))
          yield looks === 2 && item.kind === 'series' ? { ...item, next: Number(item['next']) + 1 } : item;
      },
    };
    await expect(leave(busy, { tenant: 'acme', dir, now: now() })).rejects.toThrow(
      'worked while it was read',
    );
    expect(existsSync(dir)).toBe(false);
    await expect(leave(house, { tenant: 'acme', dir: dirs[0]!, now: now() })).rejects.toThrow('something in');
  });

  test('it comes into no deployment that has it, and not when a byte of it was touched', async () => {
    const comes = () => arrive(house, { dir: dirs[0]!, now: now() });
    await expect(comes()).rejects.toThrow('There is a company acme here already');
    const file = JSON.parse(textOf('files.jsonl').split('\n')[0]!) as { sha256: string };
    const touched: [string, (text: string) => string, string][] = [
      [
        'items/invoice.jsonl',
        (text) => text.replace('"minor":', '"minor":1'),
        'items/invoice.jsonl, line 1: not',
      ],
      ['items/act.jsonl', (text) => text.slice(0, text.slice(0, -1).lastIndexOf('\n') + 1), 'lines.'],
      [`files/${file.sha256}`, (text) => `${text}.`, `files/${file.sha256}`],
      ['files.jsonl', (text) => text.replace('"key":"acme/', '"key":"rival/'), 'files.jsonl, line 1'],
      ['README.md', (text) => `${text}.`, 'README.md: not what was exported.'],
      [
        'manifest.json',
        (text) => text.replace(/"minor": (-?)/, (_, sign: string) => `"minor": ${sign}1`),
        'its ledger',
      ],
    ];
    for (const [path, change, said] of touched) {
      const was = readFileSync(join(dirs[0]!, path));
      writeFileSync(join(dirs[0]!, path), change(was.toString('latin1')), 'latin1');
      await expect(comes()).rejects.toThrow(said);
      writeFileSync(join(dirs[0]!, path), was);
    }
    // Whoever makes the hashes anew writes into no other company's books, and brings no keys.
    const forged = (change: (text: string) => string, kind = 'series') => {
      const was = ['manifest.json', `items/${kind}.jsonl`, `marks/${kind}.txt`].map(
        (path) => [path, textOf(path)] as const,
      );
      const text = change(textOf(`items/${kind}.jsonl`));
      writeFileSync(join(dirs[0]!, `items/${kind}.jsonl`), text);
      writeFileSync(
        join(dirs[0]!, `marks/${kind}.txt`),
        text.split('\n').filter(Boolean).map(markOf).join('\n'),
      );
      return () => was.forEach(([path, before]) => writeFileSync(join(dirs[0]!, path), before));
    };
    for (const [change, said] of [
      [
        (text: string) => text.replaceAll('"pk":"acme#', '"pk":"rival#'),
        'items/series.jsonl, line 1: it is not of acme',
      ],
      [(text: string) => text.replaceAll('"kind":"series"', '"kind":"key"'), 'it is of another kind, key'],
    ] as const) {
      const back = forged(change);
      await expect(comes()).rejects.toThrow(said);
      back();
    }
  });

  test('cut off and done again it is here whole: nothing is announced, and it leaves again with the same hashes', async () => {
    const rival = async () => {
      const lines: string[] = [];
      for await (const item of house.items('rival')) lines.push(lineOf(item));
      return lines.toSorted();
    };
    const [others, mails] = [await rival(), healthy.around!.taken.length];
    const { meter } = world.cloud;
    await isGone(world, house, 'acme');
    await world.settle();
    meter.clear();
    meter.measure(true);
    let writes = 0;
    const cut: House = {
      ...house,
      put: (items) => (++writes > 20 ? Promise.reject(new Error('killed')) : house.put(items)),
    };
    await expect(arrive(cut, { dir: dirs[0]!, now: now() })).rejects.toThrow('killed');
    expect(await house.item({ pk: '#TENANTS', sk: 'acme' })).toBeUndefined();
    expect(await arrive(house, { dir: dirs[0]!, now: now() })).toMatchObject({ already: false });
    expect(await arrive(house, { dir: dirs[0]!, now: now() })).toMatchObject({ already: true });
    await world.settle();
    // No function was woken by it.
    const woken = meter.report().map(({ function: name }) => name);
    meter.measure(false);
    expect(new Set(woken)).toEqual(new Set(['local']));
    const here = await running(world.cloud.urls, 0);
    expect([here.around!.taken.length, await rival()]).toEqual([mails, others]);
    expect(examine(here)).toEqual([]);
    const second = await leave(house, { tenant: 'acme', dir: dirs[1]!, now: now() });
    for (const part of ['files', 'digest', 'ledger', 'series', 'audit', 'kinds'] as const)
      expect([part, second[part]]).toEqual([part, first[part]]);
  });

  test('it goes on with the next number, and the nights find its books and the chain of its acts as they must be', async () => {
    await expect(openCompany(world.cloud, { tenant: 'nobody', keys: KEYS })).rejects.toThrow(
      'say its entities',
    );
    Object.assign(world.keys, await openCompany(world.cloud, { tenant: 'acme', keys: KEYS }));
    expect(await house.item({ pk: 'acme#TENANT', sk: 'TENANT' })).toMatchObject({
      doc: { entities: (rowsOf('tenant')[0]!.doc as { entities: unknown[] }).entities },
    });
    // What functions remember of who may is forgotten.
    await world.passes(31_000);
    const newcomer = await world.customer('Newcomer');
    const { number } = await newcomer.isInvoiced('10.00');
    const { name, last } = first.series.find((one) => number.startsWith(`${one.name}-`))!;
    expect(number).toBe(`${name}-${String(last + 1).padStart(6, '0')}`);
    expect(await newcomer.inbox(number)).toHaveLength(1);
    for (const job of ['RebuildExposure', 'SealActs', 'LookAfter'])
      expect((await world.cloud.invoke(job, {})).error).toBeUndefined();
    const { data, broken } = await world.get<Invariants>('/v1/invariants');
    const chain = data.find(({ id }) => id === 'acts.chained')!.outcomes[0]!;
    expect([broken, chain.checked > 0]).toEqual([0, first.audit !== undefined]);
    expect(examine(await running(world.cloud.urls, 0))).toEqual([]);
  });
});
