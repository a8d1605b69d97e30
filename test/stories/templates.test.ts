/** Mails in a tenant's own words and colours, and mails that a customer does not want. */
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SELLER } from '../../bin/demo/company.ts';
import { openCompany } from '../../bin/demo/open.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { running } from '../../bin/doctor/sources.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import type { Mail } from '../../shared/dispatch/mail.ts';
import type { Template } from '../../shared/dispatch/template.ts';
import { changesNothing, expectProblem } from '../support/refused.ts';
import { PROFILE } from '../support/stock.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(undefined, {}, {}, { jobs: [] });
});
afterAll(async () => {
  await world.settle();
  expect(examine(await running(world.cloud.urls, 0))).toEqual([]);
  await world.booksAreRight();
  await world.close();
});

const TEMPLATES = '/v1/mail-templates';
const INVOICE = `${TEMPLATES}/invoice/en`;
const say = (path: string, body: object, key = 'finance') =>
  world.call<Template & { active?: object }>('PUT', path, body, { key });
const done = async (method: string, path: string, body: object = {}, key = 'finance') => {
  const { status, body: answer } = await world.call<never>(method, path, body, { key });
  expect([path, status, answer]).toMatchObject([path, 200, {}]);
  return answer;
};
/** Functions remember a tenant's settings for half a minute. */
const known = () => world.passes(31_000);
const mailOf = async (purpose: string, { id }: Buyer): Promise<Mail> => {
  const { items } = await running(world.cloud.urls, 0);
  return items
    .filter(({ kind }) => kind === 'mail')
    .map(({ doc }) => doc as Mail)
    .filter((mail) => mail.purpose === purpose && mail.customerId === id)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .at(-1)!;
};
const parsed = async (id: string) =>
  PostalMime.parse(await (await fetch(`${world.cloud.urls.console}/control/mails/${id}/raw`)).text());
const headerOf = ({ headers }: Awaited<ReturnType<typeof parsed>>, name: string) =>
  headers.filter((header) => header.key === name).map(({ value }) => value);

