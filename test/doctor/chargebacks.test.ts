/** The doctor on chargebacks: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import type { Chargeback } from '../../shared/chargebacks/chargeback.ts';
import { heard } from '../../shared/chargebacks/rules.ts';
import { writesOf } from '../../shared/chargebacks/store.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import type { Entry } from '../../shared/ledger/entry.ts';
import type { DisputeNews } from '../../shared/payments/psp/port.ts';
import { receive } from '../../shared/payments/rules.ts';
import { anInvoice, aPayment } from '../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const act = (entry: Entry | undefined): Raw => ({ pk: 'acme#BOOK#2026-03', sk: '1', kind: 'act', entry });
const idOf = (serial: number) => `cbk_${String(serial).padStart(26, '0')}` as const;

/** One payment of which 400 are disputed, and one that was charged back and won. */
const books = (): Raw[] => {
  const rows = [1, 2].flatMap((serial) => {
    const invoice = anInvoice(serial, 1_000);
    const source = { kind: 'attempt', id: `a${serial}` } as const;
    const paid = receive(
      aPayment(serial, 1_000, { method: 'card', provider: 'sandbox', reference: `ses_${serial}`, source }),
      [{ invoice, reason: 'r' }],
    );
    const now = { id: idOf(serial), on: '2026-03-10', at: '2026-03-10T09:00:00.000Z', trace: 't' };
    const news: DisputeNews = {
      disputeId: `dsp_${serial}`,
      reference: 'r',
      capture: `ses_${serial}`,
      state: 'EVIDENCE_DUE',
      version: 1,
      amount: eur(400),
      feeMinor: 15,
      cause: 'fraud',
      reason: 'fraudulent',
    };
    const open = heard(undefined, news, paid.payment, paid.invoices, now)!;
    const won =
      serial === 2
        ? heard(open.chargeback, { ...news, state: 'WON', version: 2 }, open.payment!, open.invoices, now)!
        : undefined;
    const items = writesOf('acme', won ?? open).flatMap(({ put }) => (put ? [put as Raw] : []));
    const issued: Entry = {
      entity: 'main',
      on: '2026-01-02',
      currency: 'EUR',
      kind: 'invoice',
      source: invoice.number,
      memo: '',
      lines: [
        { account: 'receivables', minor: 1_000, invoiceId: invoice.id, dueOn: invoice.dueOn },
        { account: 'revenue', minor: -1_000 },
      ],
    };
    return [
      ...items,
      ...[issued, paid.entry, open.entry, won?.entry].flatMap((one) => (one ? [act(one)] : [])),
    ];
  });
  return rows;
};
const found = (change: (items: Raw[]) => void): string[] => {
  const items = structuredClone(books());
  change(items);
  return examine({ items, now: 0, patienceMs: 0 })
    .filter(({ rule }) => /^(chargeback|payment\.split|ledger|table)/.test(rule))
    .map(({ rule, what }) => `${rule}: ${what}`);
};
const docOf = <T extends object>(items: Raw[], kind: string, id: string) =>
  items.find((item) => item.kind === kind && (item.doc as { id: string }).id === id)!.doc as T;
const chargeback = (items: Raw[], serial: number) => docOf<Chargeback>(items, 'chargeback', idOf(serial));

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, (items: Raw[]) => void]>([
  [
    'chargeback.taken: the receipt says that 400 was charged back, the chargebacks say 399',
    (items) => Object.assign(chargeback(items, 1).taken!, { covered: eur(399) }),
  ],
  [
    'chargeback.taken: 399 and a claim of 0 are not 400',
    (items) => Object.assign(chargeback(items, 1).taken!, { covered: eur(399) }),
  ],
  [
    'payment.split: 600 applied, 399 given back and 0 left are not 1000',
    (items) => Object.assign(docOf(items, 'payment', aPayment(1, 1).id), { disputed: eur(399) }),
  ],
  [
    'chargeback.booked: chargebacks has -415 by the entries and -414 by the chargeback',
    (items) => Object.assign(chargeback(items, 1), { fee: eur(14) }),
  ],
  [
    'ledger.account: chargebacks is -430 in the ledger and -429 by its documents',
    (items) => Object.assign(chargeback(items, 1), { fee: eur(14) }),
  ],
  [
    'chargeback.taken: more was given up and paid of the claim than was claimed',
    (items) => Object.assign(chargeback(items, 1), { claims: [{ kind: 'written_off', amount: eur(5) }] }),
  ],
  [
    'chargeback.booked: chargebackClaims has 0 by the entries and -5 by the chargeback',
    (items) => Object.assign(chargeback(items, 1), { claims: [{ kind: 'written_off', amount: eur(5) }] }),
  ],
  [
    'chargeback.taken: the receipt says that 5 paid claims, the claims say 0',
    (items) => Object.assign(docOf(items, 'payment', aPayment(1, 1).id), { claimed: eur(5) }),
  ],
  [
    'chargeback.state: a chargeback that is WON has taken the money',
    (items) => Object.assign(chargeback(items, 1), { state: 'WON' }),
  ],
  [
    'chargeback.state: nobody accepted what is ACCEPTED',
    (items) => Object.assign(chargeback(items, 1), { state: 'ACCEPTED' }),
  ],
  [
    'chargeback.state: 2 chargebacks are of one dispute',
    (items) => Object.assign(chargeback(items, 1), { disputeId: 'dsp_2' }),
  ],
  [
    'chargeback.invoice: INV-2026-000001 says OPEN of a chargeback that is LOST',
    (items) => Object.assign(chargeback(items, 1), { state: 'LOST' }),
  ],
  [
    'chargeback.invoice: the invoice does not know that it was charged back',
    (items) => Object.assign(docOf<Invoice>(items, 'invoice', anInvoice(1, 1).id), { chargebacks: [] }),
  ],
  [
    'table.index: g2 does not say that the chargeback is EVIDENCE_DUE',
    (items) =>
      Object.assign(
        items.find(({ kind }) => kind === 'chargeback')!,
        { g2s: 'x' },
      ),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
