/**
 * Lambda: the functions of the template run from their bundled assets, with the template's variables and
 * role.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessKeyOf } from './endpoint.ts';
import type { Caller } from './endpoint.ts';
import type { LocalClock } from './clock.ts';
import type { FunctionSpec, Host } from './lambda/environment.ts';
import { FUNCTION_PROPERTIES, plainScript, readFunction, variables } from './lambda/function.ts';
import { LambdaHost } from './lambda/host.ts';
import type { Shelf } from './lambda/shelf.ts';
import type { Meter } from './meter.ts';
import { MAPPING_PROPERTIES } from './services/dynamodb/mapping.ts';
import type { Access, Cloud, EventSource, Provider, Service, WireRequest, WireResponse } from './seam.ts';

export interface Lambda extends Service {
  readonly host: Host;
  /** Name → what runs under it. */
  readonly functions: ReadonlyMap<string, FunctionSpec>;
  logFile(name: string): string;
  /** Whether a service may call the function, by the permissions of the template. */
  permits(functionArn: string, principal: string): boolean;
}

export interface LambdaOptions {
  cloud: Cloud;
  clock: LocalClock;
  assets: ReadonlyMap<string, string>;
  mode: 'child' | 'worker';
  client?: string | undefined;
  /** Where each function's access key is made known to the endpoint. */
  callers: Map<string, Caller>;
  meter: Meter;
  perFunction?: number;
  total?: number;
  memoryMb?: Readonly<Record<string, number>>;
  shelf?: Shelf;
}

type Properties = Record<string, unknown>;

const lessOf = (id: string, memoryMb: LambdaOptions['memoryMb'] = {}): number | undefined =>
  Object.entries(memoryMb).find(([part]) => id.includes(part))?.[1];

export const lambda = (options: LambdaOptions): Lambda => {
  const { cloud, callers } = options;
  const functions = new Map<string, FunctionSpec>();
  const permissions = new Set<string>();
  const directory = cloud.stateDir('lambda');
  const logs = cloud.stateDir('logs');
  const logFile = (name: string) => join(logs, `${name}.log`);
  const script = join(directory, 'bootstrap.mjs');
  writeFileSync(script, plainScript(new URL('lambda/bootstrap.ts', import.meta.url)));
  const host = new LambdaHost({
    mode: options.mode,
    script: options.client ?? script,
    variables: (spec, session) => variables(spec, { cloud, session, offset: options.clock.offset() }),
    clockOffset: options.clock.offset,
    endpoint: cloud.endpoint,
    ...(options.shelf && { shelf: options.shelf }),
    ended: (FunctionName, { error }, ms) => {
      options.meter.count({ function: FunctionName, service: 'lambda', action: 'Invoke', ms });
      const metric = { namespace: 'AWS/Lambda', dimensions: { FunctionName } };
      cloud.measured?.({ ...metric, name: 'Invocations', value: 1 });
      cloud.measured?.({ ...metric, name: 'Errors', value: error ? 1 : 0 });
    },
    perFunction: options.perFunction ?? 3,
    total: options.total ?? (options.mode === 'child' ? 12 : 40),
  });
  const arn = (name: string) =>
    `arn:${cloud.partition}:lambda:${cloud.region}:${cloud.accountId}:function:${name}`;
  const byReference = (reference: string): string =>
    reference.startsWith('arn:') ? reference : arn(reference);
  const provides: Record<string, Provider> = {
    'AWS::Lambda::Function': {
      properties: FUNCTION_PROPERTIES,
      make: (id, properties) => {
        const read = readFunction(id, properties, { assets: options.assets, arn, logFile });
        const spec = { ...read, memoryMb: lessOf(id, options.memoryMb) ?? read.memoryMb };
        functions.set(spec.name, spec);
        callers.set(accessKeyOf(spec.name), { name: spec.name, roleArn: spec.roleArn });
        host.add(spec);
        return { ref: spec.name, attributes: { Arn: spec.arn } };
      },
    },
    'AWS::Lambda::Permission': {
      properties: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
      make: (id, { FunctionName, Principal }) => {
        permissions.add(`${byReference(String(FunctionName))} ${String(Principal)}`);
        return { ref: id, attributes: {} };
      },
    },
    'AWS::Lambda::EventSourceMapping': {
      properties: MAPPING_PROPERTIES,
      make: (id, properties) => {
        const functionArn = byReference(String(properties['FunctionName']));
        attach({ cloud, functions }, functionArn, properties);
        return { ref: id, attributes: { Id: id } };
      },
    },
  };
  return {
    name: 'lambda',
    host,
    functions,
    logFile,
    provides,
    permits: (functionArn, principal) => permissions.has(`${functionArn} ${principal}`),
    access: (request) => [{ action: 'lambda:InvokeFunction', resource: byReference(nameOf(request)) }],
    handle: (request) => wire({ cloud, host, functions }, request),
    busy: () => host.busy(),
    start: async () => {
      for (const spec of functions.values()) mayLog(cloud, spec);
    },
    stop: () => host.stop(),
  };
};

