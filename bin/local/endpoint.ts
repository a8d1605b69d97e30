/**
 * The AWS endpoint: one loopback port for all services. The credential scope of the signature says which
 * service is meant, the access key id says which function calls; its role must allow the call before the
 * service sees it.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createHash, randomUUID } from 'node:crypto';
import type { Faults, FaultState } from './faults.ts';
import type { Iam } from './iam.ts';
import type { LocalClock } from './clock.ts';
import { askingForCapacity, countEntries, unitsOf, type Meter } from './meter.ts';
import type { Access, Measured, Service, WireRequest, WireResponse } from './seam.ts';
import { refusal, transactionConflict } from './refusals.ts';
import { formOf } from './services/s3/form.ts';

/** The runtime's own key, for tests and tools: it may do everything. The secret is the same for every key. */
export const LOCAL_KEY = { accessKeyId: 'AKIALOCALRUNTIME0000', secretAccessKey: 'local-secret' };

/** Each function signs with a key of its own; that is how the endpoint knows its role. */
export const accessKeyOf = (functionName: string): string =>
  `AKIA${createHash('sha256').update(functionName).digest('hex').slice(0, 16).toUpperCase()}`;

export interface Caller {
  name: string;
  /** Absent for the runtime itself. */
  roleArn?: string;
}

export interface EndpointParts {
  services: ReadonlyMap<string, Service>;
  callers: ReadonlyMap<string, Caller>;
  iam: Iam;
  faults: Faults;
  meter: Meter;
  clock: LocalClock;
  /** Ends the environment that made the call; the session token names it. */
  kill(session: string): void;
  measured?(datum: Measured): void;
  log(line: string): void;
}

export const endpoint = (parts: EndpointParts): Server => {
  const date = httpDate(parts.clock);
  const server = createServer((incoming, outgoing) => {
    outgoing.sendDate = false;
    void answer(parts, incoming).then((response) => {
      if (response) send(incoming, outgoing, { response, date: date() });
    });
  });
  server.keepAliveTimeout = 60_000;
  return server;
};

/** The Date header on the cloud's clock: the SDK corrects its own clock by it. */
export const httpDate = (clock: LocalClock): (() => string) => {
  let second = 0;
  let text = '';
  return () => {
    const now = Math.floor(clock.now() / 1000);
    if (now !== second) {
      second = now;
      text = new Date(now * 1000).toUTCString();
    }
    return text;
  };
};

const answer = async (parts: EndpointParts, incoming: IncomingMessage): Promise<WireResponse | undefined> => {
  let service = 's3';
  try {
    const body = await readBody(incoming);
    const url = incoming.url ?? '/';
    const mark = url.indexOf('?');
    const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
    const headers = incoming.headers as Record<string, string>;
    const form = formOf({ method: incoming.method ?? 'GET', headers, body })?.fields;
    const credential = credentialOf(headers, form?.get('x-amz-credential') ?? query.get('X-Amz-Credential'));
    if (!credential) {
      return refusal(service, {
        status: 403,
        code: 'MissingAuthenticationToken',
        message: 'Request is missing Authentication Token',
      });
    }
    service = credential.service;
    const caller = parts.callers.get(credential.key);
    if (!caller) {
      const message = 'The security token included in the request is invalid.';
      return refusal(service, { status: 403, code: 'UnrecognizedClientException', message });
    }
    const path = mark < 0 ? url : url.slice(0, mark);
    const request: WireRequest = {
      method: incoming.method ?? 'GET',
      path,
      query,
      headers,
      body,
      caller: caller.name,
    };
    const session = headers['x-amz-security-token'] ?? query.get('X-Amz-Security-Token') ?? '';
    return await call(parts, { service, request, caller, session });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    parts.log(`endpoint: ${service}: ${message}`);
    return refusal(service, { status: 400, code: 'UnknownOperationException', message });
  }
};

interface Call {
  service: string;
  request: WireRequest;
  caller: Caller;
  session: string;
}

