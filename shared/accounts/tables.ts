/** What stands in the tables of a statement, and in which columns. */
import { CLAIM_WORDS } from '../claims/words.ts';
import { DEDUCTION_WORDS } from '../documents/deduction-words.ts';
import { day, figure } from '../documents/format.ts';
import type { Column, Listing } from '../documents/pdf/listing.ts';
import { PAGE, WIDTH } from '../documents/pdf/pen.ts';
import { money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import type { AccountStatement, Move } from './account.ts';
import { WORDS } from './words.ts';

export const tablesOf = (statement: AccountStatement): Listing[] => {
  const {
    language,
    currency,
    open,
    claims = [],
    claimsMinor = 0,
    moves,
    openingMinor,
    openMinor,
  } = statement;
  const words = WORDS[language];
  const clarifiedMinor = open.reduce((sum, row) => sum + (row.clarifiedMinor ?? 0), 0);
  const say = (minor: number) => figure(money(minor, currency), language);
  const right = (title: string, x: number, width: number): Column => ({ title, x, width, align: 'right' });
  const at = PAGE.left;
  const items: Listing = {
    title: words.open,
    columns: [
      { title: words.number, x: at, width: 120 },
      { title: words.date, x: at + 124, width: 84 },
      { title: words.dueOn, x: at + 210, width: 84 },
      right(words.days, at + 290, 62),
      right(words.amount, at + 356, 60),
      right(`${words.openAmount} ${currency}`, at + 420, WIDTH - 420),
    ],
    rows: open.map((row) => ({
      minor: row.openMinor,
      cells: [
        row.clarifiedMinor === undefined ? row.number : `${row.number} *`,
        day(row.issuedOn, language),
        day(row.dueOn, language),
        row.overdueDays === 0 ? '' : String(row.overdueDays),
        say(row.totalMinor),
        say(row.openMinor),
      ],
    })),
    beforeMinor: 0,
    nothing: words.nothing,
    last: [
      `${words.open}: ${say(openMinor)}`,
      ...(clarifiedMinor > 0 ? [`* ${DEDUCTION_WORDS[language].label}: ${say(clarifiedMinor)}`] : []),
    ].join(' · '),
  };
  const late: Listing = {
    title: CLAIM_WORDS[language].together,
    columns: [
      { title: words.number, x: at, width: 200 },
      right(`${words.openAmount} ${currency}`, at + 420, WIDTH - 420),
    ],
    rows: claims.map(({ number, openMinor: minor }) => ({ minor, cells: [number, say(minor)] })),
    beforeMinor: 0,
    last: `${CLAIM_WORDS[language].together}: ${say(claimsMinor)}`,
  };
  const standing = claims.length > 0 ? [items, late] : [items];
  if (openingMinor === undefined) return standing;
  return [
    {
      title: words.activity,
      columns: [
        { title: words.date, x: at, width: 90 },
        { title: words.what, x: at + 94, width: 110 },
        { title: words.number, x: at + 208, width: 130 },
        right(words.amount, at + 342, 66),
        right(`${words.balance} ${currency}`, at + 412, WIDTH - 412),
      ],
      rows: moves.map(({ on, kind, source, minor, balanceMinor }) => ({
        minor,
        cells: [
          day(on, language),
          nameOf(kind, language),
          // Ids of payments say nothing to who reads this.
          kind === 'invoice' || kind === 'credit_note' ? source : '',
          say(minor),
          say(balanceMinor),
        ],
      })),
      beforeMinor: openingMinor,
      nothing: words.nothing,
      first: `${words.opening}: ${say(openingMinor)}`,
      last: `${words.closing}: ${say(statement.balanceMinor)}`,
    },
    ...standing,
  ];
};

const nameOf = (kind: Move['kind'], language: Language): string =>
  kind === 'late_charge'
    ? CLAIM_WORDS[language].together
    : kind === 'late_charge_reversal'
      ? CLAIM_WORDS[language].takenBack
      : WORDS[language].kinds[kind];
