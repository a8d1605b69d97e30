/** What becomes of a claim, in whatever steps, and that a dispute that is won after all leaves nothing of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountOf, claimGivenUp, claimLeft, givenUp, paid } from '../../../shared/chargebacks/claims.ts';
import { heard, taskOf } from '../../../shared/chargebacks/rules.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Payment } from '../../../shared/payments/payment.ts';
import type { DisputeNews } from '../../../shared/payments/psp/port.ts';
import { receive } from '../../../shared/payments/rules.ts';
import { aPayment, customerId } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const NOW = {
  id: `cbk_${'0'.repeat(26)}`,
  on: '2026-02-10',
  at: '2026-02-10T09:00:00.000Z',
  trace: 't',
} as const;
const BY = { on: '2026-02-12', by: 'clerk' };
const news = (state: DisputeNews['state'], version: number): DisputeNews => ({
  disputeId: 'dsp_1',
  reference: 'r',
  capture: 'ses_1',
  state,
  version,
  amount: eur(1_000),
  feeMinor: 0,
  cause: 'fraud',
  reason: 'fraudulent',
});
/** Given back before it was charged back: all of it is claimed. */
const card: Payment = {
  ...receive(
    {
      ...aPayment(1, 1_000, {}),
      method: 'card',
      provider: 'sandbox',
      reference: 'ses_1',
      customerId,
      entity: 'main',
    },
    [],
  ).payment,
  unapplied: eur(0),
  refunded: eur(1_000),
};
const transfer = (minor: number): Payment =>
  receive({ ...aPayment(2, minor, {}), customerId, entity: 'main' }, []).payment;
const lost = () => heard(undefined, news('LOST', 1), card, [], NOW)!.chargeback;

test('is given up in parts, and paid after that as income', () => {
  const open = givenUp(lost(), eur(600), { reason: 'uncollectible' }, BY).chargeback;
  expect([claimLeft(open), claimGivenUp(open)]).toEqual([eur(400), eur(600)]);
  expect(taskOf(open)).toBeDefined();
  const done = paid(open, transfer(700), {}, BY);
  if (!done.ok) throw new Error(done.code);
  expect(done.value.entry).toMatchObject({
    kind: 'claim_paid',
    lines: [
      { account: 'unapplied', minor: 700 },
      { account: 'chargebackClaims', minor: -400 },
      { account: 'recoveries', minor: -300 },
    ],
  });
  expect(done.value.payment).toMatchObject({ unapplied: eur(0), claimed: eur(700) });
  expect(taskOf(done.value.chargeback)).toBeUndefined();
  expect(done.value.facts[0]).toMatchObject({ data: { left: eur(0), kind: 'paid' } });
});

test.each([
  [
    'one that is not decided',
    amountOf(heard(undefined, news('OPENED', 1), card, [], NOW)!.chargeback, {}),
    'chargebacks.no_claim',
  ],
  ['more than is left', amountOf(lost(), { amount: eur(1_001) }), 'chargebacks.amount'],
  ['another currency', amountOf(lost(), { amount: { minor: 1, currency: 'USD' } }), 'chargebacks.amount'],
  [
    'a payment of nobody',
    paid(lost(), { ...transfer(5), customerId: undefined }, {}, BY),
    'chargebacks.not_its_payment',
  ],
  [
    'a payment to another entity',
    paid(lost(), { ...transfer(5), entity: 'x' }, {}, BY),
    'chargebacks.not_its_payment',
  ],
  [
    'a payment that is used',
    paid(lost(), { ...transfer(5), unapplied: eur(0) }, {}, BY),
    'chargebacks.not_its_payment',
  ],
  ['more than the payment has', paid(lost(), transfer(5), { amount: eur(6) }, BY), 'chargebacks.amount'],
  [
    'nothing that is claimed',
    paid(
      givenUp(
        heard(
          undefined,
          { ...news('LOST', 1) },
          { ...card, unapplied: eur(1_000), refunded: eur(0) },
          [],
          NOW,
        )!.chargeback,
        eur(0),
        { reason: 'other' },
        BY,
      ).chargeback,
      transfer(5),
      {},
      BY,
    ),
    'chargebacks.no_claim',
  ],
])('%s is refused', (_, result, code) => {
  expect(result).toMatchObject({ ok: false, code });
});

test('after any steps the books are right; won after all, nothing was given up and the payer has its money again', () => {
  const step = fc.record({ pays: fc.boolean(), minor: fc.integer({ min: 1, max: 700 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), fc.boolean(), (steps, wins) => {
      const first = heard(undefined, news('LOST', 1), card, [], NOW)!;
      const entries: (Entry | undefined)[] = [first.entry];
      let chargeback = first.chargeback;
      let payment = transfer(1_500);
      let exposure = 0;
      for (const { pays, minor } of steps) {
        const amount = amountOf(chargeback, { amount: eur(minor) });
        const done = pays ? paid(chargeback, payment, { amount: eur(minor) }, BY) : undefined;
        const settled = done?.ok
          ? done.value
          : !pays && amount.ok
            ? givenUp(chargeback, amount.value, { reason: 'other' }, BY)
            : undefined;
        if (!settled) continue;
        chargeback = settled.chargeback;
        payment = settled.payment ?? payment;
        entries.push(settled.entry);
        exposure += settled.exposures.reduce((sum, one) => sum + one.minor, 0);
        expect(claimLeft(chargeback).minor).toBeGreaterThanOrEqual(0);
        expect(claimGivenUp(chargeback).minor).toBeGreaterThanOrEqual(0);
      }
      const on = (account: string) =>
        entries
          .flatMap((one) => one?.lines ?? [])
          .reduce((sum, one) => (one.account === account ? sum + one.minor : sum), 0);
      expect(on('chargebackClaims')).toBe(claimLeft(chargeback).minor);
      expect(on('badDebts') + on('recoveries')).toBe(claimGivenUp(chargeback).minor);
      expect(payment.unapplied.minor + (payment.claimed?.minor ?? 0)).toBe(1_500);
      if (!wins) return;
      const won = heard(chargeback, news('WON', 2), first.payment!, [], { ...NOW, claimants: [payment] })!;
      entries.push(won.entry);
      payment = won.claimants[0] ?? payment;
      exposure += won.exposures.reduce((sum, one) => sum + one.minor, 0);
      expect([on('chargebackClaims'), on('badDebts') + on('recoveries'), on('unapplied')]).toEqual([0, 0, 0]);
      expect([payment.unapplied.minor, payment.claimed?.minor ?? 0, exposure]).toEqual([1_500, 0, 0]);
      expect([won.chargeback.claims, won.chargeback.claimsUndone]).toEqual([undefined, chargeback.claims]);
    }),
    { numRuns: 300 },
  );
});
