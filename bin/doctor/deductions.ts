/** Deductions: each is on its invoice as long as something of it may be asked for, once per payment, and no larger than what is open. */
import type { Books } from './books.ts';
import { differing, rule, sumsOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Invoice, Money } from './shapes.ts';

/** What a payer kept back of an invoice. */
export interface Deduction {
  readonly id: string;
  readonly state: string;
  readonly invoiceId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly gap: Money;
  readonly paymentId?: string;
  readonly openedOn: string;
  readonly decided?: { readonly writeOffId?: string; readonly creditNoteId?: string };
}

const marked = rule(
  'deduction.invoice',
  'Look at the dead letters of keep-plans: reminders ask for what is in clarification, or not for what is not.',
);
const gap = rule(
  'deduction.gap',
  'Look at the dead letters of keep-plans: the case does not know what was paid, taken back or credited.',
);
const once = rule(
  'deduction.once',
  'Two cases are of one short payment: decide on one, and reject the other.',
);
const decision = rule(
  'deduction.decided',
  'The case names a write-off or a credit note that is not there, or over another sum: find the act that lacks it.',
);
const capped = rule(
  'deduction.cap',
  'The rules wrote off more or less than was counted: look at the cases of the month.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

/** Its invoice carries it: also one that was paid, whose money may go back. */
const CARRIED = ['PENDING', 'REJECTED', 'RECOVERED'];

export function* deductions(books: Books): Generator<Finding> {
  const { tenant, deductions: all, invoices } = books;
  const heads = new Map(invoices.map((head) => [head.id, head]));
  const seen = new Set<string>();
  for (const one of all) {
    const { id, state, invoiceId, paymentId, item } = one;
    const head = heads.get(invoiceId);
    if (CARRIED.includes(state)) yield* carried(tenant, one, head);
    yield* decided(books, one);
    const cause = `${invoiceId} ${paymentId}`;
    if (paymentId !== undefined && seen.has(cause)) yield once(tenant, `another case is of ${cause}`, id);
    seen.add(cause);
    const wrong = misplaced(item, {
      g1: state === 'PENDING' ? [`${tenant}#DEDUCTIONS_OPEN`, id] : undefined,
      g2: [`${tenant}#DEDUCTIONS_OF#${one.customerId}`, id],
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say that the case is ${state}`, id);
  }
  const states = new Map(all.map(({ id, state }) => [id, state]));
  for (const { id, number, deduction } of invoices)
    if (deduction && !CARRIED.includes(states.get(deduction.id) ?? ''))
      yield marked(tenant, `${number} says ${deduction.state}, and the case is over`, id, deduction.id);
  yield* caps(books);
}

function* carried(
  tenant: string,
  { id, state, gap: { minor }, paymentId }: Deduction,
  head: Invoice | undefined,
): Generator<Finding> {
  const mark = head?.deduction;
  if (!head || mark?.id !== id || (state !== 'RECOVERED' && mark.state !== state)) {
    yield marked(tenant, `the case is ${state}, and its invoice does not say so`, id);
    return;
  }
  if (paymentId !== undefined && !head.settlements.some((one) => one.paymentId === paymentId))
    yield marked(tenant, `the case is ${state}, and its payment was taken back`, id);
  const missing = Math.min(mark.minor, head.open.minor);
  if (minor !== missing || (missing === 0) !== (state === 'RECOVERED'))
    yield gap(tenant, `it is ${state} over ${minor}, and ${missing} are missing`, id);
}

function* decided(
  { tenant, writeOffs, creditNotes }: Books,
  { id, state, gap: { minor }, decided: by = {} }: Deduction,
): Generator<Finding> {
  const found =
    state === 'CREDIT'
      ? creditNotes.find((note) => note.id === by.creditNoteId)?.total
      : state.endsWith('WRITE_OFF')
        ? writeOffs.find((one) => one.id === by.writeOffId)?.amount
        : { minor };
  if (found?.minor !== minor)
    yield decision(tenant, `it is ${state} over ${minor}, and that is ${found?.minor ?? 'nowhere'}`, id);
}

function* caps({ tenant, deductions: all, deductionCaps }: Books): Generator<Finding> {
  const spent = sumsOf(
    all.filter(({ state }) => state === 'AUTO_WRITE_OFF'),
    ({ customerId, gap: { currency }, openedOn }) => `${openedOn.slice(0, 7)} ${currency} ${customerId}`,
    ({ gap: { minor } }) => minor,
  );
  for (const { key, one, other } of differing(deductionCaps, spent))
    yield capped(tenant, `${one} is counted and ${other} was written off`, key);
}
