/** The mail with a file's link, its page, and who has to agree that somebody gets files. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SELLER } from '../../../bin/demo/company.ts';
import { set } from '../../../shared/dispatch/mails/set.ts';
import type { Export } from '../../../shared/exports/export.ts';
import { fileLetter } from '../../../shared/exports/letter.ts';
import { newlyMailed } from '../../../shared/exports/mailed.ts';
import { filePage, gonePage } from '../../../shared/exports/page.tsx';
import { Recipients } from '../../../shared/exports/recipient.ts';
import type { ReportSchedule } from '../../../shared/exports/schedule.ts';
import { fileOpened, fileToken } from '../../../shared/exports/token.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { FILE, REPORT } from './files.ts';

const letterOf = (file: Export, language: Language, name: string = SELLER.name) =>
  set(fileLetter(file, 'https://pay.example.com/report/t', { language, seller: { ...SELLER, name } }));

describe('the mail', () => {
  test('says what the file is, what it has to come to, and until when its link is good', () => {
    const { subject, text } = letterOf(FILE, 'en');
    expect(subject).toBe(
      'Open items: 1 January 2026 to 31 January 2026'.replaceAll(/(\d) (?=J)/g, '$1\u00a0'),
    );
    for (const part of [
      'open_items-main-2026-01-31.xlsx (month-end)',
      SELLER.name,
      'Rows: 1,240',
      'Control total: €83,768.00',
      'Control total: JPY\u00a01,190',
      FILE.sha256!,
      'The link opens until 7\u00a0February 2026.',
      'for you alone',
      'https://pay.example.com/report/t',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('empty');
  });
  test.each(Language.options)('of no row says so; a report has no rows and is not empty (%s)', (language) => {
    const plain = letterOf(FILE, language).text;
    const empty = letterOf({ ...FILE, rows: 0 }, language).text;
    const opening = (text: string) => text.split('\n\n')[1]!;
    expect(opening(empty).startsWith(opening(plain))).toBe(true);
    expect(opening(empty)).not.toBe(opening(plain));
    expect(opening(letterOf(REPORT, language).text)).toBe(opening(plain));
  });
  test('no name becomes a header, a line of its own or markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const evil = `<b onclick=x>\r\nBcc: all@firm.example\u2028${name}`;
        const { subject, text, html } = letterOf(FILE, 'en', evil);
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(text.split('\n').filter((line) => line.startsWith('Bcc'))).toEqual([]);
        expect(html).not.toContain('<b onclick');
        const page = filePage({ language: 'en', seller: { name: evil }, file: FILE, own: '/report/t' });
        expect(page).not.toContain('<b onclick');
      }),
    );
  });
});

describe('the link', () => {
  const arbitrary = fc.record({
    tenant: fc.constantFrom('acme', 'a1', 'long-name-of-a-company-31-chars'),
    exportId: fc.stringMatching(/^exp_[0-9a-hjkmnp-tv-z]{26}$/),
    recipient: fc.integer({ min: 1, max: 5 }),
  });
  test('opens what it was made for, with the key that made it', () => {
    fc.assert(
      fc.property(arbitrary, fc.string(), fc.string(), (of, key, other) => {
        fc.pre(key !== other);
        expect(fileOpened(key, fileToken(key, of))).toEqual(of);
        expect(fileOpened(other, fileToken(key, of))).toBeUndefined();
      }),
    );
  });
  test('changed in any place it opens nothing, and has at least 128 bits that nobody knows', () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), fc.stringMatching(/^[\w.-]$/), (of, at, letter) => {
        const token = fileToken('key', of);
        const place = at % token.length;
        fc.pre(token[place] !== letter);
        const forged = token.slice(0, place) + letter + token.slice(place + 1);
        expect(fileOpened('key', forged)).toBeUndefined();
        const another = { ...of, recipient: (of.recipient % 5) + 1 };
        const [, , , secret] = token.split('.');
        expect(fileToken('key', another)).not.toContain(secret);
        expect(token.split('.')[3]!.length * 6).toBeGreaterThanOrEqual(128);
      }),
    );
  });
  test.each(Language.options)('that opens nothing says what to do, and names nobody (%s)', (language) => {
    expect(gonePage(language)).toContain(`<html lang="${language}">`);
    expect(gonePage(language)).not.toMatch(/exp_|<form|<script/);
  });
});

const SCHEDULE: ReportSchedule = { name: 'aged', kind: 'ageing', entity: 'main', every: 'month' };
const to = (...emails: string[]) => emails.map((email) => ({ email, language: 'en' as const }));
test.each<[string, ReportSchedule[], ReportSchedule[], readonly string[]]>([
  ['nobody', [], [SCHEDULE], []],
  ['somebody', [SCHEDULE], [{ ...SCHEDULE, recipients: to('a@b.c') }], ['a@b.c (ageing, main)']],
  [
    'one less',
    [{ ...SCHEDULE, recipients: to('a@b.c', 'd@e.f') }],
    [{ ...SCHEDULE, recipients: to('d@e.f') }],
    [],
  ],
  [
    'another rhythm, format, name, language and case',
    [{ ...SCHEDULE, recipients: to('a@b.c') }],
    [
      {
        ...SCHEDULE,
        name: 'other',
        every: 'day',
        format: 'xlsx',
        recipients: [{ email: 'A@B.c', language: 'de' }],
      },
    ],
    [],
  ],
  [
    'another kind, and another company',
    [{ ...SCHEDULE, recipients: to('a@b.c') }],
    [
      { ...SCHEDULE, kind: 'credit', recipients: to('a@b.c') },
      { ...SCHEDULE, entity: 'second', recipients: to('a@b.c') },
    ],
    ['a@b.c (credit, main)', 'a@b.c (ageing, second)'],
  ],
  [
    'twice the same, once said',
    [],
    [
      { ...SCHEDULE, recipients: to('a@b.c') },
      { ...SCHEDULE, name: 'weekly', every: 'week', recipients: to('A@b.c') },
    ],
    ['A@b.c (ageing, main)'],
  ],
])('a second person agrees to what is mailed anew: %s', (_, before, after, gained) => {
  expect(newlyMailed(before, after)).toEqual(gained);
});

test('five recipients at most, each once', () => {
  const many = (count: number) => to(...Array.from({ length: count }, (_, at) => `a${at}@b.example`));
  expect(Recipients.safeParse(many(5)).success).toBe(true);
  for (const wrong of [[], many(6), to('a@b.example', 'A@B.example'), to('a@b.example\r\nBcc: c@d.example')])
    expect(Recipients.safeParse(wrong).success).toBe(false);
});
