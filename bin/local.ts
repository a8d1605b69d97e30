/** `npm start`: the synthesised app on this machine, with a demo company in it. See README for what is where. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { client } from './demo/client.ts';
import { KEYS, TENANT } from './demo/company.ts';
import { daysOf } from './demo/habits.ts';
import { fillDemoVault, openCompany, startDemo } from './demo/open.ts';
import { play, type Plan, type Saved } from './demo/play.ts';
import { bar } from './demo/print.ts';
import { COMPANY } from './demo/scenes.ts';
import { assemble } from './fresh.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    data: { type: 'string', default: '.local' },
    fresh: { type: 'boolean', default: false },
    host: { type: 'string', default: 'worker' },
    'no-demo': { type: 'boolean', default: false },
    idle: { type: 'string', multiple: true, default: [] },
  },
});
const DATA = values.data;
const PORT = Number(values.port);
if (!Number.isInteger(PORT) || PORT < 0 || PORT > 65_533)
  throw new Error(`--port takes a number from 0 to 65533, not ${values.port}`);

interface State {
  readonly plan: Plan;
  keys?: Record<string, string>;
  played?: Saved;
  done?: boolean;
}
const STATE = join(DATA, 'demo.json');

const main = async (): Promise<void> => {
  const began = Date.now();
  if (values.fresh) rmSync(DATA, { recursive: true, force: true });
  mkdirSync(DATA, { recursive: true });
  await assemble((line) => console.log(line));
  const state: State = existsSync(STATE)
    ? (JSON.parse(readFileSync(STATE, 'utf8')) as State)
    : { plan: { months: 6, customers: 40, seed: 1, until: new Date().toISOString().slice(0, 10) } };
  const keep = (): void => {
    writeFileSync(`${STATE}.new`, JSON.stringify(state, null, 1));
    renameSync(`${STATE}.new`, STATE);
  };
  const demo = !values['no-demo'];
  const cloud = await startDemo({
    dataDir: DATA,
    port: PORT,
    host: values.host === 'child' ? 'child' : 'worker',
    idle: values.idle,
    ...(demo && { startAt: `${daysOf(state.plan)[0]}T06:00:00Z` }),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void cloud.stop().then(() => process.exit(0)));
  if (!state.keys) {
    await fillDemoVault(cloud, TENANT);
    state.keys = await openCompany(cloud, { tenant: TENANT, entities: [COMPANY], keys: KEYS });
    keep();
  }
  const endpoints = {
    api: cloud.urls.api,
    docs: `${cloud.urls.api}/docs`,
    openapi: `${cloud.urls.api}/openapi.json`,
    mailbox: `${cloud.urls.console}/mailbox`,
    control: `${cloud.urls.console}/control`,
    console: cloud.urls.console,
    aws: cloud.urls.aws,
    dynamodb: cloud.urls.dynamodb,
    outputs: cloud.outputs,
    tenant: TENANT,
    keys: state.keys,
  };
  writeFileSync(join(DATA, 'endpoints.json'), JSON.stringify(endpoints, null, 1));
  console.log(`Serving at ${endpoints.api} after ${((Date.now() - began) / 1000).toFixed(1)} s.`);

  const desk = client({ api: cloud.urls.api, console: cloud.urls.console, keys: state.keys });
  if (demo && !state.done) {
    console.log(
      `A demo company is being played in: ${state.plan.months} months of orders, invoices and payments.`,
    );
    const saved = (played: Saved): void => {
      state.played = played;
      keep();
    };
    const show = bar();
    await play(state.plan, desk, { progress: (done, of, day) => show(done, of, day), saved }, state.played);
    state.done = true;
    keep();
    await cloud.clock.advance(Date.now());
    console.log(`The demo was in after ${((Date.now() - began) / 1000).toFixed(0)} s.`);
  }
  const link = demo ? await anOpenLink(desk) : undefined;
  console.log(`
  API            ${endpoints.api}   (keys: ${join(DATA, 'endpoints.json')})
  Documentation  ${endpoints.docs}
  Mailbox        ${endpoints.mailbox}   (letters: ${cloud.urls.console}/letters)
${link ? `  Payment link   ${link}\n` : ''}  Finance        curl -H "Authorization: Bearer ${state.keys['finance']}" ${endpoints.api}/v1/ageing
                 curl -H "Authorization: Bearer ${state.keys['finance']}" ${endpoints.api}/v1/exports

Stop with Ctrl-C; everything is kept in ${DATA}/. --fresh begins anew.`);
};

/** From a mail, as a customer finds it: the newest invoice that is still open. */
const anOpenLink = async (desk: ReturnType<typeof client>): Promise<string | undefined> => {
  const { data } = await desk.get<{ data: { number: string; open: { minor: number } }[] }>(
    '/v1/invoices?limit=100',
  );
  for (const { number } of data.filter(({ open }) => open.minor > 0)) {
    const [mail] = await desk.control<{ id: string }[]>(`/control/mails?subject=${number}`);
    const text = mail && (await desk.control<{ text: string }>(`/control/mails/${mail.id}`)).text;
    const url = text && /https?:\/\/\S+\/pay\/[\w.-]+/.exec(text)?.[0];
    if (url) return url;
  }
  return undefined;
};

await main();
