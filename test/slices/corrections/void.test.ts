/** When an invoice may be made void, and what it does: each condition alone, all together, and entries that end in nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  givenBack,
  heldBack,
  mayNotBeVoid,
  movesOf,
  voidEntry,
  voidOf,
  type Around,
} from '../../../shared/corrections/void.ts';
import { lawAgainst } from '../../../shared/corrections/void-law.ts';
import type { Mail } from '../../../shared/dispatch/mail.ts';
import { NO_ADDRESS } from '../../../shared/dispatch/rules.ts';
import { invoiceIdOf } from '../../../shared/invoices/ids.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import { issueEntry } from '../../../shared/invoices/booking.ts';
import { anInvoice, anOrder, attemptId, fulfilmentId } from '../../support/drawn.ts';

const NOW = '2026-01-05T10:00:00.000Z';
const around = (over: Partial<Around> = {}): Around => ({
  invoice: anInvoice(1, 11_900),
  country: 'DE',
  mail: undefined,
  attempts: [],
  ...over,
});
const against = (over: Partial<Around>, today = '2026-01-05'): string[] =>
  mayNotBeVoid(around(over), today, NOW)?.errors?.map(({ detail }) => detail.split(':')[0]!) ?? [];
const mail = (state: Mail['state'], reason?: string) => ({ state, at: NOW, reason });

test('what is in the house alone may be made void', () => {
  expect(against({})).toEqual([]);
  expect(against({ mail: mail('QUEUED') })).toEqual([]);
  expect(against({ mail: mail('SUPPRESSED', NO_ADDRESS) })).toEqual([]);
});
test.each<[string, Partial<Around>]>([
  ['dispatched', { mail: mail('SENDING') }],
  ['dispatched', { mail: mail('SENT') }],
  ['dispatched', { mail: mail('BOUNCED') }],
  ['dispatched', { mail: mail('SUPPRESSED', 'It may have gone out in time that was lost.') }],
  ['dispatched', { invoice: anInvoice(1, 100, { reminded: 1 }) }],
  [
    'applied',
    {
      invoice: anInvoice(1, 100, {
        settlements: [
          {
            paymentId: 'pay_1',
            amount: { minor: 1, currency: 'EUR' },
            paidOn: '2026-01-03',
            method: 'cash',
            reason: 'x',
          },
        ],
      }),
    },
  ],
  ['applied', { invoice: anInvoice(1, 100, { credits: ['crn_1'] }) }],
  ['applied', { attempts: [{ id: attemptId(1), state: 'PENDING', createdAt: NOW } as never] }],
  [
    'followed',
    { invoice: anInvoice(1, 100, { followedBy: [{ invoiceId: anInvoice(2, 1).id, as: 'debited' }] }) },
  ],
  ['external', { invoice: anInvoice(1, 100, { external: { importId: 'i', hash: 'h' } }) }],
  [
    'billed_apart',
    { invoice: anInvoice(1, 100, { fulfilmentId: anInvoice(1, 1).id.replace('inv', 'bil') as never }) },
  ],
  ['law', { country: 'IT' }],
  ['law', { country: 'XX' }],
])('%s stands against it', (condition, over) => {
  expect(against(over)).toEqual([condition]);
});
test('the last day of the month of issue is the last one; every condition that fails is said', () => {
  expect([against({}, '2026-01-31'), against({}, '2026-02-01')]).toEqual([[], ['period']]);
  const all = { mail: mail('SENT'), country: 'FR', invoice: anInvoice(1, 100, { credits: ['crn_1'] }) };
  expect(against(all, '2026-03-01')).toEqual(['dispatched', 'applied', 'period', 'law']);
});
test('the law of a day holds: what is cleared at issue has left, what is unknown is not guessed', () => {
  expect(['DE', 'AT'].map((country) => lawAgainst(country, '2026-01-05'))).toEqual([undefined, undefined]);
  expect(lawAgainst('PL', '2026-01-31')).toContain('not known');
  expect(lawAgainst('PL', '2026-02-01')).toContain('art. 106ga');
});

test('property: entry and reversal come to nothing per account, invoice and due day; exposure is what it was before', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(200_000), fc.boolean(), (netMinor, taxMinor, parts) => {
      const grossMinor = netMinor + taxMinor;
      const invoice = anInvoice(1, grossMinor);
      const half = Math.floor(grossMinor / 2);
      const snapshot = {
        number: invoice.number,
        issuedOn: invoice.issuedOn,
        dueOn: invoice.dueOn,
        currency: 'EUR',
        totals: { netMinor, taxMinor, grossMinor, taxes: [{ taxMinor }] },
        seller: { id: 'main' },
        ...(parts && {
          instalments: [
            { dueOn: '2026-01-16', minor: half },
            { dueOn: '2026-02-16', minor: grossMinor - half },
          ],
        }),
      } as unknown as Snapshot;
      const [issued, back] = [
        issueEntry(invoice, snapshot),
        voidEntry(invoice, snapshot, { on: '2026-01-05', reason: 'x' }),
      ];
      const sums = new Map<string, number>();
      for (const { account, invoiceId, dueOn, minor } of [...(issued?.lines ?? []), ...(back?.lines ?? [])]) {
        const key = `${account} ${invoiceId} ${dueOn}`;
        sums.set(key, (sums.get(key) ?? 0) + minor);
      }
      expect([...sums.values()].every((minor) => minor === 0)).toBe(true);
      expect(back?.on).toBe(grossMinor === 0 ? undefined : '2026-01-05');
    }),
  );
});

test('a delivery is given back to its order, and its next invoice has another id', () => {
  const at = '2026-01-02T09:00:00.000Z';
  const delivery = { id: fulfilmentId(1), deliveredOn: '2026-01-02', lines: [], exposureMinor: 700, at };
  const other = { ...delivery, id: fulfilmentId(2) };
  const order = anOrder([{ quantity: '1', unitPrice: '7', netMinor: 700 }], {
    fulfilments: [delivery, other],
  });
  const invoice = anInvoice(1, 833, { orderId: order.id });
  const { orders, deliveries } = givenBack(invoice, [order]);
  expect(orders[0]).toMatchObject({ version: 2, fulfilments: [{ voided: [invoice.id] }, {}] });
  expect(orders[0]!.fulfilments[1]).not.toHaveProperty('voided');
  expect(movesOf(invoice, deliveries).map(({ minor }) => minor)).toEqual([-833, 700]);
  const again = givenBack({ ...invoice, id: anInvoice(9, 1).id }, orders).deliveries[0]!.delivery;
  expect(new Set([delivery, deliveries[0]!.delivery, again].map(invoiceIdOf)).size).toBe(3);
  expect(voidOf(invoice, { on: '2026-01-05', at, by: 'key_1', reason: 'x' })).toMatchObject({
    state: 'VOID',
    open: { minor: 0 },
    total: { minor: 833 },
    version: 2,
  });
});

test('a mail that nobody claimed is held back by its first version, one that was by its next', () => {
  const made = { id: 'mail_1' as never, now: NOW };
  const held = heldBack(anInvoice(1, 100), undefined, made)!;
  expect(held).toMatchObject({ version: 1, state: 'SUPPRESSED', reason: 'the invoice was made void' });
  expect(heldBack(anInvoice(1, 100), { ...held, state: 'QUEUED', version: 4 }, made)).toMatchObject({
    version: 5,
  });
  expect(heldBack(anInvoice(1, 100), held, made)).toBeUndefined();
});
