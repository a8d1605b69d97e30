/** The CDK app: five stacks, checked by cdk-nag. Functions are taken as bin/build.ts bundled them. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { readFileSync } from 'node:fs';
import { ApiStack } from '../lib/api-stack.ts';
import { AppStack } from '../lib/app-stack.ts';
import { DataStack } from '../lib/data-stack.ts';
import { FinanceStack } from '../lib/finance-stack.ts';
import { JobsStack } from '../lib/jobs-stack.ts';
import { build } from './build.ts';

/** Functions must be bundled: bin/build.ts. The assembly's directory is the CDK command's where that runs it. */
export const synth = (
  outdir = process.env['CDK_OUTDIR'] ?? 'cdk.out',
  more: Readonly<Record<string, string>> = {},
): string => {
  // The CDK command brings cdk.json's context itself, and what is said with `-c` over it.
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  const app = new App({ context: { ...context, ...more }, outdir, analyticsReporting: false });
  const stage = String(app.node.tryGetContext('stage') ?? 'dev');
  const env = { account: process.env['CDK_DEFAULT_ACCOUNT'], region: process.env['CDK_DEFAULT_REGION'] };
  const [table, stream] = ['table', 'tableStream'].map((name) => app.node.tryGetContext(name) as string);
  if ((table === undefined) !== (stream === undefined))
    throw new Error('a restored table goes with its stream: say -c table=… and -c tableStream=…');
  const replyDomain = String(app.node.tryGetContext('replyDomain') ?? '');
  const malwareScan = String(app.node.tryGetContext('malwareScan') ?? '');
  if (!['', 'guardduty'].includes(malwareScan))
    throw new Error('what is uploaded is scanned by nobody or by GuardDuty: say -c malwareScan=guardduty');
  const data = new DataStack(app, `Quittance-${stage}-Data`, {
    env,
    receives: replyDomain !== '',
    ...(table !== undefined && { restored: { table, stream: stream! } }),
  });
  const api = new ApiStack(app, `Quittance-${stage}-Api`, {
    env,
    data,
    publicUrl: app.node.tryGetContext('publicUrl') as string | undefined,
  });
  new FinanceStack(app, `Quittance-${stage}-Finance`, { env, data, api });
  const jobs = new JobsStack(app, `Quittance-${stage}-Jobs`, { env, data, api });
  new AppStack(app, `Quittance-${stage}-App`, {
    env,
    data,
    api,
    jobs,
    mailDomain: String(app.node.tryGetContext('mailDomain')),
    replyDomain,
    malwareScan,
  });
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new NIST80053R5Checks(app),
    new PCIDSS321Checks(app),
  );
  return app.synth().directory;
};

if (import.meta.main) {
  await build();
  synth();
}
