/** What waits, for whom and for how long: the breaker's figures, the hours of recipients, and the minutes of mails. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mail } from '../../../shared/dispatch/mail.ts';
import { MailRules, NO_MAIL_RULES, type Level } from '../../../shared/dispatch/mailing.ts';
import { advance, neverLeft, queuedAgain } from '../../../shared/dispatch/rules.ts';
import { putMail } from '../../../shared/dispatch/store.ts';
import {
  countsOf,
  heldFor,
  levelOf,
  mailingFrom,
  isPaced,
  shareOf,
  windowFrom,
} from '../../../shared/dispatch/waiting.ts';
import { Purpose } from '../../../shared/dispatch/mail.ts';
import { customerId } from '../../support/drawn.ts';

const now = '2026-01-20T09:30:00.000Z';
const zone = 'Europe/Berlin';
const held = (breaker: Level, over: object = {}) => {
  const counts = { closed: [100, 2], half: [100, 3], open: [100, 5] }[breaker];
  const mailing = mailingFrom([
    { hour: '2026-01-20T09', sent: counts[0]!, bounced: counts[1]!, complained: 0 },
  ]);
  return Purpose.options.filter(
    (purpose) => heldFor({ purpose }, { ...mailing, ...over }, zone, now)?.for === 'breaker',
  );
};

describe('the breaker', () => {
  test.each<[Level, number, number, number]>([
    ['closed', 1_000, 24, 0],
    ['half', 1_000, 25, 0],
    ['half', 1_000, 49, 0],
    ['open', 1_000, 50, 0],
    // Half of one in a thousand is five in ten thousand; one complaint alone is none.
    ['closed', 10_000, 0, 4],
    ['half', 10_000, 0, 5],
    ['open', 10_000, 0, 10],
    ['closed', 100, 0, 1],
    ['open', 100, 0, 2],
    ['closed', 99, 99, 99],
  ])('is %s with %i sent, %i bounced, %i complained', (level, sent, bounced, complained) => {
    expect(levelOf({ sent, bounced, complained }, 100)).toBe(level);
  });
  test('never closes further as more come back, nor opens as more arrive', () => {
    const rank = { closed: 0, half: 1, open: 2 };
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(300), fc.nat(20), fc.nat(50), (sent, bounced, complained, more) => {
        const level = rank[levelOf({ sent, bounced, complained }, 100)];
        expect(rank[levelOf({ sent, bounced: bounced + more, complained }, 100)]).toBeGreaterThanOrEqual(
          level,
        );
        expect(rank[levelOf({ sent, bounced, complained: complained + more }, 100)]).toBeGreaterThanOrEqual(
          level,
        );
        if (sent >= 100)
          expect(rank[levelOf({ sent: sent + more, bounced, complained }, 100)]).toBeLessThanOrEqual(level);
      }),
    );
  });
  const NEVER = ['notice', 'code', 'account', 'agency'];
  test('holds what asks before what tells, and a notice, a code, what a customer did itself or an agency is told never', () => {
    expect(held('closed')).toEqual([]);
    expect(held('half')).toEqual(['reminder', 'statement', 'instalment']);
    expect(held('open')).toEqual(Purpose.options.filter((purpose) => !NEVER.includes(purpose)));
  });
  test('lets through what a person answers for: one mail, or all of some hours', () => {
    const override = { version: 1, at: now, by: 'x', reason: 'x' };
    expect(held('open', { override: { ...override, until: '2026-01-20T09:30:00.001Z' } })).toEqual([]);
    expect(held('open', { override: { ...override, until: now } })).toHaveLength(
      Purpose.options.length - NEVER.length,
    );
    const bad = mailingFrom([{ hour: '2026-01-20T09', sent: 100, bounced: 9, complained: 0 }]);
    expect(heldFor({ purpose: 'invoice', released: { at: now, by: 'x' } }, bad, zone, now)).toBeUndefined();
  });
  test('judges 24 hours, and closes by itself once those with the bounces are past', () => {
    expect(windowFrom(now)).toBe('2026-01-19T10');
    const mailing = mailingFrom([
      { hour: '2026-01-19T09', sent: 5, bounced: 5, complained: 5 },
      { hour: '2026-01-19T10', sent: 100, bounced: 7, complained: 0 },
      { hour: '2026-01-20T09', sent: 100, bounced: 1, complained: 1 },
    ]);
    expect(countsOf(mailing, now)).toEqual({ sent: 200, bounced: 8, complained: 1 });
    expect(heldFor({ purpose: 'reminder' }, mailing, zone, now)).toEqual({ for: 'breaker' });
    expect(heldFor({ purpose: 'reminder' }, mailing, zone, '2026-01-20T10:00:00.000Z')).toBeUndefined();
  });
});

describe('hours and minutes', () => {
  const rules = MailRules.parse({ version: 1, hours: { from: '11:00', to: '12:00' } });
  const mailing = { ...mailingFrom([]), rules };
  test('reminders and statements wait for the hours of their recipient; what tells does not', () => {
    const waiting = { for: 'hours', until: '2026-01-20T10:00:00.000Z' };
    expect(Purpose.options.map((purpose) => heldFor({ purpose }, mailing, zone, now))).toEqual([
      ...Array<undefined>(4).fill(undefined),
      waiting,
      waiting,
      undefined,
      undefined,
      waiting,
      ...Array<undefined>(9).fill(undefined),
    ]);
    expect(heldFor({ purpose: 'reminder' }, mailing, 'Europe/Athens', now)).toBeUndefined();
  });
  test('reminders take half of a minute at most', () => {
    expect(
      (['notice', 'account', 'code', 'invoice'] as const).filter((purpose) => isPaced({ purpose })),
    ).toEqual(['code', 'invoice']);
    expect(shareOf({ purpose: 'invoice' }, 60)).toBe(60);
    expect(shareOf({ purpose: 'reminder' }, 60)).toBe(30);
    expect(shareOf({ purpose: 'reminder' }, 1)).toBe(1);
  });
  test('without rules nothing waits', () => {
    expect(mailingFrom([])).toEqual({ rules: NO_MAIL_RULES, override: undefined, hours: [] });
  });
});

describe('a mail that waits', () => {
  const mail: Mail = {
    id: `mail_${'0'.repeat(26)}`,
    version: 1,
    purpose: 'reminder',
    customerId,
    state: 'QUEUED',
    at: now,
    waits: { for: 'breaker', since: now },
    history: [],
  };
  test('is listed while it waits, and not once it has moved', () => {
    expect(putMail('acme', mail).put).toMatchObject({ g1p: 'acme#MAILS_HELD', g1s: mail.id });
    const moved = advance(mail, 'SUPPRESSED', now, 'paid')!;
    expect(moved).not.toHaveProperty('waits');
    expect(putMail('acme', moved).put).not.toHaveProperty('g1p');
  });
  test('has not left, unless a service may have taken it', () => {
    expect(neverLeft(mail)).toBe(true);
    expect(neverLeft({ ...mail, waits: { for: 'service', since: now } })).toBe(false);
  });
  test('is not released once more when it sets out again', () => {
    const back = queuedAgain({ ...mail, state: 'BOUNCED', released: { at: now, by: 'x' } }, now);
    expect(back).not.toHaveProperty('released');
  });
});
