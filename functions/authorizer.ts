import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { whoIs } from '../shared/access/callers.ts';
import { frame } from '../shared/runtime/frame.ts';
import type { Caller } from '../shared/runtime/serve.ts';

export const handler = frame<
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult<Partial<Caller>>
>(async ({ headers, routeKey, requestContext }) => {
  const { requestId: request, http } = requestContext;
  const attempt = { operation: routeKey, request, address: http.sourceIp };
  const caller = await whoIs(headers?.['authorization'], attempt);
  return { isAuthorized: caller !== undefined, context: { ...caller } };
});
