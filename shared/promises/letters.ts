/** The mail that confirms a promise: how much of which invoices, and by which day. */
import type { Customer } from '../customers/customer.ts';
import type { Letter, Sender } from '../dispatch/mails/letter.ts';
import { opened, transfer } from '../dispatch/mails/set.ts';
import { amount, day } from '../documents/format.ts';
import { money } from '../kernel/money.ts';
import type { PaymentPromise } from './promise.ts';
import { WORDS } from './words.ts';

interface Told {
  readonly promise: Pick<PaymentPromise, 'items' | 'total' | 'payOn'>;
  readonly url: string;
  /** What a transfer says; none where it is for several invoices. */
  readonly reference: string | undefined;
}

export const promiseLetter = (
  { promise: { items, total, payOn }, url, reference }: Told,
  { language, name }: Pick<Customer, 'name' | 'language'>,
  seller: Sender,
): Letter => {
  const words = WORDS[language];
  const [only] = items;
  const what = items.length === 1 ? words.invoice(only!.number) : words.several(items.length);
  const sum = amount(total, language);
  const by = day(payOn, language);
  return {
    ...opened(
      { title: words.title, opening: words.opening(sum, what, by), after: words.after },
      language,
      seller,
      name,
    ),
    subject: words.subject(sum, by),
    highlight: { label: words.label, value: sum, note: words.by(by) },
    button: { label: words.pay, url },
    rows:
      items.length === 1
        ? []
        : items.map(({ number, minor }) => ({
            name: number,
            details: [],
            amount: amount(money(minor, total.currency), language),
          })),
    facts: transfer(seller, language, reference),
  };
};
