/** Starts the cloud: reads the assembly, makes its resources on this machine and keeps them running. */
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { readAssembly } from './assembly.ts';
import { consoleServer } from './console.ts';
import { letters } from './console/letters.ts';
import { mailRoutes } from './console/mailbox.ts';
import { control } from './control.ts';
import { endpoint, LOCAL_KEY } from './endpoint.ts';
import { lock } from './lock.ts';
import type { CloudOptions, RunningCloud, Urls } from './options.ts';
import { build, cloudOf, foundation, invokeOn } from './parts.ts';
import type { Built, Foundation } from './parts.ts';
import type { Cloud, Provider } from './seam.ts';
import type { CloudWatch } from './services/cloudwatch.ts';
import type { DynamoDB } from './services/dynamodb.ts';
import type { Ses } from './services/ses.ts';
import type { Sqs } from './services/sqs.ts';
import { deploy } from './template.ts';
import type { Deployed } from './template.ts';

export type { CloudOptions, RunningCloud, Urls } from './options.ts';

/** Boots the cloud, or throws and leaves nothing running. */
export const startCloud = async (options: CloudOptions): Promise<RunningCloud> => {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const undo: Undo[] = [lock(dataDir)];
  let stopping: Promise<void> | undefined;
  const stop = () =>
    (stopping ??= (async () => {
      for (const each of undo.toReversed()) await each();
    })());
  try {
    return await boot({ ...options, dataDir }, { undo, stop });
  } catch (error) {
    await stop();
    throw error;
  }
};

type Undo = () => void | Promise<void>;
interface Life {
  /** What ends the parts, the first one last. */
  undo: Undo[];
  stop(): Promise<void>;
}

const boot = async (options: CloudOptions, life: Life): Promise<RunningCloud> => {
  const base = foundation(options);
  life.undo.push(() => {
    base.clock.stop();
  });
  const { port = 4000 } = options;
  const beside = (offset: number) => (port === 0 ? 0 : port + offset);
  const urls: Urls = { api: '', console: '', aws: '' };
  urls.aws = await listen(endpoint(base.endpointParts), options.awsPort ?? beside(2), life);
  const cloud = cloudOf(options, { ...base, endpoint: urls.aws });
  const assembly = readAssembly(options.assembly);
  const parts = build(options, { ...base, cloud, urls, assets: assembly.assets });
  const console = consoleServer(base.log);
  urls.api = await listen(parts.gateway.server, port, life);
  urls.console = await listen(console.server, options.consolePort ?? beside(1), life);
  for (const service of base.services.values()) life.undo.push(() => service.stop());
  const deployed = await deploy({
    assembly,
    providers: new Map(
      [...base.services.values()].flatMap((each) => Object.entries<Provider>(each.provides)),
    ),
    place: cloud,
    parameters: options.parameters?.(urls) ?? {},
  });
  Object.assign(base.outputs, deployed.outputs);
  const running = handle({ base, cloud, urls, parts, deployed, stop: life.stop });
  console.mount(mailRoutes(cloud, cloud.service<Ses>('ses')));
  if (parts.provider) console.mount(parts.provider.route);
  if (options.letters)
    console.mount(
      letters({ ...options.letters, stateDir: cloud.stateDir('letters'), now: () => cloud.clock.now() }),
    );
  console.mount(
    control({
      ...running,
      iam: base.iam,
      lambda: parts.lambda,
      busy: base.busy,
      functionName: base.names.find,
      queues: () => cloud.service<Sqs>('sqs').depths(),
      workers: (name, on) => cloud.service<Sqs>('sqs').enable(name, on),
      cloudwatch: cloud.service<CloudWatch>('monitoring'),
    }),
  );
  for (const service of base.services.values()) await service.start();
  return running;
};

interface Booted {
  base: Foundation;
  cloud: Cloud;
  urls: Urls;
  parts: Built;
  deployed: Deployed;
  stop(): Promise<void>;
}

const handle = ({ base, cloud, urls, parts, deployed, stop }: Booted): RunningCloud => {
  const functions: Record<string, string> = {};
  for (const { type, logicalId, made } of deployed.made)
    if (type === 'AWS::Lambda::Function') functions[logicalId] = made.ref;
  base.names.find = (name) => functionName(functions, name);
  const { clock, faults, meter, settle, iam } = base;
  return {
    urls: { ...urls, dynamodb: cloud.service<DynamoDB>('dynamodb').engine.url() },
    outputs: deployed.outputs,
    functions,
    credentials: LOCAL_KEY,
    clock,
    faults,
    meter,
    settle,
    stop,
    iam: () => iam.report(),
    service: cloud.service,
    invoke: (name, payload) => invokeOn(parts.lambda, base.names.find(name), payload),
  };
};

/** A function by its name, its logical id or the beginning of that (CDK ends logical ids with a hash). */
const functionName = (functions: Readonly<Record<string, string>>, name: string): string => {
  const exact = functions[name] ?? Object.values(functions).find((each) => each === name);
  if (exact !== undefined) return exact;
  const [found, ...more] = Object.entries(functions).filter(([id]) => id.startsWith(name));
  if (!found || more.length > 0 || name === '')
    throw new Error(`${more.length > 0 ? 'several functions are' : 'no function is'} called ${name}`);
  return found[1];
};

const listen = (server: Server, port: number, life: Life): Promise<string> =>
  new Promise((done, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      life.undo.push(() => {
        server.close();
        server.closeAllConnections();
      });
      done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
