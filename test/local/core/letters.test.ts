/** The sandbox's printer of letters: takes each document once, says that it arrived, and shows it to nobody without its name. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { letters } from '../../../bin/local/console/letters.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'letters-'));
afterAll(() => rmSync(stateDir, { recursive: true, force: true }));
const route = letters({ apiKey: 'k', stateDir, now: () => Date.parse('2026-03-02T09:00:00Z') });
const call = async (
  method: string,
  path: string,
  over: { body?: object; key?: string; bearer?: string } = {},
) => {
  const { body, key, bearer = 'k' } = over;
  const answer = await route(
    new Request(`http://127.0.0.1${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...(key !== undefined && { 'idempotency-key': key }) },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  return { status: answer!.status, text: await answer!.text() };
};
const body = {
  route: { kind: 'invoice', to: { name: 'Ann <b>', address: { city: 'Ulm' } } },
  filename: 'INV-1.pdf',
  content: Buffer.from('%PDF-1').toString('base64'),
};

test('a document is taken once by its key, is delivered, and can be read where it is listed', async () => {
  const first = await call('POST', '/letters/v1/documents', { body, key: 'one' });
  expect(first.status).toBe(202);
  const { id, state } = JSON.parse(first.text) as { id: string; state: string };
  expect(state).toBe('SUBMITTED');
  expect((await call('POST', '/letters/v1/documents', { body, key: 'one' })).text).toBe(first.text);
  expect(JSON.parse((await call('GET', `/letters/v1/documents/${id}`)).text)).toEqual({
    id,
    state: 'DELIVERED',
  });
  const list = (await call('GET', '/letters')).text;
  expect(list.split('INV-1.pdf')).toHaveLength(2);
  expect(list).toContain('Ann &#60;b&#62;, Ulm');
  expect((await call('GET', `/letters/${id}.pdf`)).text).toBe('%PDF-1');
});
test('what is not a document, not known or not its customer’s is refused', async () => {
  expect((await call('POST', '/letters/v1/documents', { body, bearer: 'x', key: 'two' })).status).toBe(401);
  expect((await call('POST', '/letters/v1/documents', { body })).status).toBe(400);
  expect((await call('POST', '/letters/v1/documents', { body: {}, key: 'two' })).status).toBe(400);
  expect((await call('GET', '/letters/v1/documents/let_x')).status).toBe(404);
  expect((await call('GET', '/letters/..%2f..%2fetc.pdf')).status).toBe(404);
  expect(route(new Request('http://127.0.0.1/mailbox'))).toBeUndefined();
});
