/** What may be promised: of which invoices, how much, and by which day. */
import { clarifiedMinor } from '../invoices/clarifying.ts';
import { isWithAgency } from '../invoices/handed.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { money, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.ts';
import type { MakePromise, PaymentPromise, PromiseRules } from './promise.ts';

export type NotPromised =
  | 'promises.mixed'
  | 'promises.nothing_open'
  | 'promises.disputed'
  | 'promises.in_plan'
  | 'promises.collected'
  | 'promises.with_agency'
  | 'promises.amount'
  | 'promises.date'
  | 'promises.too_many';

export interface Terms {
  readonly total: Money;
  /** The oldest due first; what the amount does not reach is no part of it. */
  readonly items: PaymentPromise['items'];
}
type Asked = Pick<MakePromise, 'amount' | 'payOn'>;

/** `invoices`: those that are named, each once; `others`: how many the customer gave within the window. */
export const termsOf = (
  invoices: readonly Invoice[],
  { amount, payOn }: Asked,
  rules: PromiseRules,
  { today, others }: { readonly today: LocalDate; readonly others: number },
): Result<Terms, NotPromised> => {
  const why = whyNot(invoices) ?? unfitDay(payOn, rules, today);
  if (why) return why;
  if (others >= rules.most)
    return refuse(
      'promises.too_many',
      `The customer gave ${others} promises in ${rules.windowDays} days: that is as many as we take.`,
    );
  const { currency } = invoices[0]!.open;
  const most = invoices.reduce((sum, invoice) => sum + freeMinor(invoice), 0);
  if (amount && (amount.currency !== currency || amount.minor > most))
    return refuse('promises.amount', 'No more can be promised than is open and not disputed.', [
      { pointer: '/amount', detail: `at most ${toText(money(most, currency))} ${currency}` },
    ]);
  let left = amount?.minor ?? most;
  const total = money(left, currency);
  const items = invoices.toSorted(byDue).flatMap((invoice) => {
    const minor = Math.min(left, freeMinor(invoice));
    left -= minor;
    return minor > 0 ? [{ invoiceId: invoice.id, number: invoice.number, minor }] : [];
  });
  return ok({ total, items });
};

/** What of an invoice may be promised: what is in clarification is owed by nobody yet. */
export const freeMinor = (invoice: Invoice): number =>
  Math.max(0, invoice.open.minor - clarifiedMinor(invoice));

const byDue = (a: Invoice, b: Invoice): number =>
  a.dueOn === b.dueOn ? (a.id < b.id ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1;

const WHY: readonly {
  readonly code: NotPromised;
  readonly detail: string;
  readonly when: (invoice: Invoice) => boolean;
}[] = [
  {
    code: 'promises.nothing_open',
    detail: 'Nothing is open of the invoice.',
    when: ({ open }) => open.minor === 0,
  },
  {
    code: 'promises.disputed',
    detail: 'What is disputed cannot be promised: its chargeback is open, or all of it is in clarification.',
    when: (invoice) =>
      freeMinor(invoice) === 0 || (invoice.chargebacks ?? []).some(({ state }) => state === 'OPEN'),
  },
  {
    code: 'promises.in_plan',
    detail: 'The invoice is in a payment plan: its instalments are what was promised.',
    when: ({ plan }) => plan !== undefined,
  },
  {
    code: 'promises.collected',
    detail: 'The invoice is charged by itself: there is nothing to be promised.',
    when: ({ collecting }) => collecting !== undefined,
  },
  {
    code: 'promises.with_agency',
    detail: 'The invoice is with a collection agency: that is whom its payer speaks with.',
    when: isWithAgency,
  },
];

export const whyNot = (invoices: readonly Invoice[]): Refusal<NotPromised> | undefined => {
  const [first] = invoices;
  const other = invoices.findIndex(
    ({ entity, open }) => entity !== first!.entity || open.currency !== first!.open.currency,
  );
  if (other > 0)
    return refuse('promises.mixed', 'A promise is of one legal entity and one currency.', [
      { pointer: `/invoices/${other}`, detail: 'is of another' },
    ]);
  for (const { code, detail, when } of WHY) {
    const at = invoices.findIndex(when);
    if (at >= 0) return refuse(code, detail, [{ pointer: `/invoices/${at}`, detail: invoices[at]!.number }]);
  }
  return undefined;
};

/** The last day that may be promised. */
export const horizonOf = ({ horizonDays }: PromiseRules, today: LocalDate): LocalDate =>
  addDays(today, horizonDays);

const unfitDay = (
  payOn: LocalDate,
  rules: PromiseRules,
  today: LocalDate,
): Refusal<'promises.date'> | undefined =>
  payOn >= today && payOn <= horizonOf(rules, today)
    ? undefined
    : refuse('promises.date', 'The day is not one that we take.', [
        { pointer: '/payOn', detail: `from ${today} to ${horizonOf(rules, today)}` },
      ]);
