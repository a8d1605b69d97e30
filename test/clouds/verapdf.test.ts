/** Our PDFs before the validator of the PDF Association: each is an archive by ISO 19005-3, level A, with its invoice inside. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ciiOf } from '../../shared/documents/cii.ts';
import { pdfOf } from '../../shared/documents/pdf.ts';
import { FONTS } from '../support/fonts.ts';
import { under } from '../slices/documents/profiled.ts';
import { manyLines, snapshot } from '../slices/documents/snapshots.ts';
import { confirmed, received, reminded } from '../slices/dispatch/papers.ts';
import { run, testWith, verapdf } from './tools.ts';

const check = testWith(await verapdf());
const URL = 'https://pay.example.com/pay/acme.x';
const credits = { number: 'INV-2026-000001', issuedOn: '2026-01-02', reason: 'price' as const };

const DOCUMENTS = {
  invoice: { of: snapshot(), payUrl: URL },
  long: { of: snapshot({ inputs: manyLines(300) }), payUrl: URL },
  german: { of: { ...snapshot(), language: 'de' as const }, payUrl: URL },
  'credit-note': { of: { ...snapshot(), credits } },
  xrechnung: { of: under('xrechnung', snapshot()), payUrl: URL },
};

/** Letters of the family, which carry no e-invoice. */
const PAPERS = {
  reminder: () => reminded(40, 'de'),
  receipt: () => received('fr'),
  confirmation: () => confirmed(40, 'es'),
};

check('veraPDF finds nothing in documents and letters, and sees a file that is none', async (jars) => {
  const dir = mkdtempSync(join(tmpdir(), 'verapdf-'));
  const files: string[] = [];
  for (const [name, { of, ...inside }] of Object.entries(DOCUMENTS)) {
    files.push(join(dir, `${name}.pdf`));
    writeFileSync(files.at(-1)!, await pdfOf(of, FONTS, { ...inside, cii: ciiOf(of) }));
  }
  for (const [name, draw] of Object.entries(PAPERS)) {
    files.push(join(dir, `${name}.pdf`));
    writeFileSync(files.at(-1)!, (await draw()).bytes);
  }
  // Without its colour profile the file is a PDF like any other.
  const broken = join(dir, 'broken.pdf');
  const plain = Buffer.from(await pdfOf(snapshot(), FONTS, { payUrl: URL })).toString('latin1');
  writeFileSync(broken, plain.replace('/OutputIntents', '/OutputIntentz'), 'latin1');
  const { code, output } = await run('java', [
    '-cp',
    `${jars}/*`,
    join(import.meta.dirname, 'Verapdf.java'),
    ...files,
    broken,
  ]);
  rmSync(dir, { recursive: true });
  expect([
    code,
    output
      .replaceAll(`${dir}/`, '')
      .split('\n')
      .filter((line) => /^(valid|broken) /.test(line)),
  ]).toEqual([
    0,
    [...Object.keys({ ...DOCUMENTS, ...PAPERS }).map((name) => `valid ${name}.pdf`), 'broken broken.pdf'],
  ]);
});
