/** What disputes do to receipts, invoices, ledger and credit, in whatever order a provider tells of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { DisputeCause, DisputeState, type Payment } from '../../../shared/payments/payment.ts';
import type { DisputeNews } from '../../../shared/payments/psp/port.ts';
import { receive } from '../../../shared/payments/rules.ts';
import type { Chargeback } from '../../../shared/chargebacks/chargeback.ts';
import { FOLLOWS } from '../../../shared/chargebacks/causes.ts';
import { accepted, askedLater, heard, taskOf, type Effect } from '../../../shared/chargebacks/rules.ts';
import { throughOf } from '../../../shared/refunds/rules.ts';
import { stillOwed } from '../../../shared/dispatch/rules.ts';
import { anInvoice, aPayment } from '../../support/drawn.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const card = {
  method: 'card',
  provider: 'sandbox',
  reference: 'ses_1',
  source: { kind: 'attempt', id: 'a' },
} as const;
const NOW = {
  id: `cbk_${'0'.repeat(26)}` as const,
  on: '2026-02-10',
  at: '2026-02-10T09:00:00.000Z',
  trace: 't',
};
const news = (
  state: DisputeNews['state'],
  version: number,
  over: Partial<DisputeNews> = {},
): DisputeNews => ({
  disputeId: 'dsp_1',
  reference: 'r',
  capture: 'ses_1',
  state,
  version,
  amount: eur(1_000),
  feeMinor: state === 'INQUIRY' ? 0 : 1_500,
  cause: 'fraud',
  reason: 'fraudulent',
  ...over,
});

/** A company of one receipt that paid these invoices, and what is heard of its disputes. */
class Books {
  payment: Payment;
  invoices: Invoice[];
  chargeback: Chargeback | undefined;
  readonly entries: Entry[] = [];
  exposure = 0;
  readonly facts: string[] = [];
  readonly paid: number;
  constructor(paid: number, owed: readonly number[], over: Partial<Invoice> = {}) {
    this.paid = paid;
    const open = owed.map((minor, at) => anInvoice(at + 1, minor, over));
    const first = receive(
      aPayment(1, paid, card),
      open.map((invoice) => ({ invoice, reason: 'by link' })),
    );
    this.payment = first.payment;
    this.invoices = open.map((one) => first.invoices.find(({ id }) => id === one.id) ?? one);
    this.exposure = owed.reduce((sum, minor) => sum + minor, 0);
    this.take(first);
  }
  take({ entry, exposures }: Pick<Effect, 'entry' | 'exposures'>) {
    if (entry) this.entries.push(entry);
    this.exposure += exposures.reduce((sum, { minor }) => sum + minor, 0);
  }
  hears(said: DisputeNews): Effect | undefined {
    const effect = heard(this.chargeback, said, this.payment, this.invoices, NOW);
    if (!effect) return undefined;
    for (const one of effect.invoices)
      expect(one.version).toBe(this.invoices.find(({ id }) => id === one.id)!.version + 1);
    if (effect.payment) expect(effect.payment.version).toBe(this.payment.version + 1);
    expect(effect.chargeback.version).toBe((this.chargeback?.version ?? 0) + 1);
    this.chargeback = effect.chargeback;
    this.payment = effect.payment ?? this.payment;
    this.invoices = this.invoices.map((one) => effect.invoices.find(({ id }) => id === one.id) ?? one);
    this.facts.push(...effect.facts.map(({ type }) => type));
    this.take(effect);
    return effect;
  }
  balance(account: string): number {
    return this.entries
      .flatMap(({ lines }) => lines)
      .reduce((sum, line) => (line.account === account ? sum + line.minor : sum), 0);
  }
  get applied(): number {
    return this.payment.allocations.reduce((sum, { amount }) => sum + amount.minor, 0);
  }
  /** What money is where; the same in the end whatever the order was. */
  get state() {
    return {
      chargeback: this.chargeback?.state,
      unapplied: this.payment.unapplied.minor,
      disputed: this.payment.disputed?.minor ?? 0,
      open: this.invoices.map(({ open }) => open.minor),
      states: this.invoices.map(({ state }) => state),
      balances: [
        'clearing',
        'receivables',
        'unapplied',
        'chargebacks',
        'chargebackClaims',
        'chargebackFees',
      ].map((name) => this.balance(name)),
      exposure: this.exposure,
    };
  }
  isRight() {
    const { payment, chargeback } = this;
    expect(this.applied + payment.unapplied.minor + (payment.disputed?.minor ?? 0)).toBe(this.paid);
    expect(payment.unapplied.minor).toBeGreaterThanOrEqual(0);
    expect(payment.disputed?.minor ?? 0).toBe(chargeback?.taken?.covered.minor ?? 0);
    const open = this.invoices.reduce((sum, one) => sum + one.open.minor, 0);
    const taken = chargeback?.taken ? chargeback.amount.minor : 0;
    const fee = chargeback?.fee.minor ?? 0;
    expect(this.state.balances).toEqual(
      [
        this.paid,
        open - this.invoices.reduce((sum, one) => sum + one.total.minor, 0),
        0 - payment.unapplied.minor,
        0 - taken - fee,
        chargeback?.taken?.claim.minor ?? 0,
        fee,
      ].map((one) => one + 0),
    );
    expect(this.exposure).toBe(open - payment.unapplied.minor);
  }
}

