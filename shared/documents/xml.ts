/**
 * A writer of XML: a tree of names and text becomes a document whose every character is allowed and escaped.
 */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly Element[];
}
type Part = Element | undefined | false;

/** Parts that are undefined or false are left out, so that an optional element reads as what it is. */
export const el = (
  name: string,
  content: string | readonly Part[],
  attributes: Readonly<Record<string, string>> = {},
): Element => ({
  name,
  attributes,
  content:
    typeof content === 'string'
      ? content
      : content.filter((part): part is Element => part !== undefined && part !== false),
});

export const xml = (root: Element): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '').join('\n')}\n`;

const lines = ({ name, attributes, content }: Element, indent: string): string[] => {
  const open = `${indent}<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')}>`;
  if (typeof content === 'string') return [`${open}${escaped(content)}</${name}>`];
  return [open, ...content.flatMap((part) => lines(part, `${indent}  `)), `${indent}</${name}>`];
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
const escaped = (text: string): string =>
  allowed(text).replaceAll(/[&<>"\t\n\r]/g, (character) => ENTITIES[character]!);

/**
 * Only what XML 1.0 has as characters (production 2): no controls, no lone surrogates, no U+FFFE and U+FFFF.
 */
export const allowed = (text: string): string =>
  text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
