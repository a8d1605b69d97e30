/** The schedule of tries, the order of a line, when an endpoint is given up; and the catalogue against the registry. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { live, rotated, signWebhook, verifyWebhook } from '../../../shared/kernel/webhook.ts';
import {
  attempted,
  claimed,
  deliveryOf,
  judged,
  LEASE_MS,
  moved,
  payloadOf,
  queued,
} from '../../../shared/webhooks/rules.ts';
import {
  DeliveryId,
  PUBLIC,
  takes,
  type Delivery,
  type Endpoint,
  type Line,
} from '../../../shared/webhooks/webhook.ts';
import { eventsIn, sources } from '../../support/source.ts';

const NOW = '2026-01-05T09:00:00.000Z';
const at = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();
const fact = {
  specversion: '1.0',
  id: 'act_1.0',
  source: 'quittance',
  type: 'order.held',
  subject: 'ord_1',
  time: NOW,
  tenant: 'acme',
  traceid: 't',
  data: {},
} as const;
const delivery = (id: string): Delivery => ({
  id: id as Delivery['id'],
  version: 1,
  endpointId: 'whe_1',
  fact,
  state: 'PENDING',
  attempts: [],
  tries: 0,
  at: NOW,
});
const endpoint: Endpoint = {
  id: 'whe_1',
  version: 1,
  url: 'https://shop.example/',
  events: ['*'],
  contact: 'ops@shop.example',
  state: 'ENABLED',
  secrets: [{ sealed: 'x' }],
  createdAt: NOW,
  updatedAt: NOW,
};
const bad = { at: NOW, status: 500, durationMs: 1 };
const good = { at: NOW, status: 204, durationMs: 1 };

test('every event is in the catalogue, or between our own workers', () => {
  const INTERNAL = [
    'account.statement_made',
    'account.statement_rendered',
    'address.change_asked',
    'address.change_confirmed',
    'address.change_ended',
    'attempt.keeps',
    'attempt.refused',
    'customer.import_goes_on',
    'deliveries.due',
    'erasure.goes_on',
    'export.requested',
    'simulation.requested',
    'inbound.assigned',
    'intake.kept',
    'lake.due',
    'invoice.import_goes_on',
    'mail.queued',
    'mail.status_due',
    'order.deposits_left',
    'period.asked',
    'plan.price_change_goes_on',
    'provider.event_kept',
    'session.begun',
    'session.ended',
    'stock.asked',
    'subscription.credit_due',
    'subscription.due',
    'webhook.due',
    'webhook.replay_requested',
  ];
  const known = eventsIn(sources()).map(({ name }) => name);
  expect(known.toSorted()).toEqual([...PUBLIC, ...INTERNAL].toSorted());
  const { webhooks } = JSON.parse(readFileSync('dist/openapi.json', 'utf8')) as { webhooks: object };
  expect(Object.keys(webhooks).toSorted()).toEqual([...PUBLIC].toSorted());
  expect([
    takes(['*'], 'order.held'),
    takes(['order.*'], 'order.held'),
    takes(['order.held'], 'order.held'),
  ]).toEqual([true, true, true]);
  expect(takes(['order.*', 'invoice.issued'], 'invoice.paid')).toBe(false);
});

test('ten tries in three days and more, each later than the one before, then it is given up', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^whd_[0-9a-z]{26}$/), (id) => {
      let one = delivery(id);
      let now = NOW;
      const waits: number[] = [];
      while (one.state === 'PENDING') {
        one = attempted(one, bad, now);
        if (one.nextAt === undefined) break;
        waits.push(Date.parse(one.nextAt) - Date.parse(now));
        now = one.nextAt;
      }
      expect([one.state, one.tries, one.attempts.length]).toEqual(['FAILED', 10, 10]);
      expect(waits).toEqual(waits.toSorted((a, b) => a - b));
      const days = (Date.parse(now) - Date.parse(NOW)) / 86_400_000;
      expect(days).toBeGreaterThanOrEqual(3);
      expect(days).toBeLessThan(4);
    }),
    { numRuns: 50 },
  );
  expect(attempted(delivery('whd_1'), good, NOW)).toMatchObject({ state: 'DELIVERED', tries: 1 });
  expect(attempted(delivery('whd_1'), good, NOW)).not.toHaveProperty('nextAt');
});

describe('a line', () => {
  test('has the events of acts in the order of the events, at every endpoint', () => {
    // Of acts of one millisecond the first fifteen bits of their chance are told apart: enough to be next to never alike.
    const act = fc.record({ ms: fc.nat(3), chance: fc.nat(32_767), rest: fc.nat(255) });
    const idOfAct = ({ ms, chance, rest }: { ms: number; chance: number; rest: number }) =>
      idFrom(
        'act',
        Date.parse(NOW) + ms,
        Uint8Array.of(chance >> 7, (chance << 1) & 255, ...Array<number>(8).fill(rest)),
      );
    const acts = fc.uniqueArray(act, {
      selector: ({ ms, chance }) => `${ms} ${chance}`,
      minLength: 1,
      maxLength: 4,
    });
    const suffix = fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{26}$/);
    fc.assert(
      fc.property(acts, suffix, (some, end) => {
        const endpointId = `whe_${end}` as const;
        const facts = some
          .map(idOfAct)
          .toSorted()
          .flatMap((id) => Array.from({ length: 12 }, (_, place) => ({ ...fact, id: `${id}.${place}` })));
        const ids = facts.map((one) => deliveryOf(endpointId, one, NOW).id);
        expect(ids).toEqual(ids.toSorted());
        expect(new Set(ids).size).toBe(facts.length);
        // The same for the same event at the same endpoint, whenever it is asked for; another at another.
        expect(facts.map((one) => deliveryOf(endpointId, one, at(1)).id)).toEqual(ids);
        const other = facts.map((one) => deliveryOf('whe_1', one, NOW).id);
        expect(other.filter((id) => ids.includes(id))).toEqual([]);
        for (const id of ids) expect(DeliveryId.safeParse(id).success).toBe(true);
      }),
    );
  });
  test('is in the order in which it was written, whatever ids clocks gave, and its sequences rise in it', () => {
    const act = fc.record({ ms: fc.nat(3), place: fc.nat(12) });
    const came = fc.uniqueArray(act, { selector: ({ ms, place }) => `${ms} ${place}`, minLength: 1 });
    fc.assert(
      fc.property(came, fc.infiniteStream(fc.boolean()), (acts, goes) => {
        let line: Line | undefined;
        const sent: Delivery[] = [];
        const written = acts.map(({ ms, place }) => {
          const id = `${idFrom('act', Date.parse(NOW) + ms, new Uint8Array(10))}.${place}`;
          const next = queued(line, deliveryOf('whe_1', { ...fact, id }, NOW), NOW, false)!;
          line = next.line;
          // Some are sent before the next comes.
          if (goes.next().value) {
            const head = line.waiting[0]!;
            line = moved(line, { ...next.delivery, id: head as Delivery['id'], state: 'DELIVERED' }, NOW);
            sent.push({ ...next.delivery, id: head as Delivery['id'] });
          }
          return next.delivery;
        });
        expect([...sent.map(({ id }) => id), ...line!.waiting]).toEqual(written.map(({ id }) => id));
        const sequences = written.map((one) => (JSON.parse(payloadOf(one)) as { sequence: string }).sequence);
        expect(sequences).toEqual(sequences.toSorted());
        expect(new Set(sequences).size).toBe(sequences.length);
        expect(line!.last).toBe(sequences.at(-1));
      }),
    );
  });
  test('takes what is sent again at its own place, once, with the sequence that it had', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 }), (ids) => {
        let line: Line | undefined;
        for (const id of [...ids, ids[0]!]) line = queued(line, delivery(id), NOW, true)!.line;
        expect(line!.waiting).toEqual(ids.toSorted());
        expect(line!.version).toBe(ids.length + 1);
      }),
    );
    expect(queued(undefined, { ...delivery('a'), sequence: 'act_1.0~' }, NOW, true)).toMatchObject({
      delivery: { sequence: 'act_1.0~' },
      line: { last: 'act_1.0~' },
    });
  });
  test('is sent by one at a time, and its next goes on when the head is there or given up', () => {
    const line = queued(queued(undefined, delivery('a'), NOW, false)!.line, delivery('b'), NOW, false)!.line;
    expect(line.nextAt).toBe(NOW);
    expect(claimed(line, NOW).nextAt).toBe(at(LEASE_MS));
    const waits = attempted(delivery('a'), bad, NOW);
    expect(moved(line, waits, NOW)).toMatchObject({ waiting: ['a', 'b'], nextAt: waits.nextAt });
    expect(moved(line, { ...waits, state: 'FAILED' }, NOW).waiting).toEqual(['b']);
    expect(moved(line, attempted(delivery('a'), good, NOW), NOW)).toMatchObject({
      waiting: ['b'],
      nextAt: NOW,
    });
  });
  test('what is sent again goes before a later event that waits for its next try, and not while that may be on its way', () => {
    const waiting: Line = {
      version: 3,
      endpointId: 'whe_1',
      subject: 'ord_1',
      waiting: ['b'],
      nextAt: at(86_400_000),
    };
    expect(queued(waiting, delivery('a'), NOW, true)!.line).toMatchObject({
      waiting: ['a', 'b'],
      nextAt: at(LEASE_MS),
    });
    expect(queued(waiting, delivery('c'), NOW, true)!.line).toMatchObject({
      waiting: ['b', 'c'],
      nextAt: at(86_400_000),
    });
    expect(queued({ ...waiting, nextAt: at(1000) }, delivery('a'), NOW, true)!.line.nextAt).toBe(at(1000));
  });
  test('that is full takes no more', () => {
    const full: Line = {
      version: 1,
      endpointId: 'whe_1',
      subject: 'ord_1',
      waiting: Array.from({ length: 500 }, (_, n) => `w${n}`),
      nextAt: NOW,
    };
    expect(queued(full, delivery('x'), NOW, false)).toBeUndefined();
  });
});

test('an endpoint is given up after three days without one arrival, or at once where it says so', () => {
  const failing = judged(endpoint, bad, NOW)!;
  expect(failing).toMatchObject({ state: 'ENABLED', failingSince: NOW, version: 2 });
  expect(judged(failing, bad, at(3 * 86_400_000 - 1))).toBeUndefined();
  expect(judged(failing, bad, at(3 * 86_400_000))).toMatchObject({ state: 'DISABLED' });
  expect(judged(failing, good, at(1))!.failingSince).toBeUndefined();
  expect(judged(endpoint, good, NOW)).toBeUndefined();
  expect(judged(endpoint, { ...bad, status: 410 }, NOW)).toMatchObject({
    state: 'DISABLED',
    reason: expect.stringContaining('410'),
  });
});

test('what we sign a stranger’s library verifies, and what it signs we take, for five minutes and not one second more', () => {
  const [one, two] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_dGhlIG5leHQgb25lLCAyNCBieXRlcy4u'];
  const now = new Date().toISOString();
  const raw = payloadOf({ fact });
  const headers = signWebhook('whd_1', now, raw, [one, two]);
  for (const secret of [one, two])
    expect(new Webhook(secret).verify(raw, headers)).toMatchObject({ id: fact.id, sequence: fact.id });
  expect(() => new Webhook(one).verify(`${raw} `, headers)).toThrow();
  const theirs = { ...headers, 'webhook-signature': new Webhook(two).sign('whd_1', new Date(now), raw) };
  const later = (seconds: number) =>
    new Date(Math.floor(Date.parse(now) / 1000) * 1000 + seconds * 1000).toISOString();
  expect(verifyWebhook(raw, theirs, now, [one, two])).toBe('whd_1');
  expect(verifyWebhook(raw, theirs, now, [one])).toBeUndefined();
  expect([300, -300, 301, -301].map((seconds) => verifyWebhook(raw, theirs, later(seconds), [two]))).toEqual([
    'whd_1',
    'whd_1',
    undefined,
    undefined,
  ]);
  const secrets = rotated(rotated([{ sealed: 'a' }], 'b', NOW, 24), 'c', NOW, 1);
  expect(secrets.map(({ sealed }) => sealed)).toEqual(['c', 'b']);
  expect(live(secrets, at(3_600_000)).map(({ sealed }) => sealed)).toEqual(['c']);
});
