import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { whoIs } from '../shared/access/callers.ts';
import { frame, routeOf } from '../shared/runtime/frame.ts';
import type { Caller } from '../shared/runtime/serve.ts';

export const handler = frame<
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult<Partial<Caller>>
>(async (event) => {
  const { requestId: request, http } = event.requestContext;
  const attempt = { operation: routeOf(event), request, address: http.sourceIp };
  const caller = await whoIs(event.headers?.['authorization'], attempt);
  return { isAuthorized: caller !== undefined, context: { ...caller } };
});