/** What Lambda's poller does in the function's own role, source by source. */
const POLLING: Record<string, string[]> = {
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  dynamodb: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
};

/** Lambda writes a function's log in the function's own role; without the grant AWS says nothing and keeps no line. */
const mayLog = (cloud: Cloud, { name, roleArn, logGroup }: FunctionSpec): void => {
  const place = `arn:${cloud.partition}:logs:${cloud.region}:${cloud.accountId}`;
  const resource = `${place}:log-group:${logGroup}:log-stream:local`;
  for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
    if (!cloud.allowed!(roleArn, { action, resource }))
      cloud.log(`lambda: the role of ${name} may not ${action} on ${resource}: on AWS it would have no log`);
};

const attach = (
  { cloud, functions }: { cloud: Cloud; functions: ReadonlyMap<string, FunctionSpec> },
  functionArn: string,
  properties: Properties,
): void => {
  const sourceArn = String(properties['EventSourceArn']);
  const service = sourceArn.split(':')[2] ?? '';
  const actions = POLLING[service];
  if (!actions) throw new Error(`${sourceArn} cannot feed a function here`);
  const spec = functions.get(functionArn.split(':').at(-1) ?? '');
  if (!spec) throw new Error(`there is no function ${functionArn}`);
  const needed: Access[] = actions.map((action) => ({ action, resource: sourceArn }));
  if (service === 'dynamodb') needed.push({ action: 'dynamodb:ListStreams', resource: '*' });
  const { OnFailure } = (properties['DestinationConfig'] ?? {}) as { OnFailure?: { Destination: string } };
  if (OnFailure) needed.push({ action: 'sqs:SendMessage', resource: OnFailure.Destination });
  for (const access of needed)
    if (!cloud.allowed!(spec.roleArn, access))
      throw new Error(
        `the role of ${spec.name} may not ${access.action} on ${access.resource}, which its event source needs`,
      );
  if (properties['Enabled'] === false) return;
  cloud.service<Service & EventSource>(service).attach(functionArn, properties);
};

const nameOf = (request: WireRequest): string => {
  const [, name] =
    /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(decodeURIComponent(request.path)) ?? [];
  if (name === undefined)
    throw new Error(`lambda: ${request.method} ${request.path} is not known to the local cloud`);
  return name;
};

/** Lambda's own Invoke operation: the answer at once, or (`Event`) 202 and the work later. */
const wire = async (
  { cloud, host, functions }: { cloud: Cloud; host: Host; functions: ReadonlyMap<string, FunctionSpec> },
  request: WireRequest,
): Promise<WireResponse> => {
  const name = nameOf(request).split(':').at(-1) ?? '';
  if (!functions.has(name)) {
    const body = JSON.stringify({ Type: 'User', Message: `Function not found: ${name}` });
    return { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body };
  }
  const payload = request.body.length === 0 ? '{}' : request.body.toString();
  const type = request.headers['x-amz-invocation-type'];
  if (type === 'DryRun') return { status: 204 };
  if (type === 'Event') {
    void host.invoke(name, payload).then(({ error }) => {
      if (error) cloud.log(`lambda: ${name} failed: ${error.type}: ${error.message}`);
    });
    return { status: 202 };
  }
  const { body, error } = await host.invoke(name, payload);
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  return {
    status: 200,
    headers: error ? { ...headers, 'x-amz-function-error': 'Unhandled' } : headers,
    body,
  };
};
