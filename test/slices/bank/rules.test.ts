import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identify, linesOf, type DraftLine } from '../../../shared/bank/lines.ts';
import { Ordinals } from '../../../shared/bank/ordinals.ts';
import { readStatementFile } from '../../../shared/bank/parse/detect.ts';
import type { Entry } from '../../../shared/bank/parse/pieces.ts';
import { gapWarning, survey } from '../../../shared/bank/rules.ts';
import { money } from '../../../shared/kernel/money.ts';
import { camt, OUR_IBAN, pieces, tenantInput } from './books.ts';

const tenant = { entities: tenantInput.entities };
const look = (text: string, size?: number) => survey(pieces(text, size), tenant);
const entries = async (text: string): Promise<Entry[]> => {
  const found: Entry[] = [];
  for await (const piece of readStatementFile(pieces(text)))
    if (piece.is === 'entry') found.push(piece.entry);
  return found;
};
const good = camt({ movements: [{ amount: '50.00' }, { amount: '-20.00' }] });

describe('a statement is taken whole or refused whole', () => {
  test('one that adds up is surveyed', async () => {
    const result = await look(
      camt({
        movements: [
          { amount: '50.00' },
          { amount: '-20.00' },
          { amount: '7.00', status: 'PDNG' },
          { amount: '1.00', status: 'INFO' },
        ],
      }),
    );
    expect(result).toMatchObject({
      ok: true,
      value: {
        firstOn: '2026-03-09',
        accounts: [
          {
            entity: 'main',
            accountIban: OUR_IBAN,
            currency: 'EUR',
            entries: 2,
            skipped: 2,
            movedMinor: 3000,
            closing: { minor: 13000 },
            warnings: [],
          },
        ],
      },
    });
  });

  test.each<[string, string, string, RegExp]>([
    ['no format at all', 'INV 1 2', 'bank.format_unknown', /line 1\)/],
    [
      'a CSV of a bank that nobody described',
      'Buchungstag;Betrag;Zweck',
      'bank.layout_unknown',
      /looks like bookedOn.*“;”/,
    ],
    ['XML that is none', '<a<', 'bank.not_xml', /line 1\)/],
    ['cut off', good.slice(0, -40), 'bank.not_xml', /unclosed/],
    ['tags that do not match', good.replace('</Stmt>', '</Statement>'), 'bank.not_xml', /line 4/],
    [
      'a DTD',
      good.replace('<Document', '<!DOCTYPE Document [<!ENTITY a "b">]><Document'),
      'bank.not_xml',
      /document type/,
    ],
    ['an entity of its own', good.replace('S1', '&boom;'), 'bank.not_xml', /entity/],
    ['elements without end', good.replace('<Id>S1', `${'<a>'.repeat(50)}<Id>S1`), 'bank.not_xml', /deep/],
    ['a text without end', good.replace('S1', 'x'.repeat(20_000)), 'bank.not_xml', /characters/],
    [
      'a comment without end',
      good.replace('<Stmt>', `<!--${'x'.repeat(1_200_000)}--><Stmt>`),
      'bank.not_xml',
      /without a tag/,
    ],
    ['a character that was lost', good.replace('S1', 'M\ufffdller'), 'bank.encoding', /octet-stream.*line 3/],
    [
      'another document',
      '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
      'bank.format_unknown',
      /line 1/,
    ],
    ['a version to come', good.replace('.001.08', '.001.14'), 'bank.format_unknown', /02 to 13/],
    [
      'a namespace that lies about its inside',
      good.replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt'),
      'bank.format_unknown',
      /BkToCstmrAcctRpt/,
    ],
    ['no statement', camt(), 'bank.empty', /no statement/],
    ['a strange account', camt({ account: 'DE36780550516205644925' }), 'bank.account_unknown', /line 3/],
    [
      'a wrong sum',
      camt({ closing: '130.01', movements: [{ amount: '30.00' }] }),
      'bank.unbalanced',
      /100\.00 opening and 30\.00 moved are not 130\.01 closing/,
    ],
    ['two currencies', good.replace('Ccy="EUR">50.00', 'Ccy="USD">50.00'), 'bank.currency_mixed', /EUR.*USD/],
    [
      'a currency that is none',
      good.replace('Ccy="EUR">50.00', 'Ccy="EURO">50.00'),
      'bank.amount',
      /ISO 4217/,
    ],
    ['a fraction of a cent', good.replace('>50.00<', '>50.001<'), 'bank.amount', /50\.001 .*EUR/],
    ['a signed amount', good.replace('>50.00<', '>-50.00<'), 'bank.amount', /-50\.00/],
    [
      'an amount beyond counting',
      good.replace('>50.00<', '>999999999999999<'),
      'bank.amount',
      /more than we count/,
    ],
    [
      'no direction',
      good.replace('<CdtDbtInd>CRDT</CdtDbtInd><Sts>', '<Sts>'),
      'bank.incomplete',
      /CdtDbtInd/,
    ],
    [
      'an impossible day',
      good.replace('<BookgDt><Dt>2026-03-09', '<BookgDt><Dt>2026-02-30'),
      'bank.incomplete',
      /2026-02-30/,
    ],
    [
      'no day at all',
      good.replace('<BookgDt><Dt>2026-03-09</Dt></BookgDt><ValDt><Dt>2026-03-09</Dt></ValDt>', ''),
      'bank.incomplete',
      /date/,
    ],
    ['entries before their account', good.replace(/<Acct>.*<\/Acct>/, ''), 'bank.incomplete', /account/],
    [
      'more statements than an import takes',
      camt(...Array.from({ length: 51 }, (_, index) => ({ id: `S${index}` }))),
      'bank.too_many_accounts',
      /50/,
    ],
  ])('%s', async (_, text, code, detail) => {
    const result = await look(text);
    expect(result).toMatchObject({ ok: false, code });
    expect(result.ok ? '' : result.detail).toMatch(detail);
  });

  test('zeros beyond the cent are no fraction of it', async () => {
    expect(await look(good.replace('>50.00<', '>50.00000<'))).toMatchObject({ ok: true });
  });
  test('a prefixed namespace is a namespace', async () => {
    const prefixed = good.replace('xmlns=', 'xmlns:n=').replaceAll(/<(\/?)(?=[A-Z])/g, '<$1n:');
    expect(await look(prefixed)).toMatchObject({ ok: true, value: { accounts: [{ movedMinor: 3000 }] } });
  });
  test('a bank without balances is believed with a warning', async () => {
    expect(await look(good.replaceAll(/<Bal>.*<\/Bal>/g, ''))).toMatchObject({
      ok: true,
      value: { accounts: [{ warnings: [{ code: 'bank.no_balances' }] }] },
    });
  });
  test('wherever the stream is cut, the same is read', async () => {
    const whole = await look(good, good.length);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (size) => {
        expect(await look(good, size)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
  test('any damage to a file is answered, never thrown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length - 1),
        fc.constantFrom('', '<', '>', '&', '"', '\u0000', ']]>', '<Ntry>', '-1', 'é'),
        async (at, put) => {
          const result = await look(good.slice(0, at) + put + good.slice(at + 1));
          expect(result.ok || result.code.startsWith('bank.')).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the balance continues', () => {
  const row = (on: string, minor: number) => ({ on, closing: money(minor, 'EUR') });
  test.each<[string, Parameters<typeof gapWarning>[2], boolean]>([
    ['nothing before', [], false],
    ['closed with what this opens with', [row('2026-03-06', 10_000)], false],
    ['closed with something else', [row('2026-03-06', 9_000)], true],
    ['an older one fits, the last does not', [row('2026-03-06', 9_000), row('2026-03-05', 10_000)], true],
    ['several on the day before', [row('2026-03-06', 9_000), row('2026-03-06', 10_000)], false],
    ['a later one of the same day came first', [row('2026-03-09', 12_000), row('2026-03-06', 10_000)], false],
  ])('%s', (_, before, gap) => {
    expect(gapWarning(money(10_000, 'EUR'), '2026-03-09', before) !== undefined).toBe(gap);
  });
});

describe('an entry becomes lines', () => {
  const tx = (amount: string, more = '') =>
    `<TxDtls><Refs><EndToEndId>E${amount}</EndToEndId></Refs>${amount && `<Amt Ccy="EUR">${amount}</Amt>`}${more}</TxDtls>`;
  const batch = async (amount: string, details: string) =>
    linesOf((await entries(camt({ movements: [{ amount, bankRef: 'B1', details }] })))[0]!);

  test('a batch is split into its payments', async () => {
    const lines = await batch('30.00', tx('10.00') + tx('20.00', '<RmtInf><Ustrd>second</Ustrd></RmtInf>'));
    expect(lines).toMatchObject([
      { amount: { minor: 1000 }, endToEndId: 'E10.00' },
      { amount: { minor: 2000 }, text: 'second', bankRef: 'B1' },
    ]);
  });
  test('a payment that goes the other way in a batch keeps its sign', async () => {
    expect(await batch('10.00', tx('15.00') + tx('5.00', '<CdtDbtInd>DBIT</CdtDbtInd>'))).toMatchObject([
      { amount: { minor: 1500 } },
      { amount: { minor: -500 } },
    ]);
  });
  test.each([
    ['does not add up', '30.00', tx('10.00') + tx('19.00')],
    ['says no amounts', '30.00', tx('') + tx('')],
    ['is in another currency', '30.00', (tx('10.00') + tx('20.00')).replaceAll('EUR', 'USD')],
  ])('a batch that %s stays one line', async (_, amount, details) => {
    expect(await batch(amount, details)).toMatchObject([{ amount: { minor: 3000 } }]);
  });
  test('what the payer says is kept: name, account, reference, text on one line', async () => {
    const [entry] = await entries(
      camt({
        movements: [
          {
            amount: '9.00',
            text: ' Invoice\n  117 ',
            reference: 'RF18539007547034',
            from: { name: 'Kunde &amp; Co', iban: 'CH8726654292307345374' },
          },
        ],
      }),
    );
    expect(linesOf(entry!)).toMatchObject([
      {
        text: 'Invoice 117',
        references: ['RF18539007547034'],
        counterparty: { name: 'Kunde & Co', iban: 'CH8726654292307345374' },
      },
    ]);
  });
});

describe('a line is the same line in every file', () => {
  const line = (more: Partial<DraftLine> = {}): DraftLine => ({
    amount: money(-450, 'EUR'),
    bookedOn: '2026-04-07',
    valueOn: '2026-04-07',
    references: [],
    text: 'CITY COFFEE',
    counterparty: {},
    reversal: false,
    ...more,
  });
  const ids = (lines: DraftLine[]) => {
    const seen = new Ordinals();
    return lines.map((each) => identify(OUR_IBAN, each, seen).join('|'));
  };
  test('two equal coffees on a day are two, in this file and again in the next', () => {
    const [first, second] = ids([line(), line()]);
    expect(first).not.toBe(second);
    expect(ids([line(), line()])).toEqual([first, second]);
  });
  test('the bank’s reference holds where the text changes', () => {
    expect(ids([line({ bankRef: 'R1', text: 'a' })])).toEqual(ids([line({ bankRef: 'R1', text: 'b' })]));
  });
  test('one reference over two amounts is two lines, as PostFinance sends it', () => {
    const both = ids([line({ bankRef: 'R1' }), line({ bankRef: 'R1', amount: money(-500, 'EUR') })]);
    expect(new Set(both).size).toBe(2);
  });
  test('ids of a file are unique, and the order of other lines does not matter', () => {
    const draft = fc
      .record({
        text: fc.constantFrom('a', 'b'),
        minor: fc.constantFrom(1, 2),
        bankRef: fc.option(fc.constantFrom('R1', 'R2'), { nil: undefined }),
      })
      .map(({ text, minor, bankRef }) =>
        line({ text, amount: money(minor, 'EUR'), ...(bankRef && { bankRef }) }),
      );
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 12 }), (lines) => {
        const found = ids(lines);
        expect(new Set(found).size).toBe(lines.length);
        expect(ids([...lines].reverse()).sort()).toEqual([...found].sort());
      }),
    );
  });
});
