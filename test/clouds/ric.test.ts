/** The bundles under AWS's own runtime client: it loads the handler, makes its context and reports its errors, and nothing of ours is in between. */
import { globSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { World } from '../support/world.ts';
import { runtimeClient, testWith } from './tools.ts';

const check = testWith(await runtimeClient());
/** Processes that run under it now; what it runs is in their environment. */
const running = (client: string): string[] =>
  globSync('/proc/[0-9]*/cmdline').flatMap((file) => {
    try {
      if (!readFileSync(file, 'utf8').split('\0').includes(client)) return [];
      const variables = readFileSync(file.replace('cmdline', 'environ'), 'utf8').split('\0');
      return variables.flatMap((variable) => variable.split('AWS_LAMBDA_FUNCTION_NAME=')[1] ?? []);
    } catch {
      return []; // It ended in between.
    }
  });

check('an order is invoiced, mailed, paid and matched by functions under aws-lambda-ric', async (client) => {
  // Its clock is the machine's: nothing shifts `Date` in a process that is not ours.
  const world = await World.open(
    new Date().toISOString(),
    {},
    {},
    { host: 'child', client, concurrency: { perFunction: 1, total: 40 } },
  );
  try {
    const acme = await world.customer('Client');
    const first = await acme.isInvoiced({ net: '100.00', taxClass: 'standard' });
    await acme.paysByCard(first.number);
    expect(await acme.invoice(first.id)).toMatchObject({ state: 'PAID', open: { minor: 0 } });
    const second = await acme.isInvoiced('50.00');
    await acme.transfers('50.00', second.number);
    expect(await acme.invoice(second.id)).toMatchObject({ state: 'PAID' });
    const refused = await world.call('POST', '/v1/orders', { nonsense: true }, { key: 'partner' });
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'request.invalid' }]);
    const thrown = await world.cloud.invoke('OpenTenant', { tenant: 'UPPER' });
    expect(thrown.error?.type).toBe('ZodError');
    await world.booksAreRight();
    const functions = running(client);
    for (const name of ['OrdersApi', 'RenderDocument', 'SendMail', 'MatchCash', 'Outbox', 'Portal'])
      expect(functions).toContainEqual(expect.stringContaining(name));
  } finally {
    await world.close();
  }
});
