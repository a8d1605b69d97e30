/**
 * `npm run import:company -- --stage new --bucket <DocumentsBucket> --from ./acme`: brings an exported company into a deployment in which it is
 * not, and announces nothing (lib/README.md, "Moving a company"). Cut off, it is done again; `--again` first deletes what came of another
 * export, where that was cut off. `--local .local` works on the system of this machine.
 */
import { parseArgs } from 'node:util';
import { arrive } from './tool/arriving.ts';
import { enter } from './tool/house.ts';
import { PLACE_OPTIONS, placeOf, Problem, run } from './tool/place.ts';

const main = async (): Promise<void> => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { ...PLACE_OPTIONS, bucket: text, from: text, again: { type: 'boolean' } },
  });
  const { from: dir, bucket, again } = values;
  if (dir === undefined || bucket === undefined)
    throw new Problem('Say --bucket <bucket of documents> and --from <directory>.');
  const house = await enter(placeOf(values), { bucket });
  const { tenant, digest, already, makeAnew } = await arrive(house, {
    dir,
    now: Date.now(),
    ...(again !== undefined && { again }),
  });
  house.close();
  console.log(already ? `${tenant} came here before: nothing was changed.` : `${tenant} is here: ${digest}`);
  console.log(['What has to be made anew:', ...makeAnew].join('\n  '));
};

await run(main);
