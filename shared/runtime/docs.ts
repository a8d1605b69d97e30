/** The API documentation page; its script and style are served beside it, nothing comes from elsewhere. */
import { createHash } from 'node:crypto';
import { SAFE } from './headers.ts';

// A key that is typed in here is forgotten with the page: the browser keeps none.
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', defaultModelsExpandDepth: 0 });`;

export const docsPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Quittance API</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head><body><main id="api"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>${START}</script></body></html>`;

/** The documentation shows styles and images of its own making; of scripts it runs two. */
const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(START).digest('base64')}'`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Public, and the same for everybody: it may be kept for five minutes. */
export const docsHeaders = (type: string): Record<string, string> => ({
  ...SAFE,
  'cache-control': 'public, max-age=300',
  'content-type': `${type}; charset=utf-8`,
  'content-security-policy': POLICY,
  'x-frame-options': 'DENY',
});
