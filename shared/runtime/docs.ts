/** The API documentation page; its script and style are served beside it, nothing comes from elsewhere. */
export const docsPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Quittance API</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head><body><main id="api"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', persistAuthorization: true, defaultModelsExpandDepth: 0 });</script></body></html>`;
