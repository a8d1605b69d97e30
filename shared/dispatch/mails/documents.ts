/** Mails that bring a document: the invoice, the debit note, the credit note. */
import { CREDIT_WORDS } from '../../documents/credit-words.ts';
import { DEPOSIT_WORDS } from '../../documents/deposit-words.ts';
import { EARLY_WORDS } from '../../documents/early-words.ts';
import { FOLLOWING_WORDS } from '../../documents/following-words.ts';
import { amount, day, labelled } from '../../documents/format.ts';
import { WORDS as DOCUMENT_WORDS } from '../../documents/words.ts';
import type { CreditNote } from '../../invoices/credit-note.ts';
import type { Snapshot } from '../../invoices/invoice.ts';
import { firstDue, partsDue } from '../../invoices/due.ts';
import { payable } from '../../invoices/rules.ts';
import { minus, money } from '../../kernel/money.ts';
import type { FactsOf } from '../variables.ts';
import { WORDS } from '../words.ts';
import type { Letter } from './letter.ts';
import { firstOf, opened, saying, transfer } from './set.ts';

/** The PDF and the e-invoice are attached by whoever sends it. */
export const invoiceMail = (snapshot: Snapshot, payUrl: string): Letter => {
  const { language, number, seller, buyer, poNumber, dueOn, preceding, deposit, deposits } = snapshot;
  const { invoice, ...words } = WORDS[language];
  const own = FOLLOWING_WORDS[language];
  const asking = DEPOSIT_WORDS[language];
  const due = amount(money(firstDue(snapshot).minor, snapshot.currency), language);
  const on = day(dueOn, language);
  const free = payable(snapshot).minor === 0;
  const debit = preceding?.as === 'debited';
  const orders = ordersOf(snapshot);
  return {
    ...opened(
      {
        title: deposit ? asking.heading(number) : debit ? `${own.title} ${number}` : invoice.title(number),
        opening: preceding
          ? own.follows[preceding.as](preceding.number, day(preceding.issuedOn, language))
          : (deposit ? asking : invoice).opening(firstOf(orders)),
        after: free ? (preceding || deposits ? own.covered : invoice.nothing) : invoice.after,
      },
      language,
      seller,
      buyer.name,
    ),
    subject: free
      ? invoice.free(number)
      : (deposit ? asking : debit ? own : invoice).subject(number, due, on),
    ...(!free && {
      highlight: {
        label: words.amountDue,
        value: due,
        note: noteOf(snapshot, labelled(words.dueOn, on, language)),
      },
      button: { label: words.pay, url: payUrl },
    }),
    ...(!deposit && { genuine: true as const }),
    facts: [
      ...(free ? [] : transfer(seller, language, snapshot.reference)),
      ...(poNumber === undefined ? [] : [[words.poNumber, poNumber] as const]),
    ],
    ...worded(snapshot, {
      'invoice.number': number,
      'invoice.issuedOn': day(snapshot.issuedOn, language),
      'invoice.dueOn': on,
      'invoice.total': amount(money(snapshot.totals.grossMinor, snapshot.currency), language),
      'invoice.due': free ? undefined : due,
      'invoice.orders': orders.length === 0 ? undefined : firstOf(orders),
      'invoice.poNumber': poNumber,
    }),
  };
};

/** One that takes another's place, or asks for more, is worded by a template of its own; no template words requests for deposits. */
const worded = (
  { preceding, deposit, seller, buyer, language }: Snapshot,
  facts: FactsOf<'invoice'>,
): Pick<Letter, 'said'> => {
  if (deposit) return {};
  return preceding === undefined
    ? saying('invoice', facts, seller, buyer.name)
    : saying(
        preceding.as === 'debited' ? 'debit_note' : 'corrected_invoice',
        {
          ...facts,
          'preceding.number': preceding.number,
          'preceding.issuedOn': day(preceding.issuedOn, language),
        },
        seller,
        buyer.name,
      );
};

/** The orders that it is of. */
const ordersOf = ({ sourceOrderId, deliveries = [] }: Snapshot): string[] => [
  ...new Set(
    [sourceOrderId, ...deliveries.map((one) => one.sourceOrderId)].filter((one) => one !== undefined),
  ),
];

/** When it is due, and what paying early is worth. */
const noteOf = (snapshot: Snapshot, due: string): string => {
  const { early, language, instalments } = snapshot;
  if (instalments) return [due, ...laterParts(snapshot)].join(' · ');
  if (!early) return due;
  const less = amount(minus(payable(snapshot), early.discount), language);
  return `${due} · ${EARLY_WORDS[language].until(day(early.until, language), less)}`;
};

/** The parts that fall due after the first. */
const laterParts = (snapshot: Snapshot): string[] => {
  const { language, currency } = snapshot;
  return partsDue(snapshot)
    .slice(1)
    .map(({ dueOn, minor }) =>
      DOCUMENT_WORDS[language].instalment(amount(money(minor, currency), language), day(dueOn, language)),
    );
};

/** What it does to the money comes first: what is not to be paid any more, and what stays the customer's. */
export const creditNoteMail = (
  { settled, owed, total, invoiceNumber }: CreditNote,
  snapshot: Snapshot,
): Letter => {
  const { language, number, seller, buyer, credits } = snapshot;
  const { credit, ...words } = WORDS[language];
  const value = amount(total, language);
  const reason = CREDIT_WORDS[language].reasons[credits!.reason];
  return {
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
      note: `${words.number} ${invoiceNumber} · ${reason}`,
    },
    facts: [
      ...(settled.minor > 0 ? [[credit.settled, amount(settled, language)] as const] : []),
      ...(owed.minor > 0 ? [[credit.owed, amount(owed, language)] as const] : []),
    ],
    ...saying(
      'credit_note',
      {
        'creditNote.number': number,
        'creditNote.total': value,
        'creditNote.invoice': invoiceNumber,
        'creditNote.reason': reason,
        'creditNote.settled': settled.minor > 0 ? amount(settled, language) : undefined,
        'creditNote.owed': owed.minor > 0 ? amount(owed, language) : undefined,
      },
      seller,
      buyer.name,
    ),
  };
};