test('a template is tried before it is kept, seen with an invoice, activated, replaced, taken back', async () => {
  const acme = await world.customer('Wordy');
  const first = await acme.isInvoiced('119.00');
  await changesNothing(world, async () => {
    const wrong = { subject: 'Bill {{ invoice.nr }}', text: 'a\n\n{% include "x" %}' };
    const refused = await say(INVOICE, wrong);
    expectProblem(refused, { status: 422, code: 'templates.invalid', at: ['/subject', '/text'] });
    expect(refused.body).toMatchObject({
      errors: [
        { detail: 'line 1, column 9: there is no variable invoice.nr' },
        { detail: expect.stringContaining('line 3, column 1: tag "include" not found') },
      ],
    });
    expectProblem(await say(INVOICE, { subject: 'a\r\nBcc: all@evil.example', text: 'x' }), {
      status: 422,
      code: 'request.invalid',
      at: ['/subject'],
    });
  });
  const one = { subject: 'Bill {{ invoice.number }}', text: 'Dear {{ customer.name }},\r\n\r\nfirst words.' };
  const made = await say(INVOICE, one);
  expect(made).toMatchObject({
    status: 200,
    body: { version: 1, text: 'Dear {{ customer.name }},\n\nfirst words.' },
  });
  // The same words again are no new version; others are.
  expect((await say(INVOICE, one)).body.version).toBe(1);
  expect((await say(INVOICE, { ...one, text: 'Second words.' })).body.version).toBe(2);

  const before = (await acme.inbox()).length;
  const about = { about: first.id };
  const preview = await done('POST', `${INVOICE}/1/preview`, about);
  expect(preview).toMatchObject({
    subject: `Bill ${first.number}`,
    text: expect.stringMatching(/Dear Wordy,\n\nfirst words\.\n\nAmount due: €119\.00/),
    html: expect.stringContaining('https://preview.invalid/'),
  });
  const preview2 = (path: string, body: object, key = 'finance') => world.call('POST', path, body, { key });
  expectProblem(await preview2(`${INVOICE}/3/preview`, about), { status: 404, code: 'templates.unknown' });
  expectProblem(await preview2(`${INVOICE}/1/preview`, { about: first.snapshot.orderId }), {
    status: 422,
    code: 'templates.about_other',
    at: ['/about'],
  });
  expectProblem(await preview2(`${INVOICE}/1/preview`, { about: `inv_${'0'.repeat(26)}` }), {
    status: 422,
    code: 'templates.about_unknown',
    at: ['/about'],
  });
  // Whoever may word mails need not be who may read invoices.
  expectProblem(await preview2(`${INVOICE}/1/preview`, about, 'admin'), {
    status: 403,
    code: 'templates.about_scope',
  });
  expectProblem(await preview2(`${INVOICE}/1/preview`, about, 'foreignFinance'), {
    status: 404,
    code: 'templates.unknown',
  });
  expect(await acme.inbox()).toHaveLength(before);

  const worded = async () => {
    await known();
    const { number } = await acme.isInvoiced('10.00');
    const [mail] = (await acme.inbox(number)).filter(({ attachments }) => attachments.length > 0);
    return { subject: mail!.subject.replace(number, 'N'), mail: mail!, kept: await mailOf('invoice', acme) };
  };
  const active = () => world.get<{ data: object[] }>(TEMPLATES).then(({ data }) => data);
  await done('POST', `${INVOICE}/1/activate`);
  const { subject, mail, kept } = await worded();
  expect(subject).toBe('Bill N');
  expect(mail.text).toMatch(/Dear Wordy,\n\nfirst words\.\n\nAmount due: €10\.00[\s\S]*\/pay\/[\s\S]*IBAN/);
  expect(mail.attachments.map(({ filename }) => filename.split('.').at(-1))).toEqual(['pdf', 'xml']);
  expect(kept.template).toEqual({ name: 'invoice', language: 'en', version: 1 });
  await done('POST', `${INVOICE}/2/activate`);
  expect((await worded()).mail.text).toContain('Second words.');
  await done('POST', `${INVOICE}/1/activate`);
  expect((await worded()).mail.text).toContain('first words.');
  expect(await active()).toMatchObject([{ purpose: 'invoice', language: 'en', version: 1 }]);
  const versions = await world.get<{ data: { version: number; active?: object }[] }>(INVOICE);
  expect(versions.data.map((row) => [row.version, row.active !== undefined])).toEqual([
    [2, false],
    [1, true],
  ]);
  // Opened again by an operator, a tenant keeps its words.
  await openCompany(world.cloud, { tenant: 'acme', entities: [SELLER], keys: [] });
  expect(await active()).toHaveLength(1);
  await done('POST', `${INVOICE}/deactivate`);
  expect((await worded()).mail.text).toContain('Here is your invoice');
  expect(await mailOf('invoice', acme)).not.toHaveProperty('template');
  expectProblem(await preview2(`${INVOICE}/deactivate`, {}), { status: 409, code: 'templates.not_active' });
  const acts = await world.get<{ data: { action: string; subjects: string[] }[] }>(
    '/v1/audit?limit=100',
    'admin',
  );
  expect(
    acts.data
      .filter(({ action }) => action.startsWith('templates.'))
      .map(({ action, subjects }) => `${action} ${subjects.join(' ')}`),
  ).toEqual(
    expect.arrayContaining([
      'templates.put invoice.en.1',
      'templates.activate invoice.en.2',
      'templates.deactivate invoice.en.1',
    ]),
  );
});

test('a template that does not fit one mail in a thousand loses none: ours goes out, and it is told', async () => {
  const path = `${TEMPLATES}/order_confirmation/en`;
  await say(path, {
    subject: 'For {{ customer.name | remove: "Blank" }}',
    title: '{{ customer.name | remove: "Blank" }}',
    text: 'Thanks.',
  });
  await done('POST', `${path}/1/activate`);
  await known();
  const [fits, blank] = [await world.customer('Fits'), await world.customer('Blank')];
  await fits.orders('5.00');
  const { id } = await blank.orders('5.00');
  await world.settle();
  expect((await fits.inbox()).map(({ subject }) => subject)).toEqual(['For Fits']);
  const [mail, ...more] = await blank.inbox();
  expect([mail!.subject, more]).toEqual([expect.stringMatching(/^Order .* confirmed$/), []]);
  const kept = await mailOf('order_confirmation', blank);
  expect(kept).not.toHaveProperty('template');
  const rows = await world.get<{ data: { what: string; facts: { type: string; data: object }[] }[] }>(
    `/v1/customers/${blank.id}/timeline`,
  );
  expect(
    rows.data.flatMap(({ facts }) => facts).find(({ type }) => type === 'mail.template_failed'),
  ).toMatchObject({
    data: {
      mailId: kept.id,
      purpose: 'order_confirmation',
      language: 'en',
      version: 1,
      why: 'would be empty',
    },
  });
  expect(id).toMatch(/^ord_/);
  await done('POST', `${path}/deactivate`);
});

