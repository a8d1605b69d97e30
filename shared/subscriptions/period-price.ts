/** What a period costs, as customers read it: in mails of prices and on their pages. */
import { amount } from '../documents/format.ts';
import { money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { wholeOf } from './difference.ts';
import type { Plan } from './plan.ts';
import { WORDS } from './words.ts';

export const whole = (plan: Plan, quantity: string, language: Language): string =>
  amount(money(wholeOf(plan, quantity, plan.currency), plan.currency), language);
export const perPeriod = (plan: Plan, quantity: string, language: Language): string =>
  `${whole(plan, quantity, language)} ${per(plan.interval, language)}`;

/** `per month`, `every 3 months`. */
export const per = ({ unit, count }: Plan['interval'], language: Language): string => {
  const words = WORDS[language].per;
  return count === 1 ? words.one[unit] : words.many[unit].replace('#', String(count));
};
