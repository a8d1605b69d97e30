/** The doctor on what partners sent and are sent: items as the stores write them, and each rule once broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { putMessage } from '../../shared/intake/store.ts';
import { putDelivery, putEndpoint, putLine } from '../../shared/webhooks/store.ts';

const at = '2026-01-05T09:00:00.000Z';
const message = (id: string, over: object = {}) =>
  putMessage('acme', { id, source: 'shop', state: 'DONE', receivedAt: at, at, version: 1, ...over } as never);
const delivery = (id: string, over: object = {}) =>
  putDelivery('acme', { id, endpointId: 'whe_1', state: 'PENDING', at, version: 1, ...over } as never);
const line = (waiting: string[], over: object = {}) =>
  putLine('acme', {
    endpointId: 'whe_1',
    subject: 'ord_1',
    nextAt: at,
    version: 1,
    waiting,
    ...over,
  } as never);
const endpoint = (state = 'ENABLED') => putEndpoint('acme', { id: 'whe_1', state, version: 1 } as never);

const found = (later: string, ...writes: { put?: object }[]): [string, string][] =>
  examine({
    items: writes.map(({ put }) => put as Raw),
    now: Date.parse(later),
    patienceMs: 3_600_000,
  }).map(({ rule, what }) => [rule, what]);
const soon = '2026-01-05T09:30:00.000Z';
const late = '2026-01-05T11:00:00.000Z';
const muchLater = '2026-01-09T09:00:00.000Z';

test('nothing is wrong with messages that are taken or on their way, and with what waits in its line', () => {
  const waiting = message('inb_2', { state: 'WAITING', awaits: '4711' });
  expect(found(soon, message('inb_1', { state: 'KEPT' }), waiting)).toEqual([]);
  expect(found(late, message('inb_1'), waiting, message('inb_3', { state: 'REFUSED' }))).toEqual([]);
  expect(found(soon, endpoint(), delivery('whd_1'), delivery('whd_2'), line(['whd_1', 'whd_2']))).toEqual([]);
  // At an endpoint that is switched off nothing is due.
  expect(found(late, endpoint('DISABLED'), delivery('whd_1'), line(['whd_1']))).toEqual([]);
});

test('a message that comes to nothing, waits too long or for nothing, or came to an order that is not there', () => {
  expect(found(late, message('inb_1', { state: 'KEPT' }))).toEqual([
    ['intake.taken', `what shop sent is KEPT since ${at}`],
  ]);
  expect(found(muchLater, message('inb_1', { state: 'WAITING', awaits: '4711' }))).toEqual([
    ['intake.taken', `it waits for order 4711 since ${at}`],
  ]);
  expect(found(soon, message('inb_1', { state: 'WAITING' }))).toEqual([
    ['intake.taken', 'it is WAITING and waits for nothing'],
  ]);
  expect(found(soon, message('inb_1', { orderId: 'ord_9' }))).toEqual([
    ['intake.taken', 'it came to order ord_9, which is not there'],
  ]);
  const lost = message('inb_1');
  expect(found(soon, { put: { ...lost.put, g2p: 'acme#INBOX#KEPT' } })).toEqual([
    ['table.index', 'g2 does not say where it is'],
  ]);
});

test('a delivery that waits nowhere, twice, or is none; a line that does not move', () => {
  expect(found(late, endpoint(), delivery('whd_1'))).toEqual([
    ['webhook.sent', `it is PENDING since ${at} and waits in no line`],
  ]);
  expect(found(soon, endpoint(), delivery('whd_1'), line(['whd_1', 'whd_1']))).toEqual([
    ['webhook.sent', 'it waits twice'],
  ]);
  expect(found(soon, endpoint(), delivery('whd_1', { state: 'FAILED' }), line(['whd_1', 'whd_2']))).toEqual([
    ['webhook.sent', 'it waits and is FAILED'],
    ['webhook.sent', 'it waits and is not there'],
  ]);
  expect(found(late, endpoint(), delivery('whd_1'), line(['whd_1']))).toEqual([
    ['webhook.sent', `1 wait since ${at}`],
  ]);
  const numbered = [delivery('whd_1', { sequence: 'act_2.0' }), endpoint()];
  expect(found(soon, ...numbered, line(['whd_1'], { last: 'act_2.0' }))).toEqual([]);
  expect(found(soon, ...numbered, line(['whd_1'], { last: 'act_1.0' }))).toEqual([
    ['webhook.sent', 'its sequence is behind the last of its line, act_1.0'],
  ]);
});
