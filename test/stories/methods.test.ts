/** Two months of a customer who lets its card be kept: told before each charge, refused, tried again, skipped, stopped. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../shared/customers/customer.ts';
import { addDays } from '../../shared/kernel/dates.ts';
import type { Autopay, MethodView } from '../../shared/methods/method.ts';
import type { Collection } from '../../shared/methods/collection.ts';
import { changesNothing, itemsOf } from '../support/refused.ts';
import { Visitor } from '../support/visitor.ts';
import { World, type Buyer } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(
    '2026-01-05T09:00:00Z',
    { autopay: { daysBefore: 0, noticeDays: 5 } },
    {},
    { jobs: ['FindOverdue', 'CollectDue'] },
  );
});
afterAll(() => world.close());

/** Pays at the page with the box ticked; by `outcome` with a card or by a debit. */
const agrees = async (buyer: Buyer, number: string, outcome: 'approve' | 'pending' = 'approve') => {
  const link = await buyer.link(number);
  const response = await fetch(link, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ keep: '1' }),
  });
  expect(response.status).toBe(303);
  await fetch(response.headers.get('location')!, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ outcome }),
  });
  await world.settle();
};
const methods = (buyer: Buyer) => world.all<MethodView>(`/v1/customers/${buyer.id}/payment-methods`);
const collections = (buyer: Buyer) => world.all<Collection>(`/v1/customers/${buyer.id}/collections`);
const collection = async (buyer: Buyer, number: string) =>
  (await collections(buyer)).find((one) => one.number === number);
/** Amounts and days are set with blanks that do not break. */
const subjects = async (buyer: Buyer, text = '') =>
  (await buyer.inbox(text)).map(({ subject }) => subject.replaceAll('\u00a0', ' '));
/** What becomes of charges of the method with these last digits. */
const will = (last4: string, next: string) => world.control(`/psp/methods/${last4}`, { next });
const choiceIn = async (buyer: Buyer, number: string) => {
  const [mail] = await buyer.inbox(`${number}: `);
  return /https?:\/\/\S+\/autopay\/[\w.-]+/.exec(
    (await buyer.inbox(number)).find(({ text }) => text.includes('/autopay/'))?.text ?? mail!.text,
  )![0];
};

test('nothing is kept that was not agreed to; what is agreed to is kept with its words, and charged on the due day after a notice', async () => {
  const acme = await world.customer('Acme');
  const first = await acme.isInvoiced('100.00');
  const page = await (await fetch(await acme.link(first.number))).text();
  expect(page).toMatch(/<input type="checkbox" name="keep" id="keep" value="1"\/>/);
  await acme.paysByCard(first.number);
  expect(await methods(acme)).toEqual([]);

  const second = await acme.isInvoiced('20.00');
  await agrees(acme, second.number);
  const [card] = await methods(acme);
  expect(card).toMatchObject({
    kind: 'card',
    brand: 'visa',
    state: 'ACTIVE',
    authorisation: { scope: 'invoices', consent: { version: 1, language: 'en', channel: 'invoice_page' } },
  });
  expect(card!.authorisation.consent.text).toContain('5 days before a debit');
  expect(JSON.stringify(card)).not.toContain('mth_');
  expect(await world.get<Autopay>(`/v1/customers/${acme.id}/autopay`)).toMatchObject({ on: true });

  const third = await acme.isInvoiced('50.00');
  // Due on Monday 19 January: told two days before, on Saturday.
  await world.day(11);
  expect(await collection(acme, third.number)).toMatchObject({
    state: 'PLANNED',
    on: '2026-01-19',
    tries: [],
  });
  expect(await subjects(acme, 'will be charged')).toEqual([]);
  await world.day(12);
  expect(await subjects(acme, 'will be charged')).toEqual([
    `Invoice ${third.number}: €50.00 will be charged on 19 January 2026`,
  ]);
  expect(await acme.invoice(third.id)).toMatchObject({
    open: { minor: 5_000 },
    collecting: { on: '2026-01-19' },
  });
  await world.day(14);
  expect(await acme.invoice(third.id)).toMatchObject({ state: 'PAID', open: { minor: 0 } });
  expect((await acme.payments())[0]).toMatchObject({ amount: { minor: 5_000 }, method: 'card' });
  await world.day(15);
  expect(await collection(acme, third.number)).toMatchObject({ state: 'DONE' });
  await world.booksAreRight();
});

