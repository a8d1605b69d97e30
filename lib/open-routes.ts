/** The part of wiring.ts that is open to anybody. */
import { partnerRoutes } from './partners.ts';
import { changes, type Fn } from './uses.ts';

/** Routes without a key: each authenticates its caller by itself (signature, link secret) or shows nothing secret. */
export const openRoutes: Readonly<Record<string, Fn & { readonly routes: readonly string[] }>> = {
  docs: {
    entry: 'functions/api/docs.ts',
    routes: ['GET /', 'GET /openapi.json', 'GET /docs', 'GET /docs/{file}'],
    uses: {},
  },
  hooks: {
    entry: 'functions/hooks/psp.ts',
    routes: ['POST /hooks/psp/{provider}'],
    uses: { table: ['PutItem', 'Query'], secrets: ['providers'] },
  },
  ...partnerRoutes,
  portal: {
    entry: 'functions/portal/pay.ts',
    routes: [
      'GET /pay/{token}',
      'POST /pay/{token}',
      'GET /pay/{token}/status',
      'GET /pay/{token}/invoice.pdf',
      'GET /account/{token}',
      'POST /account/{token}',
      'GET /account/{token}/status',
      'GET /order/{token}',
      'GET /mails/{token}',
      'POST /mails/{token}',
      'GET /dispute/{token}',
      'POST /dispute/{token}',
      'GET /agency/{token}',
      'GET /report/{token}',
      'POST /report/{token}',
      'GET /autopay/{token}',
      'POST /autopay/{token}',
      'GET /method/{token}',
      'POST /method/{token}',
    ],
    uses: {
      table: changes,
      indexes: ['g2', 'g3'],
      secrets: ['providers', 'linkKey'],
      bucket: [
        'GetObject invoices',
        'GetObject agencies',
        'GetObject exports',
        'GetObject evidence',
        'PutObject evidence',
      ],
      publicUrl: true,
    },
  },
  my: {
    entry: 'functions/portal/my.ts',
    // Pages of one session: which there are is said by one table (shared/selfservice/actions.ts).
    routes: ['GET /my', 'POST /my', 'GET /my/{proxy+}', 'POST /my/{proxy+}', 'GET /verify', 'POST /verify'],
    uses: {
      table: changes,
      indexes: ['g1', 'g2', 'g3'],
      secrets: ['linkKey', 'providers'],
      bucket: ['GetObject invoices'],
      publicUrl: true,
    },
  },
};
