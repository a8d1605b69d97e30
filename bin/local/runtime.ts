/** Starts the cloud: reads the assembly, makes its resources on this machine and keeps them running. */
import { appendFileSync, mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { apigateway } from './apigateway.ts';
import { readAssembly } from './assembly.ts';
import { localClock } from './clock.ts';
import type { LocalClock } from './clock.ts';
import { consoleServer } from './console.ts';
import { control } from './control.ts';
import { endpoint, LOCAL_KEY } from './endpoint.ts';
import type { Caller } from './endpoint.ts';
import { faults as newFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { iam as newIam } from './iam.ts';
import type { RoleReport } from './iam.ts';
import { inert } from './inert.ts';
import { lambda as newLambda } from './lambda.ts';
import type { Lambda } from './lambda.ts';
import { lock } from './lock.ts';
import type { Cloud, Invocation, Provider, Service } from './seam.ts';
import { dynamodb as newDynamodb } from './services/dynamodb.ts';
import type { DynamoDB } from './services/dynamodb.ts';
import type { Events } from './services/events.ts';
import { events } from './services/events.ts';
import { s3 } from './services/s3.ts';
import { scheduler } from './services/scheduler.ts';
import { sqs } from './services/sqs.ts';
import type { Sqs } from './services/sqs.ts';
import { deploy } from './template.ts';

export interface CloudOptions {
  /** Directory of the synthesised assembly (`cdk.out`). */
  assembly: string;
  /** Everything that survives a restart. */
  dataDir: string;
  /** Port of the API; the console and the AWS endpoint follow on the next two. 0: any free ports. */
  port?: number;
  consolePort?: number;
  awsPort?: number;
  host?: 'child' | 'worker';
  /** First instant of a cloud that has no past. */
  startAt?: string;
  /** Keeps the tables in memory only. */
  memory?: boolean;
  region?: string;
  accountId?: string;
  /** Values for parameters of the templates, once the addresses are known. */
  parameters?(urls: Urls): Record<string, string>;
  /** Environments of one function, and of all functions. */
  concurrency?: { perFunction?: number; total?: number };
  log?(line: string): void;
}
export interface Urls {
  api: string;
  console: string;
  aws: string;
}
export interface RunningCloud {
  urls: Urls & { dynamodb: string };
  /** `Stack.Output` → value. */
  outputs: Record<string, string>;
  /** Logical id → name of the function. */
  functions: Record<string, string>;
  /** Credentials that may do everything at the AWS endpoint. */
  credentials: typeof LOCAL_KEY;
  clock: LocalClock;
  faults: Faults;
  iam(): RoleReport[];
  /** Any service by its name in the credential scope. */
  service<T extends Service>(name: string): T;
  invoke(name: string, payload: unknown): Promise<Invocation>;
  /** Returns when nothing is left to do at this moment of the clock. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

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
  const aws = endpoint(base.endpointParts);
  urls.aws = await listen(aws, options.awsPort ?? beside(2), life);
  const cloud = cloudOf(options, { ...base, endpoint: urls.aws });
  const parts = build(options, { ...base, cloud, urls });
  urls.api = await listen(parts.gateway.server, port, life);
  urls.console = await listen(parts.console.server, options.consolePort ?? beside(1), life);
  for (const service of base.services.values()) life.undo.push(() => service.stop());
  const deployed = await deploy({
    assembly: parts.assembly,
    providers: new Map([...base.services.values()].flatMap((each) => Object.entries<Provider>(each.provides))),
    place: cloud,
    parameters: options.parameters?.(urls) ?? {},
  });
  const functions: Record<string, string> = {};
  for (const { type, logicalId, made } of deployed.made)
    if (type === 'AWS::Lambda::Function') functions[logicalId] = made.ref;
  base.names.find = (name) => functionName(functions, name);
  const invoke = (name: string, payload: unknown) => invokeOn(parts.lambda, base.names.find(name), payload);
  const { clock, faults, settle, iam } = base;
  parts.console.mount(
    control({
      ...{ clock, faults, iam, settle, invoke, lambda: parts.lambda },
      busy: base.busy,
      functionName: base.names.find,
      queues: () => cloud.service<Sqs>('sqs').depths(),
      stop: life.stop,
    }),
  );
  for (const service of base.services.values()) await service.start();
  return {
    urls: { ...urls, dynamodb: cloud.service<DynamoDB>('dynamodb').engine.url() },
    outputs: deployed.outputs,
    functions,
    credentials: LOCAL_KEY,
    clock,
    faults,
    iam: () => iam.report(),
    service: cloud.service,
    invoke,
    settle,
    stop: life.stop,
  };
};

/** What needs no address yet: the clock, who calls, what may go wrong. */
const foundation = (options: CloudOptions) => {
  const { dataDir, startAt } = options;
  const log = (line: string) => {
    appendFileSync(join(dataDir, 'runtime.log'), `${new Date().toISOString()} ${line}\n`);
    options.log?.(line);
  };
  const services = new Map<string, Service>();
  const callers = new Map<string, Caller>([[LOCAL_KEY.accessKeyId, { name: 'local' }]]);
  const busy = () => [...clock.busy(), ...[...services.values()].flatMap((service) => service.busy())];
  const settle = () => rest(busy);
  const clock: LocalClock = localClock({
    file: join(dataDir, 'clock.json'),
    ...(startAt !== undefined && { startAt: Date.parse(startAt) }),
    settle,
    log,
  });
  const iam = newIam({ partition: PARTITION, accountId: options.accountId ?? ACCOUNT });
  const names = { find: (name: string) => name };
  const faults = newFaults((name) => names.find(name));
  const kill = { session: (_: string): void => undefined };
  const endpointParts = {
    ...{ services, callers, iam, faults, clock, log },
    kill: (session: string) => {
      kill.session(session);
    },
  };
  return { log, services, callers, busy, settle, clock, iam, names, faults, kill, endpointParts };
};
type Foundation = ReturnType<typeof foundation>;

const PARTITION = 'aws';
const ACCOUNT = '123456789012';

const cloudOf = (options: CloudOptions, base: Foundation & { endpoint: string }): Cloud => {
  const service = <T extends Service>(name: string): T => {
    const found = base.services.get(name);
    if (!found) throw new Error(`the service ${name} is not known to the local cloud`);
    return found as T;
  };
  return {
    region: options.region ?? 'eu-central-1',
    accountId: options.accountId ?? ACCOUNT,
    partition: PARTITION,
    stateDir: (name) => {
      const directory = join(options.dataDir, name);
      mkdirSync(directory, { recursive: true });
      return directory;
    },
    clock: base.clock,
    endpoint: base.endpoint,
    invoke: (functionArn, payload) =>
      invokeOn(service<Lambda>('lambda'), functionArn.split(':').at(-1) ?? '', payload),
    deliver: (targetArn, body, origin) => deliver(service, targetArn, { body, origin }),
    service,
    allowed: (roleArn, access) => base.iam.allowed(roleArn, access),
    log: base.log,
  };
};

const build = (options: CloudOptions, base: Foundation & { cloud: Cloud; urls: Urls }) => {
  const { cloud, clock, callers, services, urls } = base;
  const assembly = readAssembly(options.assembly);
  const { assets } = assembly;
  const lambda = newLambda({
    ...{ cloud, clock, callers, assets },
    mode: options.host ?? 'child',
    ...options.concurrency,
  });
  base.kill.session = lambda.host.kill;
  const gateway = apigateway({ cloud, clock, lambda, url: () => urls.api });
  const console = consoleServer(base.log);
  // The order in which they start: what takes work comes before what produces it. They stop the other way round.
  const all: Service[] = [
    base.iam,
    inert(cloud),
    lambda,
    ...[s3, events, sqs, scheduler].map((factory) => factory(cloud)),
    newDynamodb(cloud, { memory: options.memory ?? false }),
    gateway,
  ];
  for (const service of all) services.set(service.name, service);
  return { assembly, lambda, gateway, console };
};

/** Two turns of the event loop with nothing to do: what one part handed to another has arrived by then. */
const rest = async (busy: () => string[]): Promise<void> => {
  const until = Date.now() + LONGEST_SETTLE_MS;
  for (let quiet = 0; quiet < 2; ) {
    const work = busy();
    if (work.length === 0) {
      quiet += 1;
      await new Promise((done) => setImmediate(done));
    } else {
      quiet = 0;
      if (Date.now() > until) throw new Error(`The cloud does not come to rest: ${work.join('; ')}`);
      await new Promise((done) => setTimeout(done, 1));
    }
  }
};
const LONGEST_SETTLE_MS = 300_000;

const invokeOn = async (lambda: Lambda, name: string, payload: unknown): Promise<Invocation> => {
  const { body, error } = await lambda.host.invoke(name, JSON.stringify(payload) ?? 'null');
  const answer = JSON.parse(body) as unknown;
  return error ? { payload: answer, error } : { payload: answer };
};

interface Parcel {
  body: string;
  origin: { service: string; sourceArn: string };
}

const deliver = async (
  service: Cloud['service'],
  targetArn: string,
  { body, origin }: Parcel,
): Promise<void> => {
  const kind = targetArn.split(':')[2];
  if (kind === 'sqs') service<Sqs>('sqs').accept(targetArn, body);
  else if (kind === 'events') service<Events>('events').publish(targetArn, JSON.parse(body) as object);
  else if (kind === 'lambda') {
    const { error } = await invokeOn(service<Lambda>('lambda'), targetArn.split(':').at(-1) ?? '', JSON.parse(body));
    if (error) throw new Error(`${origin.service}: ${targetArn} failed: ${error.type}: ${error.message}`);
  } else throw new Error(`${targetArn} cannot take a message`);
};

/** A function by its name, its logical id or the beginning of that (CDK ends logical ids with a hash). */
const functionName = (functions: Readonly<Record<string, string>>, name: string): string => {
  const exact = functions[name] ?? Object.values(functions).find((each) => each === name);
  if (exact !== undefined) return exact;
  const [found, ...more] = Object.entries(functions).filter(([id]) => id.startsWith(name));
  if (!found || more.length > 0 || name === '') throw new Error(`${more.length > 0 ? 'several functions are' : 'no function is'} called ${name}`);
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
