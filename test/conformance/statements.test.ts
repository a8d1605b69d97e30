/**
 * Public MT940, MT942, BAI2, OFX and CSV files against what an independent reader found in them, each in pieces of one byte, of
 * seven and of 64 kB. What we refuse although it has an expectation stands here with the reason.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { CsvLayout } from '../../shared/bank/layout.ts';
import type { Hints } from '../../shared/bank/parse/detect.ts';
import type { Entry } from '../../shared/bank/parse/pieces.ts';
import { add, exact, written } from '../../shared/kernel/decimal.ts';
import { money, toText, type Money } from '../../shared/kernel/money.ts';
import { addsUp, expectedOf, readWhole, sample, samples, SIZES, type ReadFile } from './statement-files.ts';

const counted = new Map<string, { read: number; refused: number }>();
afterAll(() => {
  for (const [of, { read, refused }] of counted)
    console.log(`${of}: ${read} files read, ${refused} refused as expected`);
});
const tally = (of: string, what: 'read' | 'refused'): void => {
  const before = counted.get(of) ?? { read: 0, refused: 0 };
  counted.set(of, { ...before, [what]: before[what] + 1 });
};

/** The same from every size of pieces, or the same refusal. */
const readBy = async (of: string, name: string, hints?: Hints): Promise<ReadFile | string> => {
  const [first, ...others] = await Promise.all(SIZES.map((size) => readWhole(sample(of, name), size, hints)));
  for (const other of others) expect(other).toEqual(first);
  tally(of, typeof first === 'string' ? 'refused' : 'read');
  return first!;
};
const decimal = (text: string): string => written(exact(text.replace(/,$/, '').replace(',', '.')));
/** In marks, too, which are none of ours any more. */
const textOf = (amount: Money): string =>
  toText({ ...amount, currency: amount.currency === 'DEM' ? 'EUR' : amount.currency });
const shown = ({ amount }: Entry): string => decimal(textOf(amount));
const sumOf = (entries: readonly Entry[], sign: 1 | -1): string =>
  decimal(
    entries
      .filter(({ amount }) => Math.sign(amount.minor) === sign)
      .reduce((sum, { amount }) => add(sum, textOf(money(Math.abs(amount.minor), amount.currency))), '0'),
  );

