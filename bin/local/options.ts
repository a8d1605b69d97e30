/** What a cloud is started with, and what one gets. */
import type { LocalClock } from './clock.ts';
import type { LOCAL_KEY } from './endpoint.ts';
import type { Faults } from './faults.ts';
import type { RoleReport } from './iam.ts';
import type { Shelf } from './lambda/shelf.ts';
import type { Meter } from './meter.ts';
import type { Invocation, Service } from './seam.ts';

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
  /** Another client of the Runtime API than our own, for functions in processes: the path of its script. */
  client?: string;
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
  /** Less memory than the template gives, for functions in whose logical id this stands: for tests of what they need. */
  memoryMb?: Readonly<Record<string, number>>;
  /**
   * The sandbox payment provider: where its webhooks go, and the credentials that it shares with the system.
   */
  psp?: {
    webhookPath: string;
    secret(
      read: (secretId: string) => string,
      outputs: Readonly<Record<string, string>>,
    ): { apiKey: string; webhookSecret: string };
  };
  /** The sandbox's printer of letters, and the key that it asks for. */
  letters?: { apiKey: string };
  /** Warm environments of functions (threads) that clouds of one process give on, if they follow each other at one AWS port. */
  shelf?: Shelf;
  /** Only schedules in whose logical id one of these stands run: for tests that cross weeks for one job’s sake. */
  jobs?: readonly string[];
  /** Schedules in whose logical id one of these stands do not run: what runs every few minutes makes days long. */
  idle?: readonly string[];
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
  meter: Meter;
  iam(): RoleReport[];
  /** Any service by its name in the credential scope. */
  service<T extends Service>(name: string): T;
  invoke(name: string, payload: unknown): Promise<Invocation>;
  /** Returns when nothing is left to do at this moment of the clock. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}
