/** What follows the lines: taxes and totals side by side, how to pay, and the sentences of law. */
import type { Snapshot } from '../../invoices/invoice.ts';
import { money } from '../../kernel/money.ts';
import { printed } from '../../kernel/reference.ts';
import type { TaxGroup } from '../../pricing/price.ts';
import { amount, day, figure, groups, percent } from '../format.ts';
import { epcText } from '../qr.ts';
import { WORDS } from '../words.ts';
import { COLOR, PAGE, WIDTH, type Pen, type Style } from './pen.ts';

const STEP = 15;
const TOTALS = { left: 348, width: PAGE.right - 348 };
const TAX = { left: PAGE.left, base: 206, tax: 274, width: 66 };
const QR = 74;
const NOTE: Style = { size: 8, color: COLOR.muted };
const NOTE_STEP = 11.5;

/** A block knows its height before it is drawn. */
export interface Block {
  readonly height: number;
  readonly draw: (top: number) => void;
}

export const tailOf = (pen: Pen, snapshot: Snapshot, payUrl: string): Block[] => [
  sums(pen, snapshot),
  ...(snapshot.totals.grossMinor > 0 ? [payment(pen, snapshot, payUrl)] : []),
  ...notes(pen, snapshot),
];

const label = ({ category, ratePpm }: TaxGroup, { language }: Snapshot): string => {
  const { categories } = WORDS[language];
  return category === 'S' ? `${categories.S} ${percent(ratePpm, language)}` : `${categories[category]} (${category})`;
};

const sums = (pen: Pen, snapshot: Snapshot): Block => {
  const { totals, currency, language } = snapshot;
  const words = WORDS[language];
  const show = (minor: number) => figure(money(minor, currency), language);
  const right = (text: string, x: number, y: number, width: number, style: Style = {}) => pen.text(text, x, y, { size: 8.5, width, align: 'right', figures: true, ...style });
  const taxes = (top: number) => {
    pen.group('TR', () => {
      const head = { size: 7.5, bold: true, color: COLOR.muted };
      pen.leaf('TH', () => pen.text(words.taxes, TAX.left, top, head));
      pen.leaf('TH', () => right(words.taxBase, TAX.left + TAX.base - TAX.width, top, TAX.width, head));
      pen.leaf('TH', () => right(words.tax, TAX.left + TAX.tax - TAX.width, top, TAX.width, head));
    });
    pen.aside(() => pen.rule(top + 5, TAX.left, TAX.left + TAX.tax));
    totals.taxes.forEach((group, at) => {
      const y = top + 5 + (at + 1) * STEP - 3;
      pen.group('TR', () => {
        pen.leaf('TD', () => pen.text(label(group, snapshot), TAX.left, y, { size: 8.5, width: TAX.base - TAX.width - 4 }));
        pen.leaf('TD', () => right(show(group.baseMinor), TAX.left + TAX.base - TAX.width, y, TAX.width));
        pen.leaf('TD', () => right(show(group.taxMinor), TAX.left + TAX.tax - TAX.width, y, TAX.width));
      });
    });
  };
  const totalRows = (top: number) => {
    [[words.subtotal, show(totals.netMinor)], [words.tax, show(totals.taxMinor)]].forEach(([name, value], at) =>
      pen.leaf('P', () => {
        pen.text(name!, TOTALS.left, top + at * STEP, { size: 9, color: COLOR.muted });
        right(value!, TOTALS.left + 70, top + at * STEP, TOTALS.width - 70, { size: 9 });
      }),
    );
    pen.aside(() => pen.rule(top + STEP + 8, TOTALS.left, PAGE.right, COLOR.strong, 0.8));
    pen.leaf('P', () => {
      pen.text(words.total, TOTALS.left, top + STEP + 25, { size: 11, bold: true, width: 80 });
      right(amount(money(totals.grossMinor, currency), language), TOTALS.left + 84, top + STEP + 25, TOTALS.width - 84, { size: 13, bold: true });
    });
  };
  return {
    height: 20 + Math.max(STEP * 2 + 22, 5 + (totals.taxes.length + 1) * STEP),
    draw: (top) => {
      pen.group('Table', () => taxes(top + 20));
      totalRows(top + 20);
    },
  };
};