const call = async (parts: EndpointParts, made: Call): Promise<WireResponse | undefined> => {
  const { service, request, caller } = made;
  const target = parts.services.get(service);
  if (!target) throw new Error(`the service ${service} is not known to the local cloud`);
  const accesses = target.access(request);
  if (caller.roleArn !== undefined) {
    const denied = parts.iam.firstDenied(caller.roleArn, accesses);
    if (denied) {
      const message = accessDenied(caller, denied);
      parts.log(`iam: ${message}`);
      return refusal(service, {
        status: service === 's3' ? 403 : 400,
        code: 'AccessDeniedException',
        message,
      });
    }
  }
  const action = actionOf(request, accesses);
  const { meter } = parts;
  const measured = meter.measuring && service === 'dynamodb';
  if (!measured) meter.count({ function: caller.name, service, action });
  if (meter.measuring && action === 'PutEvents') countEntries(meter, caller.name, request);
  const fault = parts.faults.strike({ service, action, request });
  if (fault?.when === 'before') return struck(parts, made, fault);
  const response = await target.handle(measured ? askingForCapacity(request) : request);
  if (measured) meter.count({ function: caller.name, service, action, ...unitsOf(action, response) });
  return fault ? struck(parts, made, fault) : response;
};

/** What the caller gets instead of its answer; nothing at all for a hang or a death. */
const struck = (parts: EndpointParts, { service, request, session }: Call, { kind }: FaultState) => {
  if (service === 'dynamodb') tellOfStrike(parts, request, kind);
  if (kind === 'kill') parts.kill(session);
  if (kind === 'kill' || kind === 'timeout') return undefined;
  if (kind === 'conflict') return transactionConflict(request);
  if (kind === 'error')
    return refusal(service, { status: 500, code: 'InternalServerError', message: 'injected' });
  const code = service === 'dynamodb' ? 'ProvisionedThroughputExceededException' : 'ThrottlingException';
  return refusal(service, { status: 400, code, message: 'Rate exceeded' });
};

/** DynamoDB counts its own faults and refusals by table and operation. */
const tellOfStrike = ({ measured }: EndpointParts, { headers, body }: WireRequest, kind: string): void => {
  const name = { error: 'SystemErrors', throttle: 'ThrottledRequests' }[kind];
  const TableName = /"(?:TableName":|RequestItems":\{)\s*"([^"]+)"/.exec(body.toString())?.[1];
  const Operation = headers['x-amz-target']?.split('.').at(-1);
  if (name !== undefined && TableName !== undefined && Operation !== undefined)
    measured?.({ namespace: 'AWS/DynamoDB', name, dimensions: { TableName, Operation }, value: 1 });
};

/** AWS's wording, with the role as the assumed session of the function. */
const accessDenied = (
  caller: Caller,
  { access, explicit }: { access: Access; explicit: boolean },
): string => {
  const [, , , , account = '', role = ''] = (caller.roleArn ?? '').split(':');
  const user = `arn:aws:sts::${account}:assumed-role/${role.split('/').at(-1)}/${caller.name}`;
  const why = explicit
    ? `with an explicit deny in an identity-based policy`
    : `because no identity-based policy allows the ${access.action} action`;
  return `User: ${user} is not authorized to perform: ${access.action} on resource: ${access.resource} ${why}`;
};

const actionOf = (request: WireRequest, accesses: Access[]): string => {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return target.slice(target.lastIndexOf('.') + 1);
  return accesses[0]?.action.split(':')[1] ?? '';
};

const CREDENTIAL = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request/;

/** `presigned`: of a link or a form. */
const credentialOf = (headers: Record<string, string>, presigned: string | null) => {
  const [, key, service] =
    CREDENTIAL.exec(presigned === null ? (headers['authorization'] ?? '') : `Credential=${presigned}`) ?? [];
  return key !== undefined && service !== undefined ? { key, service } : undefined;
};

/** The whole body of a request, without a copy when it came in one piece. */
export const readBody = (incoming: IncomingMessage, most = Infinity): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= most) return;
      // Enough to be refused: what still comes is let through unkept.
      incoming.removeAllListeners('data').resume();
      resolve(Buffer.concat(chunks));
    });
    incoming.on('end', () => {
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    incoming.on('error', reject);
  });

const send = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { response, date }: { response: WireResponse; date: string },
): void => {
  const body = response.body ?? '';
  const headers: Record<string, string | number> = {
    date,
    'x-amzn-requestid': randomUUID(),
    ...response.headers,
  };
  if (incoming.method !== 'HEAD') headers['content-length'] = Buffer.byteLength(body);
  outgoing.writeHead(response.status, headers);
  outgoing.end(body);
};
