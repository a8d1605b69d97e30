/** The mail that tells of a price: what it was, what it will be, from when on, and how to end it in time. */
import type { Customer } from '../customers/customer.ts';
import type { Letter, Row, Sender } from '../dispatch/mails/letter.ts';
import { opened, saying } from '../dispatch/mails/set.ts';
import { day, quantity as written, times, unitPrice } from '../documents/format.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { canonical } from '../kernel/fields.ts';
import type { Language } from '../kernel/party.ts';
import type { PriceRule } from '../pricing/price.ts';
import type { Announced } from './announced.ts';
import type { Plans } from './difference.ts';
import { per, perPeriod, whole } from './period-price.ts';
import type { Plan } from './plan.ts';
import type { Subscription } from './subscription.ts';
import { WORDS, type Words } from './words.ts';

interface Told {
  readonly subscription: Pick<Subscription, 'minimumUntil' | 'poNumber'>;
  readonly term: Announced;
}
interface Sides {
  readonly before: Plan;
  readonly after: Plan;
}

/** `told` has one at least, all of one plan and one new version. */
export const priceLetter = (
  told: readonly Told[],
  plans: Plans,
  { name, language }: Pick<Customer, 'name' | 'language'>,
  seller: Sender,
): Letter => {
  const words = WORDS[language];
  const sides = ({ term }: Told): Sides => ({
    before: plans({ plan: term.plan, planVersion: term.announced.instead }),
    after: plans(term),
  });
  const first = told.toSorted((a, b) => (a.term.from < b.term.from ? -1 : 1))[0]!;
  const from = day(first.term.from, language);
  const plan = sides(first).after.name;
  const rows = grouped(told, sides, language);
  const price = (side: keyof Sides) =>
    only(told.map((one) => perPeriod(sides(one)[side], one.term.quantity, language)));
  const after = price('after');
  const mayEnd = told.filter(endsInTime);
  const endBy = only(mayEnd.map(({ term }) => day(addDays(term.from, -1), language)));
  return {
    ...opened(
      {
        title: words.title(plan),
        opening: openingOf(told, words)(plan, from),
      },
      language,
      seller,
      name,
    ),
    subject: words.title(plan, from),
    ...(after !== undefined && {
      highlight: { label: words.newPrice, value: after, note: words.from(from) },
    }),
    rows,
    after: [
      words.net,
      ...(mayEnd.length === 0 ? [] : [endBy === undefined ? words.endInTime : words.endBy(endBy)]),
    ],
    ...saying(
      'price_change',
      {
        'price.plan': plan,
        'price.from': from,
        'price.count': told.length,
        'price.before': price('before'),
        'price.after': after,
        'price.endBy': endBy,
      },
      seller,
      name,
    ),
  };
};

const openingOf = (told: readonly Told[], words: Words) => {
  if (told.length === 1) return words.opening;
  const said = only(told.map(({ term }) => term.from)) === undefined ? words.openingEach : words.openingOf;
  return (plan: string, from: string) => said(told.length, plan, from);
};

/** Who pays less stays bound to a minimum term; who may pay more does not (timeline.ts). */
const endsInTime = ({ subscription: { minimumUntil }, term }: Told): boolean =>
  term.announced.rise || minimumUntil === undefined || minimumUntil <= term.from;

/** Where all are the same, that. */
const only = (all: readonly string[]): string | undefined => (new Set(all).size === 1 ? all[0] : undefined);

/** Subscriptions that read the same are one row; then what is used, where its price is another. */
const grouped = (told: readonly Told[], sides: (one: Told) => Sides, language: Language): Row[] => {
  const alike = Map.groupBy(told, ({ subscription: { poNumber }, term: { from, quantity, announced } }) =>
    canonical([from, quantity, announced.instead, poNumber]),
  );
  return [...alike.values()].flatMap((some) => [
    rowOf(some[0]!, some.length, sides(some[0]!), language),
    ...usageRows(some[0]!.term.from, sides(some[0]!), language),
  ]);
};

const rowOf = (
  { subscription: { poNumber }, term: { from, quantity } }: Told,
  count: number,
  { before, after }: Sides,
  language: Language,
): Row => {
  const words = WORDS[language];
  return {
    name: times(after.name, quantity, language),
    details: [
      per(after.interval, language),
      words.from(day(from, language)),
      words.until(perPeriod(before, quantity, language)),
      ...(count > 1 ? [words.several(count)] : []),
      ...(poNumber === undefined ? [] : [poNumber]),
    ],
    amount: whole(after, quantity, language),
  };
};

const usageRows = (from: LocalDate, { before, after }: Sides, language: Language): Row[] => {
  const words = WORDS[language];
  return after.usage.flatMap(({ meter, name, price }) => {
    const known = before.usage.find((one) => one.meter === meter)?.price;
    if (known && canonical(known) === canonical(price)) return [];
    return [
      {
        name,
        details: [
          words.from(day(from, language)),
          ...(known ? [words.until(priceText(known, after.currency, words, language))] : []),
        ],
        amount: priceText(price, after.currency, words, language),
      },
    ];
  });
};

/** What is used has no amount yet: its rule, in the digits that it was said in. */
const priceText = (rule: PriceRule, currency: string, words: Words, language: Language): string => {
  const of = (price: string) => `${unitPrice(price, currency, language)} ${currency}`;
  switch (rule.model) {
    case 'unit':
      return words.each(of(rule.price));
    case 'flat':
      return of(rule.price);
    case 'package':
      return `${of(rule.price)} / ${written(rule.size, language)}`;
    case 'tiered':
    case 'volume':
      break;
  }
  // A tier begins above its step, a volume price with it (pricing/models.ts).
  const above = rule.model === 'tiered' ? '> ' : '≥ ';
  return rule.steps
    .map(({ from, price }) => `${above}${written(from, language)}: ${words.each(of(price))}`)
    .join(' · ');
};
