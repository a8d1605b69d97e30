/** What SES tells of mails on a real table whose calls are counted: news of one mail in its order, and of others beside it. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Mail, SesEvent } from '../../../shared/dispatch/mail.ts';
import { mailOf, putMail } from '../../../shared/dispatch/store.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import { deps, openBooks, TENANT, type Books } from '../bank/books.ts';

let books: Books;
let table: typeof import('../../../shared/runtime/table.ts');
let outcome: typeof import('../../../shared/dispatch/outcome.ts');
beforeAll(async () => {
  books = await openBooks();
  table = await import('../../../shared/runtime/table.ts');
  outcome = await import('../../../shared/dispatch/outcome.ts');
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(() => {
  vi.restoreAllMocks();
  return books.close();
});

let serial = 0;
const { now: at } = deps();
const sending = async (): Promise<Mail> => {
  const mail: Mail = {
    id: idFrom('mail', Date.parse(at) + (serial += 1), new Uint8Array(10)),
    version: 1,
    purpose: 'notice',
    state: 'SENDING',
    at,
    history: [{ state: 'SENDING', at, to: ['lea@customer.example'] }],
  };
  await table.write(putMail(TENANT, mail));
  return mail;
};
const news = ({ id }: Mail, eventType: string, more: object = {}): SesEvent => ({
  detail: { eventType, mail: { timestamp: at, tags: { tenant: [TENANT], mail: [id] } }, ...more },
});
const bounce = {
  bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'lea@customer.example' }] },
};
const now = (mail: Mail) => table.read(mailOf(TENANT, mail));
const stepsOf = async (mail: Mail) => (await now(mail))!.history.map(({ state }) => state);
beforeEach(() => Object.assign(books.fault, { at: 0, calls: 0, when: 'before', meanwhile: undefined }));

test('both steps of each of two mails are one read for all, and a write for each', async () => {
  const mails = [await sending(), await sending()];
  const told = ['Send', 'Delivery', 'Open'].flatMap((type) => mails.map((mail) => news(mail, type)));
  books.fault.calls = 0;
  expect(await outcome.hearOfMails(told)).toBe(true);
  expect(books.fault.calls).toBe(1 + 4);
  for (const mail of mails) expect(await stepsOf(mail)).toEqual(['SENDING', 'SENT', 'DELIVERED']);
  expect(await outcome.hearOfMails(told)).toBe(true);
  for (const mail of mails) expect((await now(mail))!.version).toBe(3);
});

test('who moves the mail in between is met by its version, and the news is held against what is there then', async () => {
  const mail = await sending();
  const moved: Mail = { ...mail, version: 2, round: 2 };
  // Before the first step is written it has set out to others.
  const meanwhile = async () => {
    Object.assign(books.fault, { at: 0 });
    await table.write(putMail(TENANT, moved));
  };
  Object.assign(books.fault, { at: 2, calls: 0, meanwhile });
  expect(await outcome.hearOfMails([news(mail, 'Send'), news(mail, 'Delivery')])).toBe(true);
  expect(await now(mail)).toEqual(moved);
});

test('a bounce after the sending is heard of the mail as it is in the books', async () => {
  const mail = await sending();
  expect(await outcome.hearOfMails([news(mail, 'Send'), news(mail, 'Bounce', bounce)])).toBe(true);
  expect(await now(mail)).toMatchObject({ state: 'BOUNCED', failed: ['lea@customer.example'] });
});

test('where one cannot be heard all are to be heard alone, and those that were change nothing', async () => {
  const [known, unknown] = [
    await sending(),
    { ...(await sending()), id: idFrom('mail', 1, new Uint8Array(10)) },
  ];
  const told = [news(known, 'Send'), news(unknown, 'Send')];
  expect(await outcome.hearOfMails(told)).toBe(false);
  await outcome.hearOfMail(told[0]!);
  await expect(outcome.hearOfMail(told[1]!)).rejects.toThrow('not in the books yet');
  expect(await stepsOf(known)).toEqual(['SENDING', 'SENT']);
});
