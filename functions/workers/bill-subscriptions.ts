import { drain, on } from '../../shared/runtime/drain.ts';
import { billDue } from '../../shared/subscriptions/billing.ts';
import { creditDays } from '../../shared/subscriptions/crediting.ts';
import { announcePrices } from '../../shared/subscriptions/changing-all.ts';
import {
  PriceChangeGoesOn,
  SubscriptionCreditDue,
  SubscriptionDue,
} from '../../shared/subscriptions/subscription.ts';

export const handler = drain('bill-subscriptions', [
  on(SubscriptionDue, billDue),
  on(SubscriptionCreditDue, creditDays),
  on(PriceChangeGoesOn, announcePrices),
]);
