/** Prices that were announced: that a mail tells of each, that one which waits tells of nothing else, and that all subscribers hear of it. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';

export interface Term {
  readonly from: string;
  readonly planVersion: number;
  readonly announced?: { readonly mailId: string; readonly change?: number };
}
export interface PriceChange {
  readonly plan: string;
  readonly number: number;
  readonly state: string;
  readonly part: number;
  readonly at: string;
  readonly counts: { readonly looked: number; readonly announced: number };
}

const told = rule(
  'subscription.told',
  'A price was announced and no mail tells of it, or a mail is going to tell of one that was taken back: write to the customer before the price begins.',
);
const stuck = rule(
  'plan.price_change',
  'A price does not get to all subscribers of a plan: look at the dead letters of bill-subscriptions; moving its messages back is safe.',
);

/** Fifty subscriptions take a second or two; whoever has more than hundreds of thousands may ask for longer. */
const MOST_MS = 6 * 3_600_000;

export function* prices(books: Books, due: (at: string) => boolean): Generator<Finding> {
  const { tenant, subscriptions, mails, priceChanges } = books;
  const mailOf = new Map(mails.map((mail) => [mail.id, mail]));
  const announced = new Map<string, string[]>();
  for (const { id, terms, end } of subscriptions)
    for (const { from, announced: by } of terms) {
      if (!by || (end !== undefined && from >= end)) continue;
      announced.set(by.mailId, [...(announced.get(by.mailId) ?? []), id]);
      if (!mailOf.get(by.mailId)?.prices?.subscriptionIds.includes(id))
        yield told(tenant, `the price from ${from} on is in no mail ${by.mailId}`, id);
    }
  for (const { id, state, prices: of } of mails) {
    const own = announced.get(id) ?? [];
    const over = state === 'QUEUED' ? (of?.subscriptionIds ?? []).filter((one) => !own.includes(one)) : [];
    if (over.length > 0)
      yield told(tenant, `it waits to tell of ${over.join(', ')}, which keep their price`, id);
  }
  for (const { plan, number, state, part, at } of priceChanges)
    if (state.endsWith('ING') && due(new Date(Date.parse(at) + MOST_MS).toISOString()))
      yield stuck(tenant, `number ${number} is ${state} since ${at}, at part ${part}`, plan);
}
