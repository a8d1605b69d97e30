/** What the stacks that can be thrown away have in common. */
import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { EVIDENCE, FOLDERS } from '../shared/kernel/storage.ts';
import { acknowledge } from './acknowledge.ts';
import type { DataStack } from './data-stack.ts';

/** A parameter, because the addresses of a cloud on one machine are known only once it stands. */
export const sandboxOriginsOf = (stack: Stack): string =>
  new CfnParameter(stack, 'SandboxOrigins', {
    default: '',
    description: 'For a cloud on one machine: origins of sandbox providers there, with spaces between them.',
  }).valueAsString;

export const acknowledgeFolders = (stack: Stack, data: DataStack): void => {
  const exported = data.exportValue(data.bucket.bucketArn);
  const documents = (stack.resolve(exported) as { 'Fn::ImportValue': string })['Fn::ImportValue'];
  for (const folder of FOLDERS)
    acknowledge(
      stack,
      `IAM5[Resource::${documents}/*/${folder}/*]`,
      'Functions serve every tenant, and a key begins with the tenant: action, bucket and folder are named, the tenant is not.',
    );
  acknowledge(
    stack,
    `IAM5[Resource::${documents}/${EVIDENCE}*]`,
    'A scanner looks at files of disputes of every tenant: the folder is named, its files are not.',
  );
};

/** `issue-invoice` → `IssueInvoice`. */
export const pascal = (name: string): string =>
  name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
