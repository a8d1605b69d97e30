/** Reads what is owed beside the invoices that a line pays, and says in which order its money pays all of it. */
import type { BankLine } from '../bank/statement.ts';
import { settingOf, standingsOf } from '../claims/charging.ts';
import { NO_RULES } from '../claims/late-charge.ts';
import { claimsAlone, lawFirst, type Ordered } from '../claims/ordering.ts';
import { openOn } from '../claims/owing.ts';
import { lateChargeRules } from '../claims/store.ts';
import { rulesOf } from '../claims/terms.ts';
import type { Deps } from '../runtime/context.ts';
import { recallOr } from '../runtime/table.ts';
import type { Decision, Facts } from './decision.ts';

type Applied = Extract<Decision, { is: 'apply' }>;

/** Undefined where the invoices come first. Who says itself what its money is for, by advice or through a person, is not asked again. */
export const orderedFor = async (
  { entity, amount, valueOn: paidOn }: BankLine,
  { targets, by, match }: Applied,
  deps: Deps,
): Promise<Ordered | undefined> => {
  const own = rulesOf(await recallOr(lateChargeRules(deps.tenant), NO_RULES), entity);
  if (own?.order !== 'costs_interest_principal' || by || match.tier === 'advice') return undefined;
  const invoices = targets.map(({ invoice }) => invoice);
  const standings = await standingsOf(deps.tenant, invoices);
  if (standings.every(({ claims }) => claims.length === 0)) return undefined;
  const { termsFor } = await settingOf(invoices[0]!, deps);
  return lawFirst({ amount, paidOn, targets }, standings, own, ({ invoice }) => {
    const terms = termsFor(invoice);
    return terms.ok ? terms.value : undefined;
  });
};

/**
 * Money that names invoices which are paid, and is exactly what is open of interest and costs for them: it is for these. Asked only where nothing else
 * settles the line.
 */
export const forClaims = async (
  { line, named }: Pick<Facts, 'line' | 'named'>,
  decision: Decision,
  deps: Deps,
): Promise<{ readonly decision: Applied; readonly ordered: Ordered } | undefined> => {
  const own = named.filter((one) => one.entity === line.entity && one.open.minor === 0);
  const [first] = own;
  if (decision.is !== 'exception' || !decision.book || !first || own.length < named.length) return undefined;
  if (own.some(({ customerId }) => customerId !== first.customerId)) return undefined;
  const shares = claimsAlone(line.amount, await openOn(deps.tenant, own));
  if (!shares) return undefined;
  const numbers = own.map(({ number }) => number).join(', ');
  const says = `${numbers} is paid, and this is exactly what is open of interest and costs for it.`;
  const match = { ...decision.match, tier: 'reference' as const, reason: says, candidates: [] };
  return {
    decision: { is: 'apply', customerId: first.customerId, targets: [], match },
    ordered: { targets: [], shares, says: '' },
  };
};

export const saying = (match: Decision['match'], ordered: Ordered | undefined): Decision['match'] =>
  ordered && ordered.says !== '' ? { ...match, reason: `${match.reason} ${ordered.says}` } : match;
