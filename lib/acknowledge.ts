/**
 * Rules of cdk-nag that do not apply here, each with its reason. Four packs look at every synth: AwsSolutions,
 * Serverless, NIST 800-53 R5 and PCI DSS. The last two are of the control catalogues' own mapping to resources: they
 * are read as questions, and what is answered with "no" is answered here.
 */
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A rule of AwsSolutions that does not apply to a construct and what is in it. */
export const acknowledge = (construct: IConstruct, rule: string, reason: string): void =>
  acknowledgeAll(construct, [`AwsSolutions-${rule}`], reason);

/** Rules by their whole names (`NIST.800.53.R5-LambdaDLQ`), for one reason. */
export const acknowledgeAll = (construct: IConstruct, rules: readonly string[], reason: string): void => {
  for (const rule of rules)
    Validations.of(construct).acknowledge({
      id: `${rule.slice(0, rule.lastIndexOf('-', rule.search(/\[|$/)))}::${rule}`,
      reason,
    });
};

const both = (rule: string): readonly string[] => [`NIST.800.53.R5-${rule}`, `PCI.DSS.321-${rule}`];

/** What is decided for everything that we deploy. */
export const acknowledgeDecisions = (stack: IConstruct): void => {
  for (const [rules, reason] of DECISIONS) acknowledgeAll(stack, rules, reason);
};

const DECISIONS: readonly (readonly [readonly string[], string])[] = [
  [
    both('IAMNoInlinePolicy'),
    'A policy here belongs to the one role of one function and goes with it; a managed policy would invite sharing.',
  ],
  [
    both('LambdaInsideVPC'),
    'There is no private network to be in: everything is an AWS service reached by TLS and IAM, and providers are public.',
  ],
  [
    ['NIST.800.53.R5-LambdaConcurrency'],
    'The gateway limits what comes in, and queues what follows; reserved concurrency would take it from other functions.',
  ],
  [
    ['NIST.800.53.R5-LambdaDLQ', 'Serverless-LambdaDLQ'],
    'The gateway waits for its answer; queues and the stream have their own dead letters; a job rings when it fails, and its next run does what this one left.',
  ],
  [
    ['Serverless-LambdaTracing'],
    'A trace id is in every act, event and line of the log; X-Ray would bill every request for the same.',
  ],
  [
    both('CloudWatchLogGroupEncrypted'),
    'Logs are encrypted with a key of CloudWatch, and hold ids and codes only: test/exposure/traces.test.ts.',
  ],
  [
    [...both('S3DefaultEncryptionKMS'), ...both('SecretsManagerUsingKMSKey')],
    'Encrypted with AWS’s own keys. A key of the customer’s adds who may decrypt, to roles that are already per function.',
  ],
  [
    both('SNSEncryptedKMS'),
    'A message names an alarm and what is at stake, nobody’s data; CloudWatch cannot use the managed key of SNS.',
  ],
  [
    both('S3BucketReplicationEnabled'),
    'One region, as the table. Documents are made again from their snapshots; where an operator needs two, it is theirs to say which.',
  ],
  [
    ['NIST.800.53.R5-DynamoDBInBackupPlan'],
    'Brought back to any second of the last 35 days; a backup plan is the account’s, and may name this table.',
  ],
];
