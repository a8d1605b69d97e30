/** How to pay: the facts of a transfer, the code that fills it in, and the code that pays online. */
import type { Snapshot } from '../../invoices/invoice.ts';
import { firstDue } from '../../invoices/due.ts';
import { payable } from '../../invoices/rules.ts';
import type { LocalDate } from '../../kernel/dates.ts';
import { minus, money, type Money } from '../../kernel/money.ts';
import type { Language } from '../../kernel/party.ts';
import { printed } from '../../kernel/reference.ts';
import { EARLY_WORDS } from '../early-words.ts';
import { amount, day, groups } from '../format.ts';
import { epcText, type Transfer } from '../qr.ts';
import { WORDS } from '../words.ts';
import { COLOR, PAGE, WIDTH, type Block, type Pen } from './pen.ts';

const HEIGHT = 130;
const GAP = 18;
const PAD = 14;
/** 26 mm: a phone reads a code of this density from paper at arm's length. */
const QR = 74;
const FRAME = QR + 12;
const LABEL = 66;

interface Code {
  readonly text: string;
  readonly caption: string;
  readonly url?: string;
}
/** What is to be paid to whom, and what a payer quotes. */
export interface Asked {
  readonly seller: Pick<Snapshot['seller'], 'name' | 'bank'>;
  readonly language: Language;
  readonly amount: Money;
  readonly dueOn?: LocalDate | undefined;
  /** As it is read: one reference, or what stands for several. */
  readonly quote: string;
  /** What a transfer carries: the reference of one debt, or the text that names several. */
  readonly carries: Pick<Transfer, 'reference' | 'text'>;
  readonly payUrl?: string | undefined;
}

export const payment = (pen: Pen, snapshot: Snapshot, payUrl: string): Block => {
  const { reference, dueOn, currency } = snapshot;
  const due = money(firstDue(snapshot).minor, currency);
  return howToPay(pen, {
    ...snapshot,
    amount: due,
    dueOn,
    quote: printed(reference),
    carries: { reference },
    payUrl,
  });
};

export const howToPay = (pen: Pen, asked: Asked): Block => {
  const codes = codesOf(asked);
  const draw = (top: number): void => {
    pen.aside(() => pen.box(PAGE.left, top, WIDTH, HEIGHT, COLOR.wash));
    facts(pen, asked, top, codes.length > 1 ? 172 : 270);
    codes.forEach((code, at) => {
      const left = codes.length - at;
      drawCode(pen, code, PAGE.right - PAD - left * FRAME - (left - 1) * 12, top + 11);
    });
  };
  return { height: HEIGHT + GAP, draw: (top) => draw(top + GAP) };
};

const codesOf = (asked: Asked): Code[] => {
  const { language, payUrl } = asked;
  const online =
    payUrl === undefined ? [] : [{ text: payUrl, caption: WORDS[language].scanToPay, url: payUrl }];
  return [...transferOf(asked), ...online];
};
const transferOf = ({ seller, language, amount: due, carries }: Omit<Asked, 'quote'>): Code[] => {
  const text = epcText({ ...seller.bank, name: seller.name, amount: due, ...carries });
  return text === undefined ? [] : [{ text, caption: WORDS[language].scanToTransfer }];
};

/** For who pays early, with a code of its own where a transfer has one: a code says one amount. */
export const early = (pen: Pen, snapshot: Snapshot): Block[] => {
  const { early: offered, language, reference } = snapshot;
  if (!offered) return [];
  const due = minus(payable(snapshot), offered.discount);
  const [code] = transferOf({ ...snapshot, amount: due, carries: { reference } });
  if (!code) return [];
  const said = EARLY_WORDS[language].until(day(offered.until, language), amount(due, language));
  const height = FRAME + PAD;
  const draw = (top: number): void => {
    pen.aside(() => pen.box(PAGE.left, top, WIDTH, height, COLOR.wash));
    const width = WIDTH - FRAME - 3 * PAD;
    pen.leaf('P', () => pen.text(said, PAGE.left + PAD, top + 20, { size: 10.5, bold: true, width }));
    const { caption } = code;
    pen.leaf('P', () =>
      pen.text(caption.replace('\n', ' '), PAGE.left + PAD, top + 37, {
        size: 8.5,
        color: COLOR.muted,
        width,
      }),
    );
    frame(pen, code, PAGE.right - PAD - FRAME, top + PAD / 2);
  };
  return [{ height: height + PAD / 2, draw: (top) => draw(top + PAD / 2) }];
};

const facts = (
  pen: Pen,
  { seller, language, amount: due, dueOn, quote }: Asked,
  top: number,
  width: number,
): void => {
  const words = WORDS[language];
  const rows: [name: string, value: string, bold?: boolean][] = [
    [words.amountDue, amount(due, language), true],
    ...(dueOn === undefined ? [] : [[words.dueOn, day(dueOn, language)] as [string, string]]),
    [words.payee, seller.name],
    [words.bank, seller.bank.name],
    ['IBAN', groups(seller.bank.iban)],
    ['BIC', seller.bank.bic],
    [words.quote, quote, true],
  ];
  pen.leaf('P', () => pen.text(words.payment, PAGE.left + PAD, top + 20, { size: 10.5, bold: true }));
  rows.forEach(([name, value, bold = false], at) =>
    pen.leaf('P', () => {
      const y = top + 37 + at * 13;
      pen.text(name, PAGE.left + PAD, y, { size: 8.5, color: COLOR.muted, width: LABEL });
      pen.text(value, PAGE.left + PAD + LABEL + 4, y, { size: 8.5, bold, width, figures: true });
    }),
  );
};

const drawCode = (pen: Pen, code: Code, x: number, y: number): void => {
  const { caption, url } = code;
  const style = {
    size: 7.5,
    color: url === undefined ? COLOR.muted : pen.accent,
    width: QR + 24,
    align: 'center',
  } as const;
  frame(pen, code, x, y);
  pen.leaf('P', () =>
    caption.split('\n').forEach((line, row) => pen.text(line, x - 6, y + QR + 23 + row * 10, style)),
  );
  if (url !== undefined) pen.link(x, y, FRAME, QR + 40, url);
};

const frame = (pen: Pen, { text, caption }: Code, x: number, y: number): void => {
  pen.aside(() => pen.box(x, y, FRAME, FRAME, '#ffffff'));
  pen.leaf('Figure', () => pen.qr(text, x + 6, y + 6, QR), caption.replace('\n', ' '));
};