test('a refusal is tried again before each reminder, which waits; another card is charged at once', async () => {
  const acme = await world.customer('Refusals');
  await agrees(acme, (await acme.isInvoiced('10.00')).number);
  const [card] = await methods(acme);
  await will(card!.last4!, 'do_not_honor');
  const invoice = await acme.isInvoiced('70.00');
  const from = 15;
  await world.day(from + 14);
  expect(await collection(acme, invoice.number)).toMatchObject({
    state: 'PLANNED',
    tries: [{ failure: 'do_not_honor', decline: 'soft' }],
  });
  // Due on 3 February; the first reminder would go out on the 6th.
  await world.day(from + 17);
  const tried = (await collection(acme, invoice.number))!;
  expect(tried.tries.map(({ on }) => on)).toEqual(['2026-02-03', '2026-02-05', '2026-02-06']);
  expect(await subjects(acme, 'Reminder')).toEqual([]);
  // The payer keeps another card with another invoice.
  const other = await acme.isInvoiced('5.00');
  await agrees(acme, other.number);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  expect((await methods(acme)).map(({ state }) => state)).toEqual(['ACTIVE', 'ACTIVE']);
  expect((await collection(acme, invoice.number))!.tries).toHaveLength(4);
});

test('a card that is gone is charged no more: the payer is told, and reminders go on', async () => {
  const acme = await world.customer('Gone');
  await agrees(acme, (await acme.isInvoiced('10.00')).number);
  const [card] = await methods(acme);
  await will(card!.last4!, 'lost_card');
  const invoice = await acme.isInvoiced('70.00');
  await world.day(32 + 14);
  expect(await collection(acme, invoice.number)).toMatchObject({
    state: 'STOPPED',
    stop: 'declined',
    tries: [{ decline: 'hard' }],
  });
  expect((await methods(acme))[0]).toMatchObject({
    state: 'ENDED',
    ended: { reason: 'refused', word: 'lost_card' },
  });
  expect(await subjects(acme, 'failed')).toEqual([`Your payment for invoice ${invoice.number} failed`]);
  await world.day(32 + 17);
  expect(await subjects(acme, 'Reminder')).toEqual([`Reminder: Invoice ${invoice.number} is due`]);
});

