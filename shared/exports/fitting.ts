/** Which formats fit: by what a file is of, and by the accountant's numbers. */
import { refuse } from '../kernel/result.ts';
import { chartOf } from '../ledger/store.ts';
import type { Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { formatsOf, type ExportFormat, type ExportKind } from './export.ts';
import { unfitIn } from './paired.ts';

export const noSuchFormat = (kind: ExportKind, pointer: string) =>
  refuse('exports.format', `There is no ${kind} in this format.`, [
    { pointer, detail: `must be one of ${formatsOf(kind).join(', ')}` },
  ]);

/** Undefined where the numbers fit. Those of a night are as they are then, and what DATEV does not take it refuses there. */
export const unfitChart = async (
  {
    entity,
    format,
    pointer,
  }: {
    readonly entity: string;
    readonly format: ExportFormat | undefined;
    readonly pointer: string;
  },
  { tenant }: Pick<Deps, 'tenant'>,
) => {
  const unfit = format === 'datev' ? unfitIn(await read(chartOf(tenant, entity))) : [];
  return unfit.length === 0
    ? undefined
    : refuse(
        'exports.format',
        'DATEV does not take these numbers of the chart.',
        unfit.map((detail) => ({ pointer, detail })),
      );
};
