/** A mail that came back: who of its addresses is left, and what a reminder that reached nobody did not count. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flagged, isHeard, isStopped, stillUndeliverable } from '../../../shared/customers/rules.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import type { Mail } from '../../../shared/dispatch/mail.ts';
import { advance, bounced, queuedAgain, reminded, sentTo, unserved } from '../../../shared/dispatch/rules.ts';
import { anInvoice, customerId } from '../../support/drawn.ts';

const at = '2026-01-20T08:00:00.000Z';
const to = ['Ann@x.example', 'bob@x.example', 'cid@x.example'];
const mail: Mail = {
  id: `mail_${'0'.repeat(26)}`,
  version: 3,
  purpose: 'invoice',
  customerId,
  state: 'SENT',
  at,
  history: [
    { state: 'SENDING', at, to },
    { state: 'SENT', at },
  ],
};

describe('a mail to several', () => {
  test('has bounced when every address did, in whatever order and however often SES says so', () => {
    fc.assert(
      fc.property(fc.array(fc.subarray(to, { minLength: 1 }), { maxLength: 8 }), (events) => {
        const after = events.reduce((known, addresses) => bounced(known, addresses, at) ?? known, mail);
        const dead = new Set(events.flat());
        expect(after.state).toBe(dead.size === to.length ? 'BOUNCED' : 'SENT');
        expect(new Set(after.failed)).toEqual(dead);
        // A version for each news, and none for what was known.
        expect(after.version - mail.version).toBeLessThanOrEqual(dead.size);
      }),
    );
  });
  test('what the others have got is delivered', () => {
    const partly = bounced(mail, ['ann@X.example'], at)!;
    expect(advance(partly, 'DELIVERED', at)).toMatchObject({ state: 'DELIVERED', failed: ['ann@X.example'] });
  });
  test('a mail from before addresses were kept has bounced at once', () => {
    const old: Mail = { ...mail, history: [{ state: 'SENT', at }] };
    expect(bounced(old, ['x@x.example'], at)?.state).toBe('BOUNCED');
  });
});

describe('setting out again', () => {
  test('is a round of its own after a bounce, and the same one where nothing had gone out', () => {
    const back = bounced(mail, to, at)!;
    const queued = queuedAgain(back, at);
    expect(queued).toMatchObject({ state: 'QUEUED', round: 2, version: back.version + 1 });
    expect(queued).not.toHaveProperty('failed');
    expect(queuedAgain({ ...queued, state: 'BOUNCED' }, at).round).toBe(3);
    const held = advance({ ...mail, state: 'QUEUED' }, 'SUPPRESSED', at, 'no address takes mail')!;
    expect(queuedAgain(held, at)).not.toHaveProperty('round');
    expect(queuedAgain(held, at)).not.toHaveProperty('reason');
    expect(sentTo(queued)).toEqual(to);
  });
});

test('a reminder that sets out again has counted nothing and has no paper yet', () => {
  const steps = [{ invoiceId: anInvoice(1, 1).id, dueOn: '2026-01-10', reminded: 1 }];
  const asked = { entity: 'main', currency: 'EUR', on: '2026-01-20', invoiceIds: [], steps };
  const again = queuedAgain({ ...mail, purpose: 'reminder', reminder: asked, pdf: 'x' }, at);
  expect(again.reminder).toEqual({ entity: 'main', currency: 'EUR', on: '2026-01-20', invoiceIds: [] });
  expect(again).not.toHaveProperty('pdf');
});

describe('a reminder that reached nobody', () => {
  const before = { ...anInvoice(1, 10_000), reminded: 0, remindOn: '2026-01-20' };
  const asked = reminded(before, [3, 10, 20], '2026-01-20');
  const step = { dueOn: before.dueOn, reminded: 1 };
  test('is taken back, and the debt is due for one today', () => {
    expect(asked.reminded).toBe(1);
    expect(unserved(asked, step, '2026-01-22')).toMatchObject({
      reminded: 0,
      remindOn: '2026-01-22',
      version: asked.version + 1,
    });
  });
  test('is left alone where a later one, or another part, was asked for since', () => {
    expect(unserved({ ...asked, reminded: 2 }, step, '2026-01-22')).toBeUndefined();
    expect(unserved({ ...asked, dueOn: '2026-09-09' }, step, '2026-01-22')).toBeUndefined();
  });
  test('asks for nothing of what is paid', () => {
    const { remindOn: _, ...rest } = asked;
    const paid = unserved({ ...rest, open: { ...asked.open, minor: 0 } }, step, '2026-01-22');
    expect(paid?.reminded).toBe(0);
    expect(paid).not.toHaveProperty('remindOn');
  });
});

describe('the customer’s record', () => {
  const customer = {
    version: 1,
    emails: ['desk@x.example'],
    contacts: [{ role: 'billing', name: 'Ann', email: 'Ann@x.example' }],
  } as unknown as Customer;
  const stopped = (address: string) => ({ address, reason: 'bounced' as const, at });
  test('flags its own addresses, each once', () => {
    const after = flagged(customer, [stopped('ann@x.example'), stopped('else@where.example')], at)!;
    expect(after).toMatchObject({ version: 2, undeliverable: [{ email: 'ann@x.example' }] });
    expect(flagged(after, [stopped('ANN@x.example')], at)).toBeUndefined();
  });
  test('forgets the flag with the address, and not before', () => {
    const { undeliverable } = flagged(customer, [stopped('ann@x.example')], at)!;
    expect(stillUndeliverable(undeliverable, customer)).toEqual({ undeliverable });
    expect(stillUndeliverable(undeliverable, { emails: customer.emails })).toEqual({});
  });
});

test('an address that a person allowed is not stopped by what SES tells once more, and is by what comes after', () => {
  const stopped = { address: 'ann@x.example', reason: 'bounced', at } as const;
  const lifted = { ...stopped, lifted: { at: '2026-01-21T08:00:00.000Z', by: 'key_1', reason: 'Room.' } };
  expect([isStopped(stopped), isStopped(lifted)]).toEqual([true, false]);
  expect([isHeard(lifted, at), isHeard(lifted, '2026-01-22T08:00:00.000Z')]).toEqual([true, false]);
});
