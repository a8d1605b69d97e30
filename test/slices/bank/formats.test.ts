/** Statements of every format as banks and attackers send them: cut anywhere, in strange encodings, without end. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identify, linesOf } from '../../../shared/bank/lines.ts';
import { Ordinals } from '../../../shared/bank/ordinals.ts';
import { readStatementFile } from '../../../shared/bank/parse/detect.ts';
import { Unreadable } from '../../../shared/bank/parse/unreadable.ts';
import { survey } from '../../../shared/bank/rules.ts';
import { camt, OUR_IBAN, pieces, tenantInput } from './books.ts';

const tenant = { entities: tenantInput.entities };
const look = (file: string | Uint8Array, size?: number) => survey(pieces(file, size), tenant);
const latin1 = (text: string) => Buffer.from(text, 'latin1');

const MT940 = [
  ':20:S1',
  `:25:${OUR_IBAN.slice(4, 12)}/532013000EUR`,
  ':28C:7/1',
  ':60F:C260309EUR100,00',
  ':61:2603090309CR50,00NTRFNONREF//B1',
  ':86:166?20EREF+E1?21SVWZ+Miete Müller?32Jürgen?31DE02120300000000202051',
  ':62M:C260309EUR150,00',
  '-',
  ':20:S1',
  `:25:${OUR_IBAN.slice(4, 12)}/532013000EUR`,
  ':28C:7/2',
  ':60M:C260309EUR150,00',
  ':61:2603090309D20,00NMSCNONREF//B2',
  ':86:free text',
  ':62F:C260309EUR130,00',
  '-',
  '',
].join('\r\n');
const BAI2 = [
  '01,BANK,US,260309,0800,1,,,2/',
  '02,US,BANK,1,260309,,EUR,2/',
  '03,532013000,EUR,010,10000,,,015,13000,,/',
  '16,195,5000,V,260309,,B1,C1,Rent of Miller/',
  '88,EREF: E1',
  '16,495,2000,0,B2,C2,Fee/',
  '49,30000,5/',
  '98,30000,1,7/',
  '99,30000,1,9/',
  '',
].join('\n');
const OFX = `OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>37040044<ACCTID>0532013000</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260309<DTEND>20260309<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260309<TRNAMT>50.00<FITID>B1<NAME>Jürgen &amp; Co<MEMO>Miete</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260309<TRNAMT>-20.00<FITID>B2<NAME>Fee</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>130.00<DTASOF>20260309</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
const CSV = `"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag","Saldo na trn","Tegenrekening IBAN/BBAN","Naam tegenpartij","Code","Transactiereferentie","Betalingskenmerk","Omschrijving-1","Omschrijving-2","Omschrijving-3"
"${OUR_IBAN}","EUR","X","1","2026-03-09","2026-03-09","+50,00","+150,00","","Jürgen","cb","E1","","Miete, ""März""","",""
"${OUR_IBAN}","EUR","X","2","2026-03-09","2026-03-09","-20,00","+130,00","","Bank","db","","","Fee","",""
`;
const CAMT = camt({
  movements: [
    { amount: '50.00', bankRef: 'B1' },
    { amount: '-20.00', bankRef: 'B2' },
  ],
});
const FILES: readonly [string, string][] = [
  ['camt.053', CAMT],
  ['MT940', MT940],
  ['BAI2', BAI2],
  ['OFX', OFX],
  ['CSV', CSV],
];

describe('one model, whatever the format', () => {
  test.each(FILES)('%s says the same account, movements and closing balance', async (_, file) => {
    expect(await look(file)).toMatchObject({
      ok: true,
      value: {
        firstOn: '2026-03-09',
        accounts: [
          {
            accountIban: OUR_IBAN,
            currency: 'EUR',
            entries: 2,
            movedMinor: 3_000,
            closing: { minor: 13_000 },
          },
        ],
      },
    });
  });
  test.each(FILES)(
    '%s reads the same however it is cut, and is refused with the same words',
    async (_, file) => {
      const broken = file.replace('20', 'X0');
      const [whole, wrong] = [await look(file, 1e6), await look(broken, 1e6)];
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 90 }), async (size) => {
          expect(await look(file, size)).toEqual(whole);
          expect(await look(broken, size)).toEqual(wrong);
        }),
        { numRuns: 6 },
      );
    },
  );
  test.each(FILES)('%s that ends anywhere is refused, or lacks nothing that counts', async (_, file) => {
    for (let end = 1; end < file.length; end += 19) {
      const result = await look(file.slice(0, end), 1e6);
      if (!result.ok) continue;
      // A page of MT940 adds up by itself, and may come in a file of its own: the next statement then tells of a gap.
      const page = /:62M:C260309EUR150/.test(file.slice(0, end)) && !file.slice(0, end).includes(':60M');
      const [account] = result.value.accounts;
      // After its last entry and what it closes with, a file may lose what only counts.
      const rest = /^(,?\d*\s*-?|[\d,]*\/)\s*$/.test(file.slice(end));
      expect([page || rest, account!.movedMinor]).toEqual([true, page ? 5_000 : 3_000]);
    }
  });
  test.each(FILES)('%s with any damage is answered, never thrown', async (_, file) => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(file.length - 1),
        fc.constantFrom(
          '',
          '<',
          '>',
          '"',
          ':',
          ',',
          '\n',
          '\u0000',
          ':61:',
          '88,',
          '<!DOCTYPE a>',
          '-1',
          'é',
        ),
        async (at, put) => {
          const result = await look(file.slice(0, at) + put + file.slice(at + 1), 64);
          expect(result.ok || result.code.startsWith('bank.')).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
  test('a line is the same line in every format that carries the bank’s reference', async () => {
    const ids = await Promise.all(
      FILES.map(async ([, file]) => {
        const found: string[] = [];
        for await (const piece of readStatementFile(pieces(file)))
          if (piece.is === 'entry')
            found.push(
              ...linesOf(piece.entry).map((line) => identify(OUR_IBAN, line, new Ordinals()).join(' ')),
            );
        return found;
      }),
    );
    const [first, ...others] = ids.slice(0, 4);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('encodings', () => {
  const nameIn = async (bytes: Uint8Array, size: number) => {
    for await (const piece of readStatementFile(pieces(bytes, size)))
      if (piece.is === 'entry') return piece.entry.transactions[0]!.debtor.name;
    return undefined;
  };
  const xml = (encoding: string) =>
    camt({ movements: [{ amount: '1.00', from: { name: 'Jürgen' } }] }).replace('UTF-8', encoding);
  test.each<[string, Uint8Array]>([
    ['MT940 in UTF-8', Buffer.from(MT940)],
    ['MT940 in Windows-1252', latin1(MT940)],
    ['MT940 in UTF-16 with its mark', Buffer.from(`\ufeff${MT940}`, 'utf16le')],
    ['XML that declares ISO-8859-1', latin1(xml('ISO-8859-1'))],
    ['XML that declares ISO-8859-15', latin1(xml('iso-8859-15'))],
    ['XML in UTF-8 with its mark', Buffer.from(`\ufeff${xml('UTF-8')}`)],
    ['XML in UTF-16', Buffer.from(`\ufeff${xml('UTF-16')}`, 'utf16le')],
  ])('%s', async (_, bytes) => {
    for (const size of [1, 3, 64, 1e6]) expect(await nameIn(bytes, size)).toBe('Jürgen');
  });
  test.each<[string, Uint8Array, RegExp]>([
    ['XML that says UTF-8 and is not', latin1(xml('UTF-8')), /utf-8.*line 3/],
    ['XML that says nothing and is not UTF-8', latin1(xml('UTF-8').replace(/^<\?.*\?>\n/, '')), /line 2/],
    ['a file that is both', Buffer.concat([Buffer.from('Tag;Wer\n1;ü\n'), latin1('2;ü\n')]), /line 3|layout/],
    ['NUL bytes', Buffer.from(MT940.replace('free', 'fr\u0000e')), /U\+0000.*line 14/],
    ['an encoding that we do not know', latin1(xml('EBCDIC-CP-BE')), /EBCDIC/],
  ])('%s is refused with its place', async (_, bytes, why) => {
    for (const size of [1, 1e6]) {
      const result = await look(bytes, size);
      expect(result.ok ? '' : result.detail).toMatch(why);
    }
  });
});

describe('hostile', () => {
  /** So many megabytes of a file that goes on and on, made as it is read. */
  async function* endless(head: string, again: string, megabytes: number): AsyncGenerator<Uint8Array> {
    yield Buffer.from(head);
    const block = Buffer.from(again.repeat(Math.ceil(65_536 / again.length)));
    for (let sent = 0; sent < megabytes * 1_048_576; sent += block.length) yield block;
  }
  const entry = CAMT.slice(CAMT.indexOf('<Ntry>'), CAMT.indexOf('</Ntry>') + 7);
  const megabytes = Number(process.env['BANK_MEGABYTES'] ?? 2);
  test.each<[string, string, string]>([
    ['entries of camt', CAMT.slice(0, CAMT.indexOf('<Ntry>')), entry],
    [
      'entries of MT940',
      MT940.slice(0, MT940.indexOf(':61:')),
      MT940.slice(MT940.indexOf(':61:'), MT940.indexOf(':62M')),
    ],
    ['details of BAI2', BAI2.slice(0, BAI2.indexOf('16,')), '16,195,5000,,B1,C1,Rent/\n'],
    [
      'transactions of OFX',
      OFX.slice(0, OFX.indexOf('<STMTTRN>')),
      OFX.slice(OFX.indexOf('<STMTTRN>'), OFX.indexOf('</STMTTRN>') + 10),
    ],
    ['rows of CSV', CSV.slice(0, CSV.indexOf('\n') + 1), CSV.split('\n')[1] + '\n'],
  ])('%s without end: memory stays, and the file is refused where it stops', async (_, head, again) => {
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    let count = 0;
    const read = async () => {
      for await (const piece of readStatementFile(endless(head, again, megabytes))) {
        if (piece.is === 'entry' && ++count % 1_000 === 0)
          most = Math.max(most, process.memoryUsage().heapUsed - before);
      }
    };
    if (head.startsWith('"')) await read();
    else if (head.startsWith(':')) await read();
    else await expect(read()).rejects.toBeInstanceOf(Unreadable);
    expect(count).toBeGreaterThan(3_000);
    expect(most).toBeLessThan(200 * 1_048_576);
  });
  test.each<[string, string, string]>([
    ['a line of MT940', MT940.slice(0, MT940.indexOf(':61:')) + ':86:', 'x'],
    ['a field of MT940', MT940.slice(0, MT940.indexOf(':61:')) + ':86:', 'x\n'],
    ['continuations of BAI2', BAI2.slice(0, BAI2.indexOf('49,')), '88,more\n'],
    ['a text of OFX', OFX.slice(0, OFX.indexOf('Miete')), 'x'],
    ['a tag of OFX', OFX.slice(0, OFX.indexOf('<STMTTRN>')) + '<', 'x'],
    ['a quoted field of CSV', `${CSV.split('\n')[0]}\n"`, 'x'],
    ['columns of CSV', `${CSV.split('\n')[0]}\n`, ','],
    ['a text of camt', CAMT.slice(0, CAMT.indexOf('<Id>S1') + 4), 'x'],
  ])('%s without end is refused before it fills the memory', async (_, head, again) => {
    let sent = 0;
    const counted = async function* () {
      for await (const part of endless(head, again, 50)) {
        sent += part.length;
        yield part;
      }
    };
    expect(await survey(counted(), tenant)).toMatchObject({
      ok: false,
      code: expect.stringMatching(/^bank\.(malformed|not_xml)$/),
    });
    expect(sent).toBeLessThan(2 * 1_048_576);
  });
  test.each([
    [
      'OFX with a declaration of entities',
      OFX.replace('<OFX>', '<!DOCTYPE OFX [<!ENTITY a SYSTEM "file:///etc/passwd">]><OFX>'),
    ],
    [
      'XML with entities that grow',
      CAMT.replace('<Document', '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Document'),
    ],
  ])('%s is refused', async (_, file) => {
    expect(await look(file)).toMatchObject({ ok: false, code: expect.stringMatching(/malformed|not_xml/) });
  });
  test('an entity that OFX does not have stays as it stands', async () => {
    for await (const piece of readStatementFile(pieces(OFX.replace('Miete', '&boom;'))))
      if (piece.is === 'entry' && piece.entry.bankRef === 'B1')
        expect(piece.entry.transactions[0]!.texts).toEqual(['&boom;', 'Jürgen & Co']);
  });
});

