/**
 * `npm run export:company -- --stage prod --bucket <DocumentsBucket> --tenant acme --to ./acme`: everything of a company as open files, of one
 * moment (lib/README.md, "Moving a company"). `--table` reads another table, such as one that was restored to a moment; `--local .local` the
 * system of this machine. Reads only.
 */
import { parseArgs } from 'node:util';
import { enter } from './tool/house.ts';
import { leave } from './tool/leaving.ts';
import { PLACE_OPTIONS, placeOf, Problem, run } from './tool/place.ts';

const main = async (): Promise<void> => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { ...PLACE_OPTIONS, table: text, bucket: text, tenant: text, to: text },
  });
  const { tenant, to: dir, bucket, table } = values;
  if (tenant === undefined || dir === undefined || bucket === undefined)
    throw new Problem('Say --tenant <tenant>, --bucket <bucket of documents> and --to <directory>.');
  const house = await enter(placeOf(values), { table, bucket });
  const { kinds, objects, asOf, digest } = await leave(house, { tenant, dir, now: Date.now() });
  house.close();
  const rows = kinds.reduce((sum, kind) => sum + kind.rows, 0);
  console.log(`${rows} items of ${kinds.length} kinds and ${objects.rows} files, as of ${asOf}: ${digest}`);
  console.log(`What has to be made anew elsewhere is in ${dir}/manifest.json (makeAnew).`);
};

await run(main);
