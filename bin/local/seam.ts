/**
 * What the parts of the one-machine cloud owe each other. Each file of `services/` is one AWS service on the
 * wire; `runtime.ts` builds them, gives them the resources of the template and answers their calls to each
 * other.
 */

/**
 * Milliseconds since the epoch on the cloud's own clock. Nothing in bin/local reads the machine's clock for a
 * decision.
 */
export interface Clock {
  now(): number;
  /** Runs once when the clock reaches `whenMs` (also when it is moved past it, in order of time). */
  at(whenMs: number, what: string, run: () => void | Promise<void>): { cancel(): void };
}

/**
 * A signed AWS request as it came over the wire. `caller` is the function (or `local` for the runtime's own
 * hands).
 */
export interface WireRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  caller: string;
}
export interface WireResponse {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

/** One permission that a request needs, checked against the caller's role before `handle` runs. */
export interface Access {
  action: string;
  resource: string;
  /**
   * Condition keys with their values, e.g. `ses:FromAddress`; several for a set operator such as
   * `ForAllValues:`.
   */
  context?: Record<string, string | readonly string[]>;
}

/** What a template resource became: `Ref` and every `Fn::GetAtt` that the template may ask for. */
export interface Made {
  ref: string;
  attributes: Record<string, string>;
}
export interface Provider {
  /**
   * Every property that is honoured or knowingly without effect on one machine; any other refuses to boot.
   * `any` is for a type that has no effect here at all.
   */
  properties: readonly string[] | 'any';
  /**
   * `logicalId` is led by the stack (`Stack-LogicalId`): unique in the cloud, and the name where none is
   * given.
   */
  make(logicalId: string, properties: Record<string, unknown>): Made | Promise<Made>;
}

export interface Service {
  /**
   * The service name in the SigV4 credential scope: dynamodb, sqs, events, ses, s3, secretsmanager, lambda …
   */
  readonly name: string;
  /**
   * CloudFormation type → how it is made. Called again at every boot with the same ids: must be idempotent.
   */
  readonly provides: Readonly<Record<string, Provider>>;
  /** What IAM must allow for this request; an unknown operation throws. */
  access(request: WireRequest): Access[];
  handle(request: WireRequest): Promise<WireResponse>;
  /** One line per piece of work that could run now (not later): empty means settled. */
  busy(): string[];
  /** After every resource exists: timers, pollers and anything restored from disk begin. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A queue or a stream that feeds functions: takes `AWS::Lambda::EventSourceMapping` properties, refs
 * resolved.
 */
export interface EventSource {
  attach(functionArn: string, properties: Record<string, unknown>): void;
}

export interface Invocation {
  payload: unknown;
  /** Set when the function failed, timed out or died. */
  error?: { type: string; message: string };
}

/** One measurement, as the service itself gives it to CloudWatch. */
export interface Measured {
  namespace: string;
  name: string;
  dimensions?: Readonly<Record<string, string>>;
  value: number;
}

/** What a service may ask of the rest. */
export interface Cloud {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  /** A directory of this service's own; kill -9 at any moment must leave it readable. */
  stateDir(service: string): string;
  readonly clock: Clock;
  /** Base URL of the AWS endpoint, e.g. http://127.0.0.1:4002: no trailing slash. */
  readonly endpoint: string;
  invoke(functionArn: string, payload: unknown, source: string): Promise<Invocation>;
  /**
   * Hands a JSON text to a queue, a function or an event bus by its ARN; the origin's own retries and DLQ are
   * its own.
   */
  deliver(targetArn: string, body: string, origin: { service: string; sourceArn: string }): Promise<void>;
  /** In-process door between services, e.g. `service('events')`. */
  service<T extends Service>(name: string): T;
  /**
   * Whether this role may do it, for what acts in its own role: a schedule, a rule. Absent: everything is
   * allowed.
   */
  allowed?(roleArn: string, access: Access): boolean;
  /** Told to CloudWatch, where there is one. */
  measured?(datum: Measured): void;
  log(line: string): void;
}
