/** The doctor on agencies: what the stores write is healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { AgencyBookSet } from '../../shared/agencies/agency.ts';
import type { AgencyCase, Remittance } from '../../shared/agencies/case.ts';
import { itemOf, marked, openOf } from '../../shared/agencies/rules.ts';
import { putCase, putRemittance } from '../../shared/agencies/store.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { putInvoice } from '../../shared/invoices/store.ts';
import { putPayment } from '../../shared/payments/store.ts';
import { anInvoice, aPayment, customerId } from '../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const [agency] = AgencyBookSet.parse({
  agencies: [{ agency: 'north', name: 'North', address: SELLER.address, email: 'a@north.example' }],
}).agencies;
const AT = '2026-02-01T09:00:00.000Z';
const idOf = (serial: number) => `agc_${String(serial).padStart(26, '0')}` as const;

const aCase = (serial: number, state: AgencyCase['state'], heads: readonly Invoice[]): AgencyCase => {
  const items = heads.map((invoice) => itemOf({ invoice, claims: [] }, '2026-02-01'));
  const open = openOf({ items, currency: 'EUR' });
  const file = { key: 'k', sha256: 's' };
  return {
    id: idOf(serial),
    version: 1,
    state,
    entity: 'main',
    customerId,
    currency: 'EUR',
    items,
    left: [],
    open,
    ...(state !== 'PREPARED' && {
      handed: open,
      handedOn: '2026-02-01',
      handedAt: AT,
      file: { rows: items.length, total: open, csv: file, json: file },
    }),
    collected: eur(serial === 2 ? 700 : 0),
    fees: eur(serial === 2 ? 50 : 0),
    turns: 0,
    by: 'key_1',
    at: AT,
  };
};

/** One that is prepared, one that is with the agency and has collected something, one that came back. */
const books = (): Raw[] => {
  const heads = [anInvoice(1, 1_000), anInvoice(2, 2_000), anInvoice(3, 3_000)];
  const cases = [
    aCase(1, 'PREPARED', [heads[0]!]),
    aCase(2, 'WITH_AGENCY', [heads[1]!]),
    aCase(3, 'RETURNED', [heads[2]!]),
  ];
  const first = { ...marked(cases[0]!, heads[0]!), version: 1 };
  const second = { ...marked(cases[1]!, heads[1]!, { agency: agency!, on: '2026-02-01' }), version: 1 };
  const collected: Remittance = {
    caseId: idOf(2),
    version: 1,
    paymentId: aPayment(1, 700).id,
    entity: 'main',
    amount: eur(700),
    fee: eur(50),
    net: eur(650),
    on: '2026-02-02',
    reference: 'NC-1',
    at: AT,
    by: 'key_1',
  };
  const payment = aPayment(1, 700, { method: 'agency', source: { kind: 'agency', id: `${idOf(2)}/NC-1` } });
  const mail = {
    id: 'mail_1',
    purpose: 'reminder',
    state: 'SENT',
    at: '2026-01-20T09:00:00.000Z',
    customerId,
    reminder: { steps: [{ invoiceId: heads[1]!.id }] },
    history: [{ state: 'SENDING', at: '2026-01-20T09:00:00.000Z' }],
  };
  return [
    ...cases.map((one) => putCase('acme', one)),
    ...[first, second, heads[2]!].map((one) => putInvoice('acme', one)),
    putRemittance('acme', collected),
    putPayment('acme', { ...payment, version: 1, allocations: [], unapplied: eur(700) }),
  ]
    .flatMap(({ put }) => (put ? [put as Raw] : []))
    .concat({ pk: 'acme#MAIL#mail_1', sk: 'MAIL', kind: 'mail', doc: mail });
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule, where }) => rule.startsWith('agency') || where.some((one) => one?.startsWith('agc_')))
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const doc = <T>(items: Raw[], kind: string, nth = 0) =>
  items.filter((one) => one.kind === kind)[nth]!.doc as T;
type Loose = Record<string, unknown>;

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    `agency.invoice: its case is ${idOf(1)} PREPARED, it says none`,
    (items) => delete doc<Loose>(items, 'invoice')['agency'],
  ],
  [
    `agency.invoice: its case is none, it says ${idOf(3)} WITH_AGENCY`,
    (items) => (doc<Loose>(items, 'invoice', 2)['agency'] = { id: idOf(3), state: 'WITH_AGENCY' }),
  ],
  [
    'agency.invoice: two cases have one invoice',
    (items) =>
      doc<{ items: unknown[] }>(items, 'agency-case').items.push(
        doc<{ items: unknown[] }>(items, 'agency-case', 1).items[0],
      ),
  ],
  [
    'agency.totals: 2001 are open, and its items add up to 2000',
    (items) => (doc<Loose>(items, 'agency-case', 1)['open'] = eur(2_001)),
  ],
  [
    'agency.totals: 2000 were handed over, its items add up to 2000, its file to 1999',
    (items) => (doc<{ file: Loose }>(items, 'agency-case', 1).file['total'] = eur(1_999)),
  ],
  [
    'agency.totals: 2000 are told to be open, and 1999 are',
    (items) => {
      doc<Loose>(items, 'agency-case', 1)['state'] = 'SETTLED';
      doc<Loose>(items, 'invoice', 1)['open'] = eur(1_999);
    },
  ],
  [
    `agency.reminded: it went out at 2026-02-03T09:00:00.000Z, and was with the agency since ${AT}`,
    (items) => (doc<{ history: Loose[] }>(items, 'mail').history[0]!['at'] = '2026-02-03T09:00:00.000Z'),
  ],
  [
    'agency.collected: 700 less 51, and it reported 700 less 50',
    (items) => (doc<Loose>(items, 'agency-case', 1)['fees'] = eur(51)),
  ],
  [
    'agency.collected: 700 were reported, and are no such payment',
    (items) => (doc<Loose>(items, 'payment')['amount'] = eur(701)),
  ],
  [
    'agency.collected: nobody reported it',
    (items) => (doc<Loose>(items, 'agency-remittance')['paymentId'] = 'pay_other'),
  ],
  ['table.index: g3 does not say that the case is PREPARED', (items) => delete (items[0] as Loose)['g3p']],
])('%s', (wanted, change) => {
  expect(found(change)).toContain(wanted);
});
