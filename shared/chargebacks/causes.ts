/** What follows from why money went back (rules §3.7): a table, so that another cause is a row. */
import type { DisputeCause } from '../payments/payment.ts';
import type { Chargeback } from './chargeback.ts';

type Follows = Pick<Chargeback, 'kind' | 'retry' | 'instrument'>;

const returned = { kind: 'return', retry: false, instrument: 'ended' } as const;
const disputed = { kind: 'dispute', retry: false, instrument: 'disputed' } as const;

export const FOLLOWS: Readonly<Record<DisputeCause, Follows>> = {
  // The money may be there on another day: once more, and no oftener (EPC rulebook, "re-presentment" is the scheme's word for it).
  funds: { kind: 'return', retry: true, instrument: 'usable' },
  account_closed: returned,
  account_details: returned,
  mandate_ended: returned,
  unauthorised: disputed,
  fraud: disputed,
  duplicate: disputed,
  not_received: disputed,
  not_as_described: disputed,
  not_credited: disputed,
  other: disputed,
};