describe('a dispute', () => {
  test('takes the money back out of the invoice, with its fee apart; winning it settles the invoice again', () => {
    const books = new Books(1_000, [1_000]);
    const opened = books.hears(news('EVIDENCE_DUE', 1, { evidenceBy: '2026-02-24T00:00:00.000Z' }))!;
    expect(books.invoices[0]).toMatchObject({
      state: 'ISSUED',
      open: eur(1_000),
      dueOn: '2026-01-16',
      settlements: [],
      chargebacks: [{ state: 'OPEN', amount: eur(1_000), on: NOW.on }],
    });
    expect(books.payment).toMatchObject({ allocations: [], unapplied: eur(0), disputed: eur(1_000) });
    expect(opened.entry).toMatchObject({ kind: 'chargeback', source: NOW.id, on: NOW.on });
    expect(
      Object.fromEntries(opened.entry!.lines.map(({ account, minor }) => [account, minor])),
    ).toMatchObject({
      receivables: 1_000,
      chargebackFees: 1_500,
    });
    expect(books.facts).toEqual(['chargeback.opened', 'invoice.reopened']);
    expect(books.chargeback).toMatchObject({ checkAt: '2026-02-11T09:00:00.000Z', instrument: 'disputed' });
    expect(taskOf(books.chargeback!)).toMatchObject({ dueBy: '2026-02-24T00:00:00.000Z' });
    books.isRight();
    books.hears(news('UNDER_REVIEW', 2));
    expect(taskOf(books.chargeback!)).toBeUndefined();
    books.hears(news('WON', 3));
    expect(books.invoices[0]).toMatchObject({ state: 'PAID', open: eur(0), chargebacks: [{ state: 'WON' }] });
    expect(books.chargeback).toMatchObject({ state: 'WON', settledOn: NOW.on });
    expect(books.chargeback!.checkAt).toBeUndefined();
    books.isRight();
  });

  test('holds reminders back while it is open, and no longer than that', () => {
    const books = new Books(1_000, [1_000]);
    const why = () =>
      stillOwed([{ invoice: books.invoices[0]!, attempts: [] }], [], '2026-03-20', NOW.at).spared.map(
        (one) => one.why,
      );
    books.hears(news('EVIDENCE_DUE', 1));
    expect(why()).toEqual(['charged_back']);
    books.hears(news('UNDER_REVIEW', 2));
    expect(why()).toEqual(['charged_back']);
    books.hears(news('LOST', 3));
    expect([why(), books.invoices[0]!.chargebacks]).toMatchObject([[], [{ state: 'LOST' }]]);
    expect(books.invoices[0]).toMatchObject({ open: eur(1_000), reminded: 0, remindOn: '2026-01-19' });
  });

  test('that is an inquiry takes nothing, and so does a word that is not known', () => {
    const books = new Books(1_000, [1_000]);
    books.hears(news('INQUIRY', 1));
    expect(books.invoices[0]).toMatchObject({ state: 'PAID' });
    expect(books.invoices[0]!.chargebacks).toBeUndefined();
    books.hears(news('UNKNOWN', 2));
    expect([books.chargeback!.state, books.chargeback!.checkAt]).toEqual([
      'UNKNOWN',
      '2026-02-10T10:00:00.000Z',
    ]);
    books.isRight();
    books.hears(news('LOST', 3));
    books.hears(news('UNKNOWN', 4));
    expect(books.payment.disputed).toEqual(eur(1_000));
    books.isRight();
  });

  test('of a part takes what is unapplied first, then the last that was settled; the rest stays paid', () => {
    const books = new Books(2_500, [1_000, 1_000]);
    books.hears(news('LOST', 1, { amount: eur(700) }));
    expect(books.invoices.map(({ open }) => open.minor)).toEqual([0, 200]);
    expect(books.payment).toMatchObject({ unapplied: eur(0), disputed: eur(700) });
    expect(books.invoices[0]!.chargebacks).toBeUndefined();
    expect(books.chargeback!.taken).toMatchObject({ parts: [{ amount: eur(200) }] });
    // Nothing is said of what stays as it was.
    expect(books.facts).toEqual(['chargeback.opened', 'invoice.reopened']);
    const small = new Books(2_500, [1_000]);
    small.hears(news('LOST', 1, { amount: eur(700) }));
    expect([small.invoices[0]!.state, small.payment.unapplied, small.chargeback!.taken!.parts]).toEqual([
      'PAID',
      eur(800),
      [],
    ]);
    for (const each of [books, small]) {
      each.isRight();
      each.hears(news('WON', 2, { amount: eur(700) }));
      expect([each.payment.unapplied.minor, each.invoices[0]!.open.minor]).toEqual([
        each === books ? 500 : 1_500,
        0,
      ]);
      each.isRight();
    }
  });

  test('brings an early-payment discount back with the money, and keeps it again when it is won', () => {
    const early = {
      percent: '2',
      mode: 'gross' as const,
      until: '2026-01-31',
      acceptedUntil: '2026-01-31',
      discount: eur(20),
      taxMinor: 3,
    };
    const books = new Books(980, [1_000], { early });
    expect(books.invoices[0]!.open.minor).toBe(0);
    books.hears(news('LOST', 1, { amount: eur(980) }));
    expect(books.invoices[0]!.open.minor).toBe(1_000);
    books.hears(news('WON', 2, { amount: eur(980) }));
    expect(books.invoices[0]!.open.minor).toBe(0);
    expect(books.balance('discounts')).toBe(17);
  });

  test('of more than is left is a claim, and somebody sees to it once it is lost', () => {
    const books = new Books(1_000, [1_000]);
    books.payment = {
      ...books.payment,
      allocations: [{ ...books.payment.allocations[0]!, amount: eur(400) }],
      refunded: eur(600),
    };
    books.invoices = [
      {
        ...books.invoices[0]!,
        open: eur(600),
        settlements: [{ ...books.invoices[0]!.settlements[0]!, amount: eur(400) }],
      },
    ];
    books.hears(news('LOST', 1));
    expect(books.chargeback!.taken).toMatchObject({ covered: eur(400), claim: eur(600) });
    expect(books.balance('chargebackClaims')).toBe(600);
    expect(taskOf(books.chargeback!)!.why).toContain('claim');
    books.hears(news('WON', 2));
    expect([books.balance('chargebackClaims'), taskOf(books.chargeback!)]).toEqual([0, undefined]);
  });

  test('that is given up ends as ACCEPTED by the provider’s word, and one that is over cannot be', () => {
    const books = new Books(1_000, [1_000]);
    books.hears(news('EVIDENCE_DUE', 1));
    const given = accepted(books.chargeback!, 'key_1');
    if (given.ok) books.chargeback = given.value;
    books.hears(news('LOST', 2));
    expect(books.chargeback).toMatchObject({ state: 'ACCEPTED', acceptedBy: 'key_1' });
    expect(accepted(books.chargeback!, 'key_1')).toMatchObject({ ok: false, code: 'chargebacks.not_open' });
    expect(askedLater(books.chargeback!, '2026-02-12T09:00:00.000Z').checkAt).toBe(
      '2026-02-13T09:00:00.000Z',
    );
  });
});

