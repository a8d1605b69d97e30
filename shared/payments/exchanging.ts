/** Reads the rate that foreign money is worth by, and writes what was gained or lost beside the receipt. */
import { without } from '../kernel/fields.ts';
import type { Entry } from '../ledger/entry.ts';
import { rateHeld } from '../rates/holding.ts';
import type { Act } from '../runtime/act.ts';
import type { Deps } from '../runtime/context.ts';
import type { Payment } from './payment.ts';
import type { Target } from './rules.ts';

/** Of the day of the money; only who settles an invoice whose value the books know in another currency pays for asking. */
export const rateFor = async (
  targets: readonly Target[],
  { amount: { currency }, paidOn }: Pick<Payment, 'amount' | 'paidOn'>,
  { tenant }: Deps,
): Promise<Pick<Payment, 'rate'>> => {
  const found = targets.find(({ invoice }) => invoice.booked && invoice.total.currency === currency);
  const own = found?.invoice.booked?.value.currency;
  const rate = own && (await rateHeld(tenant, own, currency, paidOn));
  return rate ? { rate } : {};
};

/** Acts of one commit: an entry has one currency, so the difference has its own. Whose key it is stands in the first. */
export const actsOf = (deps: Deps, act: Act, exchange: Entry | undefined): { deps: Deps; act: Act }[] => [
  { deps, act },
  ...(exchange
    ? [
        {
          deps: without(deps, 'once', 'requestedBy'),
          act: { action: 'payments.exchange', subject: exchange.source, entry: exchange },
        },
      ]
    : []),
];
