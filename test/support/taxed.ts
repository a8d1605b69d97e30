/** The tax summary of a story: what documents say of its tax is what the ledger has of it, to the cent. */
import { expect } from 'vitest';
import type { Export } from '../../shared/exports/export.ts';
import type { TrialBalance } from '../../shared/insights/insight.ts';
import type { World } from './world.ts';

interface Told {
  readonly what: string;
  readonly currency: string;
  readonly tax_minor: number;
}
/** Of all days from the first on; the sums of each kind of document in euros. */
export const taxIsExplained = async (world: World, from: string): Promise<Record<string, number>> => {
  const asked = await world.call<Export>('POST', '/v1/exports', {
    kind: 'tax_summary',
    format: 'jsonl',
    from,
  });
  await world.settle();
  const file = await world.get<Export & { url: string }>(`/v1/exports/${asked.body.id}`);
  const lines = (await (await fetch(file.url)).text()).trim().split('\n');
  const told = lines.map((line) => JSON.parse(line) as Told);
  const unexplained = told.filter(({ what }) => what === 'unexplained');
  expect(unexplained.length).toBeGreaterThan(0);
  expect(unexplained.filter(({ tax_minor }) => tax_minor !== 0)).toEqual([]);
  const { currencies } = await world.get<TrialBalance>('/v1/trial-balance');
  for (const { currency, accounts } of currencies)
    expect([currency, file.controlTotals!.find((one) => one.currency === currency)?.minor ?? 0]).toEqual([
      currency,
      0 - (accounts.find(({ account }) => account === 'vat')?.balanceMinor ?? 0),
    ]);
  const sums: Record<string, number> = {};
  for (const { what, currency, tax_minor } of told)
    if (currency === 'EUR') sums[what] = (sums[what] ?? 0) + tax_minor;
  return sums;
};
