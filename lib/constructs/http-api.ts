import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnStage,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** The one HTTP API. Its address exists before its routes, so functions may carry it in their links. */
export class Gateway extends Construct {
  readonly api: HttpApi;
  private authorizer: IHttpRouteAuthorizer | undefined;
  private readonly integrations = new Map<Function, HttpLambdaIntegration>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { description: 'Quittance', createDefaultStage: true });
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = this.api.defaultStage!.node.defaultChild as CfnStage;
    // Paths of payment links are secrets and routes are not: the log has the route only.
    stage.accessLogSettings = {
      destinationArn: accessLog.logGroupArn,
      format: JSON.stringify({
        requestId: '$context.requestId',
        time: '$context.requestTime',
        method: '$context.httpMethod',
        route: '$context.routeKey',
        status: '$context.status',
        latency: '$context.responseLatency',
      }),
    };
    stage.defaultRouteSettings = { throttlingBurstLimit: 500, throttlingRateLimit: 1000 };
  }

  authorizedBy(handler: Function): void {
    this.authorizer = new HttpLambdaAuthorizer('Keys', handler, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      resultsCacheTtl: Duration.minutes(1),
    });
  }

  /** `GET /v1/orders/{id}`, or `ANY` for all its methods → function; `open` routes authenticate their caller by themselves. */
  route(key: string, handler: Function, open = false): void {
    const [method, path] = key.split(' ') as [HttpMethod, string];
    const stack = Stack.of(handler);
    // Beside its function, whose stack may be another than the API's.
    const route = new HttpRoute(stack === Stack.of(this) ? this.api : stack, `${method}${path}`, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(path, method),
      integration: this.integrationOf(handler),
      ...(!open && { authorizer: this.authorizer! }),
    });
    if (open)
      acknowledge(
        route,
        'APIG4',
        'The function behind it checks a signature or the secret of a link, or shows public documentation.',
      );
  }

  /** One for all routes of a function, with one permission for this API: a stack has five hundred resources at most. */
  private integrationOf(handler: Function): HttpLambdaIntegration {
    const known = this.integrations.get(handler);
    if (known) return known;
    const made = new HttpLambdaIntegration(`${handler.node.id}Integration`, handler, {
      scopePermissionToRoute: false,
    });
    this.integrations.set(handler, made);
    return made;
  }
}
