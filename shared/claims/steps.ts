/** What takes from a claim, step by step, and what the books and others hear of it. Pure. */
import { announce, type Fact } from '../kernel/events.ts';
import { minus } from '../kernel/money.ts';
import type { EntryLine } from '../ledger/entry.ts';
import { ClaimChanged, type Charged, type Claim, type ClaimKind, type ClaimStep } from './claim.ts';

const INCOME = { interest: 'interest', fee: 'lateFees', compensation: 'lateFees' } as const;
/** Dr what is claimed · Cr income, by what it is for. What a court awards for being late is damages and bears no tax. */
export const linesOf = (
  { customerId, invoiceId, kind }: Pick<Claim, 'customerId' | 'invoiceId' | 'kind'>,
  minor: number,
): EntryLine[] => [
  { account: 'lateClaims', minor, customerId, invoiceId },
  { account: INCOME[kind], minor: 0 - minor, customerId, invoiceId },
];

/** One step further. Its caller has seen to it that no more is taken than is open. */
export const taken = (claim: Claim, step: ClaimStep): Claim => {
  const open = minus(claim.open, step.amount);
  const steps = [...claim.steps, step];
  return { ...claim, version: claim.version + 1, open, steps, state: stateOf({ ...claim, open, steps }) };
};
const stateOf = ({ amount, open, steps }: Pick<Claim, 'amount' | 'open' | 'steps'>): Claim['state'] =>
  open.minor === amount.minor
    ? 'OPEN'
    : open.minor > 0
      ? 'PARTLY'
      : steps.some(({ is, undone }) => is === 'paid' && !undone)
        ? 'PAID'
        : steps.some(({ is }) => is === 'waived')
          ? 'WAIVED'
          : 'REVERSED';

/** As if these had never been charged: their days and levels are charged again by the next reminder. `all`: every claim of the invoice. */
export const forgotten = (charged: Charged, gone: readonly Claim[], all: readonly Claim[]): Charged => {
  const { interestTo: _, ...rest } = charged;
  const ends = all.flatMap(({ id, state, interest }) =>
    interest && state !== 'REVERSED' && !gone.some((one) => one.id === id) ? [interest.to] : [],
  );
  return {
    ...rest,
    version: charged.version + 1,
    interestMinor: gone.reduce(
      (left, one) => (one.kind === 'interest' ? left - one.amount.minor + overMinor(one) : left),
      charged.interestMinor,
    ),
    ...(ends.length > 0 && { interestTo: ends.toSorted().at(-1)! }),
    levels: charged.levels.filter((level) => !gone.some((one) => one.level === level)),
    compensated: charged.compensated && !gone.some(({ kind }) => kind === 'compensation'),
  };
};
/** What was waived is not charged again, and what was reversed is forgotten already. */
const overMinor = ({ steps }: Claim): number =>
  steps.reduce((all, { is, amount }) => (is === 'paid' ? all : all + amount.minor), 0);

export const factOf = ({ id, invoiceId, customerId, invoiceNumber, kind, amount }: Claim) => ({
  claimId: id,
  invoiceId,
  customerId,
  number: invoiceNumber,
  kind,
  amount,
});
export const changedFact = (claim: Claim): Fact => {
  const { is, amount } = claim.steps.at(-1)!;
  return announce(ClaimChanged, claim.invoiceId, {
    ...factOf(claim),
    is,
    amount,
    open: claim.open,
    state: claim.state,
  });
};

/** What is open of some claims, by what they are for; costs first, then interest (§ 367 BGB; rules §3.5). */
const ORDER: readonly ClaimKind[] = ['fee', 'compensation', 'interest'];
export const inOrder = (claims: readonly Claim[]): Claim[] =>
  claims
    .filter(({ open }) => open.minor > 0)
    .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.id < b.id ? -1 : 1));