describe('MT940 and MT942', () => {
  interface Expected {
    statements: {
      reference: string;
      account: string;
      statementNumber: string;
      opening?: { amount: string; currency: string };
      closing?: { amount: string; currency: string };
      entries: { mark: string; amount: string; typeAndReference: string; supplementary?: string }[];
      creditSum: string;
      debitSum: string;
      openingPlusEntriesEqualsClosing?: boolean;
    }[];
  }
  const expected = expectedOf<Expected>('mt940');
  const REFUSED: Readonly<Record<string, RegExp>> = {
    // The month of its value date is 22, and its closing balance has a blank inside of the amount.
    'cmxl__mt940-headers.txt': /^bank\.incomplete .*2036-22-68/,
  };
  test('every file has its expectation', () =>
    expect(samples('mt940')).toEqual(Object.keys(expected).sort()));
  test.each(Object.entries(expected))('%s', async (name, { statements }) => {
    const read = await readBy('mt940', name);
    if (typeof read === 'string') return expect(read).toMatch(REFUSED[name] ?? /none is refused/);
    expect(
      read.statements.map((one) => ({
        reference: one.header.id,
        account: one.header.account,
        number: one.header.sequence,
        opening: one.balances.find(({ type }) => type === 'OPBD')?.amount,
        closing: one.balances.find(({ type }) => type === 'CLBD')?.amount,
        entries: one.entries.map((entry) => [
          shown(entry),
          entry.reversal,
          `${entry.code ?? ''}${entry.entryRef ?? ''}${entry.bankRef === undefined ? '' : `//${entry.bankRef}`}`.replaceAll(
            ' ',
            '',
          ),
          entry.info,
        ]),
        credits: sumOf(one.entries, 1),
        debits: sumOf(one.entries, -1),
        addsUp: addsUp(one),
        cut: one.differs.length > 0,
      })),
    ).toEqual(
      statements.map((one) => ({
        reference: one.reference,
        account: one.account,
        number: one.statementNumber,
        opening:
          one.opening &&
          expect.objectContaining({ currency: one.opening.currency, minor: cents(one.opening.amount) }),
        closing:
          one.closing &&
          expect.objectContaining({ currency: one.closing.currency, minor: cents(one.closing.amount) }),
        entries: one.entries.map(({ mark, amount, typeAndReference, supplementary }) => [
          decimal(amount),
          mark.startsWith('R'),
          typeAndReference.replaceAll(' ', ''),
          supplementary,
        ]),
        credits: decimal(one.creditSum),
        debits: decimal(one.debitSum),
        addsUp: one.openingPlusEntriesEqualsClosing,
        cut: one.opening !== undefined && one.closing === undefined,
      })),
    );
    return undefined;
  });
  const cents = (text: string): number => Math.round(Number(decimal(text)) * 100);

  test('what the dialects say of the other side, the purpose and a return', async () => {
    const found = async (name: string) => {
      const read = await readWhole(sample('mt940', name), 64);
      if (typeof read === 'string') throw new Error(read);
      return read.statements.flatMap(({ entries }) => entries);
    };
    expect((await found('jejik__commerzbank.txt'))[0]).toMatchObject({
      bankRef: '2016021783252833',
      charges: { minor: 50, currency: 'EUR' },
      transactions: [
        {
          endToEndId: 'A1.200080779.400143254.4961336',
          creditor: { name: 'TESTER EL', account: 'DE50712345600200691329' },
          returned: { words: 'SEPA-LASTSCHR. RETOURE CORE', original: { minor: 1185 } },
        },
      ],
    });
    expect((await found('jejik__rabobank-iban.txt'))[0]!.transactions).toMatchObject([
      {
        endToEndId: '01-01-2013 12:00 0030000987654321',
        creditor: { name: 'CONTRA ACCOUNT HOLDER', account: 'NL70ABNA0987654321' },
      },
    ]);
    expect((await found('jejik__knab.txt'))[2]!.transactions).toMatchObject([
      { debtor: { name: 'MMS ONLINE NEDERLAND B.V.', account: 'NL84INGB0234561789' } },
    ]);
    expect((await found('jejik__sparkasse.txt'))[1]!.transactions).toMatchObject([
      {
        creditor: { name: 'Max Mustermann', account: 'DE12345678901234567890' },
        texts: [expect.stringMatching(/^Apple Pay ?DATUM 19/)],
      },
    ]);
    expect((await found('wolph__february_30.sta'))[0]).toMatchObject({
      valueOn: '2016-02-29',
      bookedOn: '2016-03-01',
    });
  });
});

describe('BAI2', () => {
  interface Expected {
    format: string;
    groups: number;
    accounts: {
      account: string;
      currency: string | null;
      details: { typeCode: string; amountMinor: number; direction: string }[];
    }[];
  }
  const expected = expectedOf<Expected>('bai2');
  const DIFFERS: Readonly<Record<string, number>> = {
    // Put together by its authors: the trailers of two accounts, the group and the file do not say what is there.
    'moov-bai2__sample4-continuations-newline-delimited.txt': 8,
  };
  test('every file has its expectation', () => expect(samples('bai2')).toEqual(Object.keys(expected).sort()));
  test.each(Object.entries(expected))('%s', async (name, { format, accounts }) => {
    const read = await readBy('bai2', name);
    if (typeof read === 'string') {
      expect([format, read]).toEqual(['MT94x', expect.stringMatching(/^bank\.(layout|format)_unknown/)]);
      return;
    }
    expect(
      read.statements.map(({ header, entries }) => ({
        account: header.account,
        details: entries.map(({ code, amount }) => [code, amount.minor]),
      })),
    ).toEqual(
      accounts.map(({ account, details }) => ({
        account,
        details: details.map(({ typeCode, amountMinor, direction }) => [
          typeCode,
          direction === 'debit' ? -amountMinor : amountMinor,
        ]),
      })),
    );
    expect(read.statements.map(({ header }) => header.currency)).toEqual(
      accounts.map(({ currency }) => currency ?? 'USD'),
    );
    expect(read.statements.flatMap(({ differs }) => differs)).toHaveLength(DIFFERS[name] ?? 0);
  });
  test('a return says its reason, and what it was', async () => {
    const read = await readWhole(
      sample('bai2', 'moov-bai2__sample4-continuations-newline-delimited.txt'),
      64,
    );
    if (typeof read === 'string') throw new Error(read);
    const returns = read.statements.flatMap(({ entries }) => entries).filter(({ reversal }) => reversal);
    expect(returns.map(({ code, transactions: [one] }) => [code, one!.returned, one!.endToEndId])).toEqual([
      ['261', { words: 'Individual rejected credit' }, 'GSQ4FBGFDGWGKY'],
      ['557', { reason: 'R02', words: 'Individual ACH return item' }, '021000080000030'],
      ['266', { words: 'Return item' }, '20210706MMQFMPU8000001'],
      ['257', { reason: 'R02', words: 'Individual ACH return item' }, '028000020000335'],
      ['255', { words: 'Payee does not exist' }, '07370568132'],
    ]);
  });
});

