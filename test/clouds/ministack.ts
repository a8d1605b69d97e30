/** A cloud on this machine that others wrote: `cdk bootstrap`, `deploy` and `destroy` against it, and what it holds. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from './ports.ts';
import { run, serving, type Ran } from './tools.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

const REGION = 'eu-central-1';
const ACCOUNT = '000000000000';

export class Ministack {
  readonly dir: string;
  readonly port: number;
  private readonly stopServer: () => Promise<void>;

  private constructor(dir: string, port: number, stop: () => Promise<void>) {
    this.dir = dir;
    this.port = port;
    this.stopServer = stop;
  }

  /** `bin` is where pip put it. It keeps nothing, and listens on loopback alone. */
  static async start(bin: string): Promise<Ministack> {
    const dir = mkdtempSync(join(tmpdir(), 'quittance-ministack-'));
    const port = await freePort();
    const { stop } = await serving(join(bin, 'ministack'), [], {
      cwd: dir,
      log: join(dir, 'ministack.log'),
      env: {
        GATEWAY_PORT: String(port),
        BIND_HOST: '127.0.0.1',
        MINISTACK_REGION: REGION,
        // Listeners on all interfaces that nothing here needs.
        IOT_MTLS_ENABLED: '0',
        SFTP_ENABLED: '0',
      },
      ready: () =>
        fetch(`http://127.0.0.1:${port}/_ministack/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
    });
    return new Ministack(dir, port, stop);
  }
  async stop(): Promise<void> {
    await this.stopServer();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** For clients of the AWS SDK. With the name `localhost` its API addresses are ones that URLs allow. */
  get client() {
    return {
      endpoint: `http://localhost:${this.port}`,
      region: REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
  }
  get log(): string {
    return readFileSync(join(this.dir, 'ministack.log'), 'utf8');
  }

  /**
   * The CDK command, in an empty directory: `bootstrap` would otherwise synthesise the app it finds into the assembly
   * that is to be deployed.
   */
  cdk(...args: string[]): Promise<Ran> {
    const empty = join(this.dir, 'empty');
    mkdirSync(empty, { recursive: true });
    return run(resolve('node_modules/.bin/cdk'), args, {
      cwd: empty,
      seconds: 240,
      env: {
        AWS_ENDPOINT_URL: this.client.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: REGION,
        CDK_DEFAULT_ACCOUNT: ACCOUNT,
        CDK_DEFAULT_REGION: REGION,
      },
    });
  }
  bootstrap(): Promise<Ran> {
    return this.cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`);
  }
  /** `sandbox` is the origin of a provider on this machine. */
  async deploy(assembly: string, sandbox: string): Promise<Ran & { outputs: Outputs }> {
    const file = join(this.dir, 'outputs.json');
    rmSync(file, { force: true });
    const origins = ['Api', 'Finance', 'Jobs', 'App'].flatMap((stack) => [
      '--parameters',
      `Quittance-dev-${stack}:SandboxOrigins=${sandbox}`,
    ]);
    const what = ['deploy', '--all', '--app', assembly, ...origins];
    const ran = await this.cdk(...what, '--require-approval', 'never', '--outputs-file', file);
    return { ...ran, outputs: ran.code === 0 ? (JSON.parse(readFileSync(file, 'utf8')) as Outputs) : {} };
  }

  /** Its addresses are names below `localhost`, which not every machine resolves: the name goes into the Host header. */
  http(url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
    const { host, pathname, search } = new URL(url);
    return new Promise((done, failed) => {
      const asked = send(
        {
          host: '127.0.0.1',
          port: this.port,
          method,
          path: pathname + search,
          headers: { ...headers, host },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.once('end', () => {
            done({
              status: answer.statusCode!,
              headers: answer.headers,
              body: Buffer.concat(parts).toString(),
            });
          });
        },
      );
      asked.once('error', failed);
      asked.end(body);
    });
  }

  async mails(): Promise<{ To: string[]; Subject: string; BodyText: string }[]> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/_ministack/ses/messages`);
    const { messages } = (await answer.json()) as { messages: Record<string, never[]> };
    return messages[ACCOUNT] ?? [];
  }
}

interface Alarm {
  readonly Type: string;
  Properties: {
    Metrics?: readonly { MetricStat?: { Metric: object; Period: number; Stat: string } }[];
  };
}
/** Its CloudFormation knows no alarm over several metrics: there each watches the first of its own. */
export const oneMetricEach = (assembly: string): void => {
  const file = join(assembly, 'Quittance-dev-App.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, Alarm> };
  for (const { Type, Properties } of Object.values(template.Resources)) {
    const first = Properties?.Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat;
    if (Type !== 'AWS::CloudWatch::Alarm' || !first) continue;
    const { Metric, Period, Stat } = first;
    const statistic = ['Sum', 'Average', 'Maximum', 'Minimum', 'SampleCount'].includes(Stat);
    Object.assign(Properties, Metric, { Period, [statistic ? 'Statistic' : 'ExtendedStatistic']: Stat });
    delete Properties.Metrics;
  }
  writeFileSync(file, JSON.stringify(template));
  renamed(assembly);
};

/** A template is published under its hash: a changed one needs another name, or the one that is there is taken. */
const renamed = (assembly: string): void => {
  const file = join(assembly, 'Quittance-dev-App.assets.json');
  const { files } = JSON.parse(readFileSync(file, 'utf8')) as {
    files: Record<string, { source: { path: string } }>;
  };
  const [hash] = Object.entries(files).find(([, { source }]) => source.path.endsWith('.template.json'))!;
  const other = [...hash].reverse().join('');
  for (const each of [file, join(assembly, 'manifest.json')])
    writeFileSync(each, readFileSync(each, 'utf8').replaceAll(hash, other));
};

/** Asks again until there is an answer, as long as a slow machine may need. */
export const eventually = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  for (const until = Date.now() + 90_000; Date.now() < until;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((wait) => setTimeout(wait, 300));
  }
  throw new Error(`${what} did not come`);
};
