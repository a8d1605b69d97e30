/** What the host offers, and what it needs of an environment, whether that is a process or a thread. */

import type { Shelf, Spare } from './shelf.ts';

export interface FunctionSpec {
  name: string;
  arn: string;
  roleArn: string;
  handler: string;
  directory: string;
  environment: Record<string, string>;
  timeoutMs: number;
  memoryMb: number;
  logGroup: string;
  logFile: string;
}

export interface Failure {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export interface Job {
  id: string;
  payload: string;
  deadlineMs: number;
  functionArn: string;
  clockOffset: number;
}

export interface Environment {
  send(job: Job): void;
  kill(): void;
  /** Leaves its cloud without ending: what can serve another. A process has none. */
  rest?(): Spare;
  /** What it has used of the processors so far, in milliseconds. */
  cpuMs(): Promise<number>;
}

/** What an environment tells the host. */
export interface Listener {
  /** It is loaded, or has answered and wants the next job. */
  ready(): void;
  answered(id: string, body: string): void;
  failed(id: string, failure: Failure): void;
  initFailed(failure: Failure): void;
  exited(how: string): void;
}

export interface LaunchOptions {
  spec: FunctionSpec;
  /** All variables of the function's process. */
  variables: Record<string, string>;
  /** The bootstrap as a plain script. */
  script: string;
  listener: Listener;
}

export interface Outcome {
  /** JSON text that the function answered, or its error in Lambda's shape. */
  body: string;
  error?: { type: string; message: string };
}
export interface Host {
  add(spec: FunctionSpec): void;
  invoke(name: string, payload: string): Promise<Outcome>;
  /** Ends the environment with this session token; its job fails. */
  kill(session: string): void;
  busy(): string[];
  environments(): Promise<{ function: string; state: string; cpuMs: number }[]>;
  stop(): Promise<void>;
}
export interface HostOptions {
  /** Told of every invocation when it is over, and how long its environment worked on it. */
  ended?(name: string, outcome: Outcome, ms: number): void;
  mode: 'child' | 'worker';
  /** The bootstrap as a plain script. */
  script: string;
  variables(spec: FunctionSpec, session: string): Record<string, string>;
  clockOffset(): number;
  /** Environments of one function at most. */
  perFunction: number;
  /** Environments of all functions beyond which the longest idle one makes room. */
  total: number;
  /** Where warm environments come from and go to. */
  shelf?: Shelf;
  endpoint: string;
}