describe('OFX', () => {
  interface Expected {
    statements: {
      currency: string;
      account: string;
      ledgerBalance: string;
      transactions: {
        type: string;
        date?: string;
        amount: string;
        fitid?: string;
        name?: string;
        memo?: string;
        checknum?: string;
      }[];
    }[];
  }
  const expected = expectedOf<Expected>('ofx');
  const REFUSED: Readonly<Record<string, RegExp>> = {
    'ofxparse__date_missing.ofx': /^bank\.incomplete .*DTPOSTED/,
  };
  test('every file has its expectation', () => expect(samples('ofx')).toEqual(Object.keys(expected).sort()));
  test.each(Object.entries(expected))('%s', async (name, { statements }) => {
    const read = await readBy('ofx', name);
    if (typeof read === 'string') return expect(read).toMatch(REFUSED[name] ?? /none is refused/);
    expect(
      read.statements.map(({ header, balances, entries }) => ({
        currency: header.currency ?? '',
        account: header.account,
        ledger:
          balances.filter(({ type }) => type === 'CLBD').map(({ amount }) => decimal(toText(amount)))[0] ??
          '',
        entries: entries.map((entry) => [
          shown(entry),
          entry.bookedOn?.replaceAll('-', ''),
          entry.code,
          entry.bankRef,
          entry.entryRef,
        ]),
      })),
    ).toEqual(
      statements.map(({ currency, account, ledgerBalance, transactions }) => ({
        currency,
        account,
        ledger: ledgerBalance === '' ? '' : decimal(ledgerBalance),
        entries: transactions.map(({ amount, date, type, fitid, checknum }) => [
          decimal(amount),
          date,
          type,
          fitid,
          checknum,
        ]),
      })),
    );
    for (const [at, { transactions }] of statements.entries())
      for (const [index, { name: payee, memo }] of transactions.entries()) {
        const said = read.statements[at]!.entries[index]!.transactions[0]!.texts.join(' ');
        for (const text of [payee, memo]) expect(said).toContain(text ?? '');
      }
    return undefined;
  });
});