test('an entity has its name, its address for answers, its colour and its logo in mails and on pages', async () => {
  const LOGO =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAHgAAAAeCAIAAABoq03CAAAAYElEQVR42u3aoREAIAwEQdqgNsqj0KARiBAHexMZtfpb7M0+Khc61ECDBg36Aroom0L/+Qc0aNCgQYMGDRo0aNCgQYMGDRo0aNCgQYMGDRo0aNCgQYN+CNquw4AGNOh8CwfnqJNAklxMAAAAAElFTkSuQmCC';
  const put = (over: object) =>
    world.call('PUT', '/v1/entities/main', { ...PROFILE, ...over }, { key: 'admin' });
  await changesNothing(world, async () => {
    const pale = await put({ brand: { colour: '#ffd700' } });
    expectProblem(pale, { status: 422, code: 'entities.colour_contrast', at: ['/brand/colour'] });
    expect(JSON.stringify(pale.body)).toMatch(/contrast of 1\.25 to 1.*#[0-9a-f]{6} is its nearest/);
    for (const [pointer, over] of [
      ['/sender/name', { sender: { name: 'A\r\nBcc: all@evil.example' } }],
      ['/sender/replyTo', { sender: { replyTo: 'a@b.example\r\nBcc: all@evil.example' } }],
      ['/sender/replyTo', { sender: { replyTo: 'a@b.example, all@evil.example' } }],
      ['/brand/colour', { brand: { colour: '#fff;background:url(//evil.example)' } }],
      ['/logo', { logo: 'data:image/svg+xml;base64,PHN2Zy8+' }],
    ] as const)
      expectProblem(await put(over), { status: 422, code: 'request.invalid', at: [pointer] });
  });
  const name = 'Nord, "Wind" <thief@evil.example>; Bcc: all@evil.example';
  const { second } = await openCompany(world.cloud, {
    tenant: 'acme',
    entities: [SELLER],
    keys: [{ name: 'second', roles: ['finance'] }],
  });
  expect((await put({ sender: { name }, brand: { colour: '#7a1fa2' }, logo: LOGO })).status).toBe(200);
  // Where answers go is told to two persons, as where money goes is.
  const asked = await put({
    sender: { name, replyTo: 'desk@acme.example' },
    brand: { colour: '#7a1fa2' },
    logo: LOGO,
  });
  expect(asked).toMatchObject({ status: 202, body: { state: 'PENDING' } });
  const { id } = asked.body as unknown as { id: string };
  await done('POST', `/v1/approvals/${id}/approve`, {}, second);
  await world.settle();
  expect((await world.mails(SELLER.email)).map(({ subject }) => subject)).toEqual([
    'The reply address of Nordwind Kontor GmbH will change',
  ]);
  await known();
  const acme = await world.customer('Branded');
  const { number } = await acme.isInvoiced('20.00');
  const [mail] = (await acme.inbox(number)).filter(({ text }) => text.includes('/pay/'));
  const raw = await parsed(mail!.id);
  expect(raw.from).toEqual({ address: expect.stringMatching(/^billing@/), name });
  expect(headerOf(raw, 'from')).toHaveLength(1);
  expect([raw.replyTo, raw.bcc, raw.cc]).toEqual([
    [{ address: 'desk@acme.example', name: '' }],
    undefined,
    undefined,
  ]);
  const logo = raw.attachments.find(({ contentId }) => contentId === '<logo>');
  expect(logo).toMatchObject({ mimeType: 'image/png', disposition: 'inline' });
  expect(mail!.html).toMatch(/<img class="logo" src="cid:logo" alt="Nordwind Kontor GmbH"[\s\S]*#7a1fa2/);
  const page = await fetch(await acme.link(number));
  expect(await page.text()).toContain('--brand:#7a1fa2}');
  expect(page.headers.get('content-security-policy')).toMatch(/style-src 'sha256-[^']+' 'sha256-[^']+';/);
});

test('a customer switches receipts off by one click, and on again; what must be told still comes', async () => {
  const acme = await world.customer('Quiet');
  const pays = async () => {
    const { number } = await acme.isInvoiced('30.00');
    await acme.transfers('30.00', number);
    return number;
  };
  const receipts = async () =>
    (await acme.inbox('payment')).filter(({ subject }) => /received/.test(subject));
  const number = await pays();
  const [receipt] = await receipts();
  const raw = await parsed(receipt!.id);
  const [header] = headerOf(raw, 'list-unsubscribe');
  expect(headerOf(raw, 'list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
  const url = /^<(https?:\/\/[^>]+\/mails\/[\w.-]+)>$/.exec(header!)![1]!;
  expect(receipt!.text).toContain(`Stop mails of this kind: ${url}`);
  for (const { id } of (await acme.inbox()).filter(({ id }) => id !== receipt!.id))
    expect(headerOf(await parsed(id), 'list-unsubscribe')).toEqual([]);

  const record = () => world.get<Customer>(`/v1/customers/${acme.id}`);
  // A scanner that looks at the link, and whoever guesses one.
  await changesNothing(world, async () => {
    const shown = await fetch(url);
    expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining('Stop these mails')]);
    world.cloud.meter.clear();
    for (const forged of [
      `${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`,
      url.replace('.receipt.', '.statement.'),
      `${url}x`,
    ])
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(forged, { method });
        expect([forged, answer.status]).toEqual([forged, 404]);
      }
    const reads = world.cloud.meter
      .report()
      .filter(({ function: name, action }) => name.includes('Portal') && action === 'GetItem');
    expect(reads).toEqual([]);
  });
  const click = (body: string) =>
    fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
  for (let times = 0; times < 2; times++)
    expect((await click('List-Unsubscribe=One-Click')).status).toBe(200);
  const { version, mailsOff } = await record();
  expect(mailsOff).toMatchObject([{ kind: 'receipt', by: `customer:${acme.id}` }]);
  // A partner that says the same profile again, and another one, does not know of it and undoes nothing.
  const { body } = await world.call<Customer>(
    'PUT',
    '/v1/customers/crm/Quiet',
    { ...profileOf(await record()), name: 'Quiet Ltd' },
    { key: 'partner' },
  );
  expect([body.version, body.mailsOff]).toEqual([version + 1, mailsOff]);

  await pays();
  expect(await receipts()).toHaveLength(1);
  expect(await mailOf('receipt', acme)).toMatchObject({
    state: 'SUPPRESSED',
    reason: 'switched off by the customer',
  });
  expect((await acme.inbox()).filter(({ text }) => text.includes('/pay/'))).toHaveLength(2);

  expect(await (await click('mails=on')).text()).toContain('Stop these mails');
  expect(await record()).not.toHaveProperty('mailsOff');
  await pays();
  expect(await receipts()).toHaveLength(2);

  // Its seller's people can do both as well.
  const prefer = (off: string[]) =>
    done('PUT', `/v1/customers/${acme.id}/mail-preferences`, { off }, 'partner');
  expect(await prefer(['statement'])).toMatchObject({ mailsOff: [{ kind: 'statement' }] });
  const statement = () =>
    world
      .call('POST', `/v1/customers/${acme.id}/statements`, { kind: 'open_items', send: true })
      .then(() => world.settle());
  await statement();
  expect(await acme.inbox('Statement')).toEqual([]);
  expectProblem(
    await world.call(
      'PUT',
      `/v1/customers/${acme.id}/mail-preferences`,
      { off: ['invoice'] },
      { key: 'partner' },
    ),
    {
      status: 422,
      code: 'request.invalid',
      at: ['/off/0'],
    },
  );
  await prefer([]);
  await statement();
  const [sent] = await acme.inbox('Statement');
  expect(headerOf(await parsed(sent!.id), 'list-unsubscribe')[0]).toMatch(/\.statement\.[\w-]{22}>$/);
  expect(number).toMatch(/^INV-/);
});

const profileOf = ({ name, address, emails, language, currency, paymentTermsDays, ibans }: Customer) => ({
  name,
  address,
  emails,
  language,
  currency,
  paymentTermsDays,
  ibans,
});
