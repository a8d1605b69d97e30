/** The resources of an HTTP API in the template: which route leads to which function. */
import type { Lambda } from '../lambda.ts';
import type { Cloud, Provider } from '../seam.ts';
import { readAuthorizer } from './authorizer.ts';
import type { Authorizer } from './authorizer.ts';
import type { Cors } from './cors.ts';
import { routes } from './routes.ts';
import type { Routes } from './routes.ts';

export interface Route {
  routeKey: string;
  functionName: string;
  functionArn: string;
  timeoutMs: number;
  authorizer: Authorizer | undefined;
}
export interface Api {
  id: string;
  cors: Cors | undefined;
  routes: Routes<Route>;
  stageVariables: Record<string, string> | undefined;
  accessLogFormat: string | undefined;
}

interface Parts {
  cloud: Cloud;
  lambda: Lambda;
  url(): string;
}

/** Providers, the API that they fill, and a check to run once everything is there. */
export const httpApi = ({ cloud, lambda, url }: Parts) => {
  const api: Api = {
    id: '',
    cors: undefined,
    routes: routes(),
    stageVariables: undefined,
    accessLogFormat: undefined,
  };
  const integrations = new Map<string, { functionArn: string; timeoutMs: number }>();
  const authorizers = new Map<string, Authorizer>();
  const called = new Set<string>();
  const provides: Record<string, Provider> = {
    'AWS::ApiGatewayV2::Api': {
      properties: [
        'CorsConfiguration',
        'Description',
        'DisableExecuteApiEndpoint',
        'IpAddressType',
        'Name',
        'ProtocolType',
        'Tags',
      ],
      make: (id, { ProtocolType, CorsConfiguration }) => {
        if (ProtocolType !== 'HTTP') throw new Error(`an API of type ${String(ProtocolType)} is not known`);
        if (api.id !== '') throw new Error('a second HTTP API needs a second port, which is not known here');
        api.id = id.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
        api.cors = CorsConfiguration as Cors | undefined;
        return { ref: api.id, attributes: { ApiEndpoint: url(), ApiId: api.id } };
      },
    },
    'AWS::ApiGatewayV2::Integration': {
      properties: [
        'ApiId',
        'Description',
        'IntegrationMethod',
        'IntegrationType',
        'IntegrationUri',
        'PayloadFormatVersion',
        'TimeoutInMillis',
      ],
      make: (id, { IntegrationType, IntegrationUri, PayloadFormatVersion, TimeoutInMillis }) => {
        if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0')
          throw new Error('an integration must be AWS_PROXY with payload format 2.0 here');
        const uri = String(IntegrationUri);
        const functionArn = /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
        integrations.set(id, { functionArn, timeoutMs: Number(TimeoutInMillis ?? 30_000) });
        called.add(functionArn);
        return { ref: id, attributes: { IntegrationId: id } };
      },
    },
    'AWS::ApiGatewayV2::Authorizer': {
      properties: [
        'ApiId',
        'AuthorizerPayloadFormatVersion',
        'AuthorizerResultTtlInSeconds',
        'AuthorizerType',
        'AuthorizerUri',
        'EnableSimpleResponses',
        'IdentitySource',
        'Name',
      ],
      make: (id, properties) => {
        const authorizer = readAuthorizer(properties);
        authorizers.set(id, authorizer);
        called.add(authorizer.functionArn);
        return { ref: id, attributes: { AuthorizerId: id } };
      },
    },
    'AWS::ApiGatewayV2::Route': {
      properties: [
        'ApiId',
        'AuthorizationScopes',
        'AuthorizationType',
        'AuthorizerId',
        'OperationName',
        'RouteKey',
        'Target',
      ],
      make: (id, properties) => {
        const route = readRoute(properties, { integrations, authorizers });
        api.routes.add(route.routeKey, route);
        return { ref: id, attributes: { RouteId: id } };
      },
    },
    'AWS::ApiGatewayV2::Stage': {
      // Throttling is accepted: one machine is slower than any limit that is worth setting.
      properties: [
        'AccessLogSettings',
        'ApiId',
        'AutoDeploy',
        'DefaultRouteSettings',
        'Description',
        'RouteSettings',
        'StageName',
        'StageVariables',
        'Tags',
      ],
      make: (id, { StageName, StageVariables, AccessLogSettings }) => {
        if (StageName !== '$default')
          throw new Error(`the stage ${String(StageName)} is not known, only $default`);
        api.stageVariables = StageVariables as Record<string, string> | undefined;
        api.accessLogFormat = (AccessLogSettings as { Format?: string } | undefined)?.Format;
        return { ref: '$default', attributes: { StageName: '$default', Id: id } };
      },
    },
  };
  return {
    api,
    provides,
    /** On AWS a missing permission is a 500 at the first request; here it is an error at boot. */
    check: () => {
      for (const functionArn of called) {
        if (!lambda.permits(functionArn, 'apigateway.amazonaws.com'))
          throw new Error(`no AWS::Lambda::Permission lets API Gateway call ${functionArn}`);
      }
      cloud.log(`apigateway: ${url()}`);
    },
  };
};

interface Known {
  integrations: ReadonlyMap<string, { functionArn: string; timeoutMs: number }>;
  authorizers: ReadonlyMap<string, Authorizer>;
}

const readRoute = (properties: Record<string, unknown>, { integrations, authorizers }: Known): Route => {
  const { AuthorizationType = 'NONE', AuthorizerId, RouteKey, Target } = properties;
  const integration = integrations.get(String(Target).replace(/^integrations\//, ''));
  if (!integration) throw new Error(`the target ${String(Target)} is not known`);
  if (AuthorizationType !== 'NONE' && AuthorizationType !== 'CUSTOM')
    throw new Error(`the authorization type ${String(AuthorizationType)} is not known`);
  const authorizer = AuthorizationType === 'CUSTOM' ? authorizers.get(String(AuthorizerId)) : undefined;
  if (AuthorizationType === 'CUSTOM' && !authorizer)
    throw new Error(`there is no authorizer ${String(AuthorizerId)}`);
  return {
    routeKey: String(RouteKey),
    functionName: integration.functionArn.split(':').at(-1) ?? '',
    functionArn: integration.functionArn,
    timeoutMs: integration.timeoutMs,
    authorizer,
  };
};
