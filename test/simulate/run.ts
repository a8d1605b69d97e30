/**
 * `npm run simulate -- --seed S --days N`: plays N days of a company from the seed, and judges every day. `--seeds K` plays K
 * seeds from S on. Exits with 1 at a breach; the same seed shows it again.
 */
import { parseArgs } from 'node:util';
import { assemble } from '../../bin/fresh.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    days: { type: 'string', default: '10' },
    quiet: { type: 'boolean', default: false },
  },
});

await assemble();
let [days, steps, struck, breaches] = [0, 0, 0, 0];
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.seeds); seed++) {
  const result = await simulate(
    seed,
    Number(values.days),
    values.quiet ? undefined : (line) => console.log(line),
  );
  [days, steps, struck] = [days + result.days, steps + result.steps, struck + result.struck];
  if (result.breach) {
    breaches += 1;
    const { day, on, what } = result.breach;
    console.log(
      `\nBREACH on day ${day}, ${on}: npm run simulate -- --seed ${seed} --days ${day}\n  ${what.join('\n  ')}\n`,
    );
  }
}
console.log(`${days} days, ${steps} steps, ${struck} faults struck: ${breaches} breaches`);
process.exitCode = breaches === 0 ? 0 : 1;
