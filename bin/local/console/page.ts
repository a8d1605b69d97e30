/** The shell of the console's pages: safe HTML templates, one style for all, light and dark. */
import { STYLE } from './style.ts';

/** Text that is HTML already and is not escaped again. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
type Part = Html | Part[] | string | number | false | undefined;

/** Escapes every value that is not Html itself; lists are joined, false and undefined are nothing. */
export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(texts.map((text, i) => (i === 0 ? '' : inner(parts[i - 1])) + text).join(''));

const inner = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(inner).join('');
  return part instanceof Html ? part.text : escapeHtml(String(part));
};

export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export interface Page {
  title: string;
  /** Name of the place, in the bar on top. */
  place: string;
  home?: string;
  body: Html;
  status?: number;
}

/** Nothing of a page runs scripts or loads from elsewhere, and so neither does a mail that is shown in it. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; base-uri 'none'";

export const page = ({ title, place, home, body, status = 200 }: Page): Response => {
  const name = html`<span class="mark" aria-hidden="true"></span>${place}`;
  const bar = html`<header class="bar">
    ${home === undefined ? html`<span>${name}</span>` : html`<a href="${home}">${name}</a>`}
    <span class="note">Sandbox</span>
  </header>`;
  const text = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        ${bar}
        <main>${body}</main>
      </body>
    </html>`.text;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  };
  return new Response(text, { status, headers });
};

export const seeOther = (location: string): Response =>
  new Response(null, { status: 303, headers: { location } });

export const moment = (ms: number): Html => {
  const date = new Date(ms);
  const shown = date.toLocaleString('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return html`<time datetime="${date.toISOString()}">${shown} UTC</time>`;
};
