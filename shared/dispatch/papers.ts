/** Reminders and receipts as documents of the invoices' family, and the confirmation of an order: what their mails say, to be filed. Pure. */
import type { Entity } from '../access/tenant.ts';
import type { Customer } from '../customers/customer.ts';
import type { Drawn } from '../documents/document.ts';
import { DEPOSIT_WORDS } from '../documents/deposit-words.ts';
import { amount, day, measured } from '../documents/format.ts';
import { PAPER_WORDS } from '../documents/paper-words.ts';
import { paperPdf, type Paper } from '../documents/paper.ts';
import { pdfOf } from '../documents/pdf.ts';
import type { Fonts } from '../documents/pdf/face.ts';
import { titleOf } from '../documents/pdf/head.ts';
import type { Column, Listing } from '../documents/pdf/listing.ts';
import type { Asked } from '../documents/pdf/payment.ts';
import { PAGE, WIDTH } from '../documents/pdf/pen.ts';
import { WORDS as FAMILY } from '../documents/words.ts';
import { buyerOf, sellerOf } from '../invoices/parties.ts';
import { proFormaOf } from '../invoices/pro-forma.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { minus } from '../kernel/money.ts';
import { printed } from '../kernel/reference.ts';
import type { Order } from '../orders/order.ts';
import type { Payment } from '../payments/payment.ts';
import { WORDS as PAGES } from '../portal/words.ts';
import { besideRow, debtRow, settledCells } from './beside.ts';
import type { Receipt, Reminder } from './mails.tsx';
import { oneLine, type Letter, type Paragraph } from './mails/letter.ts';
import { WORDS } from './words.ts';

/** Who writes to whom: frozen as an invoice freezes them. */
export interface Between {
  readonly customer: Customer;
  readonly seller: Entity;
}
/** A PDF, and the number or title that it is saved under. */
export interface Drawing {
  readonly number: string;
  readonly bytes: Uint8Array;
}

const drawing = async (paper: Paper, { customer }: Between, fonts: Fonts): Promise<Drawing> => ({
  number: saved(paper.title, customer.externalId, paper.on),
  bytes: await paperPdf(paper, fonts),
});
export const reminderPdf = (
  letter: Letter,
  facts: Reminder,
  between: Between & { readonly today: LocalDate },
  fonts: Fonts,
): Promise<Drawing> => drawing(reminderPaper(letter, facts, between), between, fonts);

export const receiptPdf = (
  letter: Letter,
  facts: Receipt,
  between: Between & { readonly method: Payment['method'] },
  fonts: Fonts,
): Promise<Drawing> => drawing(receiptPaper(letter, facts, between), between, fonts);

export const confirmationPdf = async (order: Order, between: Between, fonts: Fonts): Promise<Drawing> => {
  const drawn = confirmed(order, between);
  return {
    number: saved(titleOf(drawn), order.sourceOrderId),
    bytes: await pdfOf(drawn, fonts, {}),
  };
};
const right = (title: string, from: number, width: number): Column => ({
  title,
  x: PAGE.left + from,
  width,
  align: 'right',
});
const left = (title: string, from: number, width: number): Column => ({ title, x: PAGE.left + from, width });

/** What is said before the table: the words of the letter, a template's where one has worded it. */
const openingOf = ({ greeting, opening }: Letter): string[][] => [
  ...(greeting === undefined ? [] : [[greeting]]),
  ...opening.map((part) => linesOf(part).map(oneLine)),
];
const linesOf = (part: Paragraph): readonly string[] =>
  typeof part === 'string' ? [part] : 'lines' in part ? part.lines : part.points.map((point) => `– ${point}`);
const closingOf = ({ after, language, seller }: Letter): string[][] => [
  ...after.map((part) => [part]),
  [WORDS[language].closing, seller.name],
];

