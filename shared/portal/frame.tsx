/** What all payment pages share: the document around them, the seller's sign, lists of facts, marks. */
import type { Child } from 'hono/jsx';
import type { Language } from '../kernel/party.ts';
import type { Seller } from './payview.ts';
import { sheetOf, STYLE } from './style.ts';

interface Around {
  readonly language: Language;
  readonly title: string;
  readonly seller?: Seller;
  /** Seconds until the page asks again by itself. */
  readonly refresh?: number;
  readonly footer?: readonly string[];
  /** A sheet beside the one of all pages; `stylesOf` names it, too. */
  readonly sheet?: string;
  readonly children?: Child;
}

/** An element of hono becomes its markup where a string is wanted; its type does not say so. */
export const page = (around: Around): string =>
  `<!doctype html>${(<Frame {...around} />) as unknown as string}`;

const Frame = ({ language, title, seller, refresh, footer = [], sheet, children }: Around) => (
  <html lang={language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex, nofollow" />
      <meta name="referrer" content="no-referrer" />
      {refresh !== undefined && <meta http-equiv="refresh" content={String(refresh)} />}
      <title>{title}</title>
      <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      {sheet !== undefined && <style dangerouslySetInnerHTML={{ __html: sheet }} />}
      {seller?.colour !== undefined && <style dangerouslySetInnerHTML={{ __html: sheetOf(seller.colour) }} />}
    </head>
    <body>
      <header>
        {seller && (
          <p class="brand">
            {seller.logo === undefined ? seller.name : <img src={seller.logo} alt={seller.name} />}
          </p>
        )}
      </header>
      <main>{children}</main>
      <footer>
        {footer.map((line) => (
          <p>{line}</p>
        ))}
      </footer>
    </body>
  </html>
);

export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly strong?: boolean;
}

export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl class="facts">
    {facts.map(({ label, value, strong }) => (
      <>
        <dt>{label}</dt>
        <dd class={strong ? 'strong' : ''}>{value}</dd>
      </>
    ))}
  </dl>
);

/** Never ticked by us: who agrees does it by itself. */
export const Consent = ({ text }: { text: string }) => (
  <p class="consent">
    <input type="checkbox" name="keep" id="keep" value="1" />
    <label for="keep">{text}</label>
  </p>
);

const PATHS = {
  done: 'M5 13l4.5 4.5L19 7.5',
  wait: 'M12 3a9 9 0 1 0 9 9',
  fail: 'M7 7l10 10M17 7L7 17',
} as const;

export const Mark = ({ kind }: { kind: keyof typeof PATHS }) => (
  <div class={`mark ${kind}`} aria-hidden="true">
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2.6"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={PATHS[kind]} />
    </svg>
  </div>
);
