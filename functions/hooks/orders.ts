import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { keepMessage } from '../../shared/intake/actions.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { SAFE } from '../../shared/runtime/headers.ts';
import { problem } from '../../shared/runtime/problem.ts';

export const handler = frame<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(
  async ({ pathParameters, body = '', isBase64Encoded, headers, requestContext: { requestId } }) => {
    const raw = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
    if (raw.length > 262_144)
      return problem(requestId, 413, 'request.too_large', 'The body is too large: 256 kB is the most.');
    const id = await keepMessage(pathParameters?.['source'] ?? '', raw, headers);
    if (id === undefined)
      return problem(requestId, 401, 'intake.signature', 'The signature does not hold for these bytes now.');
    return {
      statusCode: 202,
      headers: { ...SAFE, 'content-type': 'application/json' },
      body: JSON.stringify({ received: true, id }),
    };
  },
);
