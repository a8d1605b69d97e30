/** JSON Lines: an object a row. Amounts are whole minor units beside their currency; what a row has not is null. */
import { nameOf, type Column } from '../columns.ts';
import { bytes, type Groups } from './format.ts';

export const jsonl = async function* (
  groups: Groups,
  columns: readonly Column[],
): AsyncGenerator<Uint8Array> {
  const names = columns.map(nameOf);
  for await (const rows of groups)
    yield bytes(
      rows
        .map(
          (row) =>
            `${JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])))}\n`,
        )
        .join(''),
    );
};
