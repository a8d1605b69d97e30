/** What a partner may put on file: what the provider has, as it has it, once it was agreed to and while that holds. */
import { expect, test } from 'vitest';
import { authorisationOf, objection, wantsCharges } from '../../../shared/methods/agreed.ts';
import type { NewMethod } from '../../../shared/methods/new-method.ts';
import { usable } from '../../../shared/methods/rules.ts';
import type { KeptMethod } from '../../../shared/payments/psp/port.ts';
import { anInvoice, customerId } from '../../support/drawn.ts';
import { aMethod, methodId } from './made.ts';

const NOW = { now: '2026-01-05T09:00:00.000Z', today: '2026-01-05' };
const wanted = (over: Partial<NewMethod> = {}): NewMethod => ({
  provider: 'sandbox',
  token: 'mth_1',
  currency: 'EUR',
  consent: {
    text: 'Charge my invoices.',
    language: 'en',
    at: '2026-01-02T09:00:00Z',
    by: 'Lea Kaufmann',
    channel: 'paper',
  },
  ...over,
});
const account: KeptMethod = {
  token: 'mth_1',
  kind: 'direct_debit',
  scheme: 'sepa_debit',
  last4: '3001',
  mandate: 'M-1',
};

test.each<[string, Partial<NewMethod>, Parameters<typeof objection>[1], string | undefined, string]>([
  ['as it is there', { last4: '3001', mandate: 'M-1' }, account, undefined, ''],
  ['nothing is there', {}, { unusable: 'unknown', word: 'x' }, 'methods.not_at_provider', '/token'],
  ['somebody else’s', {}, { unusable: 'payer', word: 'x' }, 'methods.of_another_payer', '/payer'],
  ['over', {}, { unusable: 'over', word: 'detached' }, 'methods.not_chargeable', '/token'],
  ['other digits', { last4: '3002' }, account, 'methods.not_as_shown', '/last4'],
  ['another mandate', { mandate: 'M-2' }, account, 'methods.not_as_shown', '/mandate'],
  ['another currency', { currency: 'USD' }, account, 'methods.currency', '/currency'],
  ['a ceiling in it', { ceiling: { perMonth: { minor: 1, currency: 'EUR' } } }, account, undefined, ''],
  [
    'a ceiling in another',
    { ceiling: { perCharge: { minor: 1, currency: 'USD' } } },
    account,
    'methods.currency',
    '/ceiling/perCharge/currency',
  ],
  ['a card in it', { currency: 'USD' }, { ...account, kind: 'card', scheme: 'card' }, undefined, ''],
  ['today is the last day', { expiresOn: '2026-01-05' }, account, undefined, ''],
  ['yesterday was', { expiresOn: '2026-01-04' }, account, 'methods.consent', '/expiresOn'],
  [
    'not yet agreed to',
    { consent: { ...wanted().consent, at: '2026-01-05T09:00:01Z' } },
    account,
    'methods.consent',
    '/consent/at',
  ],
])('%s', (_, over, found, code, pointer) => {
  const no = objection(wanted(over), found, NOW);
  expect([no?.code, no?.errors?.[0]?.pointer ?? '']).toEqual([code, pointer]);
});

test('what was agreed to is kept word by word, with its moment as ours are written', () => {
  expect(authorisationOf(wanted({ expiresOn: '2026-12-31' }))).toEqual({
    consent: { ...wanted().consent, version: 1, at: '2026-01-02T09:00:00.000Z' },
    scope: 'invoices',
    expiresOn: '2026-12-31',
  });
});

test('who stopped charges after it agreed wants none; who did before agreed to them anew', () => {
  const { authorisation } = aMethod();
  const said = (on: boolean, at: string) =>
    wantsCharges({ customerId, version: 1, on, history: [{ on, at, by: 'x' }] }, authorisation);
  expect(wantsCharges({ customerId, version: 0, on: false, history: [] }, authorisation)).toBe(true);
  expect([
    said(false, '2026-01-02T09:00:00.001Z'),
    said(false, '2026-01-02T08:00:00.000Z'),
    said(true, '2026-01-03T09:00:00.000Z'),
  ]).toEqual([false, true, true]);
});

test('after its last day it is charged no more, and the next one is', () => {
  const { authorisation } = aMethod();
  const first = aMethod({ id: methodId(2), authorisation: { ...authorisation, expiresOn: '2026-01-05' } });
  const on = (today: string) => usable([aMethod(), first], anInvoice(1, 1), {}, today).map(({ id }) => id);
  expect([on('2026-01-05'), on('2026-01-06')]).toEqual([[methodId(2), methodId(1)], [methodId(1)]]);
});
