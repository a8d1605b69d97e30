/** Problem documents (RFC 9457): what is wrong, where, and what to do; never a stack. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Problem } from '../kernel/contract.ts';
import type { Refusal } from '../kernel/result.ts';
import { SAFE } from './headers.ts';

export const problem = (
  requestId: string,
  status: number,
  code: string,
  detail: string,
  errors?: Refusal['errors'],
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    ...SAFE,
    'content-type': 'application/problem+json',
    'x-request-id': requestId,
  },
  body: JSON.stringify({
    type: `https://quittance.dev/problems/${code}`,
    title: code.replaceAll(/[._]/g, ' '),
    status,
    detail,
    code,
    requestId,
    ...(errors && { errors: [...errors] }),
  } satisfies Problem),
});
