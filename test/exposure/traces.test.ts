/**
 * Secrets and personal data stay where they belong. A company whose every name, address, text and secret is marked goes
 * the whole road, with everything going wrong that would make a program talk: then every log, event, error and URL is
 * searched for the marks.
 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SELLER } from '../../bin/demo/company.ts';
import type { Count } from '../../bin/local/meter.ts';
import { itemsOf, readVault } from '../support/refused.ts';
import { World, type Buyer } from '../support/world.ts';

/** What a person is known by; the mark is in each. */
const MARK = 'Zyxwv';
const marked = (what: string) => `${MARK}${what}`;

let world: World;
let acme: Buyer;
let number: string;
let link: string;
/** By name: every text that opens something. */
let secrets: Record<string, string>;
/** Answers that said no or failed: they are shown to whoever asked, and logged by proxies. */
const answers: string[] = [];

const asked = async (...args: Parameters<World['call']>) => {
  const { status, body } = await world.call(...args);
  answers.push(JSON.stringify(body));
  return status;
};
const isPlayed = async (): Promise<void> => {
  acme = await world.customer(marked('Name'), {
    address: { line1: marked('Street'), postalCode: '10115', city: marked('City'), country: 'DE' },
    emails: [`${MARK.toLowerCase()}@customer.example`],
    paymentTermsDays: 1,
  });
  const invoice = await acme.isInvoiced({ net: '40.00' });
  ({ number } = invoice);
  link = await acme.link(number);
  await acme.paysByCard(number, 'decline');
  await acme.paysByCard(number);
  const other = await acme.isInvoiced({ net: '41.00' });
  await acme.transfers('41.00', `${other.number} ${marked('Remittance')}`);
  await world.bank([
    { minor: 55, text: marked('Unknown'), payer: { name: marked('Payer'), iban: acme.iban } },
  ]);
  await world.call('POST', '/v1/exports', { kind: 'ledger_journal' });
  await acme.isInvoiced({ net: '42.00' });
  const [mail] = await acme.inbox();
  await world.control(`/control/mails/${mail!.id}/bounce`, {});
  await world.day(6);
};
/** Everything that makes a program talk about what it was given. */
const goesWrong = async (): Promise<void> => {
  const key = 'partner';
  for (const body of [
    `{"name":"${marked('Broken')}`,
    { name: marked('Field'), [marked('Key')]: 1 },
    marked('Text'),
  ])
    expect(await asked('PUT', '/v1/customers/crm/x', body, { key })).toBeGreaterThanOrEqual(400);
  expect(await asked('POST', '/v1/statements', `<a>${marked('Xml')}`, { raw: true })).toBe(422);
  expect(await asked('GET', `/v1/invoices/${marked('Id')}`)).toBe(422);
  expect(await asked('GET', `/v1/orders?cursor=${marked('Cursor')}`)).toBe(400);
  expect(await asked('GET', '/v1/orders', undefined, { key: `qk.acme.${marked('Key')}` })).toBe(403);
  expect(await asked('GET', `/v1/${marked('Path')}`)).toBe(404);
  await fetch(`${link}${MARK}`);
  // The table and the mail service answer with faults for longer than anybody tries again.
  const fault = { kind: 'error' as const, when: 'before' as const, count: 8 };
  world.cloud.faults.add({ ...fault, function: 'CustomersApi', service: 'dynamodb', action: 'GetItem' });
  expect(await asked('GET', `/v1/customers/${acme.id}`)).toBe(500);
  world.cloud.faults.clear();
  world.cloud.faults.add({
    ...fault,
    kind: 'throttle',
    function: 'SendMail',
    service: 'ses',
    action: 'SendRawEmail',
  });
  await acme.orders('2.00');
  await world.settle();
  world.cloud.faults.clear();
  // A provider that signs what cannot be read.
  // JSON.parse quotes what it does not expect: its message has the mark.
  const raw = `{"type":${marked('Webhook')}}`;
  const time = String(Math.floor(world.cloud.clock.now() / 1000));
  const id = 'msg_unreadable';
  const signature = createHmac('sha256', Buffer.from(secrets['webhook']!.slice(6), 'base64'))
    .update(`${id}.${time}.${raw}`)
    .digest('base64');
  const { status } = await fetch(`${world.cloud.urls.api}/hooks/psp/sandbox`, {
    method: 'POST',
    headers: { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` },
    body: raw,
  });
  expect(status).toBe(200);
  await world.settle();
};

beforeAll(async () => {
  world = await World.open('2026-01-05T09:00:00Z', {
    name: marked('Seller'),
    email: `${MARK.toLowerCase()}@seller.example`,
    bank: { ...SELLER.bank, name: marked('Bank') },
  });
  const { apiKey, webhookSecret } = (await readVault(world))['acme']!['sandbox']!;
  secrets = { provider: apiKey, webhook: webhookSecret };
  for (const [name, key] of Object.entries(world.keys)) secrets[`key ${name}`] = key.split('.').at(-1)!;
  await isPlayed();
  secrets['link'] = link.split('.').at(-1)!;
  await goesWrong();
}, 240_000);
afterAll(() => world.close());

const logs = async (): Promise<Map<string, string>> => {
  const { functions } = await world.control<{ functions: string[] }>('/control/functions');
  const found = new Map<string, string>();
  for (const name of functions) {
    const { log } = await world.control<{ log: string }>(
      `/control/logs?function=${encodeURIComponent(name)}&bytes=50000000`,
    );
    found.set(name, log);
  }
  return found;
};
const personal = (): string[] => [MARK, MARK.toLowerCase(), acme.iban, SELLER.bank.iban];
/** Which of the words are in the text: a failure names them, and where. */
const found = (words: readonly string[], text: string): string[] =>
  words.filter((word) => text.includes(word));

describe('nobody who reads', () => {
  test('a log sees a secret, a name, an address or what anybody wrote', async () => {
    const all = await logs();
    const told = [...all.values()].join('');
    // It was told that things went wrong, and where.
    for (const line of ['function.failed', 'record.failed', 'SyntaxError', '"stack":"at '])
      expect(told).toContain(line);
    for (const [name, log] of all)
      expect([name, found([...Object.values(secrets), ...personal()], log)]).toEqual([name, []]);
  });

  test('an event sees more than ids, codes and amounts', async () => {
    const events = [...(await itemsOf(world)).values()].flatMap(
      ({ events: some }) => (some ?? []) as unknown[],
    );
    expect(events.length).toBeGreaterThan(20);
    const words = [...Object.values(secrets), ...personal()];
    expect(events.filter((one) => found(words, JSON.stringify(one)).length > 0)).toEqual([]);
  });

  test('an answer that said no sees what was sent, or anything of ours', () => {
    expect(answers.length).toBeGreaterThan(8);
    const sent = answers.filter((answer) => !answer.includes(`/${marked('Key')}`));
    expect(found([...Object.values(secrets), ...personal()], sent.join('\n'))).toEqual([]);
    expect(answers.join('\n')).not.toMatch(/node_modules|\.ts:|at async|dynamodb|arn:aws|AccessDenied/i);
  });

  test('the table finds a secret: keys and links are there as hashes', async () => {
    const table = JSON.stringify([...(await itemsOf(world)).values()]);
    expect(table).toContain(MARK);
    expect(found(Object.values(secrets), table)).toEqual([]);
  });

  test('a key of the table, and so a trace of AWS, sees a name, but for partners’ own ids and addresses that bounced', async () => {
    const keys = [...(await itemsOf(world)).keys()];
    const named = keys.filter((key) => found([MARK, MARK.toLowerCase()], key).length > 0);
    // CUSX and ORDERX: a partner's own ids of a customer and an order, here made of its name. NOMAIL: where no mail may go.
    expect(new Set(named.map((key) => key.split('#')[1]))).toEqual(new Set(['CUSX', 'ORDERX', 'NOMAIL']));
  });

  test('calls of the meter, by function and action, sees anything but them', () => {
    const counts: Count[] = world.cloud.meter.report();
    expect(counts.length).toBeGreaterThan(20);
    expect(found([...Object.values(secrets), ...personal()], JSON.stringify(counts))).toEqual([]);
  });
});

test('a mail carries no secret but its own link, and that goes to its own receiver', async () => {
  const mails = await world.mails('');
  expect(mails.length).toBeGreaterThan(3);
  const { link: own, ...others } = secrets;
  for (const { to, text, html } of mails) {
    expect(found(Object.values(others), text + html)).toEqual([]);
    if (`${text}${html}`.includes(own!)) expect(to).toEqual([acme.email]);
  }
});
