/** The statement of account as a PDF of the invoices' family. Made from the frozen statement alone: the same one makes the same bytes. */
import { CLAIM_WORDS } from '../claims/words.ts';
import { amount, day, days, figure } from '../documents/format.ts';
import type { Fonts } from '../documents/pdf.ts';
import { flow } from '../documents/pdf/flow.ts';
import { band, headed, pairs } from '../documents/pdf/head.ts';
import { CELL, HEAD, listing, row, type Column } from '../documents/pdf/listing.ts';
import { PAGE, penOf, WIDTH, type Pen } from '../documents/pdf/pen.ts';
import { WORDS as FAMILY } from '../documents/words.ts';
import { money } from '../kernel/money.ts';
import type { AccountStatement } from './account.ts';
import { tablesOf } from './tables.ts';
import { bucketName, WORDS } from './words.ts';

const TAIL = 74;

export const statementPdf = (statement: AccountStatement, fonts: Fonts): Promise<Uint8Array> => {
  const { language, seller, asOf } = statement;
  const { title } = WORDS[language];
  const pen = penOf(fonts, {
    title: `${title} ${statement.buyer.externalId} ${asOf}`,
    author: seller.name,
    language,
    createdOn: asOf,
    colour: seller.brand?.colour,
  });
  const tables = tablesOf(statement);
  flow(pen, statement, `${title} · ${day(asOf, language)}`, (sheet) => {
    let y = opening(sheet.pen, statement);
    for (const table of tables) y = listing(sheet, statement, table, y);
    if (y + TAIL > PAGE.bottom) y = sheet.turn();
    tail(sheet.pen, statement, y);
  });
  return pen.end();
};

const opening = (pen: Pen, statement: AccountStatement): number => {
  const { language, asOf, from, buyer, currency, buckets, balanceMinor, claimsMinor, unappliedMinor } =
    statement;
  const words = WORDS[language];
  headed(pen, statement, words.title, day(asOf, language));
  const below = pairs(pen, [
    [words.asOf, day(asOf, language)],
    ...(from === undefined ? [] : [[words.period, days({ from, until: asOf }, language)] as const]),
    [FAMILY[language].customer, buyer.externalId],
  ]);
  const say = (minor: number) => amount(money(minor, currency), language);
  const late = buckets.reduce((sum, { name, minor }) => sum + (name === 'current' ? 0 : minor), 0);
  return band(pen, Math.max(258, below + 4), [
    [words.balance, say(balanceMinor)],
    [words.overdue, say(late)],
    claimsMinor === undefined
      ? [words.unapplied, say(unappliedMinor)]
      : [CLAIM_WORDS[language].together, say(claimsMinor)],
  ]);
};

/** By age, and what is left when what is the customer's is taken off. */
const tail = (pen: Pen, statement: AccountStatement, top: number): void => {
  const { language, currency, buckets, openMinor, claimsMinor, unappliedMinor, depositsMinor, balanceMinor } =
    statement;
  const words = WORDS[language];
  const say = (minor: number) => figure(money(minor, currency), language);
  const width = WIDTH / buckets.length;
  const columns = buckets.map(({ name }, at): Column => ({
    title: bucketName(name, words),
    x: PAGE.left + at * width,
    width: width - 6,
    align: 'right',
  }));
  pen.group('Table', () => {
    pen.leaf('Caption', () => pen.text(words.ageing, PAGE.left, top + 8, HEAD));
    row(pen, 'TH', { cells: columns.map(({ title }) => title) }, columns, top + 8, HEAD);
    pen.aside(() => pen.rule(top + 23));
    row(pen, 'TD', { cells: buckets.map(({ minor }) => say(minor)) }, columns, top + 24, CELL);
  });
  pen.leaf('P', () =>
    pen.text(
      [
        ...(depositsMinor === undefined ? [] : [`${words.deposits}: ${say(depositsMinor)}`]),
        ...(claimsMinor === undefined
          ? []
          : [`${words.open}: ${say(openMinor)}`, `${CLAIM_WORDS[language].together}: ${say(claimsMinor)}`]),
        `${words.unapplied}: ${say(-unappliedMinor)}`,
        `${words.balance}: ${amount(money(balanceMinor, currency), language)}`,
      ].join('  ·  '),
      PAGE.left,
      top + 60,
      { size: 9.5, bold: true, width: WIDTH, align: 'right', figures: true },
    ),
  );
};