describe('what a file may not do', () => {
  test.each<[string, string, string, RegExp]>([
    ['an account of nobody', MT940.replaceAll('532013000', '532013001'), 'bank.account_unknown', /line 1/],
    [
      'another bank’s account of the same number',
      MT940.replaceAll(':25:37040044', ':25:37040045'),
      'bank.account_unknown',
      /./,
    ],
    ['a wrong sum', MT940.replace('130,00', '130,01'), 'bank.unbalanced', /130\.01/],
    ['a control total that is off', BAI2.replace('49,30000', '49,30001'), 'bank.unbalanced', /30001/],
    [
      'a count of records that is off',
      BAI2.replace('99,30000,1,9', '99,30000,1,8'),
      'bank.unbalanced',
      /says 8 records, and has 9/,
    ],
    ['balances that do not follow', CSV.replace('+130,00', '+131,00'), 'bank.unbalanced', /follow/],
    ['a currency that is no more', MT940.replaceAll('EUR1', 'DEM1'), 'bank.amount', /DEM/],
    ['a continuation of nothing', BAI2.replace('01,', '88,'), 'bank.', /./],
    ['records in another order', BAI2.replace('02,', '98,'), 'bank.malformed', /may not stand/],
    ['a type code without a direction', BAI2.replace('16,195', '16,890'), 'bank.malformed', /890/],
  ])('%s', async (_, file, code, detail) => {
    const result = await look(file);
    expect(result.ok ? '' : result.code).toContain(code);
    expect(result.ok ? '' : result.detail).toMatch(detail);
  });
  test('an interim report is announced: its entries without a reference wait for their statement', async () => {
    const report = MT940.replace(/:60F:.*/, ':34F:EUR0,')
      .replace(/:62M[\s\S]*/, '')
      .replace('//B1', '');
    expect(await look(report)).toMatchObject({
      ok: true,
      value: { accounts: [{ announces: true, announced: 1, entries: 1 }] },
    });
    expect(await look(report.replace('NONREF', 'NONREF//B1'))).toMatchObject({
      ok: true,
      value: { accounts: [{ announced: 0 }] },
    });
  });
});
