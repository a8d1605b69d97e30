/** Where an operator's command works: a stage in the account of the shell's credentials, or a local data directory. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_KEY } from '../local/endpoint.ts';

export interface Place {
  /** For the constructor of any client of the SDK. */
  readonly client: {
    readonly endpoint?: string;
    readonly region?: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
    /** The addresses of queues in a local cloud name its endpoint by themselves. */
    readonly useQueueUrlAsEndpoint?: boolean;
  };
  /** `Quittance-prod`: what every name of the deployment begins with. */
  readonly deployment: string;
  /** The functions' logs, where they are files. */
  readonly logs?: string;
}

/** The options that every such command takes, for `parseArgs`. */
export const PLACE_OPTIONS = { stage: { type: 'string' }, local: { type: 'string' } } as const;

/** Throws a sentence that says what to give. */
export const placeOf = ({
  stage,
  local,
}: {
  stage?: string | undefined;
  local?: string | undefined;
}): Place => {
  if ((stage === undefined) === (local === undefined))
    throw new Problem(
      'Say --stage <stage> for a deployment in AWS, or --local <data directory> for one here.',
    );
  if (local === undefined) return { client: {}, deployment: `Quittance-${stage}` };
  const file = join(local, 'endpoints.json');
  if (!existsSync(file))
    throw new Problem(`There is no ${file}: start the system with \`npm start -- --data ${local}\` first.`);
  const { aws } = JSON.parse(readFileSync(file, 'utf8')) as { aws: string };
  return {
    client: { endpoint: aws, region: 'eu-central-1', credentials: LOCAL_KEY },
    deployment: 'Quittance-dev',
    logs: join(local, 'logs'),
  };
};

/** Something that the operator can put right: said without a stack. */
export class Problem extends Error {}

/** Runs a command; its problem is one sentence and an exit status. */
export const run = async (command: () => Promise<void>): Promise<void> => {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
};
