import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledgeDecisions } from './acknowledge.ts';
import { Gateway } from './constructs/http-api.ts';
import { ServiceFunction, type Resources } from './constructs/service-function.ts';
import type { Api } from '../shared/kernel/contract.ts';
import { GREEDY } from '../shared/kernel/paths.ts';
import type { DataStack } from './data-stack.ts';
import { acknowledgeFolders, pascal, sandboxOriginsOf } from './stacks.ts';
import { apis, authorizer, FINANCE, openRoutes } from './wiring.ts';

export interface ApiProps extends StackProps {
  readonly data: DataStack;
  /** `https://pay.example.com`, when a custom domain stands before the API. */
  readonly publicUrl?: string | undefined;
}

/** Every API counts the requests of its keys and keeps what it denied: `runtime/rate.ts`, `runtime/denied.ts`. */
const DOOR = ['PutItem', 'UpdateItem'] as const;

/** The functions of these APIs, and their routes. */
export const serveApis = (
  stack: Stack,
  gateway: Gateway,
  names: readonly string[],
  resources: Resources,
): void => {
  for (const name of names) {
    const fn = apis[name]!;
    const actions = [...new Set([...(fn.uses.table ?? []), ...DOOR])];
    const behind = { ...fn, uses: { ...fn.uses, table: actions } };
    const { function: handler } = new ServiceFunction(stack, `${pascal(name)}Api`, behind, resources);
    for (const key of routeKeys(fn.api)) gateway.route(key, handler);
  }
};

/**
 * One for all that lies below a first word which is this function's alone; else one for each path, whatever its methods. A gateway takes three
 * hundred routes unless asked for more, and a stack five hundred resources.
 */
const routeKeys = (api: Api): string[] => [
  ...new Set(
    Object.values(api).map(({ method, path }) => {
      const [, version, word, ...below] = path.split('/');
      const head = `/${version}/${word}`;
      if (below.length > 0 && isAlone(head)) return `ANY ${head}${GREEDY}`;
      const several = Object.values(api).some((other) => other.path === path && other.method !== method);
      return `${several ? 'ANY' : method.toUpperCase()} ${path}`;
    }),
  ),
];
const isAlone = (head: string): boolean =>
  Object.values(apis).filter(({ api }) =>
    Object.values(api).some(({ path }) => path === head || path.startsWith(`${head}/`)),
  ).length === 1;

/** What is asked over HTTP and answers at once: the gateway, its open doors, and what partners work with. */
export class ApiStack extends Stack {
  readonly gateway: Gateway;
  readonly authorizer: Function;
  /** Where pages and links of this stage are. */
  readonly publicUrl: string;

  constructor(scope: Construct, id: string, { data, publicUrl, ...props }: ApiProps) {
    super(scope, id, props);
    acknowledgeDecisions(this);
    acknowledgeFolders(this, data);
    const gateway = new Gateway(this, 'Gateway');
    const { apiEndpoint } = gateway.api;
    this.gateway = gateway;
    this.publicUrl = publicUrl ?? apiEndpoint;
    const { table, bucket, secrets } = data;
    const sandboxOrigins = sandboxOriginsOf(this);
    const resources: Resources = { table, bucket, secrets, publicUrl: this.publicUrl, sandboxOrigins };
    this.authorizer = new ServiceFunction(this, 'Authorizer', authorizer, resources).function;
    gateway.authorizedBy(this.authorizer);
    const here = Object.keys(apis).filter((name) => !FINANCE.includes(name));
    serveApis(this, gateway, here, resources);
    for (const [name, fn] of Object.entries(openRoutes)) {
      const { function: handler } = new ServiceFunction(this, pascal(name), fn, resources);
      for (const route of fn.routes) gateway.route(route, handler, true);
    }
    // Other stacks read it while no other address is set; kept for that import, which ends after this stack's update.
    this.exportValue(apiEndpoint);
    new CfnOutput(this, 'ApiUrl', { value: apiEndpoint });
  }
}
