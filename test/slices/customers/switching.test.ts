/** Mails that a customer does not want: what has a switch, what a merge makes of two, and a link that nobody can make. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mailOpened, mailToken } from '../../../shared/customers/mail-link.ts';
import { merge, switched } from '../../../shared/customers/rules.ts';
import { CourtesyMail, type Customer } from '../../../shared/customers/customer.ts';
import { isOff } from '../../../shared/dispatch/rules.ts';
import { Purpose } from '../../../shared/dispatch/mail.ts';
import { orderOpened, orderToken } from '../../../shared/orders/link.ts';
import { customerId } from '../../support/drawn.ts';

const by = { now: '2026-01-20T08:00:00.000Z', actor: 'customer:x' };
const customer = { id: customerId, version: 1, ibans: [] } as unknown as Customer;

describe('a switch', () => {
  test('says since when and by whom, keeps that when it is said again, and goes without a trace in the record', () => {
    const off = switched(customer, ['receipt'], by)!;
    expect(off).toMatchObject({
      version: 2,
      mailsOff: [{ kind: 'receipt', at: by.now, by: 'customer:x' }],
    });
    expect(switched(off, ['receipt'], { ...by, now: '2026-02-01T00:00:00.000Z' })).toBeUndefined();
    const both = switched(off, ['statement', 'receipt', 'receipt'], {
      now: '2026-02-01T00:00:00.000Z',
      actor: 'key',
    })!;
    expect(both.mailsOff).toMatchObject([{ at: by.now }, { kind: 'statement', by: 'key' }]);
    expect(switched(both, [], by)).not.toHaveProperty('mailsOff');
    expect(switched(customer, [], by)).toBeUndefined();
  });
  test('may say a language with it, alone, too, and the same one again says nothing', () => {
    const english = { ...customer, language: 'en' } as Customer;
    const german = switched(english, [], by, 'de')!;
    expect(german).toMatchObject({ version: 2, language: 'de', updatedAt: by.now });
    expect(switched(german, [], by, 'de')).toBeUndefined();
    expect(switched(german, ['receipt'], by)).toMatchObject({ version: 3, language: 'de' });
  });
  test('holds back what it is of and nothing that must be told', () => {
    const all = switched(customer, CourtesyMail.options, by)!;
    expect(Purpose.options.filter((purpose) => isOff(all, purpose))).toEqual([
      'receipt',
      'statement',
      'instalment',
    ]);
    expect(Purpose.options.filter((purpose) => isOff(customer, purpose))).toEqual([]);
  });
  test('of either of two records that are one customer holds for both', () => {
    const alias = { ...switched(customer, ['receipt'], by)!, id: `cus_${'1'.repeat(26)}` } as Customer;
    const at = '2026-03-01T00:00:00.000Z';
    const merged = merge(alias, switched(customer, ['statement'], by)!, [], at);
    expect(merged.ok && merged.value.survivor.mailsOff).toMatchObject([
      { kind: 'statement', at: by.now },
      { kind: 'receipt', at, by: 'customer:x' },
    ]);
  });
});

describe('its link', () => {
  const of = { tenant: 'acme', customerId, kind: 'receipt' } as const;
  const token = mailToken('key', of);
  test('opens what it was made for', () => {
    expect(mailOpened('key', token)).toEqual(of);
  });
  test('opens nothing once a character is another, under another key, for another kind, tenant or thing', () => {
    expect(mailOpened('other', token)).toBeUndefined();
    const secret = token.slice(-22);
    for (const forged of [
      `rival.${customerId.slice(4)}.receipt.${secret}`,
      `acme.${'0'.repeat(26)}.receipt.${secret}`,
      `acme.${customerId.slice(4)}.statement.${secret}`,
      `acme.${customerId.slice(4)}.invoice.${secret}`,
      `${token}x`,
      '',
    ])
      expect([forged, mailOpened('key', forged)]).toEqual([forged, undefined]);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'aZ9_-.'), (at, letter) => {
        const other = token.slice(0, at) + letter + token.slice(at + 1);
        expect(mailOpened('key', other)).toEqual(other === token ? of : undefined);
      }),
    );
    const order = orderToken('key', 'acme', `ord_${customerId.slice(4)}`);
    expect(mailOpened('key', order)).toBeUndefined();
    expect(orderOpened('key', token)).toBeUndefined();
    expect(orderOpened('key', `acme.${customerId.slice(4)}.${secret}`)).toBeUndefined();
  });
});
