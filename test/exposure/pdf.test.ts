/** Texts of strangers in a PDF: drawn as characters, never read as operators, links or scripts. */
import { inflateSync } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { pdfOf } from '../../shared/documents/pdf.ts';
import { FONTS } from '../support/fonts.ts';
import { wordsOf } from '../slices/documents/pdf-text.ts';
import { SELLER, snapshot } from '../slices/documents/snapshots.ts';

const LINK = 'https://pay.example.com/pay/acme.01k9xq4n5e8y7v3m2c1b0a9z8w.AbCdEfGhIjKlMnOpQrStUv';
const TEXTS = [
  ') Tj ET endstream endobj 1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>',
  '/URI (https://evil.example) >> endobj',
  '\\) \\\\ \\101 <41> <</Type/Action>>',
  'a\u0000b\u0007c\u001b[31md\u0085e\u009ff',
  'a\nb\rc\td\u2028e\u2029f',
  'evil\u202egpj.exe\u2066x\u2069',
  '\ufffe \uffff \ufdd0 \u{10ffff}',
  '</rdf:li></rdf:Seq></dc:creator><x:evil/> & <!-- ]]>',
  '𝕏 🧾 漢字 العربية ﷽',
];
/** The whole file as text, its compressed streams opened. */
const opened = (pdf: Uint8Array): string => {
  const text = Buffer.from(pdf).toString('latin1');
  return text.replaceAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g, (whole, body: string) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return whole;
    }
  });
};

test.each(TEXTS)('%j is drawn, and no more than that', async (text) => {
  const plain = snapshot();
  const pdf = await pdfOf(
    snapshot({
      over: {
        poNumber: text,
        sourceOrderId: text,
        buyer: { ...plain.buyer, name: text, address: { ...plain.buyer.address, city: text, line2: text } },
        seller: { ...SELLER, name: text, registration: text },
        lines: plain.lines.map((line) => ({ ...line, description: text })),
      },
    }),
    FONTS,
    { payUrl: LINK, cii: '<x/>' },
  );
  const file = opened(pdf);
  const [metadata] = /<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(file)!;
  expect(wellFormed(metadata)).toBe(true);
  expect(metadata).not.toMatch(/<(x:evil|!--)/);
  // What stands in the file as text is text: outside of it there is nothing that acts.
  const acting = file.replace(metadata, '').replaceAll(/\((?:\\[\s\S]|[^\\()])*\)/g, '()');
  expect(acting).not.toMatch(/\/OpenAction|\/JavaScript|\/JS\b|\/Launch|\/SubmitForm|\/AA\b/);
  expect(acting.match(/\/EmbeddedFile\b/g)).toHaveLength(1);
  expect(acting).not.toContain('evil.example');
  const links = [...file.matchAll(/\/S \/URI\s*\/URI \(([^)]*)\)/g)].map(([, url]) => url);
  expect(new Set(links)).toEqual(new Set([LINK]));
  const words = wordsOf(pdf).join('\n');
  expect(words).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
  expect(words).toContain('INV-2026-000117');
});

const wellFormed = (xml: string): boolean => {
  const parser = new SaxesParser({ xmlns: true });
  let fault: Error | undefined;
  parser.on('error', (error) => (fault ??= error));
  parser.write(xml).close();
  return fault === undefined;
};
