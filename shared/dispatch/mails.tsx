/** What each mail says. Pure: the content of a letter, set as HTML and as plain text from the same lines. */
import { CREDIT_WORDS } from '../documents/credit-words.ts';
import { EARLY_WORDS } from '../documents/early-words.ts';
import { FOLLOWING_WORDS } from '../documents/following-words.ts';
import { amount, day, labelled, measured } from '../documents/format.ts';
import type { CreditNote } from '../invoices/credit-note.ts';
import type { Snapshot } from '../invoices/invoice.ts';
import { payable } from '../invoices/rules.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { minus, money, type Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { printed } from '../kernel/reference.ts';
import type { Order } from '../orders/order.ts';
import { discountSums } from '../pricing/discounts.ts';
import type { Mail, Pair, Row, Sender } from './mails/letter.ts';
import { opened, set, transfer } from './mails/set.ts';
import { WORDS, type Level } from './words.ts';

export type { Mail, Sender } from './mails/letter.ts';
export type { Level } from './words.ts';

/**
 * A mail is an announcement, not an archive: long baskets are listed up to here, the document has them all.
 */
const MAX_ROWS = 25;

export const orderConfirmed = (
  order: Order,
  customerName: string,
  language: Language,
  seller: Sender,
  { url, changed = false }: { readonly url?: string; readonly changed?: boolean } = {},
): Mail => {
  const words = WORDS[language];
  const said = changed ? words.amended : words.confirmed;
  const show = (minor: number) => amount(money(minor, order.currency), language);
  const rows = order.lines.slice(0, MAX_ROWS).map((line): Row => ({
    name: line.description,
    details: [
      measured(line, language),
      line.sku,
      ...(line.allowances ?? []).map(({ reason, minor }) => labelled(reason, show(-minor), language)),
      ...(line.backordered === undefined
        ? []
        : [words.backordered(measured({ ...line, quantity: line.backordered }, language))]),
    ],
    amount: show(line.netMinor),
  }));
  const hidden = order.lines.length - rows.length;
  return set({
    ...opened(said, language, seller, customerName),
    subject: said.subject(order.sourceOrderId),
    ...(url !== undefined && { button: { label: words.viewOrder, url } }),
    highlight: {
      label: `${words.order} ${order.sourceOrderId}`,
      value: show(order.totals.grossMinor),
      ...(order.poNumber !== undefined && { note: labelled(words.poNumber, order.poNumber, language) }),
    },
    rows: hidden > 0 ? [...rows, { name: `+ ${hidden}`, details: [], amount: '…' }] : rows,
    sums: [
      ...discountSums(order.totals).map(({ reason, minor }): Pair => [
        labelled(words.discount, reason, language),
        show(-minor),
      ]),
      [words.net, show(order.totals.netMinor)],
      [words.vat, show(order.totals.taxMinor)],
      [words.total, show(order.totals.grossMinor)],
    ],
  });
};

/** The PDF and the e-invoice are attached by whoever sends it. */
export const invoiceMail = (snapshot: Snapshot, payUrl: string): Mail => {
  const { language, number, seller, buyer, sourceOrderId, poNumber, dueOn, preceding } = snapshot;
  const { invoice, ...words } = WORDS[language];
  const own = FOLLOWING_WORDS[language];
  const due = amount(payable(snapshot), language);
  const on = day(dueOn, language);
  const free = payable(snapshot).minor === 0;
  const debit = preceding?.as === 'debited';
  return set({
    ...opened(
      {
        title: debit ? `${own.title} ${number}` : invoice.title(number),
        opening: preceding
          ? own.follows[preceding.as](preceding.number, day(preceding.issuedOn, language))
          : invoice.opening(sourceOrderId),
        after: free ? (preceding ? own.covered : invoice.nothing) : invoice.after,
      },
      language,
      seller,
      buyer.name,
    ),
    subject: free ? invoice.free(number) : (debit ? own : invoice).subject(number, due, on),
    ...(!free && {
      highlight: {
        label: words.amountDue,
        value: due,
        note: noteOf(snapshot, labelled(words.dueOn, on, language)),
      },
      button: { label: words.pay, url: payUrl },
    }),
    facts: [
      ...(free ? [] : transfer(seller, language, snapshot.reference)),
      ...(poNumber === undefined ? [] : [[words.poNumber, poNumber] as const]),
    ],
  });
};