test('what can be refunded is captured less returned less disputed', () => {
  const payment = {
    ...receive(aPayment(1, 1_000, card), []).payment,
    returned: eur(200),
    disputed: eur(300),
  };
  expect(throughOf(eur(500), [payment])).toBe(payment);
  expect(throughOf(eur(501), [payment])).toBeUndefined();
});

test('every cause has what follows from it: one retry for lack of funds, none for what is closed or disputed', () => {
  const table = DisputeCause.options.map((cause) => [cause, FOLLOWS[cause]] as const);
  expect(table.filter(([, { retry }]) => retry).map(([cause]) => cause)).toEqual(['funds']);
  expect(table.filter(([, { instrument }]) => instrument === 'usable').map(([cause]) => cause)).toEqual([
    'funds',
  ]);
  expect(FOLLOWS.account_closed).toMatchObject({ kind: 'return', instrument: 'ended' });
  expect(FOLLOWS.unauthorised).toMatchObject({ kind: 'dispute', instrument: 'disputed' });
});

test('any order and repetition of the same news ends in one state, and the books are right at each step', () => {
  const known = DisputeState.options.filter((state) => state !== 'UNKNOWN');
  fc.assert(
    fc.property(
      fc.record({
        paid: fc.integer({ min: 1, max: 3_000 }),
        owed: fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 3 }),
        minor: fc.integer({ min: 1, max: 3_500 }),
      }),
      fc.array(fc.constantFrom(...known), { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      ({ paid, owed, minor }, states, chance) => {
        const told = states.map((state, at) =>
          // Two of them may be of the same second.
          news(state, Math.floor(at / 2), { amount: eur(minor), feeMinor: 1_500 }),
        );
        const straight = new Books(paid, owed);
        for (const one of told) {
          straight.hears(one);
          straight.isRight();
        }
        const shuffled = new Books(paid, owed);
        const mixed = [...told, ...told]
          .map((one) => ({ one, at: chance.next().value }))
          .sort((a, b) => a.at - b.at);
        for (const { one } of mixed) {
          shuffled.hears(one);
          shuffled.isRight();
        }
        expect(shuffled.state).toEqual(straight.state);
      },
    ),
    { numRuns: 500 },
  );
});
