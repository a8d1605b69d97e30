/** Builds the parts of the cloud and joins them: clock, callers, services, and the doors between them. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { apigateway } from './apigateway.ts';
import type { Assembly } from './assembly.ts';
import { localClock } from './clock.ts';
import type { LocalClock } from './clock.ts';
import { psp } from './console/psp.ts';
import { LOCAL_KEY } from './endpoint.ts';
import type { Caller } from './endpoint.ts';
import { faults as newFaults } from './faults.ts';
import { iam as newIam } from './iam.ts';
import { inert } from './inert.ts';
import { lambda as newLambda } from './lambda.ts';
import type { Lambda } from './lambda.ts';
import { newMeter } from './meter.ts';
import type { CloudOptions, Urls } from './options.ts';
import type { Cloud, Invocation, Measured, Service } from './seam.ts';
import { dynamodb } from './services/dynamodb.ts';
import type { Events } from './services/events.ts';
import { events } from './services/events.ts';
import { guardduty } from './services/guardduty.ts';
import { s3 } from './services/s3.ts';
import { scheduler } from './services/scheduler.ts';
import type { Secrets } from './services/secretsmanager.ts';
import { secretsmanager } from './services/secretsmanager.ts';
import { ses } from './services/ses.ts';
import { cloudwatch } from './services/cloudwatch.ts';
import type { CloudWatch } from './services/cloudwatch.ts';
import { sqs } from './services/sqs.ts';
import type { Sqs } from './services/sqs.ts';

/** What needs no address yet: the clock, who calls, what may go wrong. */
export const foundation = (options: CloudOptions) => {
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
  /** What the stacks say, from the moment that they are made. */
  const outputs: Record<string, string> = {};
  const faults = newFaults((name) => names.find(name));
  const meter = newMeter();
  const kill = { session: (_: string): void => undefined };
  const endpointParts = {
    services,
    callers,
    iam,
    faults,
    meter,
    clock,
    log,
    kill: (session: string) => {
      kill.session(session);
    },
    measured: (datum: Measured) => {
      (services.get('monitoring') as CloudWatch | undefined)?.measured(datum);
    },
  };
  return {
    log,
    services,
    callers,
    busy,
    settle,
    clock,
    iam,
    names,
    outputs,
    faults,
    meter,
    kill,
    endpointParts,
  };
};
export type Foundation = ReturnType<typeof foundation>;

const PARTITION = 'aws';
const ACCOUNT = '123456789012';

export const cloudOf = (options: CloudOptions, base: Foundation & { endpoint: string }): Cloud => {
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
    invoke: (functionArn, payload, source) => {
      const name = functionArn.split(':').at(-1) ?? '';
      const { Records = [] } = payload as { Records?: unknown[] };
      for (const _ of Records)
        base.meter.count({ function: name, service: source.split(':')[2] ?? '', action: 'Message' });
      return invokeOn(service<Lambda>('lambda'), name, payload);
    },
    deliver: (targetArn, body, origin) => deliver(service, targetArn, { body, origin }),
    service,
    allowed: (roleArn, access) => base.iam.allowed(roleArn, access),
    measured: (datum) => {
      service<CloudWatch>('monitoring').measured(datum);
    },
    log: base.log,
  };
};

export interface Built {
  lambda: Lambda;
  gateway: ReturnType<typeof apigateway>;
  provider: ReturnType<typeof psp> | undefined;
}

/**
 * Makes the services and registers them in the order in which they start: who takes work before who produces
 * it.
 */
export const build = (
  options: CloudOptions,
  base: Foundation & { cloud: Cloud; urls: Urls; assets: Assembly['assets'] },
): Built => {
  const { cloud, clock, callers, services, urls, assets } = base;
  const lambda = newLambda({
    cloud,
    clock,
    callers,
    meter: base.meter,
    assets,
    mode: options.host ?? 'child',
    client: options.client,
    ...(options.memoryMb && { memoryMb: options.memoryMb }),
    ...(options.shelf && { shelf: options.shelf }),
    ...options.concurrency,
  });
  base.kill.session = (session) => {
    lambda.host.kill(session);
  };
  const gateway = apigateway({ cloud, clock, lambda, url: () => urls.api });
  const { psp: wanted } = options;
  const provider =
    wanted &&
    psp({
      clock,
      stateDir: cloud.stateDir('psp'),
      secret: () => wanted.secret((id) => cloud.service<Secrets>('secretsmanager').read(id), base.outputs),
      webhookUrl: () => urls.api + wanted.webhookPath,
      baseUrl: () => urls.console,
      log: base.log,
    });
  const all: Service[] = [
    base.iam,
    inert(cloud),
    lambda,
    ...[cloudwatch, secretsmanager, s3, guardduty, ses, events, sqs].map((factory) => factory(cloud)),
    scheduler(cloud, options),
    dynamodb(cloud, { memory: options.memory ?? false }),
    gateway,
  ];
  if (provider) all.push(asService('psp', provider));
  for (const service of all) services.set(service.name, service);
  return { lambda, gateway, provider };
};

/** The payment provider is no part of AWS, but it starts, works and stops like one. */
const asService = (
  name: string,
  { start, stop, busy }: { start(): void; stop(): void; busy(): string[] },
): Service => ({
  name,
  provides: {},
  access: () => {
    throw new Error(`${name} is not a service of AWS`);
  },
  handle: () => Promise.reject(new Error(`${name} is not a service of AWS`)),
  busy,
  start: () => Promise.resolve(start()),
  stop: () => Promise.resolve(stop()),
});

/** Two turns of the event loop with nothing to do: what one part handed to another has arrived by then. */
const rest = async (busy: () => string[]): Promise<void> => {
  const until = Date.now() + LONGEST_SETTLE_MS;
  for (let quiet = 0; quiet < 2;) {
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

/** Runs a function on a value and reads its answer. */
export const invokeOn = async (lambda: Lambda, name: string, payload: unknown): Promise<Invocation> => {
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
    const { error } = await invokeOn(
      service<Lambda>('lambda'),
      targetArn.split(':').at(-1) ?? '',
      JSON.parse(body),
    );
    if (error) throw new Error(`${origin.service}: ${targetArn} failed: ${error.type}: ${error.message}`);
  } else throw new Error(`${targetArn} cannot take a message`);
};
