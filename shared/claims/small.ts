/** What a company does not ask for by itself. Pure. */
import type { Invoice } from '../invoices/invoice.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { sum, toText } from '../kernel/money.ts';
import type { Claim } from './claim.ts';
import type { LateChargeRules } from './late-charge.ts';
import type { Settled } from './paying.ts';
import { changedFact, linesOf, taken } from './steps.ts';
import { rulesOf } from './terms.ts';

/** All that is open beside an invoice that is paid, waived together; undefined where it is more than the rules let go, or the invoice is not paid. */
export const smallEnough = (
  rules: LateChargeRules,
  { entity, state, open }: Pick<Invoice, 'entity' | 'state' | 'open'>,
  claims: readonly Claim[],
  by: { readonly on: LocalDate; readonly by: string },
): Settled | undefined => {
  const { currency } = open;
  const most = rulesOf(rules, entity)?.small?.find((one) => one.currency === currency);
  const left = claims.filter((one) => one.open.minor > 0 && one.open.currency === currency);
  const all = sum(
    left.map((one) => one.open),
    currency,
  );
  if (!most || state !== 'PAID' || left.length === 0 || all.minor > most.minor) return undefined;
  const reason = `Not more than ${toText(most)} ${currency} beside a paid invoice (rules, version ${rules.version})`;
  const waived = left.map((claim) => taken(claim, { is: 'waived', amount: claim.open, ...by, reason }));
  return {
    claims: waived,
    payments: [],
    lines: left.flatMap((claim) => linesOf(claim, 0 - claim.open.minor)),
    exposures: [],
    facts: waived.map(changedFact),
  };
};
