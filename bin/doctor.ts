/**
 * `npm run doctor`: looks for broken invariants in a deployment's table or in a local data directory, and says what to
 * do. Reads only. Exits with 1 when it found something, with 2 when it could
 * not look.
 */
import { parseArgs } from 'node:util';
import { examine } from './doctor/examine.ts';
import { deployed, directory } from './doctor/sources.ts';

const { values } = parseArgs({
  options: { table: { type: 'string' }, data: { type: 'string', default: '.local' } },
});

const cannot = (error: unknown): never => {
  console.error(`The books cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
};
const patient = await (values.table === undefined ? directory(values.data) : deployed(values.table)).catch(
  cannot,
);
const findings = examine(patient);
for (const [rule, found] of Map.groupBy(findings, (finding) => finding.rule)) {
  console.log(`\n${rule}: ${found.length}`);
  for (const { tenant, what, where } of found.slice(0, 20))
    console.log(`  ${[tenant, ...where].filter((part) => part !== '').join(' ')}: ${what}`);
  if (found.length > 20) console.log(`  … and ${found.length - 20} more`);
  console.log(`  → ${found[0]!.remedy}`);
}
const asked = patient.around ? 'table, queues and mails' : 'table; queues and mails cannot be asked here';
console.log(`\n${patient.items.length} items examined (${asked}): ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
