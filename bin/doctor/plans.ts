/** Payment plans: what was agreed on adds up, its invoices know of it and no others do, and they ask for what it asks for and no more. */
import type { Books, Invoice, Kept } from './books.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Money } from './shapes.ts';

interface Part {
  readonly dueOn: string;
  readonly minor: number;
}
export interface PaymentPlan {
  readonly id: string;
  readonly state: string;
  readonly entity: string;
  readonly customerId: string;
  readonly total: Money;
  readonly instalments: readonly Part[];
  readonly items: readonly {
    readonly invoiceId: string;
    readonly dueOn: string;
    readonly openMinor: number;
    readonly relievedMinor: number;
  }[];
  readonly endedOn?: string;
}

const agreed = rule('plan.agreed', 'A plan never changes: cancel it, and agree on it anew.');
const marks = rule(
  'plan.invoice',
  'The invoice is due by a plan that is over, or not by one that is not: cancel the plan, and agree on it anew.',
);
const asks = rule(
  'plan.asks',
  'Its invoices fall due otherwise than the plan says: look at the dead letters of keep-plans; the next morning spreads it anew.',
);
const state = rule(
  'plan.state',
  'Look at the dead letters of keep-plans: the plan was not judged by what is open.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

const HOLDS = ['OPEN', 'KEPT'];
const RELIEF = ['credit_note', 'write_off'];

export function* plans(books: Books): Generator<Finding> {
  const { tenant, plans: all, invoices } = books;
  const heads = new Map(invoices.map((head) => [head.id, head]));
  for (const plan of all) {
    const { id, total, instalments, items, item, customerId, state: is } = plan;
    const days = instalments.map(({ dueOn }) => dueOn);
    if (
      sumOf(instalments, ({ minor }) => minor) !== total.minor ||
      days.some((day, at) => at > 0 && day <= days[at - 1]!)
    )
      yield agreed(tenant, `its instalments are not ${total.minor} by rising days`, id);
    if (sumOf(items, ({ openMinor }) => openMinor) !== total.minor)
      yield agreed(tenant, `what was open of its invoices is not ${total.minor}`, id);
    if (HOLDS.includes(is) === (plan.endedOn !== undefined))
      yield state(tenant, `it is ${is} and ${plan.endedOn === undefined ? 'never ended' : 'has ended'}`, id);
    const wrong = misplaced(item, {
      g1: is === 'OPEN' ? [`${tenant}#PAYPLANS_OPEN`, id] : undefined,
      g2: [`${tenant}#PAYPLANS_OF#${customerId}`, id],
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say that the plan is ${is}`, id);
    if (HOLDS.includes(is)) yield* held(tenant, plan, heads);
  }
  const holding = new Map(all.filter(({ state: is }) => HOLDS.includes(is)).map((plan) => [plan.id, plan]));
  for (const { id, number, plan } of invoices)
    if (plan && !holding.get(plan.id)?.items.some(({ invoiceId }) => invoiceId === id))
      yield marks(tenant, `${number} is due by a plan that is over, or not of it`, id, plan.id);
}

function* held(
  tenant: string,
  { id, state: is, instalments, items }: PaymentPlan,
  all: ReadonlyMap<string, Kept<Invoice>>,
): Generator<Finding> {
  const heads = items.flatMap(({ invoiceId }) => all.get(invoiceId) ?? []);
  if (heads.length < items.length || heads.some(({ plan }) => plan?.id !== id)) {
    yield marks(tenant, 'an invoice of it does not know of it', id);
    return;
  }
  const open = sumOf(heads, ({ open: left }) => left.minor);
  if ((open === 0) !== (is === 'KEPT')) yield state(tenant, `it is ${is}, and ${open} is open`, id);
  const relieved = sumOf(items, (one) => relievedOf(one, all.get(one.invoiceId)!));
  const parts = lastOff(instalments, relieved);
  const beside = Math.max(0, open - sumOf(parts, ({ minor }) => minor));
  const plan = youngest(parts, open - beside);
  const asked = heads.flatMap((head) => youngest(head.instalments ?? [], head.open.minor));
  const day = ({ dueOn }: Part) => dueOn;
  const minor = (part: Part) => part.minor;
  if (beside === 0)
    for (const { key, one, other } of differing(sumsOf(asked, day, minor), sumsOf(plan, day, minor)))
      yield asks(tenant, `its invoices ask for ${one}, and the plan for ${other}`, id, key);
  for (const { number, dueOn, instalments: own = [], open: left } of heads) {
    const [oldest] = youngest(own, left.minor);
    if (left.minor > 0 && oldest?.dueOn !== dueOn)
      yield asks(tenant, `${number} is due on ${dueOn}, and its oldest part on ${oldest?.dueOn}`, id);
  }
}

/** Credited or given up since the plan was agreed on. */
const relievedOf = (
  { openMinor, relievedMinor }: PaymentPlan['items'][number],
  { state: is, settlements }: Invoice,
): number => {
  const relief = settlements.filter(({ method }) => RELIEF.includes(method));
  return is === 'VOID' ? openMinor : Math.max(0, sumOf(relief, ({ amount }) => amount.minor) - relievedMinor);
};

/** What is forgiven takes the last of them off. */
const lastOff = (parts: readonly Part[], minor: number): Part[] =>
  youngest(parts.toReversed(), sumOf(parts, (part) => part.minor) - minor).toReversed();
/** What is settled settled the first of them. */
const youngest = (parts: readonly Part[], open: number): Part[] => {
  let left = open;
  return parts
    .toReversed()
    .flatMap((part) => {
      const minor = Math.max(0, Math.min(part.minor, left));
      left -= minor;
      return minor > 0 ? [{ dueOn: part.dueOn, minor }] : [];
    })
    .toReversed();
};
