/** What a format is: rows come in groups and bytes go out, and neither is ever there as a whole. */
import type { Column, Row } from '../columns.ts';

/** What the file says of itself, once all rows went by; amounts as decimal text in major units. */
export type About = readonly (readonly [string, string])[];

export type Groups = AsyncIterable<readonly Row[]>;

export interface Format {
  readonly contentType: string;
  /** `about` is asked after the last row. */
  readonly write: (
    groups: Groups,
    columns: readonly Column[],
    about: () => About,
  ) => AsyncGenerator<Uint8Array>;
}

const encoder = /* @__PURE__ */ new TextEncoder();
export const bytes = (text: string): Uint8Array => encoder.encode(text);
