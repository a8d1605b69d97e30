import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { whoIs } from '../shared/access/actions.ts';
import { frame } from '../shared/runtime/frame.ts';
import type { Caller } from '../shared/runtime/serve.ts';

export const handler = frame<
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult<Partial<Caller>>
>(async ({ headers }) => {
  const caller = await whoIs(headers?.['authorization']);
  return { isAuthorized: caller !== undefined, context: { ...caller } };
});
