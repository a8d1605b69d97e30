/** What is left of a customer, what it was found by, and how long its invoices are kept. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../shared/customers/changes.ts';
import type { Customer, CustomerVersion } from '../../../shared/customers/customer.ts';
import { STEPS, type Erasure } from '../../../shared/privacy/erasure.ts';
import { termOf } from '../../../shared/privacy/retention.ts';
import {
  erasedMethod,
  erasedRecord,
  erasedVersion,
  isErased,
  keptWith,
  nextOf,
  statesOf,
} from '../../../shared/privacy/rules.ts';
import { aCustomer } from '../../support/drawn.ts';
import { aMethod } from '../methods/made.ts';

const AT = '2026-03-01T09:00:00.000Z';
const base = aCustomer();
const erasure = `era_${'0'.repeat(26)}` as const;

describe('a record', () => {
  test('keeps its ids, country, currency and terms, and no other word that it had', () => {
    const word = fc.string({ minLength: 6, maxLength: 20, unit: fc.constantFrom(...'QXZJVWK') });
    fc.assert(
      fc.property(word, word, fc.array(word, { maxLength: 3 }), (name, line1, more) => {
        const said = {
          ...base,
          name,
          address: { ...base.address, line1, line2: name, city: line1 },
          ibans: more,
          tags: more,
          segment: name,
          zone: line1,
          emails: more,
          contacts: more.map((one) => ({ role: 'billing' as const, name: one, email: one })),
          deliveryAddresses: [{ ...base.address, line1 }],
        };
        const after = JSON.stringify(erasedRecord(said, erasure, AT));
        for (const gone of [name, line1, ...more]) expect(after).not.toContain(gone);
        expect(JSON.parse(after)).toMatchObject({
          id: base.id,
          externalId: 'C-1',
          currency: 'EUR',
          version: 2,
        });
      }),
    );
  });
  test('is found in every state that its history had, and in none once that is taken out', () => {
    const iban = fc.constantFrom('A', 'B', 'C', 'D');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('X', 'Y', 'Z'), fc.uniqueArray(iban)), { minLength: 1 }),
        (steps) => {
          const versions: CustomerVersion[] = [];
          let before: Customer | undefined;
          for (const [name, ibans] of steps) {
            const after = { ...base, name, ibans };
            versions.push({
              version: versions.length + 1,
              at: AT,
              by: 'k',
              trace: 't',
              changes: changesOf(before, after),
            });
            before = after;
          }
          const pairs = statesOf(versions, before!).map(({ name, ibans }) => `${name} ${ibans.join()}`);
          expect(new Set(pairs)).toEqual(new Set(steps.map(([name, ibans]) => `${name} ${ibans.join()}`)));
          const erased = versions.map(erasedVersion);
          expect(erased.every(isErased)).toBe(true);
          expect(erased.map(({ changes }) => changes.map(({ field }) => field))).toEqual(
            versions.map(({ changes }) => changes.map(({ field }) => field)),
          );
          expect(statesOf(erased, before!)).toEqual([before]);
        },
      ),
    );
  });
});

test('of a method goes what names its owner, also who agreed elsewhere; the words of it stay', () => {
  const { authorisation } = aMethod();
  const { channel: _, ...given } = authorisation.consent;
  const consent = { ...given, by: 'Lea Kaufmann', channel: 'phone' } as const;
  const method = aMethod({ mandate: 'M-1', authorisation: { ...authorisation, consent } });
  const erased = erasedMethod(method);
  expect(JSON.stringify(erased)).not.toMatch(/Lea|4242|visa|M-1|2029/);
  expect(erased.authorisation.consent).toEqual({ ...consent, by: 'erased' });
});

test('every step is done for every customer, once, however many pages it has', () => {
  const customers = ['a', 'b', 'c'] as unknown as Erasure['customers'];
  const seen: string[] = [];
  let next: Erasure['next'] | undefined = { step: 'look', at: 0 };
  while (next) {
    seen.push(`${next.step} ${next.at} ${next.cursor ?? ''}`);
    next = nextOf(
      { next, customers },
      next.step === 'versions' && next.cursor === undefined ? '2' : undefined,
    );
  }
  expect(seen).toHaveLength(1 + 3 * (STEPS.length - 1) + 3);
  expect(new Set(seen).size).toBe(seen.length);
  // What a record is found by is made out from its history.
  for (const at of [0, 1, 2])
    expect(seen.indexOf(`lookups ${at} `)).toBeLessThan(seen.indexOf('versions 0 '));
});

describe('the term of an invoice', () => {
  test.each([
    ['DE', '2024-06-30', '2024-12-31', '2034-12-31'],
    // The shorter term holds for older vouchers, too.
    ['DE', '2020-06-30', '2026-03-01', '2028-12-31'],
    ['DE', '2026-01-01', '2026-03-01', '2034-12-31'],
    ['AT', '2026-01-01', '2026-03-01', '2033-12-31'],
    ['FR', '2026-12-31', '2026-12-31', '2036-12-31'],
    ['US', '2026-01-01', '2026-03-01', undefined],
  ])('%s, issued on %s, asked on %s: until %s', (country, issuedOn, on, until) => {
    expect(termOf(country, issuedOn, on).until).toBe(until);
  });
  test('is that of the newest one of a country, whatever page it was on', () => {
    const day = fc.integer({ min: 2015, max: 2026 }).map((year) => `${year}-05-01`);
    const issued = fc.array(fc.record({ country: fc.constantFrom('DE', 'US'), issuedOn: day }));
    fc.assert(
      fc.property(issued, fc.nat(10), (all, cut) => {
        const once = keptWith([], all, '2026-11-26');
        const twice = keptWith(keptWith([], all.slice(0, cut), '2026-11-26'), all.slice(cut), '2026-11-26');
        expect(twice).toEqual(once);
        expect(once.reduce((sum, { invoices }) => sum + invoices, 0)).toBe(all.length);
      }),
    );
  });
});
