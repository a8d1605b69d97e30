/** The doctor on words of mails and on switches: books as the stores write them are healthy, and each rule is found once it is broken. */
import { expect, test } from 'vitest';
import type { Raw } from '../../bin/doctor/books.ts';
import { examine } from '../../bin/doctor/examine.ts';
import { SELLER } from '../../bin/demo/company.ts';
import { changeTenant } from '../../shared/access/store.ts';
import { Tenant } from '../../shared/access/tenant.ts';
import { putCustomer } from '../../shared/customers/store.ts';
import type { Mail } from '../../shared/dispatch/mail.ts';
import { putMail, putTemplate } from '../../shared/dispatch/store.ts';
import type { Template } from '../../shared/dispatch/template.ts';
import { aCustomer, customerId } from '../support/drawn.ts';

const at = '2026-01-20T08:00:00.000Z';
const template: Template = {
  purpose: 'receipt',
  language: 'de',
  version: 1,
  subject: 'Danke',
  text: 'Danke.',
  madeAt: at,
  madeBy: 'key_1',
};
const tenant = Tenant.parse({
  id: 'acme',
  entities: [SELLER],
  openedAt: at,
  version: 1,
  wording: { 'receipt.de': { version: 2, at, by: 'key_1' } },
});
const mail: Mail = {
  id: `mail_${'0'.repeat(26)}`,
  version: 1,
  purpose: 'receipt',
  customerId,
  template: { name: 'receipt', language: 'de', version: 1 },
  state: 'SENT',
  at,
  history: [{ state: 'SENDING', at, to: ['ann@x.example'] }],
};
const customer = aCustomer({ emails: ['ann@x.example'], mailsOff: [{ kind: 'receipt', at, by: 'payer' }] });

const books = (): Raw[] =>
  [
    changeTenant(tenant),
    putTemplate('acme', template),
    putTemplate('acme', { ...template, version: 2 }),
    putMail('acme', mail),
    ...putCustomer('acme', customer),
  ].map(({ put }) => structuredClone(put) as Raw);
const found = (change: (doc: (kind: string) => never, items: Raw[]) => void): string[] => {
  const items = books();
  change((kind) => items.find((item) => item.kind === kind)!.doc as never, items);
  return examine({ items, now: 0, patienceMs: 0 }).map(({ rule, what }) => `${rule}: ${what}`);
};
const without = (version: number) => (_: unknown, items: Raw[]) =>
  void items.splice(
    items.findIndex((item) => (item.doc as Template).version === version && item.kind === 'mail-template'),
    1,
  );

test('finds nothing in books that are right', () => {
  expect(found(() => {})).toEqual([]);
});
test.each<[string, Parameters<typeof found>[0]]>([
  ['template.active: there is no version 2', without(2)],
  ['template.versions: versions 2 are not those from 1 on', without(1)],
  ['template.mail: version 1 of receipt.de worded a mail of receipt', without(1)],
  [
    'template.mail: version 1 of receipt.de worded a mail of invoice',
    (doc) => void Object.assign(doc('mail'), { purpose: 'invoice' }),
  ],
  [
    'mail.switched_off: a receipt set out after 2026-01-20T07:58:00.000Z',
    (doc) =>
      void Object.assign(doc('customer'), {
        mailsOff: [{ kind: 'receipt', at: '2026-01-20T07:58:00.000Z', by: 'payer' }],
      }),
  ],
  [
    'customer.mails_off: invoice is switched off',
    (doc) => void Object.assign(doc('customer'), { mailsOff: [{ kind: 'invoice', at, by: 'payer' }] }),
  ],
])('finds %s', (what, change) => {
  expect(found(change)).toContain(what);
});
