import { expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import { entityOf, OpenTenant } from '../../../shared/access/tenant.ts';

const opening = (...entities: Record<string, unknown>[]) =>
  OpenTenant.safeParse({ tenant: 'acme', entities: entities.map((over) => ({ ...SELLER, ...over })) });

test('two legal entities never share an id or a number series', () => {
  expect(opening({}, { id: 'other', series: 'OTH' }).success).toBe(true);
  expect(opening({}, { series: 'OTH' }).error?.issues[0]?.message).toBe('two entities have the same id');
  // Its credit and debit notes are numbered beside its invoices.
  for (const series of ['CMAIN', 'DMAIN'])
    expect(opening({ series: 'MAIN' }, { id: 'other', series }).success).toBe(false);
  expect(opening({}, { id: 'other' }).error?.issues[0]?.message).toBe('two entities share a number series');
});

test('the first entity is meant where none is named', () => {
  const { entities } = OpenTenant.parse({ tenant: 'acme', entities: [SELLER] });
  const tenant = { id: 'acme', entities, openedAt: '2026-01-01T00:00:00.000Z', version: 1 };
  expect(entityOf(tenant, undefined)?.id).toBe('main');
  expect(entityOf(tenant, 'nobody')).toBeUndefined();
});
