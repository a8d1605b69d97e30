import { describe, expect, test } from 'vitest';
import type { Understood } from '../../../shared/replies/reply.ts';
import { understand } from '../../../shared/replies/understanding.ts';
import { MAILS, TODAY } from './mails.ts';

const known = { today: TODAY, currency: 'EUR', prefixes: ['INV'] };
const read = (text: string, subject = 'Re: Reminder INV-2026-000199') =>
  understand({ subject, text, automatic: false }, known).understood;
/** What would be acted on, in the words of the labels. */
const saidBy = ({ is, on, reason }: Understood): string =>
  [is, on ?? reason].filter((one) => one !== undefined).join(' ');

const rows = Object.entries(MAILS).flatMap(([language, mails]) =>
  mails.map(([label, text, subject]) => ({
    language,
    label,
    text,
    subject,
    understood: read(text, subject),
  })),
);

describe('two hundred mails in five languages', () => {
  test('nothing is acted on wrongly', () => {
    expect(rows).toHaveLength(200);
    expect(
      rows
        .filter(({ understood, label }) => understood.sure && saidBy(understood) !== label)
        .map(({ language, label, text, understood }) => [language, label, saidBy(understood), text]),
    ).toEqual([]);
  });
  test('so much is understood', () => {
    const table = Object.fromEntries(
      Object.keys(MAILS).map((language) => {
        const mine = rows.filter((row) => row.language === language);
        const meant = mine.filter(({ label }) => label !== 'other');
        const sure = meant.filter(({ understood }) => understood.sure);
        return [language, { meant: meant.length, understood: sure.length }];
      }),
    );
    console.table(table);
    for (const [language, { meant, understood }] of Object.entries(table))
      expect([language, understood / meant > 0.9]).toEqual([language, true]);
  });
});
