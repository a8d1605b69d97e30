/** Claims for late payment: each adds up, the books have what is open of them, and nothing was charged twice. */
import type { Books } from './books.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Money } from './shapes.ts';

interface Step {
  readonly is: string;
  readonly amount: Money;
  readonly paymentId?: string;
  readonly undone?: boolean;
}
export interface Claim {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly entity: string;
  readonly customerId: string;
  readonly invoiceId: string;
  readonly amount: Money;
  readonly open: Money;
  readonly level?: number;
  readonly interest?: { readonly rows: readonly { readonly amount: Money }[]; readonly earlier?: Money };
  readonly steps: readonly Step[];
}
/** What was charged of an invoice. */
export interface Charged {
  readonly invoiceId: string;
  readonly claims: readonly string[];
  readonly interestMinor: number;
}

const state = rule(
  'claim.state',
  'Amount, steps, open sum and state of a claim must agree: find the act that is missing.',
);
const booked = rule(
  'claim.booked',
  'The account of claims for late payment must have what is open of them: compare the entries that name the invoice, and book what is missing.',
);
const charged = rule(
  'claim.charged',
  'What was charged of an invoice must be its claims: otherwise days are charged twice, or never. Write it anew from the claims.',
);
const indexed = rule(
  'table.index',
  'Write the item again with its keys: it is not found where people look for it.',
);

export const paidSteps = (claims: readonly Claim[]): Step[] =>
  claims.flatMap(({ steps }) => steps.filter(({ paymentId, undone }) => paymentId !== undefined && !undone));
const stepsOf = ({ steps }: Claim, is: string): number =>
  sumOf(
    steps.filter((step) => step.is === is && !step.undone),
    ({ amount }) => amount.minor,
  );

export function* claims(books: Books): Generator<Finding> {
  yield* single(books);
  yield* entries(books);
  yield* heads(books);
}

function* single({ tenant, claims: all }: Books): Generator<Finding> {
  for (const claim of all) {
    const { id, amount, open, interest, item, customerId } = claim;
    const left = amount.minor - sumOf(claim.steps, (step) => (step.undone ? 0 : step.amount.minor));
    if (left !== open.minor || left < 0)
      yield state(tenant, `${open.minor} are said to be open, and ${left} are by its steps`, id);
    if (claim.state !== stateOf(claim))
      yield state(tenant, `it is ${claim.state} and not ${stateOf(claim)}`, id);
    const rows = sumOf(interest?.rows ?? [], (row) => row.amount.minor) + (interest?.earlier?.minor ?? 0);
    if (interest && rows !== amount.minor)
      yield state(tenant, `its rows add up to ${rows} and not to ${amount.minor}`, id);
    const keys = {
      g1: [`${tenant}#CLAIMS`, id],
      g2: [`${tenant}#CLAIMS_OF#${customerId}`, id],
      g3: open.minor > 0 ? ([`${tenant}#CLAIMS_OPEN#${customerId}`, id] as const) : undefined,
    } as const;
    for (const index of misplaced(item, keys)) yield indexed(tenant, `${index} does not name the claim`, id);
  }
}
const stateOf = (claim: Claim): string => {
  if (claim.open.minor === claim.amount.minor) return 'OPEN';
  if (claim.open.minor > 0) return 'PARTLY';
  if (stepsOf(claim, 'paid') > 0) return 'PAID';
  return stepsOf(claim, 'waived') > 0 ? 'WAIVED' : 'REVERSED';
};

function* entries({ tenant, entries: booklet, claims: all }: Books): Generator<Finding> {
  const lines = booklet.flatMap(({ entity, currency, lines: own }) =>
    own.filter(({ account }) => account === 'lateClaims').map((line) => ({ entity, currency, ...line })),
  );
  for (const { key, one, other } of differing(
    sumsOf(
      lines,
      ({ entity, currency, invoiceId }) => `${entity} ${currency} ${invoiceId}`,
      ({ minor }) => minor,
    ),
    sumsOf(
      all,
      ({ entity, open, invoiceId }) => `${entity} ${open.currency} ${invoiceId}`,
      ({ open }) => open.minor,
    ),
  ))
    yield booked(tenant, `the entries have ${one} for late payment, the claims ${other}`, key);
}

function* heads({ tenant, claims: all, charged: known }: Books): Generator<Finding> {
  const named = new Set(known.flatMap((one) => one.claims));
  for (const { id, invoiceId } of all)
    if (!named.has(id)) yield charged(tenant, 'its invoice does not know the claim', id, invoiceId);
  for (const { invoiceId, interestMinor, claims: ids } of known) {
    const own = all.filter((one) => one.invoiceId === invoiceId);
    const minor = sumOf(
      own.filter(({ kind }) => kind === 'interest'),
      (one) => one.amount.minor - stepsOf(one, 'reversed'),
    );
    if (minor !== interestMinor)
      yield charged(
        tenant,
        `${interestMinor} of interest are said to be charged, claims are of ${minor}`,
        invoiceId,
      );
    for (const id of ids)
      if (!own.some((one) => one.id === id))
        yield charged(tenant, 'a claim is named and not there', id, invoiceId);
    const levels = own.filter((one) => one.level !== undefined && stepsOf(one, 'reversed') === 0);
    if (new Set(levels.map(({ level }) => level)).size !== levels.length)
      yield charged(tenant, 'one reminder cost something twice', invoiceId);
  }
}
