/** What is known of how a customer pays, for whoever asks when it will. */
import type { Customer } from '../customers/customer.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Deps } from '../runtime/context.ts';
import { readEach, recall } from '../runtime/table.ts';
import type { Behaviour } from './behaviour.ts';
import type { KnownOf } from './expecting.ts';
import { behaviourOf, companyOf } from './store.ts';

/** Whom it is compared with while little is known of it. */
export const segmentOf = ({ address }: Pick<Customer, 'address'>): string => address.country;

/** One batch. */
export const knownOf = async (customer: Customer, today: LocalDate, { tenant }: Deps): Promise<KnownOf> => {
  const [company, own] = await readEach(companyOf(tenant), behaviourOf(tenant, customer.id));
  return { company, own, customer: customer.id, segment: segmentOf(customer), today };
};

/** For who asks of many customers: what all of them taught is read once in a while. */
export const knownFrom = async (
  own: Behaviour | undefined,
  customer: Customer,
  today: LocalDate,
  { tenant }: Deps,
): Promise<KnownOf> => ({
  company: await recall(companyOf(tenant)),
  own,
  customer: customer.id,
  segment: segmentOf(customer),
  today,
});
