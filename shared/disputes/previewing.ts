/** What rules would have credited at once of past cases, by what our data say today. */
import { invoiceById, snapshotById } from '../invoices/store.ts';
import { addDays, monthOf } from '../kernel/dates.ts';
import { money, type Money } from '../kernel/money.ts';
import { parted } from '../pricing/parting.ts';
import type { Deps } from '../runtime/context.ts';
import { list, readEach } from '../runtime/table.ts';
import { proofOf } from './agreed.ts';
import { allowed, type Left } from './claims.ts';
import type { AtOncePreview, Dispute } from './dispute.ts';
import type { AtOnceTally, Proof } from './proof.ts';
import type { AtOnceRules } from './policy.ts';
import { disputes } from './store.ts';

const MOST = 100;
const DAYS = 90;

/** In the order in which they came, each with what the caps had left by then. What was credited of an invoice meanwhile is not taken off. */
export const previewOf = async (rules: AtOnceRules, deps: Deps): Promise<AtOncePreview> => {
  const { data } = await list(disputes(deps.tenant), { limit: MOST });
  const since = addDays(deps.now.slice(0, 10), -DAYS);
  const cases = data.filter(({ side, openedOn }) => side === 'customer' && openedOn >= since).toReversed();
  const credited: AtOncePreview['credited'] = [];
  const left = { notProven: 0, aboveCap: 0, tooOften: 0, noRule: 0 };
  const take = judge(rules);
  for (const one of cases) {
    // Nothing but a price can be proven: of the others nothing is read.
    const proven = one.reason === 'price' ? await provenOf(one, deps) : undefined;
    const why = proven ? take(one, proven.amount) : 'notProven';
    if (why) left[why] += 1;
    else credited.push({ disputeId: one.id, outcome: one.decided?.outcome ?? one.state, ...proven! });
  }
  return { cases: cases.length, credited, left };
};

const provenOf = async (one: Dispute, deps: Deps): Promise<{ proof: Proof[]; amount: Money } | undefined> => {
  const [head, snapshot] = await readEach(
    invoiceById(deps.tenant, one.invoiceId),
    snapshotById(deps.tenant, one.invoiceId),
  );
  const proof = await proofOf(head!, snapshot!, one, deps);
  const lines = proof.map(({ line, netMinor }) => ({ line, netMinor }));
  const part = proof.length > 0 ? parted(snapshot!, [], lines) : undefined;
  return part?.ok ? { proof, amount: money(part.value.totals.grossMinor, snapshot!.currency) } : undefined;
};

/** Why a case would have waited for a person, after those before it; undefined where it would not. */
const judge = (rules: AtOnceRules) => {
  const tallies = new Map<string, AtOnceTally>();
  const months = new Map<string, number>();
  return ({ customerId, reason, openedOn }: Dispute, amount: Money): Left | undefined => {
    const tally = tallies.get(customerId) ?? { customerId, version: 0, cases: [] };
    const may = allowed(rules, reason, amount, { tally, on: openedOn });
    if (typeof may === 'string') return may;
    const month = `${monthOf(openedOn)} ${amount.currency} ${reason}`;
    const sum = (months.get(month) ?? 0) + amount.minor;
    if (sum > may.cap.perMonthMinor) return 'aboveCap';
    tallies.set(customerId, may.tally);
    months.set(month, sum);
    return undefined;
  };
};
