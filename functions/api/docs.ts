import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readFileSync } from 'node:fs';
import openapi from '../../dist/openapi.json' with { type: 'json' };
import { docsHeaders, docsPage } from '../../shared/runtime/docs.ts';
import { frame } from '../../shared/runtime/frame.ts';

const FILES = new Map([
  ['swagger-ui.css', 'text/css'],
  ['swagger-ui-bundle.js', 'text/javascript'],
]);
const answer = (type: string, body: string, statusCode = 200): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: docsHeaders(type),
  body,
});

export const handler = frame<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(
  async ({ routeKey, pathParameters }) => {
    if (routeKey === 'GET /openapi.json') return answer('application/json', JSON.stringify(openapi));
    if (routeKey !== 'GET /docs/{file}') return answer('text/html', docsPage);
    const file = pathParameters?.['file'] ?? '';
    const type = FILES.get(file);
    return type === undefined
      ? answer('text/plain', 'There is no such file.', 404)
      : answer(type, readFileSync(`${import.meta.dirname}/${file}`, 'utf8'));
  },
);