const payment = (pen: Pen, snapshot: Snapshot, payUrl: string): Block => {
  const { seller, language, currency, totals, reference } = snapshot;
  const words = WORDS[language];
  const due = money(totals.grossMinor, currency);
  const rows: [string, string][] = [
    [words.amountDue, amount(due, language)], [words.dueOn, day(snapshot.dueOn, language)], [words.payee, seller.name], [words.bank, seller.bank.name],
    ['IBAN', groups(seller.bank.iban)], ['BIC', seller.bank.bic], [words.quote, printed(reference)],
  ];
  const epc = epcText({ ...seller.bank, name: seller.name, amount: due, reference });
  const height = 130;
  const codes = [
    ...(epc === undefined ? [] : [{ text: epc, caption: words.scanToTransfer, url: undefined }]),
    { text: payUrl, caption: words.scanToPay, url: payUrl },
  ];
  const draw = (top: number): void => {
    pen.aside(() => pen.box(PAGE.left, top, WIDTH, height, COLOR.wash));
    pen.leaf('P', () => pen.text(words.payment, PAGE.left + 14, top + 20, { size: 10.5, bold: true }));
    rows.forEach(([name, value], at) =>
      pen.leaf('P', () => {
        const bold = at === 0 || at === rows.length - 1;
        pen.text(name, PAGE.left + 14, top + 37 + at * 13, { size: 8.5, color: COLOR.muted });
        pen.text(value, PAGE.left + 84, top + 37 + at * 13, { size: 8.5, bold, width: codes.length > 1 ? 172 : 270, figures: true });
      }),
    );
    codes.forEach((code, at) => {
      const x = PAGE.right - 14 - (codes.length - at) * (QR + 12) - (codes.length - at - 1) * 12;
      pen.aside(() => pen.box(x, top + 11, QR + 12, QR + 12, '#ffffff'));
      pen.leaf('Figure', () => pen.qr(code.text, x + 6, top + 17, QR), code.caption.replace('\n', ' '));
      pen.leaf('P', () => code.caption.split('\n').forEach((line, row) => pen.text(line, x - 6, top + QR + 34 + row * 10, { size: 7.5, color: code.url ? COLOR.accent : COLOR.muted, width: QR + 24, align: 'center' })));
      if (code.url !== undefined) pen.link(x, top + 11, QR + 12, QR + 40, code.url);
    });
  };
  return { height: height + 18, draw: (top) => draw(top + 18) };
};

/** Terms, and for each category what the law wants said; a reason that is not ours is printed as it was decided. */
const notes = (pen: Pen, snapshot: Snapshot): Block[] => {
  const { language, totals, paymentTermsDays, dueOn } = snapshot;
  const words = WORDS[language];
  const sentences = totals.taxes.flatMap(({ category, reason }) => {
    const said = words.sentences[category] ?? (category === 'S' || category === 'Z' ? undefined : reason);
    return said === undefined ? [] : [category === 'E' ? `${words.categories.E}: ${said}` : said];
  });
  const terms = totals.grossMinor > 0 ? words.terms(paymentTermsDays, day(dueOn, language)) : words.paid;
  return [...new Set([terms, ...sentences])].map((sentence, at) => {
    const lines = pen.wrap(sentence, WIDTH, NOTE);
    const gap = at === 0 ? 16 : 3;
    return {
      height: gap + lines.length * NOTE_STEP,
      draw: (top) => pen.leaf('P', () => lines.forEach((line, row) => pen.text(line, PAGE.left, top + gap + 8 + row * NOTE_STEP, NOTE))),
    };
  });
};
