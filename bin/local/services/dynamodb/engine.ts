/**
 * The database behind the DynamoDB service: a supervised dynoxide process, or any endpoint that the
 * environment names.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { NotConnected, wireClient } from '../../http1.ts';
import type { WireAnswer, WireClient } from '../../http1.ts';

export interface Engine {
  /**
   * Sends one operation; waits for a database that is being restarted. Rejects when the outcome is unknown.
   */
  send(target: string, body: Buffer): Promise<WireAnswer>;
  /** The same in JSON; throws the database's refusal with its code as the name of the error. */
  call<T>(operation: string, input: unknown): Promise<T>;
  url(): string;
  /** The process id, for tests that kill it. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

interface EngineOptions {
  directory: string;
  memory: boolean;
  region: string;
  log(line: string): void;
}

const RESTART_WAIT_MS = 5_000;
/** Keeps a database that cannot start from filling the machine. */
const RESTART_PAUSE_MS = 20;

export const engine = (options: EngineOptions): Engine => {
  const elsewhere = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  const server = elsewhere === undefined ? supervise(options) : undefined;
  const place = elsewhere === undefined ? undefined : new URL(elsewhere);
  let client: Promise<{ wire: WireClient; host: string; port: number }> | undefined;
  const connected = () =>
    (client ??= (async () => {
      const host = place?.hostname ?? '127.0.0.1';
      const port = server ? await server.port() : Number(place?.port || 80);
      return { wire: wireClient(host, port), host, port };
    })());
  let url = elsewhere ?? '';
  let stopped = false;
  const scope = `local/20260101/${options.region}/dynamodb/aws4_request`;
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-date': '20260101T000000Z',
    // Nobody checks the signature, but the database insists that there is one.
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
  };
  const send = async (target: string, body: Buffer): Promise<WireAnswer> => {
    const { wire, host, port } = await connected();
    url = `http://${host}:${port}`;
    const until = Date.now() + RESTART_WAIT_MS;
    for (;;) {
      try {
        return await wire.post({ ...headers, 'x-amz-target': target }, body);
      } catch (error) {
        if (!(error instanceof NotConnected) || Date.now() > until || stopped) throw error;
        await listening(host, port, until);
      }
    }
  };
  return {
    send,
    call: async <T>(operation: string, input: unknown) => {
      const streams = ['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListStreams'].includes(operation);
      const target = `${streams ? 'DynamoDBStreams' : 'DynamoDB'}_20120810.${operation}`;
      const { status, body } = await send(target, Buffer.from(JSON.stringify(input)));
      const output = JSON.parse(body.toString()) as { __type?: string; message?: string };
      if (status === 200) return output as T;
      const error = new Error(`${operation}: ${output.message ?? output.__type}`);
      error.name = output.__type?.split('#').at(-1) ?? 'Unknown';
      throw error;
    },
    url: () => url,
    pid: () => server?.pid(),
    stop: async () => {
      stopped = true;
      if (client) (await client).wire.close();
      await server?.stop();
    },
  };
};

/** Keeps one dynoxide on one port: when it dies, the next one takes its place on the same file. */
const supervise = ({ directory, memory, log }: EngineOptions) => {
  const pidFile = join(directory, 'dynoxide.pid');
  let child: ChildProcess | undefined;
  let stopping = false;
  endOrphan(pidFile);
  const passing = memory
    ? mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), 'dynamo-'))
    : undefined;
  const file = join(passing ?? directory, 'dynamo.db');
  const launch = (port: number): void => {
    const output = openSync(join(directory, 'dynoxide.log'), 'a');
    const one = spawn(binary(), ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file], {
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    child = one;
    if (one.pid !== undefined) writeFileSync(pidFile, String(one.pid));
    one.once('error', (error) => {
      log(`dynamodb: ${error.message}`);
    });
    one.once('exit', (code, signal) => {
      if (stopping) return;
      log(`dynamodb: the database ended (${signal ?? code}) and is started again`);
      setTimeout(() => {
        if (!stopping) launch(port);
      }, RESTART_PAUSE_MS);
    });
  };
  const started = (async () => {
    const port = await freePort();
    launch(port);
    await listening('127.0.0.1', port, Date.now() + 10_000);
    orderStreams(file);
    return port;
  })();
  // A runtime that ends without a stop takes its database along, where it still can.
  const leave = () => {
    child?.kill('SIGKILL');
    if (passing !== undefined) rmSync(passing, { recursive: true, force: true });
  };
  process.once('exit', leave);
  return {
    port: () => started,
    pid: () => child?.pid,
    stop: async () => {
      await started.catch(() => undefined);
      stopping = true;
      if (child && child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child?.once('exit', resolve));
        child.kill();
        await ended;
      }
      rmSync(pidFile, { force: true });
      process.off('exit', leave);
      leave();
    },
  };
};

/** A directory in memory, where the system has one: a database that nobody keeps needs no disk. */
const SHARED_MEMORY = '/dev/shm';

/**
 * dynoxide numbers and reads stream records by `CAST(sequence_number AS INTEGER)`, for which it has no index:
 * a write into a table with a stream took 0.3 ms at the first record and 2.7 ms at the 9,000th. With the
 * index it stays flat.
 */
const orderStreams = (file: string): void => {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 5000');
    database.exec(`CREATE INDEX IF NOT EXISTS local_stream_order
      ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`);
  } finally {
    database.close();
  }
};

const binary = (): string => {
  const from = createRequire(import.meta.url);
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return join(dirname(from.resolve(`${name}/package.json`)), 'dynoxide');
  } catch {
    throw new Error(
      `There is no DynamoDB for this machine (${name}): start one and name it in AWS_ENDPOINT_URL_DYNAMODB`,
    );
  }
};

/** A runtime that was killed leaves its database behind, and two of them on one file would lose writes. */
const endOrphan = (pidFile: string): void => {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (commandOf(pid).includes('dynoxide')) {
    process.kill(pid, 'SIGKILL');
    while (commandOf(pid) !== '') {
      // The kernel frees the file within microseconds; nothing else can be done before.
    }
  }
  rmSync(pidFile);
};

/** Empty for a process that is gone, or dead and not yet asked for. */
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => {
        resolve(port);
      });
    });
  });

const listening = async (host: string, port: number, until: number): Promise<void> => {
  for (;;) {
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect({ host, port });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (up) return;
    if (Date.now() > until) throw new Error(`dynamodb: nothing listens on ${host}:${port}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
