import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readFileSync } from 'node:fs';
import openapi from '../../dist/openapi.json' with { type: 'json' };
import { docsPage } from '../../shared/runtime/docs.ts';
import { frame } from '../../shared/runtime/frame.ts';

const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
};
const answer = (type: string, body: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=300' },
  body,
});

export const handler = frame<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(
  async ({ routeKey, pathParameters }) => {
    if (routeKey === 'GET /openapi.json') return answer('application/json', JSON.stringify(openapi));
    const file = pathParameters?.['file'] ?? '';
    const type = FILES[file];
    if (type) return answer(type, readFileSync(`${import.meta.dirname}/${file}`, 'utf8'));
    return routeKey === 'GET /docs/{file}'
      ? { statusCode: 404, headers: { 'content-type': 'text/plain' }, body: 'There is no such file.' }
      : { ...answer('text/html', docsPage), headers: { 'content-type': 'text/html; charset=utf-8' } };
  },
);