test('a partner puts on file what the provider has and the customer agreed to elsewhere: checked, once, and charged', async () => {
  const acme = await world.customer('Elsewhere', { paymentTermsDays: 0 });
  const other = await world.customer('Another', { paymentTermsDays: 0 });
  const made = (await world.control('/psp/methods', { kind: 'card' })) as { token: string; last4: string };
  const consent = {
    text: 'I allow you to charge my invoices to this card.',
    language: 'en',
    at: '2026-01-05T08:00:00Z',
    by: 'Lea Kaufmann',
    channel: 'phone',
  };
  const body = { provider: 'sandbox', token: made.token, currency: 'EUR', last4: made.last4, consent };
  const files = (over: object = {}, id = acme.id) =>
    world.call<MethodView & { code: string; errors: { pointer: string }[] }>(
      'POST',
      `/v1/customers/${id}/payment-methods`,
      { ...body, ...over },
    );
  const refused = async (over: object) => {
    const { status, body: no } = await files(over);
    return [status, no.code, no.errors?.[0]?.pointer];
  };
  expect(await refused({ token: 'mth_nobody' })).toEqual([422, 'methods.not_at_provider', '/token']);
  expect(await refused({ last4: '0000' })).toEqual([422, 'methods.not_as_shown', '/last4']);
  expect(await refused({ provider: 'hosted' })).toEqual([422, 'methods.provider', '/provider']);
  expect(await refused({ entity: 'nobody' })).toEqual([422, 'methods.entity_unknown', '/entity']);
  expect(await refused({ consent: { ...consent, at: '2099-01-01T00:00:00Z' } })).toEqual([
    422,
    'methods.consent',
    '/consent/at',
  ]);
  expect(await methods(acme)).toEqual([]);

  const [filed, again] = await Promise.all([files(), files()]);
  expect([filed.status, again.status, filed.body]).toEqual([201, 201, again.body]);
  expect(filed.body).toMatchObject({
    kind: 'card',
    brand: 'visa',
    last4: made.last4,
    authorisation: { scope: 'invoices', consent: { channel: 'phone', by: 'Lea Kaufmann', version: 1 } },
  });
  expect(JSON.stringify(filed.body)).not.toContain(made.token);
  expect(await methods(acme)).toHaveLength(1);
  expect((await files({}, other.id)).body).toMatchObject({ code: 'methods.on_file' });
  expect(await refused({ expiresOn: '2030-01-01' })).toEqual([409, 'methods.on_file', '/token']);
  expect(await world.get<Autopay>(`/v1/customers/${acme.id}/autopay`)).toMatchObject({ on: true });

  const invoice = await acme.isInvoiced('60.00');
  // Another customer allows fifty euros a charge, and ninety a month.
  const second = (await world.control('/psp/methods', { kind: 'card' })) as { token: string; last4: string };
  const eur = (minor: number) => ({ minor, currency: 'EUR' });
  const limited = { token: second.token, last4: second.last4 };
  const ceiling = { perCharge: eur(5_000), perMonth: eur(9_000) };
  expect((await files({ ...limited, ceiling }, other.id)).body).toMatchObject({ authorisation: { ceiling } });
  const above = await other.isInvoiced('50.01');
  const within = [await other.isInvoiced('50.00'), await other.isInvoiced('45.00')];
  // Due at once: it is planned and told the next morning, and charged two days after that.
  await world.day(49 + 3);
  expect(await acme.invoice(invoice.id)).toMatchObject({ state: 'PAID' });
  expect(await collection(other, above.number)).toMatchObject({
    state: 'STOPPED',
    stop: 'ceiling',
    tries: [],
  });
  expect(await subjects(other, 'yourself')).toContain(`Please pay invoice ${above.number} yourself`);
  const states = await Promise.all(within.map(async ({ id }) => (await other.invoice(id)).state));
  expect(states.toSorted()).toEqual(['ISSUED', 'PAID']);
  expect((await collections(other)).filter(({ stop }) => stop === 'ceiling')).toHaveLength(2);
  await world.control(`/psp/methods/${made.token}`, { ended: 'account_closed' });
  await world.settle();
  expect((await methods(acme))[0]).toMatchObject({ state: 'ENDED', ended: { reason: 'account_closed' } });
  expect(await refused({})).toEqual([422, 'methods.not_chargeable', '/token']);
});

