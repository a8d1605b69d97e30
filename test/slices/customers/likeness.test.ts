import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../shared/customers/changes.ts';
import { Customer } from '../../../shared/customers/customer.ts';
import { blockingKeys, compared } from '../../../shared/customers/likeness.ts';
import { merge } from '../../../shared/customers/rules.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';

const NOW = '2026-01-05T09:00:00.000Z';
const aCustomer = (serial: number, over: Partial<Customer> = {}): Customer =>
  Customer.parse({
    id: idFrom('cus', 1_760_000_000_000 + serial, new Uint8Array(10).fill(serial)),
    version: 1,
    source: 'crm',
    externalId: `C-${serial}`,
    name: 'Müller Maschinenbau GmbH',
    address: { line1: 'Hauptstr. 5', postalCode: '10115', city: 'Berlin', country: 'DE' },
    emails: ['a@example.com'],
    currency: 'EUR',
    createdAt: NOW,
    updatedAt: NOW,
    ...over,
  });

describe('two records', () => {
  test.each<[string, Partial<Customer>, string[] | undefined]>([
    [
      'another spelling of name and street',
      {
        name: 'Mueller Maschinenbau',
        address: { line1: 'Hauptstraße 5', postalCode: '10115', city: 'Berlin', country: 'DE' },
      },
      ['name', 'address'],
    ],
    ['the words in another order', { name: 'Maschinenbau Müller AG' }, ['name', 'address']],
    [
      'the same tax id under another name',
      {
        name: 'Ganz Anders',
        vatId: 'DE136695976',
        address: { line1: 'Ring 1', postalCode: '80331', city: 'München', country: 'DE' },
      },
      ['tax_id'],
    ],
    [
      'the same account',
      {
        name: 'Ganz Anders',
        ibans: ['DE75512108001245126199'],
        address: { line1: 'Ring 1', postalCode: '80331', city: 'München', country: 'DE' },
      },
      ['iban'],
    ],
    ['another company at the same address', { name: 'Schulze Papier' }, undefined],
    [
      'the same name elsewhere',
      { address: { line1: 'Ring 1', postalCode: '80331', city: 'München', country: 'DE' } },
      undefined,
    ],
    ['another branch', { name: 'Müller Maschinenbau 2 GmbH' }, undefined],
  ])('%s', (_, over, reasons) => {
    const known = aCustomer(1, { vatId: 'DE136695976', ibans: ['DE75512108001245126199'] });
    const found = compared(known, aCustomer(2, over));
    expect(found?.reasons.map(({ code }) => code)).toEqual(reasons);
    if (found) expect(found.score).toBeGreaterThanOrEqual(60);
  });

  test('that are alike share a key', () => {
    const keys = new Set(blockingKeys(aCustomer(1)));
    expect(blockingKeys(aCustomer(2, { name: 'Maschinenbau Müller AG' })).some((key) => keys.has(key))).toBe(
      true,
    );
    expect(blockingKeys(aCustomer(3, { vatId: 'DE136695976' }))).toContain('tax:DE136695976');
    expect(blockingKeys(aCustomer(4, { taxIds: [{ value: '136 695 976' }] }))).toContain('tax:DE136695976');
  });
});

describe('a merge', () => {
  test('takes names, accounts and former aliases along, and is said of every record', () => {
    const [survivor, alias, older] = [
      aCustomer(1),
      aCustomer(2, { ibans: ['DE75512108001245126199'], aliases: [aCustomer(3).id] }),
      aCustomer(3, { mergedInto: aCustomer(2).id }),
    ];
    const done = merge(alias, survivor, [older], NOW);
    expect(done).toMatchObject({
      ok: true,
      value: {
        survivor: {
          version: 2,
          aliases: [alias.id, older.id],
          ibans: alias.ibans,
          externalIds: [{ externalId: 'C-2' }],
        },
        alias: { mergedInto: survivor.id },
        older: [{ mergedInto: survivor.id }],
      },
    });
    expect(merge(older, survivor, [], NOW)).toMatchObject({ code: 'customers.merged_already' });
    expect(merge(survivor, older, [], NOW)).toMatchObject({ code: 'customers.merged_already' });
  });
});

test('a change names its fields only, and old items without the new ones still read', () => {
  const before = aCustomer(1);
  expect(changesOf(before, { ...before, version: 2, updatedAt: '2026-02-01T00:00:00.000Z' })).toEqual([]);
  expect(changesOf(before, { ...before, segment: 'retail' })).toEqual([
    { field: 'segment', after: 'retail' },
  ]);
  expect(changesOf({ ...before, segment: 'retail' }, before)).toEqual([
    { field: 'segment', before: 'retail' },
  ]);
});
