/** The mails of a payment plan: its instalments with what they add up to, and a note of the one that comes next. */
import type { Customer } from '../customers/customer.ts';
import type { Letter, Sender } from '../dispatch/mails/letter.ts';
import { opened, transfer } from '../dispatch/mails/set.ts';
import { amount, day } from '../documents/format.ts';
import type { Instalment } from '../kernel/instalments.ts';
import { money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import type { PaymentPlan } from './plan.ts';
import { sumOf } from './standing.ts';
import { WORDS } from './words.ts';

interface Told {
  readonly plan: Pick<PaymentPlan, 'items' | 'total'>;
  /** What is still owed of it. */
  readonly parts: readonly Instalment[];
  readonly url: string;
  /** What a transfer says; none where the plan is of several invoices. */
  readonly reference: string | undefined;
}
type Reader = Pick<Customer, 'name' | 'language'>;

const shown = (minor: number, { total }: Told['plan'], language: Language): string =>
  amount(money(minor, total.currency), language);
/** `invoice INV-2026-000117`, or how many there are. */
const whatOf = ({ items }: Told['plan'], language: Language): string =>
  items.length === 1 ? WORDS[language].invoice(items[0]!.number) : WORDS[language].several(items.length);

export const planLetter = ({ plan, parts, url, reference }: Told, to: Reader, seller: Sender): Letter => {
  const { language, name } = to;
  const words = WORDS[language];
  const what = whatOf(plan, language);
  const [first] = parts;
  return {
    ...opened(
      { title: words.plan.title, opening: words.plan.opening(what), after: words.plan.broken },
      language,
      seller,
      name,
    ),
    subject: words.plan.subject(what, parts.length),
    highlight: {
      label: words.plan.next,
      value: shown(first?.minor ?? 0, plan, language),
      ...(first && { note: words.dueOn(day(first.dueOn, language)) }),
    },
    button: { label: words.pay, url },
    rows: parts.map(({ dueOn, minor }, at) => ({
      name: `${at + 1}. ${day(dueOn, language)}`,
      details: [],
      amount: shown(minor, plan, language),
    })),
    sums: [[words.plan.total, shown(sumOf(parts.map(({ minor }) => minor)), plan, language)]],
    facts: transfer(seller, language, reference),
  };
};

export const instalmentLetter = (
  { plan, url, reference }: Told,
  { dueOn, minor }: Instalment,
  { language, name }: Reader,
  seller: Sender,
): Letter => {
  const words = WORDS[language];
  const value = shown(minor, plan, language);
  const { subject, title, opening, after, label } = words.instalment;
  return {
    ...opened({ title, opening: opening(whatOf(plan, language)), after }, language, seller, name),
    subject: subject(value, day(dueOn, language)),
    highlight: { label, value, note: words.dueOn(day(dueOn, language)) },
    button: { label: words.pay, url },
    facts: transfer(seller, language, reference),
  };
};