/** All that is overdue, how often it was asked for, and one transfer for the sum where one code can say it. */
export const reminderPaper = (
  letter: Letter,
  { level, deposits, items, total, beside = [] }: Reminder,
  { customer, seller, today }: Between & { readonly today: LocalDate },
): Paper => {
  const { language } = letter;
  const [words, family] = [PAPER_WORDS[language], FAMILY[language]];
  const oldest = items.reduce((one, other) => (other.dueOn < one.dueOn ? other : one));
  return {
    ...headOf(letter, { customer, seller }),
    title: (deposits ? WORDS[language].deposit : WORDS[language].reminder[level]).title,
    number: day(today, language),
    on: today,
    currency: total.currency,
    beside: [
      [words.date, day(today, language)],
      [family.customer, customer.externalId],
    ],
    band: [
      [family.amountDue, amount(total, language)],
      [deposits ? words.dueOn : words.oldest, day(oldest.dueOn, language)],
      [deposits ? words.deposits : words.count, String(items.length)],
    ],
    table: {
      title: deposits ? words.deposits : words.items,
      columns: [
        left((deposits ? DEPOSIT_WORDS[language] : family).number, 0, 112),
        left(words.date, 116, 84),
        left(words.dueOn, 204, 84),
        // Nobody is late with what is not owed.
        right(deposits ? '' : words.days, 290, 66),
        right(words.level, 360, 48),
        right(`${words.open} ${total.currency}`, 412, WIDTH - 412),
      ],
      rows: [
        ...items.map((item) => debtRow(item, { language, deposits })),
        ...beside.map((one) => besideRow(one, language)),
      ],
      beforeMinor: 0,
      last: `${family.total}: ${amount(total, language)}`,
    },
    pay: askedBy({ items, total }, letter, seller),
  };
};

/** One debt is paid under its reference; of several the transfer names each, as long as its field for text holds them. */
const askedBy = (
  { items, total }: Pick<Reminder, 'items' | 'total'>,
  { language }: Letter,
  seller: Entity,
): Asked => {
  const asked = { seller, language, amount: total };
  if (items.length > 1)
    return {
      ...asked,
      quote: PAPER_WORDS[language].numbers,
      carries: { text: items.map((item) => item.reference || item.number).join(' ') },
    };
  const { number, reference, payUrl } = items[0]!;
  // An invoice that came from outside may have no reference of ours.
  return {
    ...asked,
    quote: reference ? printed(reference) : number,
    carries: reference ? { reference } : { text: number },
    payUrl,
  };
};

/** What came in and what it settled; what no invoice took stands in the band. */
const receiptPaper = (
  letter: Letter,
  { amount: paid, receivedOn, allocations, claimed, unapplied }: Receipt,
  { customer, seller, method }: Between & { readonly method: Payment['method'] },
): Paper => {
  const { language } = letter;
  const { receipt: words } = PAPER_WORDS[language];
  // Another word is shown as it is.
  const by = PAGES[language].methods[method] ?? method;
  const on = day(receivedOn, language);
  return {
    ...headOf(letter, { customer, seller }),
    title: words.title,
    number: on,
    on: receivedOn,
    currency: paid.currency,
    beside: [
      [words.receivedOn, on],
      [words.method, by],
      [FAMILY[language].customer, customer.externalId],
    ],
    band: [
      [WORDS[language].receipt.label, amount(paid, language)],
      [words.receivedOn, on],
      unapplied.minor > 0 ? [words.unapplied, amount(unapplied, language)] : [words.method, by],
    ],
    ...((allocations.length > 0 || claimed) && {
      table: settledBy({ amount: paid, allocations, claimed, unapplied }, letter),
    }),
  };
};

const settledBy = (
  {
    amount: paid,
    allocations,
    claimed,
    unapplied,
  }: Pick<Receipt, 'amount' | 'allocations' | 'claimed' | 'unapplied'>,
  { language }: Letter,
): Listing => {
  const { receipt: words } = PAPER_WORDS[language];
  const { number, total } = FAMILY[language];
  return {
    title: words.items,
    columns: [
      left(number, 0, 180),
      right(words.discount, 190, 90),
      right(words.open, 288, 90),
      right(`${words.applied} ${paid.currency}`, 386, WIDTH - 386),
    ],
    rows: settledCells({ allocations, claimed, language }),
    beforeMinor: 0,
    last: `${total}: ${amount(minus(paid, unapplied), language)}`,
  };
};

const headOf = (letter: Letter, { customer, seller }: Between) => ({
  seller: sellerOf(seller),
  buyer: buyerOf(customer),
  language: letter.language,
  said: openingOf(letter),
  after: closingOf(letter),
});

/** The order as it stands, dated by its last change like a pro-forma invoice; what comes later is said of its line. */
const confirmed = (order: Order, { customer, seller }: Between): Drawn => {
  const { language } = customer;
  const later = order.lines.flatMap((line, at): [string, string][] =>
    line.backordered === undefined
      ? []
      : [
          [
            String(at + 1),
            WORDS[language].backordered(measured({ ...line, quantity: line.backordered }, language)),
          ],
        ],
  );
  return { ...proFormaOf({ order, customer, entity: seller }), confirms: { notes: new Map(later) } };
};

/** What it is, of whom or what, and when. */
const saved = (...parts: readonly string[]): string =>
  parts.map((part) => part.normalize('NFD').replaceAll(/\p{M}/gu, '')).join('-');
