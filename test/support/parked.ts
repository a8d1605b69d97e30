/** Work that a worker refuses: a webhook with a right signature that names an attempt which was never begun. */
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { Parked } from '../../shared/operations/operation.ts';
import { readVault } from './refused.ts';
import type { World } from './world.ts';

export const parkSomething = async (world: World): Promise<Parked> => {
  const at = Math.floor(world.cloud.clock.now() / 1000);
  const session = {
    id: 'ses_1',
    url: 'http://127.0.0.1/',
    status: 'succeeded',
    version: 2,
    reference: `att_${'0'.repeat(26)}.inv_${'0'.repeat(26)}`,
    amount: { minor: 100, currency: 'EUR' },
  };
  const raw = JSON.stringify({ id: 'evt_1', type: 'payment.succeeded', data: { object: session } });
  const secret = (await readVault(world))['acme']!['sandbox']!.webhookSecret;
  const signature = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`evt_1.${at}.${raw}`)
    .digest('base64');
  const { status } = await fetch(`${world.cloud.urls.api}/hooks/psp/sandbox`, {
    method: 'POST',
    headers: {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,${signature}`,
    },
    body: raw,
  });
  expect(status).toBe(200);
  await world.settle();
  const [parked, ...more] = await world.all<Parked>('/v1/parked');
  expect([more, parked]).toMatchObject([
    [],
    { worker: 'apply-payment', code: 'payments.attempt_unknown', state: 'WAITING' },
  ]);
  return parked!;
};
