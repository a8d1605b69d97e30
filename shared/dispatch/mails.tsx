/** What each mail says. Pure: the content of a letter, which `set` makes HTML and plain text of. */
import { CLAIM_WORDS, type Beside } from '../claims/words.ts';
import { DEDUCTION_WORDS } from '../documents/deduction-words.ts';
import { PROMISED } from '../documents/promise-words.ts';
import { DEPOSIT_WORDS } from '../documents/deposit-words.ts';
import { amount, day, labelled, measured } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { money, type Money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { printed } from '../kernel/reference.ts';
import type { Order } from '../orders/order.ts';
import { discountSums } from '../pricing/discounts.ts';
import { besides, settledRows } from './beside.ts';
import type { Letter, Pair, Row, Sender } from './mails/letter.ts';
import { firstOf, opened, saying, transfer } from './mails/set.ts';
import { WORDS, type Level } from './words.ts';

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
): Letter => {
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
  return {
    // Who is billed by other things than deliveries is not told that the invoice comes with them.
    ...opened(order.billing ? { ...said, after: undefined } : said, language, seller, customerName),
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
    ...saying(
      changed ? 'order_change' : 'order_confirmation',
      {
        'order.id': order.sourceOrderId,
        'order.poNumber': order.poNumber,
        'order.net': show(order.totals.netMinor),
        'order.total': show(order.totals.grossMinor),
      },
      seller,
      customerName,
    ),
  };
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
  /** Nothing came in: it is what was used of the customer's credit. */
  readonly used?: true;
  /** What of it paid interest and costs. */
  readonly claimed?: Money | undefined;
  /** What neither invoices nor these took. */
  readonly unapplied: Money;
  readonly seller: Sender;
  readonly language: Language;
  readonly customerName: string;
}

export const receipt = ({
  amount: paid,
  receivedOn,
  allocations,
  claimed,
  unapplied,
  seller,
  language,
  customerName,
  used,
}: Receipt): Letter => {
  const words = WORDS[language];
  const { title, opening, subject, label } = used ? words.creditUsed : words.receipt;
  const total = amount(paid, language);
  const on = day(receivedOn, language);
  const after = unapplied.minor > 0 ? words.receipt.unapplied(amount(unapplied, language)) : undefined;
  return {
    ...opened({ title, opening: opening(total, on), after }, language, seller, customerName),
    subject: subject(total),
    highlight: { label, value: total, ...(!used && { note: on }) },
    rows: settledRows({ allocations, claimed, language }),
    ...saying(
      'receipt',
      {
        'payment.amount': total,
        'payment.receivedOn': on,
        'payment.invoices':
          allocations.length === 0 ? undefined : firstOf(allocations.map(({ number }) => number)),
        'payment.unapplied': unapplied.minor > 0 ? amount(unapplied, language) : undefined,
      },
      seller,
      customerName,
    ),
  };
};

export interface Reminder {
  readonly level: Level;
  /** Nothing is owed: they are requests for deposits. */
  readonly deposits?: boolean;
  /** Nothing is overdue: it is a note before the due day. */
  readonly courtesy?: boolean;
  readonly items: readonly {
    readonly number: string;
    readonly issuedOn: LocalDate;
    readonly dueOn: LocalDate;
    readonly open: Money;
    readonly daysOverdue: number;
    /** How often it is asked for, with this time. */
    readonly times: number;
    readonly payUrl: string;
    readonly reference?: string;
    /** What its payer kept back and is not asked for yet, and what is asked for again. */
    readonly clarified?: Money | undefined;
    readonly rejected?: Money | undefined;
    /** What its payer promised by a day that is not over: not asked for yet, either. */
    readonly promised?: Money | undefined;
    readonly promisedOn?: LocalDate | undefined;
  }[];
  /** Interest and costs, which are in the total. */
  readonly beside?: readonly Beside[];
  readonly payAllUrl?: string; // where several are paid together
  readonly total: Money;
  readonly seller: Sender;
  readonly language: Language;
  readonly customerName: string;
}

/** The big button pays all that is asked for; several have a link each, too, because each may be paid under its own reference. */
export const reminder = (facts: Reminder): Letter => {
  const { level, items, total, language, deposits, courtesy, payAllUrl, beside } = facts;
  const words = WORDS[language];
  const [first] = items;
  const single = items.length === 1 ? first : undefined;
  const said = deposits ? words.deposit : courtesy ? words.courtesy : words.reminder[level];
  const payUrl = payAllUrl ?? single?.payUrl;
  const what = single
    ? called(single.number, facts)
    : (deposits ? words.deposit : words).several(items.length);
  const oldest = items.reduce((one, other) => (other.dueOn < one.dueOn ? other : one));
  const letter = opened(said, language, facts.seller, facts.customerName);
  return {
    ...letter,
    ...(beside && { after: [...letter.after, CLAIM_WORDS[language].pay] }),
    subject: said.subject(what, items.length),
    highlight: {
      label: what,
      value: amount(total, language),
      ...(single && { note: since(single, facts).join(' · ') }),
    },
    ...(payUrl !== undefined && { button: { label: words.pay, url: payUrl } }),
    rows: single
      ? []
      : items.map((item): Row => ({
          name: called(item.number, facts),
          details: [
            ...since(item, facts),
            ...(item.reference === undefined ? [] : [printed(item.reference)]),
          ],
          amount: amount(item.open, language),
          link: { label: words.payShort, url: item.payUrl },
        })),
    sums: single && !beside ? [] : [...besides(facts), [words.total, amount(total, language)]],
    facts: transfer(facts.seller, language, single?.reference),
    ...(!deposits && { genuine: true as const }),
    // No template words requests for deposits, nor notes before the due day.
    ...(!deposits &&
      !courtesy &&
      saying(
        `reminder_${level}`,
        {
          'reminder.total': amount(total, language),
          'reminder.count': items.length,
          'reminder.numbers': firstOf(items.map(({ number }) => number)),
          'reminder.dueOn': day(oldest.dueOn, language),
          'reminder.daysOverdue': oldest.daysOverdue,
        },
        facts.seller,
        facts.customerName,
      )),
  };
};

type About = Pick<Reminder, 'language' | 'deposits' | 'courtesy'>;
const called = (number: string, { language, deposits }: About): string =>
  deposits ? DEPOSIT_WORDS[language].heading(number) : `${WORDS[language].number} ${number}`;

/** Nobody is late with what is not owed. */
const since = (
  { dueOn, daysOverdue, clarified, rejected, promised, promisedOn }: Reminder['items'][number],
  { language, deposits, courtesy }: About,
): string[] => {
  const words = WORDS[language];
  const kept = DEDUCTION_WORDS[language];
  return [
    labelled(words.dueOn, day(dueOn, language), language),
    ...(deposits || courtesy ? [] : [labelled(words.overdue, words.days(daysOverdue), language)]),
    ...(clarified ? [kept.clarified(amount(clarified, language))] : []),
    ...(rejected ? [kept.rejected(amount(rejected, language))] : []),
    ...(promised && promisedOn !== undefined
      ? [PROMISED[language].said(amount(promised, language), day(promisedOn, language))]
      : []),
  ];
};
