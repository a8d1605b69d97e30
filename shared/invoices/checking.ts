/** What is read for the checks: the rules, and what the customers were invoiced before. */
import { whoIsNow } from '../customers/alias.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import type { Deps } from '../runtime/context.ts';
import { list, recallOr } from '../runtime/table.ts';
import { NO_CHECKS, type CheckRules, type Failed } from './check.ts';
import type { Numbers } from './drafting.ts';
import type { Snapshot } from './invoice.ts';
import { failing, lookBack, type Billed } from './judging.ts';
import type { Draft } from './content.ts';
import { snapshotOf } from './rules.ts';
import { billedTo, checkRules } from './store.ts';

/** A new version holds from half a minute on: without rules no delivery pays for asking. */
export const checksNow = ({ tenant }: Pick<Deps, 'tenant'>): Promise<CheckRules> =>
  recallOr(checkRules(tenant), NO_CHECKS);

/**
 * What fails, of each draft of one entity. Those that pass are looked at by those after them: two doubles in one batch are no
 * better than two in a day. The numbers are those that they would take.
 */
export const checked = async (
  drafts: readonly Draft[],
  { next, issuedOn }: Numbers,
  { rules }: Pick<CheckRules, 'rules'>,
  deps: Pick<Deps, 'tenant'>,
): Promise<Failed[][]> => {
  if (rules.length === 0) return drafts.map(() => []);
  const found: Failed[][] = [];
  const passed: Snapshot[] = [];
  for (const draft of drafts) {
    const snapshot = snapshotOf(draft, { next: next + passed.length }, issuedOn);
    const { customer } = draft;
    const fresh = passed.filter(({ buyer }) => buyer.id === customer.id);
    const before = [...fresh.toReversed(), ...(await billed(snapshot, customer, rules, deps))];
    const failed = failing(rules, { snapshot, customer, before });
    if (failed.length === 0) passed.push(snapshot);
    found.push(failed);
  }
  return found;
};

/** So many of a customer's newest invoices are looked at, whatever the rules ask for. */
const MOST = 300;
const billed = async (
  snapshot: Snapshot,
  customer: Customer,
  rules: CheckRules['rules'],
  { tenant }: Pick<Deps, 'tenant'>,
): Promise<Billed[]> => {
  const back = lookBack(rules, snapshot.issuedOn);
  if (!back) return [];
  const ids = new Set([customer.id, ...idsOf(await whoIsNow({ tenant }, customer))]);
  const all: Snapshot[] = [];
  for (const id of ids) all.push(...(await newestOf(billedTo(tenant, id), snapshot.currency, back)));
  return ids.size === 1
    ? all
    : all.toSorted((a, b) => (a.issuedOn > b.issuedOn ? -1 : a.issuedOn < b.issuedOn ? 1 : 0));
};

const newestOf = async (
  listing: ReturnType<typeof billedTo>,
  currency: string,
  { since, last }: NonNullable<ReturnType<typeof lookBack>>,
): Promise<Snapshot[]> => {
  const found: Snapshot[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(listing, { limit: since === undefined ? last : 100, cursor });
    // Money that was asked for or came before the supply is no invoice of one.
    found.push(...page.data.filter(({ deposit, prepayment }) => !deposit && !prepayment));
    cursor = page.nextCursor;
    const oldest = found.at(-1)?.issuedOn ?? '';
    const counted = found.filter((one) => one.currency === currency && one.totals.grossMinor > 0).length;
    if (counted >= last && (since === undefined || oldest < since)) break;
  } while (cursor !== undefined && found.length < MOST);
  return found;
};
