/** Statements of any length from a generator, and what reading one holds in memory at most. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SELLER } from '../../bin/demo/company.ts';
import { identify, linesOf } from '../../shared/bank/lines.ts';
import { Ordinals } from '../../shared/bank/ordinals.ts';
import { readStatementFile } from '../../shared/bank/parse/detect.ts';
import { survey } from '../../shared/bank/rules.ts';

export type Format = 'camt.053' | 'MT940' | 'CSV';
const PIECE = 16_384;
const { iban } = SELLER.bank;
const MINOR = 12_345;

interface Shape {
  readonly first: string;
  readonly line: (at: number) => string;
  readonly last: (lines: number) => string;
}
const reference = (at: number): string => `B${String(at).padStart(9, '0')}`;
const balance = (code: string, minor: number): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${(minor / 100).toFixed(2)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-09</Dt></Dt></Bal>`;
/** What it closes with stands behind its lines, as the standard allows: nobody knows their sum before. */
const SHAPES: Readonly<Record<Format, Shape>> = {
  'camt.053': {
    first:
      '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>' +
      `<Stmt><Id>1</Id><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>${balance('OPBD', 0)}`,
    line: (at) =>
      `<Ntry><Amt Ccy="EUR">123.45</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-09</Dt></BookgDt><AcctSvcrRef>${reference(at)}</AcctSvcrRef>` +
      `<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Payer ${at}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>Rechnung INV-2026-${at}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n`,
    last: (lines) => `${balance('CLBD', lines * MINOR)}</Stmt></BkToCstmrStmt></Document>`,
  },
  MT940: {
    first: `:20:STARTUMS\r\n:25:${iban}\r\n:28C:1/1\r\n:60F:C260309EUR0,\r\n`,
    line: (at) =>
      `:61:2603090309C123,45NTRFNONREF//${reference(at)}\r\n:86:166?00GUTSCHRIFT?20Rechnung INV-2026-${at}?32Payer ${at}\r\n`,
    last: (lines) => `:62F:C260309EUR${((lines * MINOR) / 100).toFixed(2).replace('.', ',')}\r\n-\r\n`,
  },
  // As German savings banks write it, without a reference of the bank: what a line says makes it that line.
  CSV: {
    first:
      'Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;Beguenstigter/Zahlungspflichtiger;Kontonummer;Betrag;Waehrung;Info\n',
    line: (at) =>
      `${iban};09.03.26;09.03.26;GUTSCHRIFT;Rechnung INV-2026-${at};Payer ${at};DE02120300000000202051;123,45;EUR;Umsatz gebucht\n`,
    last: () => '',
  },
};

/** About so many bytes, in pieces as a network brings them. */
export async function* statementOf(format: Format, bytes: number): AsyncGenerator<Uint8Array> {
  const { first, line, last } = SHAPES[format];
  let text = first;
  let sent = 0;
  let lines = 0;
  while (sent < bytes) {
    while (text.length < PIECE) text += line(lines++);
    sent += text.length;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(last(lines));
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Arrays of bytes lie beside the heap. */
const alive = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
const mb = (bytes: number): number => Math.round(bytes / 1e5) / 10;

export interface Largest {
  readonly made: number;
  /** What was alive after a collection, beyond what was alive before. */
  readonly heapMb: number;
  readonly rssMb: number;
  readonly cpuSeconds: number;
}
/** Reads the file and looks at the memory twice on the way. `bytes`: how many it has. */
export const largest = async (
  file: AsyncIterable<Uint8Array>,
  bytes: number,
  read: (file: AsyncIterable<Uint8Array>) => Promise<number>,
): Promise<Largest> => {
  collect();
  const resting = alive();
  let [heap, rss, looked] = [0, 0, 0];
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    let passed = 0;
    for await (const piece of file) {
      passed += piece.length;
      yield piece;
      rss = Math.max(rss, process.memoryUsage.rss());
      if (passed < ((looked + 1) * bytes) / 2) continue;
      looked += 1;
      collect();
      heap = Math.max(heap, alive() - resting);
    }
  };
  const from = process.cpuUsage();
  const made = await read(watched());
  const { user, system } = process.cpuUsage(from);
  return { made, heapMb: mb(heap), rssMb: mb(rss), cpuSeconds: (user + system) / 1e6 };
};

const TENANT = { entities: [SELLER] } as never;
/** As it is said whether the file is taken: read to its end. */
export const surveyed = async (file: AsyncIterable<Uint8Array>): Promise<number> => {
  const found = await survey(file, TENANT);
  if (!found.ok) throw new Error(`${found.code}: ${found.detail}`);
  return found.value.accounts.reduce((sum, { entries }) => sum + entries, 0);
};
/** As the lines are put into the books: each with what makes it that line, and then out of hand. */
export const identified = async (file: AsyncIterable<Uint8Array>): Promise<number> => {
  const seen = new Ordinals();
  let lines = 0;
  for await (const piece of readStatementFile(file))
    if (piece.is === 'entry')
      for (const line of linesOf(piece.entry)) lines += Math.sign(identify(iban, line, seen).length);
  return lines;
};
