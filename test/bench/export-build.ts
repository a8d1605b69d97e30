/** One file, built in a process of its own for `export.ts`; the environment says where table and bucket are. */
import { buildExport } from '../../shared/exports/actions.ts';
import { exportById } from '../../shared/exports/store.ts';
import { read } from '../../shared/runtime/table.ts';

const [tenant = '', exportId = ''] = process.argv.slice(2);
const deps = { tenant, actor: 'bench', trace: 'trc_bench', now: '2026-03-10T09:00:00.000Z' };
const built = await buildExport({ exportId }, deps);
const file = (await read(exportById(tenant, exportId)))!;
if (!built.ok || file.state !== 'READY') throw new Error(JSON.stringify({ built, file }));
const { user, system } = process.cpuUsage();
const { maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    rows: file.rows,
    cpuSeconds: Math.round((user + system) / 1e5) / 10,
    rssMb: Math.round(maxRSS / 1_000),
  }),
);
process.exit(0);
