import { expect, test } from 'vitest';
import { orderLinkUntil, orderOpened, orderToken } from '../../../shared/orders/link.ts';
import { tokenOf } from '../../../shared/invoices/link.ts';

const ID = `ord_${'1'.repeat(26)}`;

test('a link opens its order under its key, and nothing else opens it', () => {
  const token = orderToken('key', 'acme', ID);
  expect(orderOpened('key', token)).toEqual({ tenant: 'acme', orderId: ID });
  for (const wrong of [
    orderToken('other key', 'acme', ID),
    orderToken('key', 'rival', ID).replace('rival', 'acme'),
    orderToken('key', 'acme', `ord_${'2'.repeat(26)}`).replace(/2{26}/, '1'.repeat(26)),
    tokenOf('key', 'acme', `inv_${'1'.repeat(26)}`),
    token.slice(0, -1),
    `${token}A`,
    '',
  ])
    expect([wrong, orderOpened('key', wrong)]).toEqual([wrong, undefined]);
});

test('it holds for a year from the day of the order', () => {
  expect(orderLinkUntil('2026-01-05')).toBe('2027-01-05');
});
