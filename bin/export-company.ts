/**
 * `npm run export:company -- --stage prod --bucket <DocumentsBucket> --tenant acme --to ./acme`: everything of a company as open files, of one
 * moment (lib/README.md, "Moving a company"). `--table books-2 --as-of 2026-11-24T09:00:00Z` reads a table that was restored to that moment; `--local .local` the
 * system of this machine. Reads only.
 */
import { parseArgs } from 'node:util';
import { enter } from './tool/house.ts';
import { leave } from './tool/leaving.ts';
import { PLACE_OPTIONS, placeOf, Problem, run } from './tool/place.ts';

const main = async (): Promise<void> => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { ...PLACE_OPTIONS, table: text, 'as-of': text, bucket: text, tenant: text, to: text },
  });
  const { tenant, to: dir, bucket, table, 'as-of': asked } = values;
  if (tenant === undefined || dir === undefined || bucket === undefined)
    throw new Problem('Say --tenant <tenant>, --bucket <bucket of documents> and --to <directory>.');
  if ((table === undefined) !== (asked === undefined) || Number.isNaN(Date.parse(asked ?? '1970-01-01')))
    throw new Problem('Say --table and, with it alone, --as-of <the moment that it was restored to>.');
  const now = asked === undefined ? Date.now() : Date.parse(asked);
  const house = await enter(placeOf(values), { table, bucket });
  const { kinds, objects, asOf, digest } = await leave(house, { tenant, dir, now });
  house.close();
  const rows = kinds.reduce((sum, kind) => sum + kind.rows, 0);
  console.log(`${rows} items of ${kinds.length} kinds and ${objects.rows} files, as of ${asOf}: ${digest}`);
  console.log(`What has to be made anew elsewhere is in ${dir}/manifest.json (makeAnew).`);
};

await run(main);
