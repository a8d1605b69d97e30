/** Asks for the figures of a KPI pack, of both of its periods, as the API answers them. */
import type { Figures } from '../figures/figure.ts';
import { questionFor } from '../figures/reading.ts';
import { DEFINITIONS, figuresOf, foldedOf } from '../figures/rules.ts';
import type { Deps } from '../runtime/context.ts';
import { HELD_BACK_MS } from '../runtime/facts.ts';
import type { Row } from './columns.ts';
import type { Export } from './export.ts';
import { daysBefore, figureRows } from './figured.ts';

export async function* packed(file: Export, deps: Deps): AsyncGenerator<readonly Row[]> {
  // As it was known when it was asked for, and settled: who builds it again says the same.
  const knownAt = new Date(Date.parse(file.requestedAt) - HELD_BACK_MS).toISOString();
  const told = async (days: Pick<Export, 'from' | 'to'>) => ({
    days,
    figures: await figuresFor({ entity: file.entity, ...days, knownAt }, deps),
  });
  const days = { from: file.from, to: file.to };
  const [now, before] = [await told(days), await told(daysBefore(days))];
  yield figureRows(now, before, { definitions: DEFINITIONS, knownAt });
}

const figuresFor = async (
  { to, ...asked }: { readonly entity: string; readonly knownAt: string } & Pick<Export, 'from' | 'to'>,
  deps: Deps,
): Promise<Figures['currencies']> => {
  const ask = { ...asked, asOf: to, forwardPercent: 100, overduePercent: 100 };
  const found = await questionFor(ask, deps);
  if (!found.ok) throw new Error(found.detail);
  const { question, facts, plans } = found.value;
  return figuresOf(foldedOf(facts, plans, question), question);
};
