import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { acknowledgeDecisions } from './acknowledge.ts';
import type { ApiStack } from './api-stack.ts';
import { invokerOf, Job } from './constructs/schedule.ts';
import type { DataStack } from './data-stack.ts';
import { acknowledgeFolders, pascal, sandboxOriginsOf } from './stacks.ts';
import { schedules } from './wiring.ts';

export interface JobsProps extends StackProps {
  readonly data: DataStack;
  readonly api: ApiStack;
}

/** What the clock sets going. */
export class JobsStack extends Stack {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { data, api, ...props }: JobsProps) {
    super(scope, id, props);
    acknowledgeDecisions(this);
    acknowledgeFolders(this, data);
    const { table, bucket, secrets } = data;
    const sandboxOrigins = sandboxOriginsOf(this);
    const resources = { table, bucket, secrets, publicUrl: api.publicUrl, sandboxOrigins };
    const invoker = invokerOf(this);
    this.alarms = Object.entries(schedules).flatMap(
      ([name, job]) => new Job(this, pascal(name), job, resources, invoker).alarms,
    );
  }
}
