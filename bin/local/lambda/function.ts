/** A function of the template: what its resource says, and the variables that its environment gets. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { accessKeyOf, LOCAL_KEY } from '../endpoint.ts';
import type { Cloud } from '../seam.ts';
import type { FunctionSpec } from './environment.ts';

type Properties = Record<string, unknown>;

/** Honoured, or (architecture, tracing, log format, tags) without effect on one machine. */
export const FUNCTION_PROPERTIES = [
  'Architectures',
  'Code',
  'Description',
  'Environment',
  'EphemeralStorage',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'RecursiveLoop',
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'RuntimeManagementConfig',
  'Tags',
  'Timeout',
  'TracingConfig',
];

interface Reading {
  assets: ReadonlyMap<string, string>;
  arn(name: string): string;
  logFile(name: string): string;
}

export const readFunction = (
  id: string,
  properties: Properties,
  { assets, arn, logFile }: Reading,
): FunctionSpec => {
  const name = String(properties['FunctionName'] ?? id);
  const runtime = String(properties['Runtime']);
  if (!runtime.startsWith('nodejs'))
    throw new Error(`the runtime ${runtime} is not known to the local cloud`);
  const { S3Key } = properties['Code'] as { S3Key?: string };
  const directory = assets.get(S3Key ?? '');
  if (directory === undefined || !existsSync(directory) || !statSync(directory).isDirectory())
    throw new Error(`the code must be a directory among the assets, and ${S3Key} is not`);
  const { Variables = {} } = (properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
  const { LogGroup = `/aws/lambda/${name}` } = (properties['LoggingConfig'] ?? {}) as { LogGroup?: string };
  return {
    name,
    arn: arn(name),
    roleArn: String(properties['Role']),
    handler: String(properties['Handler']),
    directory,
    environment: texts(Variables),
    timeoutMs: Number(properties['Timeout'] ?? 3) * 1000,
    memoryMb: Number(properties['MemorySize'] ?? 128),
    logGroup: LogGroup,
    logFile: logFile(name),
  };
};

/** A template may give a variable as a number. */
const texts = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));

export const variables = (
  spec: FunctionSpec,
  { cloud, session, offset }: { cloud: Cloud; session: string; offset: number },
): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
  NODE_OPTIONS: '--enable-source-maps',
  ...spec.environment,
  AWS_REGION: cloud.region,
  AWS_DEFAULT_REGION: cloud.region,
  AWS_ENDPOINT_URL: cloud.endpoint,
  AWS_ACCESS_KEY_ID: accessKeyOf(spec.name),
  AWS_SECRET_ACCESS_KEY: LOCAL_KEY.secretAccessKey,
  // Names the environment, so that a fault can end exactly the one that made a call.
  AWS_SESSION_TOKEN: session,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: spec.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
  AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${session.slice(-12)}`,
  LAMBDA_TASK_ROOT: spec.directory,
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  LOCAL_CLOCK_OFFSET_MS: String(offset),
  _HANDLER: spec.handler,
});

/** A TypeScript file without its types. */
export const plainScript = (file: URL): string => {
  // Node warns that stripping types by call is young; for whoever starts the cloud that is noise.
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(readFileSync(file, 'utf8'));
  } finally {
    process.emitWarning = emitWarning;
  }
};