/** When it is due, and what paying early is worth. */
const noteOf = (snapshot: Snapshot, due: string): string => {
  const { early, language } = snapshot;
  if (!early) return due;
  const less = amount(minus(payable(snapshot), early.discount), language);
  return `${due} · ${EARLY_WORDS[language].until(day(early.until, language), less)}`;
};

/** What it does to the money comes first: what is not to be paid any more, and what stays the customer's. */
export const creditNoteMail = (
  { settled, owed, total, invoiceNumber }: CreditNote,
  snapshot: Snapshot,
): Mail => {
  const { language, number, seller, buyer, credits } = snapshot;
  const { credit, ...words } = WORDS[language];
  const value = amount(total, language);
  return set({
    ...opened(
      { title: credit.title(number), opening: credit.opening(invoiceNumber), after: credit.after },
      language,
      seller,
      buyer.name,
    ),
    subject: credit.subject(number, value),
    highlight: {
      label: credit.label,
      value,
      note: `${words.number} ${invoiceNumber} · ${CREDIT_WORDS[language].reasons[credits!.reason]}`,
    },
    facts: [
      ...(settled.minor > 0 ? [[credit.settled, amount(settled, language)] as const] : []),
      ...(owed.minor > 0 ? [[credit.owed, amount(owed, language)] as const] : []),
    ],
  });
};

export interface Receipt {
  readonly amount: Money;
  readonly receivedOn: LocalDate;
  readonly allocations: readonly {
    readonly number: string;
    readonly amount: Money;
    readonly discount?: Money | undefined;
    readonly stillOpen: Money;
  }[];
  /** What no invoice took. */
  readonly unapplied: Money;
  readonly seller: Sender;
  readonly language: Language;
  readonly customerName: string;
}

export const receipt = ({
  amount: paid,
  receivedOn,
  allocations,
  unapplied,
  seller,
  language,
  customerName,
}: Receipt): Mail => {
  const words = WORDS[language];
  const total = amount(paid, language);
  const on = day(receivedOn, language);
  const after = unapplied.minor > 0 ? words.receipt.unapplied(amount(unapplied, language)) : undefined;
  return set({
    ...opened(
      { title: words.receipt.title, opening: words.receipt.opening(total, on), after },
      language,
      seller,
      customerName,
    ),
    subject: words.receipt.subject(total),
    highlight: { label: words.receipt.label, value: total, note: on },
    rows: allocations.map(({ number, amount: applied, discount, stillOpen }) => ({
      name: `${words.number} ${number}`,
      details: [
        stillOpen.minor === 0 ? words.paidInFull : `${amount(stillOpen, language)} ${words.stillOpen}`,
        ...(discount ? [EARLY_WORDS[language].kept(amount(discount, language))] : []),
      ],
      amount: amount(applied, language),
    })),
  });
};

export interface Reminder {
  readonly level: Level;
  readonly items: readonly {
    readonly number: string;
    readonly dueOn: LocalDate;
    readonly open: Money;
    readonly daysOverdue: number;
    readonly payUrl: string;
    readonly reference?: string;
  }[];
  readonly total: Money;
  readonly seller: Sender;
  readonly language: Language;
  readonly customerName: string;
}

/** One item has the big button; several have a link each, because each is paid under its own reference. */
export const reminder = ({ level, items, total, seller, language, customerName }: Reminder): Mail => {
  const words = WORDS[language];
  const [first] = items;
  const single = items.length === 1 ? first : undefined;
  const said = words.reminder[level];
  return set({
    ...opened(said, language, seller, customerName),
    subject: said.subject(
      single ? `${words.number} ${single.number}` : words.several(items.length),
      items.length,
    ),
    highlight: {
      label: single ? `${words.number} ${single.number}` : words.several(items.length),
      value: amount(total, language),
      ...(single && {
        note: since(single, language).join(' · '),
      }),
    },
    ...(single && { button: { label: words.pay, url: single.payUrl } }),
    rows: single
      ? []
      : items.map((item): Row => ({
          name: `${words.number} ${item.number}`,
          details: [
            ...since(item, language),
            ...(item.reference === undefined ? [] : [printed(item.reference)]),
          ],
          amount: amount(item.open, language),
          link: { label: words.payShort, url: item.payUrl },
        })),
    sums: single ? [] : [[words.total, amount(total, language)]],
    facts: transfer(seller, language, single?.reference),
  });
};

const since = ({ dueOn, daysOverdue }: Reminder['items'][number], language: Language): string[] => {
  const words = WORDS[language];
  return [
    labelled(words.dueOn, day(dueOn, language), language),
    labelled(words.overdue, words.days(daysOverdue), language),
  ];
};