test('a customer keeps a card by a link without paying: told in its language, by a box that it ticks, once, whatever it clicks', async () => {
  const acme = await world.customer('Inviting', { language: 'de' });
  const path = `/v1/customers/${acme.id}/payment-method-links`;
  const made = await world.call<{ url: string; expiresOn: string }>('POST', path, {}, { idem: 'link-1' });
  expect([made.status, made.body.expiresOn]).toEqual([201, addDays(world.today(), 30)]);
  const { url } = made.body;
  // The link is told once, and lies nowhere.
  expect((await world.call('POST', path, {}, { idem: 'link-1' })).body).not.toHaveProperty('url');
  expect(JSON.stringify([...(await itemsOf(world)).values()])).not.toContain(url.split('.').at(-1));
  const opened = async (to = url) => (await fetch(to)).text();
  const posts = (to: string, form: Record<string, string>) =>
    fetch(to, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });
  await changesNothing(world, async () => {
    const page = await opened();
    expect(page).toContain('Zahlungsmittel speichern');
    expect(page).toMatch(/name="keep" id="keep" value="1"\/>/);
    expect((await posts(url, {})).headers.get('location')).toContain('?notice=agree');
    expect((await fetch(url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A'))).status).toBe(404);
  });
  const clicks = await Promise.all([posts(url, { keep: '1' }), posts(url, { keep: '1' })]);
  const [place, second] = clicks.map(({ headers }) => headers.get('location')!);
  expect([second, place]).toEqual([place, expect.stringContaining('/psp/setup/')]);
  expect((await posts(place!, { outcome: 'cancel' })).headers.get('location')).toContain('notice=canceled');
  // Its webhook comes twice, and late: the page waits for it.
  await world.control('/psp/control', { duplicate: 1, delaySeconds: 30 });
  const back = (await posts(place!, { outcome: 'card' })).headers.get('location')!;
  expect(await opened(back)).toContain('wird bestätigt');
  await world.passes(31_000);
  await world.control('/psp/control', { delaySeconds: 0 });
  await world.settle();
  const [card, ...more] = await methods(acme);
  expect(more).toEqual([]);
  expect(card).toMatchObject({
    kind: 'card',
    state: 'ACTIVE',
    authorisation: { consent: { language: 'de', channel: 'method_page', by: `payer:${acme.id}` } },
  });
  expect(card!.authorisation).not.toHaveProperty('attemptId');
  expect(await opened(back)).toContain('Ihr Zahlungsmittel ist gespeichert');
  expect((await posts(url, { keep: '1' })).status).toBe(200);
  expect(await world.get<Autopay>(`/v1/customers/${acme.id}/autopay`)).toMatchObject({ on: true });
  // Two clicks, and a webhook that came twice: told once, in its language.
  expect((await acme.inbox('Neues Zahlungsmittel')).map(({ subject }) => subject)).toEqual([
    `Neues Zahlungsmittel: Visa •••• ${card!.last4}`,
  ]);
  // What is over is asked for anew, on another page.
  await world.call('POST', `/v1/customers/${acme.id}/payment-methods/${card!.id}/end`, {});
  expect(await opened()).toContain('name="keep"');
  const anew = (await posts(url, { keep: '1' })).headers.get('location')!;
  expect([anew === place, anew]).toEqual([false, expect.stringContaining('/psp/setup/')]);
});

test('a card that ended there and one that was given there are found by the pull where their webhooks were lost, once', async () => {
  const acme = await world.customer('Lost');
  await agrees(acme, (await acme.isInvoiced('10.00')).number);
  const [card] = await methods(acme);
  const path = `/v1/customers/${acme.id}/payment-method-links`;
  const { url } = (await world.call<{ url: string }>('POST', path, {})).body;
  const posts = (to: string, form: Record<string, string>) =>
    fetch(to, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });
  const place = (await posts(url, { keep: '1' })).headers.get('location')!;
  await world.control('/psp/control', { drop: 2 });
  await world.control(`/psp/methods/${card!.last4}`, { ended: 'account_closed' });
  await posts(place, { outcome: 'direct_debit' });
  await world.settle();
  expect(await methods(acme)).toEqual([card]);
  await world.cloud.invoke('CheckAttempts', {});
  await world.settle();
  const found = await methods(acme);
  expect(found).toMatchObject([
    { kind: 'direct_debit', state: 'ACTIVE' },
    { id: card!.id, state: 'ENDED', ended: { reason: 'account_closed' } },
  ]);
  // The next pass looks through the same days again.
  await world.passes(21 * 3_600_000);
  await world.cloud.invoke('CheckAttempts', {});
  await world.settle();
  expect(await methods(acme)).toEqual(found);
});

test('a debit is announced as long before as the consent said; skipped by a button, and stopped by another', async () => {
  const acme = await world.customer('Choice');
  await agrees(acme, (await acme.isInvoiced('10.00')).number, 'pending');
  await world.passes(180_000);
  const [account] = await methods(acme);
  expect(account).toMatchObject({ kind: 'direct_debit', state: 'ACTIVE' });
  const [one, two] = [await acme.isInvoiced('30.00'), await acme.isInvoiced('40.00')];
  const from = 53;
  await world.day(from + 9);
  const [notice] = await acme.inbox(one.number + ': €30.00 will');
  expect(notice!.text).toContain(account!.mandate);
  expect(notice!.text).toContain('DE98ZZZ09999999999');
  const choice = await choiceIn(acme, one.number);
  const shown = await fetch(choice);
  expect([shown.status, await shown.text()]).toEqual([
    200,
    expect.stringContaining('Do not charge this invoice'),
  ]);
  expect(await collection(acme, one.number)).toMatchObject({ state: 'PLANNED' });
  const skipped = await fetch(choice, { method: 'POST', body: new URLSearchParams({ do: 'skip' }) });
  expect(await skipped.text()).toContain('This invoice will not be charged');
  expect(await collection(acme, one.number)).toMatchObject({ state: 'STOPPED', stop: 'skipped' });
  await fetch(await choiceIn(acme, two.number), {
    method: 'POST',
    body: new URLSearchParams({ do: 'stop' }),
  });
  await world.day(from + 16);
  expect([(await acme.invoice(one.id)).open.minor, (await acme.invoice(two.id)).open.minor]).toEqual([
    3_000, 4_000,
  ]);
  expect(await collection(acme, two.number)).toMatchObject({ state: 'STOPPED', stop: 'stopped' });
  expect((await fetch(choice.slice(0, -1) + (choice.endsWith('A') ? 'B' : 'A'))).status).toBe(404);
  await world.booksAreRight();
  await world.isHealthy();
});

test('behind its code a customer sees its card, stops charging and begins it again, leads to one more, and takes the card away', async () => {
  const acme = await world.customer('Signing');
  const { number } = await acme.isInvoiced('10.00');
  const link = await acme.link(number);
  await agrees(acme, number);
  const [card] = await methods(acme);
  const visitor = new Visitor(world);
  await visitor.comesIn(link, acme.email);
  const does = (form: Record<string, string>) => visitor.sends('/my/methods', '/my/methods', form);
  const autopay = () => world.get<Autopay>(`/v1/customers/${acme.id}/autopay`);
  const page = async () => (await visitor.get('/my/methods')).body;
  expect(await page()).toContain(`•••• ${card!.last4}`);
  expect((await does({ do: 'off' })).to).toBe('/my/methods');
  expect([await page(), await autopay()]).toMatchObject([
    expect.stringContaining('Nothing is charged by itself'),
    { on: false },
  ]);
  await does({ do: 'on' });
  expect((await autopay()).history.at(-1)).toMatchObject({ on: true, by: `customer:${acme.id}` });
  const { to } = await does({ do: 'add' });
  expect(new URL(to!).pathname).toMatch(/^\/method\/acme\./);
  expect((await visitor.get(to!)).body).toContain('name="keep"');
  await does({ end: card!.id });
  expect(await methods(acme)).toMatchObject([{ state: 'ENDED', ended: { reason: 'customer' } }]);
  expect(await page()).not.toContain(`•••• ${card!.last4}`);
  expect((await does({ end: card!.id })).to).toBe('/my/methods?said=refused');
  // Whoever did it, the customer hears of both, once each, and not of what was refused.
  await world.settle();
  const told = (
    await Promise.all(['New payment method', 'Payment method removed'].map((of) => acme.inbox(of)))
  )
    .flat()
    .map(({ subject, text }) => [subject, text.includes('If it was not you')]);
  expect(told).toEqual([
    [`New payment method: Visa •••• ${card!.last4}`, true],
    [`Payment method removed: Visa •••• ${card!.last4}`, true],
  ]);
});

test('behind its code a customer says its language and which mails it wants, once, and what is no choice changes nothing', async () => {
  const acme = await world.customer('Choosing');
  const { number } = await acme.isInvoiced('10.00');
  const visitor = new Visitor(world);
  await visitor.comesIn(await acme.link(number), acme.email);
  const says = async (typed: Record<string, string>) =>
    (await visitor.sends('/my/contacts', '/my/contacts', typed)).to;
  const record = () => world.get<Customer>(`/v1/customers/${acme.id}`);
  expect((await visitor.get('/my/contacts')).body).toContain(acme.email);
  await changesNothing(world, async () => {
    for (const typed of [{}, { language: 'tlh' }, { language: 'de', mail: 'invoice' }])
      expect(await says(typed as Record<string, string>)).toBe('/my/contacts?said=refused');
    const unasked = await visitor.post('/my/contacts', { language: 'de' });
    expect(unasked.status).toBe(403);
  });
  for (let n = 0; n < 2; n++)
    expect(await says({ language: 'de', mail: 'receipt' })).toBe('/my/contacts?said=saved');
  const { version, language, mailsOff } = await record();
  expect({ version, language, off: mailsOff?.map(({ kind, by }) => [kind, by]) }).toEqual({
    version: 2,
    language: 'de',
    off: ['statement', 'instalment'].map((kind) => [kind, `customer:${acme.id}`]),
  });
  const { body } = await visitor.get('/my/contacts?said=saved');
  expect(body).toContain('<html lang="de">');
  expect(body.match(/type="checkbox"[^>]*checked/g)).toHaveLength(1);
});
