/** Whether a customer is supplied: of several causes the strongest decides, and only the last that goes lifts it, in any order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, nobody } from '../../../shared/credit/rules.ts';
import type { ServiceState, Standing } from '../../../shared/credit/credit.ts';
import { counts, served, stronger } from '../../../shared/dunning/served.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { anInvoice, customerId } from '../../support/drawn.ts';

const TODAY = '2026-02-01';
const NOW = `${TODAY}T09:00:00.000Z`;
const cause = (
  serial: number,
  state: ServiceState,
  over: Partial<Invoice> = {},
  promiseLifts = false,
): Invoice => ({
  ...anInvoice(serial, 1_000, { dueOn: '2026-01-14' }),
  dunning: { policy: 'a', version: 1, service: { state, promiseLifts } },
  ...over,
});
const look = (standing: Standing, ...open: Invoice[]) =>
  served(standing, open, { today: () => TODAY, at: NOW });
const dispute = (minor: number) =>
  ({ disputes: [{ id: 'dsp_1', state: 'OPEN', minor, on: '2026-01-20' }] }) as Partial<Invoice>;
const promise = {
  promise: { id: 'prm_1', minor: 1_000, payOn: '2026-02-01', until: '2026-02-03', before: [] },
} as Partial<Invoice>;

describe('what an invoice counts for', () => {
  test.each<[string, Invoice, boolean]>([
    ['overdue', cause(1, 'warned'), true],
    ['not asked of by a notice', { ...cause(1, 'warned'), dunning: { policy: 'a', version: 1 } }, false],
    ['not due yet, after a correction', cause(1, 'warned', { dueOn: '2026-03-01' }), false],
    ['wholly disputed', cause(1, 'warned', dispute(1_000)), false],
    ['disputed in part', cause(1, 'warned', dispute(400)), true],
    ['promised', cause(1, 'warned', promise), true],
    ['promised, and its policy says that this lifts it', cause(1, 'warned', promise, true), false],
    ['paid', cause(1, 'warned', { open: { minor: 0, currency: 'EUR' } }), false],
  ])('%s', (_, invoice, wanted) => {
    expect(counts(invoice, TODAY)).toBe(wanted);
  });
});

test.each<[string, Standing['service'], Invoice[], string | undefined]>([
  ['a warning', undefined, [cause(1, 'warned')], 'service.warned'],
  [
    'the strongest of several',
    undefined,
    [cause(1, 'warned'), cause(2, 'suspended'), cause(3, 'restricted')],
    'service.suspended',
  ],
  [
    'one is paid, a weaker one stands',
    { state: 'suspended', since: 'x', invoices: [] },
    [cause(1, 'restricted')],
    'service.restricted',
  ],
  [
    'another as strong still blocks: nothing is told',
    { state: 'suspended', since: 'x', invoices: [] },
    [cause(2, 'suspended')],
    undefined,
  ],
  ['the last one goes', { state: 'warned', since: 'x', invoices: [] }, [], 'service.restored'],
  ['money went back: it stands again', undefined, [cause(1, 'suspended')], 'service.suspended'],
])('%s', (_, service, open, told) => {
  const after = look({ ...nobody(customerId), ...(service && { service }) }, ...open)!;
  expect(after.facts.map(({ type }) => type)).toEqual(told === undefined ? [] : [told]);
  // Looked at again it stands as it did.
  expect(look(after.standing, ...open)).toBeUndefined();
});

test('orders are held by what is restricted or suspended, not by a warning', () => {
  const account = {
    currency: 'EUR',
    limit: { minor: 100, currency: 'EUR' },
    exposure: { minor: 0, currency: 'EUR' },
  };
  const holds = (state: ServiceState) => {
    const standing: Standing = { ...nobody(customerId), service: { state, since: NOW, invoices: [] } };
    return judge(account, 10, { on: TODAY, rules: [], expiredLimit: 'last', standing }).holds.map(
      ({ code }) => code,
    );
  };
  expect([holds('warned'), holds('restricted'), holds('suspended')]).toEqual([
    [],
    ['credit.service'],
    ['credit.service'],
  ]);
});

test('for any causes coming and going in any order it is the strongest of those that stand, and each change is told once', () => {
  const states = ['warned', 'restricted', 'suspended'] as const;
  const act = fc.record({
    at: fc.integer({ min: 0, max: 3 }),
    on: fc.boolean(),
    state: fc.constantFrom(...states),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      let standing = nobody(customerId);
      const open = new Map<number, Invoice>();
      let said: string | undefined;
      for (const { at, on, state } of acts) {
        if (on) open.set(at, cause(at + 1, state));
        else open.delete(at);
        const after = look(standing, ...open.values());
        standing = after?.standing ?? standing;
        for (const { type } of after?.facts ?? []) {
          const now = type === 'service.restored' ? undefined : type.slice('service.'.length);
          expect(now).not.toBe(said);
          said = now;
        }
        const worst = [...open.values()].reduce<{ state: ServiceState } | undefined>(
          (one, { dunning }) => stronger(one, dunning!.service),
          undefined,
        );
        expect([standing.service?.state, said]).toEqual([worst?.state, worst?.state]);
        expect(standing.service?.invoices ?? []).toHaveLength(worst ? open.size : 0);
      }
    }),
  );
});
