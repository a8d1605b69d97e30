/** Whose account a statement is of, where banks number it in their own way. */
import { expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import { Entity } from '../../../shared/access/tenant.ts';
import { ownAccount } from '../../../shared/bank/accounts.ts';

const entity = (id: string, over: object = {}): Entity => Entity.parse({ ...SELLER, id, ...over });
const CHASE = { bank: '021000021', number: '000987654321' };
const tenant = {
  entities: [
    entity('main', { accounts: [CHASE, { bank: '026009593', number: '5550001' }] }),
    entity('other', {
      bank: { ...SELLER.bank, iban: 'DE02120300000000202051' },
      accounts: [{ bank: '121000248', number: '5550001' }],
    }),
  ],
};
const found = (written: string, bank?: string) => {
  const own = ownAccount(written, bank, tenant);
  return own && `${own.entity.id} ${own.iban}`;
};

test.each<[string, string | undefined, string | undefined]>([
  ['000987654321', '021000021', 'main 021000021-000987654321'],
  ['987654321', undefined, 'main 021000021-000987654321'],
  ['987654321USD', undefined, 'main 021000021-000987654321'],
  ['021000021/987654321', undefined, 'main 021000021-000987654321'],
  ['021000021-000987654321', undefined, 'main 021000021-000987654321'],
  ['987654321', '026009593', undefined],
  ['87654321', undefined, undefined],
  ['0987654321', '21000021', 'main 021000021-000987654321'],
  // Two banks have the number: only one that says whose it is is told apart.
  ['5550001', undefined, undefined],
  ['5550001', '121000248', 'other 121000248-5550001'],
  ['5550001', '026009593', 'main 026009593-5550001'],
  ['202051', undefined, 'other DE02120300000000202051'],
])('%s at %s', (written, bank, wanted) => expect(found(written, bank)).toBe(wanted));
