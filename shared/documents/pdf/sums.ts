/** Taxes by category on the left, totals on the right. */
import type { Snapshot } from '../../invoices/invoice.ts';
import { ownTax } from '../../invoices/accounting.ts';
import { payable } from '../../invoices/rules.ts';
import { money, type Money } from '../../kernel/money.ts';
import { discountSums } from '../../pricing/discounts.ts';
import type { TaxGroup } from '../../pricing/price.ts';
import { UNTAXED_REASON } from '../../pricing/untaxed.ts';
import { EARLY_WORDS } from '../early-words.ts';
import { FOLLOWING_WORDS } from '../following-words.ts';
import { amount, figure, labelled, percent } from '../format.ts';
import { WORDS } from '../words.ts';
import { COLOR, PAGE, type Block, type Pen, type Style } from './pen.ts';

const STEP = 15;
const GAP = 20;
const TOTALS = { left: 348, width: PAGE.right - 348 };
/** Columns of the tax table by their right edges. */
const TAX = { left: PAGE.left, label: 136, base: PAGE.left + 206, tax: PAGE.left + 274, width: 66 };
const HEAD: Style = { size: 7.5, bold: true, color: COLOR.muted };
const CELL: Style = { size: 8.5, figures: true };

export const sums = (pen: Pen, snapshot: Snapshot): Block => ({
  height:
    GAP +
    Math.max(
      STEP * (2 + discountRows(snapshot).length + prepaidRows(snapshot).length) + 22,
      5 + (snapshot.totals.taxes.length + 1 + ownRows(snapshot).length) * STEP,
    ),
  draw: (top) => {
    // No tax arises from being asked.
    if (!snapshot.deposit) pen.group('Table', () => taxes(pen, snapshot, top + GAP));
    totals(pen, snapshot, top + GAP);
  },
});

const taxes = (pen: Pen, snapshot: Snapshot, top: number): void => {
  const { currency, language } = snapshot;
  const words = WORDS[language];
  const row = (tag: 'TH' | 'TD', y: number, cells: readonly [string, string, string], style: Style): void => {
    const right = (text: string, edge: number) =>
      pen.text(text, edge - TAX.width, y, { ...style, width: TAX.width, align: 'right' });
    pen.group('TR', () => {
      pen.leaf(tag, () => pen.text(cells[0], TAX.left, y, { ...style, width: TAX.label }));
      pen.leaf(tag, () => right(cells[1], TAX.base));
      pen.leaf(tag, () => right(cells[2], TAX.tax));
    });
  };
  const show = (minor: number) => figure(money(minor, currency), language);
  row('TH', top, [words.taxes, words.taxBase, words.tax], HEAD);
  pen.aside(() => pen.rule(top + 5, TAX.left, TAX.tax));
  snapshot.totals.taxes.forEach((group, at) =>
    row(
      'TD',
      top + 17 + at * STEP,
      [label(group, snapshot), show(group.baseMinor), show(group.taxMinor)],
      CELL,
    ),
  );
  ownRows(snapshot).forEach(([name, value], at) =>
    row(
      'TD',
      top + 17 + (snapshot.totals.taxes.length + at) * STEP,
      [name, '', value],
      at === 0 ? CELL : HEAD,
    ),
  );
};

/** The tax in the currency of the seller's accounts, and the rate that it is by (Article 230 of Directive 2006/112/EC). */
const ownRows = (snapshot: Snapshot): [string, string][] => {
  const [own, { accounting, language }] = [ownTax(snapshot), snapshot];
  if (!own || !accounting) return [];
  const { base, quote, rate, day } = accounting.rate;
  return [
    [`${WORDS[language].tax} (${own.currency})`, figure(own, language)],
    [`1 ${base} = ${rate} ${quote}, ${day}`, ''],
  ];
};

const label = ({ category, ratePpm, reason }: TaxGroup, { language }: Snapshot): string => {
  const { categories } = WORDS[language];
  if (reason === UNTAXED_REASON) return `${EARLY_WORDS[language].untaxed} (${category})`;
  return category === 'S'
    ? `${categories.S} ${percent(ratePpm, language)}`
    : `${categories[category]} (${category})`;
};

/** What the lines come to, and each discount on the whole of it; nothing where there is none. */
const discountRows = ({ language, totals: { netMinor, allowances } }: Snapshot): [string, number][] => {
  const taken = discountSums({ allowances });
  if (taken.length === 0) return [];
  const { net, discount } = WORDS[language];
  return [
    [net, taken.reduce((sum, { minor }) => sum + minor, netMinor)],
    ...taken.map(({ reason, minor }): [string, number] => [labelled(discount, reason, language), -minor]),
  ];
};

/** What was paid before, and what is left to pay. */
const prepaidRows = (snapshot: Snapshot): [string, Money][] => {
  const { language, currency, prepaidMinor } = snapshot;
  if (prepaidMinor === undefined) return [];
  return [
    [FOLLOWING_WORDS[language].prepaid, money(0 - prepaidMinor, currency)],
    [WORDS[language].amountDue, payable(snapshot)],
  ];
};

const totals = (pen: Pen, snapshot: Snapshot, start: number): void => {
  const {
    currency,
    language,
    totals: { netMinor, taxMinor, grossMinor },
  } = snapshot;
  const words = WORDS[language];
  const row = (name: string, value: string, y: number, style: Style, strong: Style): void =>
    pen.leaf('P', () => {
      pen.text(name, TOTALS.left, y, { ...style, width: 80 });
      pen.text(value, TOTALS.left + 84, y, {
        ...strong,
        figures: true,
        width: TOTALS.width - 84,
        align: 'right',
      });
    });
  const show = (minor: number) => figure(money(minor, currency), language);
  const above = discountRows(snapshot);
  above.forEach(([name, minor], at) => row(name, show(minor), start + at * STEP, { color: COLOR.muted }, {}));
  const top = start + above.length * STEP;
  if (!snapshot.deposit) {
    row(words.subtotal, show(netMinor), top, { color: COLOR.muted }, {});
    row(words.tax, show(taxMinor), top + STEP, { color: COLOR.muted }, {});
  }
  pen.aside(() => pen.rule(top + STEP + 8, TOTALS.left, PAGE.right, pen.strong, 0.8));
  const gross = amount(money(grossMinor, currency), language);
  row(words.total, gross, top + STEP + 25, { size: 11, bold: true }, { size: 13, bold: true });
  prepaidRows(snapshot).forEach(([name, value], at) =>
    row(
      name,
      show(value.minor),
      top + STEP * (2 + at) + 27,
      at === 0 ? { color: COLOR.muted } : { bold: true },
      {
        bold: at > 0,
      },
    ),
  );
};
