/**
 * The system under load, in a process of its own: the durable local cloud with one company, IAM enforced. Says where it
 * is as one line of JSON, and ends when its standard input does.
 */
import { fillVault, openCompany, startQuittance } from '../../bin/demo/open.ts';
import { KEYS, SELLER, TENANT } from '../../bin/demo/company.ts';

const [dataDir = '', host = 'worker'] = process.argv.slice(2);
const cloud = await startQuittance({ dataDir, port: 0, host: host === 'child' ? 'child' : 'worker' });
await fillVault(cloud, [TENANT]);
const keys = await openCompany(cloud, { tenant: TENANT, entities: [SELLER], keys: KEYS });
const { urls, outputs, credentials, functions } = cloud;
process.stdout.write(`${JSON.stringify({ urls, outputs, credentials, functions, keys })}\n`);
process.stdin.resume().once('end', () => void cloud.stop().then(() => process.exit(0)));
