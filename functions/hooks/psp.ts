import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { keepWebhook } from '../../shared/payments/actions.ts';
import { ProviderName } from '../../shared/payments/payment.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { SAFE } from '../../shared/runtime/headers.ts';
import { problem } from '../../shared/runtime/problem.ts';

export const handler = frame<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(
  async ({ pathParameters, body = '', isBase64Encoded, headers, requestContext: { requestId } }) => {
    const provider = ProviderName.safeParse(pathParameters?.['provider']);
    if (!provider.success)
      return problem(requestId, 404, 'payments.provider_unknown', 'There is no such provider.');
    const raw = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
    if (raw.length > 300_000)
      return problem(requestId, 413, 'request.too_large', 'The body is too large for a webhook.');
    if (!(await keepWebhook(provider.data, raw, headers)))
      return problem(
        requestId,
        401,
        'payments.signature',
        'The signature does not hold for these bytes now.',
      );
    return {
      statusCode: 200,
      headers: { ...SAFE, 'content-type': 'application/json' },
      body: '{"received":true}',
    };
  },
);
