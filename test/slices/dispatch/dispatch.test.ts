import { describe, expect, test } from 'vitest';
import type { Mail } from '../../../shared/dispatch/mail.ts';
import { advance, LEASE_MS, mayClaim, reminded, stillOwed } from '../../../shared/dispatch/rules.ts';
import { putMail } from '../../../shared/dispatch/store.ts';
import type { Attempt } from '../../../shared/payments/payment.ts';
import { receive } from '../../../shared/payments/rules.ts';
import { anInvoice, aPayment, attemptId, customerId } from '../../support/drawn.ts';

const now = '2026-01-20T08:00:00.000Z';
const mail: Mail = {
  id: `mail_${'0'.repeat(26)}`,
  version: 1,
  purpose: 'invoice',
  customerId,
  state: 'QUEUED',
  at: now,
  history: [],
};
const attempt = (state: Attempt['state']): Attempt => ({
  id: attemptId(1),
  version: 1,
  invoiceId: anInvoice(1, 1).id,
  customerId,
  provider: 'sandbox',
  amount: { minor: 1, currency: 'EUR' },
  state,
  providerVersion: 0,
  createdAt: '2026-01-20T07:00:00.000Z',
});

describe('a mail', () => {
  test('is claimed once, and again only when its sender has been silent for the whole lease', () => {
    const claimed = { ...mail, state: 'SENDING' } as const;
    expect(mayClaim(mail, now)).toBe(true);
    expect(mayClaim(claimed, new Date(Date.parse(now) + LEASE_MS - 1).toISOString())).toBe(false);
    expect(mayClaim(claimed, new Date(Date.parse(now) + LEASE_MS).toISOString())).toBe(true);
    expect(mayClaim({ ...mail, state: 'SENT' }, now)).toBe(false);
  });

  test('stands in its customer’s timeline, and in nobody’s where it has no customer', () => {
    expect(putMail('acme', mail).put).toMatchObject({ g2p: `acme#OF#${customerId}` });
    const { customerId: _, ...notice } = mail;
    expect(putMail('acme', notice).put).not.toHaveProperty('g2p');
  });

  test('moves forward only, whatever the order of SES’s events', () => {
    const bounced = advance(mail, 'BOUNCED', now)!;
    expect(bounced).toMatchObject({ state: 'BOUNCED', version: 2, history: [{ state: 'BOUNCED' }] });
    expect(advance(bounced, 'SENT', now)).toBeUndefined();
    expect(advance(bounced, 'BOUNCED', now)).toBeUndefined();
    expect(advance(bounced, 'COMPLAINED', now)?.state).toBe('COMPLAINED');
    // Two work on one reminder: who comes second finds the debts asked for, and must not say that nothing was sent.
    const sent = advance(mail, 'SENT', now)!;
    expect(advance(sent, 'SUPPRESSED', now)).toBeUndefined();
    expect(advance(advance(mail, 'SUPPRESSED', now)!, 'SENT', now)).toBeUndefined();
  });
});

describe('a reminder', () => {
  const late = anInvoice(1, 10_000);
  const later = anInvoice(2, 5_000, { dueOn: '2026-01-17' });
  const debts = (...invoices: (typeof late)[]) => invoices.map((invoice) => ({ invoice, attempts: [] }));
  const spare = (result: ReturnType<typeof stillOwed>) =>
    result.spared.map(({ invoice, why }) => [invoice.number.at(-1), why]);
  const unapplied = (minor: number) => [receive(aPayment(1, minor), []).payment];

  test('asks only for what is overdue and due for a step', () => {
    const result = stillOwed(
      debts(late, anInvoice(3, 1, { dueOn: '2026-01-20' }), anInvoice(4, 1, { remindOn: '2026-01-21' })),
      [],
      '2026-01-20',
      now,
    );
    expect(result.owed).toEqual([late]);
    expect(spare(result)).toEqual([
      ['4', 'not_due'],
      ['3', 'not_due'],
    ]);
  });

  test('never asks for the deposit of an order that is cancelled', () => {
    const debt = { invoice: late, attempts: [], cancelled: true };
    expect(spare(stillOwed([debt], [], '2026-01-20', now))).toEqual([['1', 'order_cancelled']]);
    expect(stillOwed([{ ...debt, cancelled: false }], [], '2026-01-20', now).owed).toEqual([late]);
  });

  test('never asks for what was paid, is being paid, or is covered by money that is here', () => {
    const paid = receive(aPayment(1, 10_000), [{ invoice: late, reason: '' }]).invoices[0]!;
    expect(spare(stillOwed(debts(paid), [], '2026-01-20', now))).toEqual([['1', 'paid']]);
    expect(
      spare(stillOwed([{ invoice: late, attempts: [attempt('PENDING')] }], [], '2026-01-20', now)),
    ).toEqual([['1', 'payment_pending']]);
    expect(stillOwed([{ invoice: late, attempts: [attempt('FAILED')] }], [], '2026-01-20', now).owed).toEqual(
      [late],
    );
    const covered = stillOwed(debts(late, later), unapplied(10_000), '2026-01-20', now);
    expect(spare(covered)).toEqual([['1', 'unapplied_cash']]);
    expect(covered.owed).toEqual([later]);
    expect(stillOwed(debts(late), unapplied(9_999), '2026-01-20', now).owed).toEqual([late]);
  });

  test('counts a step and plans the next; after the last there is none', () => {
    const first = reminded(late, [3, 10, 20], '2026-01-19');
    expect(first).toMatchObject({ reminded: 1, remindOn: '2026-01-26', version: 2 });
    expect(reminded({ ...late, reminded: 2 }, [3, 10, 20], '2026-02-05').remindOn).toBeUndefined();
    expect(reminded(late, [3, 10, 20], '2026-03-01').remindOn).toBe('2026-03-02');
  });
});
