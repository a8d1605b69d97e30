import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledgeDecisions } from './acknowledge.ts';
import { serveApis, type ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';
import { Lake } from './lake.ts';
import { acknowledgeFolders, sandboxOriginsOf } from './stacks.ts';
import { FINANCE } from './wiring.ts';

export interface FinanceProps extends StackProps {
  readonly data: DataStack;
  readonly api: ApiStack;
}

/** The part of the API that finance works with, and the lake: at the same address, in a stack of its own, because one takes 500 resources. */
export class FinanceStack extends Stack {
  constructor(scope: Construct, id: string, { data, api, ...props }: FinanceProps) {
    super(scope, id, props);
    acknowledgeDecisions(this);
    acknowledgeFolders(this, data);
    const { table, bucket, secrets } = data;
    const sandboxOrigins = sandboxOriginsOf(this);
    serveApis(this, api.gateway, FINANCE, {
      table,
      bucket,
      secrets,
      publicUrl: api.publicUrl,
      sandboxOrigins,
    });
    new Lake(this, 'Lake', bucket);
  }
}