describe('CSV', () => {
  const layout = (more: object): CsvLayout =>
    CsvLayout.parse({
      name: 'own',
      delimiter: ';',
      decimal: ',',
      date: 'DD.MM.YYYY',
      currency: 'EUR',
      ...more,
    });
  /** Layouts that a tenant would keep; the other files are known by their header. */
  const OWN: Readonly<Record<string, CsvLayout>> = {
    'bank2ynab__MS_JANE_SMITH_01-12-2019_14-12-2019.csv': layout({
      delimiter: ',',
      decimal: '.',
      date: 'DD-MMM-YYYY',
      currency: 'GBP',
      columns: { bookedOn: 'Date Processed', amount: 3, text: ['Description'] },
      sign: { column: 4, credit: ['CR'] },
      pending: { column: 1, values: ['Pending'] },
    }),
    'bank2ynab__MonzoDataExport_February2018_2018-02-26_174335.csv': layout({
      delimiter: ',',
      decimal: '.',
      date: 'YYYY-MM-DD',
      columns: {
        bankRef: 'id',
        bookedOn: 'created',
        amount: 'amount',
        currency: 'currency',
        text: ['description', 'notes'],
      },
    }),
    'bank2ynab__TH_20180101-20180523_page_1.csv': layout({
      date: 'YYYY/MM/DD',
      encoding: 'iso-8859-2',
      currency: 'CZK',
      columns: {
        bookedOn: 'Posting date',
        amount: 'Amount CZK',
        name: 'Counteraccount name',
        counterparty: 'Bank account details',
        bankRef: 'Transaction reference number',
      },
    }),
    'bank2ynab__test_headers.csv': layout({
      columns: {
        bookedOn: 'Date',
        valueOn: 'SomeOtherDate',
        amount: 'Inflow',
        currency: 'Currency',
        text: ['Payee'],
      },
    }),
    'bank2ynab__test_row_format_CD_flag.csv': layout({
      header: false,
      columns: { bookedOn: 1, text: [2], valueOn: 3, amount: 4 },
      sign: { column: 5, debit: ['O'], credit: ['I'] },
    }),
    'seb__csv_european_decimals.csv': layout({
      date: 'YYYY-MM-DD',
      columns: {
        bookedOn: 'Buchungstag',
        text: ['Verwendungszweck'],
        amount: 'Betrag',
        currency: 'CCY',
        account: 'IBAN',
        bankRef: 'Ref',
      },
    }),
    'seb__csv_french_headers.csv': layout({
      date: 'YYYY-MM-DD',
      columns: {
        bookedOn: 'Date opération',
        text: ['Libellé'],
        debit: 'Débit',
        credit: 'Crédit',
        currency: 'Devise',
        bankRef: 'Référence',
      },
    }),
  };
  // [entries, sum in minor units, first entry's day, amount and account]
  const EXPECTED: Readonly<Record<string, readonly [number, number, string, number, string]>> = {
    'bank2ynab__2018-04-14_10-52-13_bunq-transactieoverzicht.csv': [
      3,
      72854,
      '2018-03-01',
      -256,
      'NL47BUNQ2025181418',
    ],
    'bank2ynab__20180226-1000594757-umsatz.CSV': [1, -3699, '2018-02-22', -3699, '1000594757'],
    'bank2ynab__CSV_A_20180414_112204.csv': [3, -103749, '2018-03-01', -33749, 'NL77RABO0311467415'],
    'bank2ynab__MS_JANE_SMITH_01-12-2019_14-12-2019.csv': [13, -39999, '', -6740, ''],
    'bank2ynab__MonzoDataExport_February2018_2018-02-26_174335.csv': [1, -1000, '2018-02-25', -1000, ''],
    'bank2ynab__TH_20180101-20180523_page_1.csv': [9, -259999, '1111-11-11', -11111, ''],
    'bank2ynab__export_BE11123456789012_20180304_1422.csv': [1, -340, '2018-02-28', -340, 'BE11123456789012'],
    'bank2ynab__test_headers.csv': [70, -444116, '2017-09-18', -3387, ''],
    'bank2ynab__test_row_format_CD_flag.csv': [70, -444116, '2017-09-18', -3387, ''],
    'seb__csv_european_decimals.csv': [3, 226094, '2026-04-02', -123456, 'DE89370400440532013000'],
    'seb__csv_french_headers.csv': [3, 226094, '2026-04-02', -123456, ''],
  };
  /** Rows that no bank writes, put there to confuse readers: refused with their place, and right up to it. */
  const REFUSED: Readonly<Record<string, readonly [RegExp, line: number]>> = {
    'bank2ynab__test_headers.csv': [/^bank\.malformed .*line 72/, 72],
    'bank2ynab__test_row_format_CD_flag.csv': [/^bank\.incomplete .*line 71/, 71],
  };
  test('every file has its expectation', () => expect(samples('csv')).toEqual(Object.keys(EXPECTED).sort()));
  test.each(Object.entries(EXPECTED))('%s', async (name, [count, sum, day, minor, account]) => {
    const own = OWN[name];
    if (own)
      expect(await readWhole(sample('csv', name), 65_536), 'without its layout').toMatch(
        /^bank\.layout_unknown .*PUT/,
      );
    const hints = own && {
      account: '',
      layouts: async () => [{ account: '', currency: 'EUR', layout: own }],
    };
    let read = await readBy('csv', name, hints);
    if (typeof read === 'string') {
      const [why, line] = REFUSED[name] ?? [/none is refused/, 1];
      expect(read).toMatch(why);
      const upTo = sample('csv', name)
        .toString('utf8')
        .split('\n')
        .slice(0, line - 1)
        .join('\n');
      read = await readWhole(Buffer.from(upTo), 7, hints);
      if (typeof read === 'string') throw new Error(read);
    }
    const entries = read.statements.flatMap((one) => one.entries);
    const [first] = entries;
    expect([
      entries.length,
      entries.reduce((total, { amount }) => total + amount.minor, 0),
      first!.bookedOn ?? '',
      first!.amount.minor,
      read.statements[0]!.header.account,
    ]).toEqual([count, sum, day, minor, account]);
  });
});
