import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledgeDecisions } from './acknowledge.ts';
import { Gateway } from './constructs/http-api.ts';
import { ServiceFunction, type Resources } from './constructs/service-function.ts';
import type { DataStack } from './data-stack.ts';
import { acknowledgeFolders, pascal, sandboxOriginsOf } from './stacks.ts';
import { apis, authorizer, openRoutes } from './wiring.ts';

export interface ApiProps extends StackProps {
  readonly data: DataStack;
  /** `https://pay.example.com`, when a custom domain stands before the API. */
  readonly publicUrl?: string | undefined;
}

/** Every API counts the requests of its keys and keeps what it denied: `runtime/rate.ts`, `runtime/denied.ts`. */
const DOOR = ['PutItem', 'UpdateItem'] as const;

/** What is asked over HTTP and answers at once: a stack of its own, because one takes five hundred resources. */
export class ApiStack extends Stack {
  readonly api: HttpApi;
  readonly authorizer: Function;
  /** Where pages and links of this stage are. */
  readonly publicUrl: string;

  constructor(scope: Construct, id: string, { data, publicUrl, ...props }: ApiProps) {
    super(scope, id, props);
    acknowledgeDecisions(this);
    acknowledgeFolders(this, data);
    const gateway = new Gateway(this, 'Gateway');
    this.api = gateway.api;
    this.publicUrl = publicUrl ?? this.api.apiEndpoint;
    const { table, bucket, secrets } = data;
    const sandboxOrigins = sandboxOriginsOf(this);
    const resources: Resources = { table, bucket, secrets, publicUrl: this.publicUrl, sandboxOrigins };
    this.authorizer = new ServiceFunction(this, 'Authorizer', authorizer, resources).function;
    gateway.authorizedBy(this.authorizer);
    for (const [name, fn] of Object.entries(apis)) {
      const actions = [...new Set([...(fn.uses.table ?? []), ...DOOR])];
      const behind = { ...fn, uses: { ...fn.uses, table: actions } };
      const { function: handler } = new ServiceFunction(this, `${pascal(name)}Api`, behind, resources);
      for (const { method, path } of Object.values(fn.api))
        gateway.route(`${method.toUpperCase()} ${path}`, handler);
    }
    for (const [name, fn] of Object.entries(openRoutes)) {
      const { function: handler } = new ServiceFunction(this, pascal(name), fn, resources);
      for (const route of fn.routes) gateway.route(route, handler, true);
    }
    // The App stack reads it while no other address is set; kept for that import, which ends after this stack's update.
    this.exportValue(this.api.apiEndpoint);
    new CfnOutput(this, 'ApiUrl', { value: this.api.apiEndpoint });
  }
}
