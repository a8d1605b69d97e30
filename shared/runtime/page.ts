/** Answers of pages: security headers once for all of them (rules §3.18: no-store, no-referrer, noindex, no framing). */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Language } from '../kernel/party.ts';
import { SAFE } from './headers.ts';

export type PageEvent = APIGatewayProxyEventV2;
export type PageAnswer = APIGatewayProxyStructuredResultV2;

/**
 * `styles`: the hashes of the page's style sheets. `formsTo`: further origins that a form may end at, because browsers
 * hold redirects of a form against this list.
 */
export const page = (
  status: number,
  html: string,
  styles: readonly string[],
  formsTo: readonly string[] = [],
): PageAnswer => ({
  statusCode: status,
  headers: {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src ${styles.map((style) => `'${style}'`).join(' ')}; img-src 'self' data:; form-action ${["'self'", ...formsTo].join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
  },
  body: html,
});

export const redirect = (url: string): PageAnswer => ({
  statusCode: 303,
  headers: { ...headers, location: url },
});

const headers = {
  ...SAFE,
  'x-robots-tag': 'noindex, nofollow',
  'x-frame-options': 'DENY',
};

/** The first of ours that the browser asks for. */
export const languageOf = ({ headers }: Pick<PageEvent, 'headers'>): Language =>
  (headers['accept-language'] ?? '')
    .split(',')
    .map((one) => Language.safeParse(one.trim().slice(0, 2).toLowerCase()))
    .find((one) => one.success)?.data ?? 'en';

/** Our fault, said without a stack; nothing of the page is known here. */
export const pageFault = (): PageAnswer =>
  page(
    500,
    '<!doctype html><html lang="en"><head><title>Please try again</title><meta name="viewport" content="width=device-width"></head><body><main><h1>Something failed on our side</h1><p>Nothing was charged by this page. Please open the link again in a minute.</p></main></body></html>',
    [NO_STYLE],
  );
/** The hash of an empty style sheet. */
const NO_STYLE = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
