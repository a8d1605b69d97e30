/** What a payer may agree to by itself: never more than a person of the company, and nothing after a plan that it broke. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/dates.ts';
import { notOffered, offerTo } from '../../../shared/plans/offering.ts';
import { PlanPolicySet, type PlanPolicy } from '../../../shared/plans/plan.ts';
import { isPlannable } from '../../../shared/plans/terms.ts';
import { anInvoice } from '../../support/drawn.ts';

const TODAY = '2026-03-10';
const eur = (minor: number) => ({ minor, currency: 'EUR' });
const policy = (over: object = {}): PlanPolicy => ({
  ...PlanPolicySet.parse({
    byCustomers: { mostInstalments: 4, longestDays: 100, firstWithinDays: 10 },
    ...over,
  }),
  version: 1,
});
const may = (over: object, total = eur(100_00), before: Parameters<typeof offerTo>[2] = []) =>
  offerTo(policy(over), total, before, TODAY) !== undefined;

describe('an offer', () => {
  test.each<[string, boolean, object, ReturnType<typeof eur>?, Parameters<typeof offerTo>[2]?]>([
    ['where the company says so', true, {}],
    ['not where it says nothing', false, { byCustomers: undefined }],
    ['up to the sum', true, { byCustomers: { upTo: [eur(100_00)] } }],
    ['not above it', false, { byCustomers: { upTo: [eur(99_99)] } }],
    [
      'not in a currency that is not named',
      false,
      { byCustomers: { upTo: [{ minor: 9e9, currency: 'CHF' }] } },
    ],
    ['not where two persons of ours would have to agree', false, { aloneUpTo: [eur(50_00)] }],
    ['not with as many open plans as there may be', false, { mostOpen: 1 }, eur(1), [{ state: 'OPEN' }]],
    ['not within a year of a broken one', false, {}, eur(1), [{ state: 'BROKEN', endedOn: '2025-03-11' }]],
    ['after that year', true, {}, eur(1), [{ state: 'BROKEN', endedOn: '2025-03-10' }]],
    ['after one that a person called off', true, {}, eur(1), [{ state: 'CANCELLED', endedOn: TODAY }]],
  ])('%s: %s', (_, there, over, total = eur(100_00), before = []) =>
    expect(may(over, total, before)).toBe(there),
  );
  test('is never more than a person may agree to, and holds for the first and the last day and the count', () => {
    const small = fc.integer({ min: 2, max: 30 });
    fc.assert(
      fc.property(
        small,
        small,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        (own, all, days, most) => {
          const by = { mostInstalments: own, longestDays: days };
          const offer = offerTo(
            policy({ byCustomers: by, mostInstalments: all, longestDays: most }),
            eur(1),
            [],
            TODAY,
          )!;
          expect(offer.mostInstalments).toBe(Math.min(own, all));
          expect(offer.lastOn).toBe(addDays(TODAY, Math.min(days, most)));
        },
      ),
    );
    const offer = offerTo(policy(), eur(100_00), [], TODAY);
    const code = (...days: number[]) =>
      notOffered({ instalments: days.map((day) => ({ dueOn: addDays(TODAY, day), minor: 1 })) }, offer)?.code;
    expect([code(10, 100), code(0, 1, 2, 3)]).toEqual([undefined, undefined]);
    for (const days of [[10], [11, 20], [10, 101], [0, 1, 2, 3, 4]])
      expect([days, code(...days)]).toEqual([days, 'plans.not_by_customers']);
    expect(notOffered({ instalments: [] }, undefined)?.code).toBe('plans.not_by_customers');
  });
});

test.each<[string, Parameters<typeof anInvoice>[2], boolean]>([
  ['what is open', {}, true],
  ['nothing that is paid', { open: { minor: 0, currency: 'EUR' } }, false],
  [
    'nothing that a bank takes back',
    { chargebacks: [{ id: `chb_${'0'.repeat(26)}`, amount: eur(1_000), state: 'OPEN', on: TODAY }] },
    false,
  ],
  ['nothing that an agency has', { agency: { id: `agc_${'0'.repeat(26)}`, state: 'WITH_AGENCY' } }, false],
  ['what is only prepared for one', { agency: { id: `agc_${'0'.repeat(26)}`, state: 'PREPARED' } }, true],
])('%s is offered in instalments: %#', (_, over, fits) => {
  expect(isPlannable(anInvoice(1, 1_000, over))).toBe(fits);
});
