/** Erasures: whoever was erased has nothing left that names it, nothing new was begun, and what was agreed on is carried out. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';

export interface Erasure {
  readonly id: string;
  readonly customerId: string;
  readonly customers: readonly string[];
  readonly state: 'REQUESTED' | 'RUNNING' | 'DONE' | 'STOPPED';
  readonly approvedAt: string;
  readonly requestedBy: string;
  readonly approvedBy: string;
  readonly doneAt?: string;
}

const left = rule(
  'privacy.left',
  'Something names a customer that was erased: find what wrote it afterwards, and take it out by hand.',
);
const late = rule(
  'privacy.late',
  'Look at the dead letters and the log of erase-customers: moving the message back goes on where it was.',
);
const alone = rule(
  'privacy.two_persons',
  'An erasure was asked for and agreed to by one: look for its act, and at how that could be.',
);
const closed = rule(
  'privacy.closed',
  'The record and its erasure do not say the same: compare its versions with the acts of the erasure.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

const OVER: readonly Erasure['state'][] = ['DONE', 'STOPPED'];
/** All that a record without a name has in its lines. */
const BLANK = new Set(['-', 'Erased']);

export function* privacy(books: Books, due: (at: string) => boolean): Generator<Finding> {
  const { tenant, erasures: all } = books;
  for (const { id, state, approvedAt, requestedBy, approvedBy, item } of all) {
    if (!OVER.includes(state) && due(approvedAt))
      yield late(tenant, `it is ${state} since ${approvedAt}`, id);
    if (requestedBy === approvedBy) yield alone(tenant, `both were ${approvedBy}`, id);
    for (const index of misplaced(item, { g1: [`${tenant}#ERASURES`, id] }))
      yield indexed(tenant, `${index} does not say where the erasure is`, id);
  }
  yield* records(books);
  yield* traces(books);
}

function* records({ tenant, erasures: all, customers }: Books): Generator<Finding> {
  const byId = new Map(all.map((erasure) => [erasure.id, erasure]));
  const erased = new Set(all.filter(({ state }) => state === 'DONE').flatMap(({ customers: ids }) => ids));
  for (const { id, erased: mark, name, address, emails, ibans } of customers) {
    if (erased.has(id) && mark?.state !== 'DONE')
      yield closed(tenant, 'it was erased and does not say so', id);
    if (mark && (!byId.has(mark.erasure) || byId.get(mark.erasure)!.state === 'STOPPED'))
      yield closed(tenant, `it is closed for erasure ${mark.erasure}, which does not go on`, id);
    if (mark?.state !== 'DONE') continue;
    const words = [name, address.line1, address.postalCode, address.city];
    if (words.some((word) => !BLANK.has(word)) || emails.length > 0 || ibans.length > 0)
      yield left(tenant, 'the record has values', id);
  }
}

/** What was erased is so in every place that the erasure looks through. What came in later is from somebody who paid again. */
function* traces({ tenant, erasures: all, versions, payments, drafts }: Books): Generator<Finding> {
  const erased = new Map(
    all.flatMap(({ state, customers, doneAt }) =>
      state === 'DONE' ? customers.map((id) => [id, doneAt!] as const) : [],
    ),
  );
  for (const id of erased.keys())
    for (const { version, changes } of versions.get(id) ?? [])
      for (const { field } of changes.filter((one) => one.before !== undefined || one.after !== undefined))
        yield left(tenant, `version ${version} has the value of ${field}`, id);
  for (const { id, customerId, source, payer = {}, receivedAt } of payments)
    if (
      receivedAt < (erased.get(customerId ?? '') ?? '') &&
      source.kind === 'bank_line' &&
      Object.keys(payer).length > 0
    )
      yield left(tenant, 'the payment names the payer beside the bank’s line', id);
  for (const { id, customerId, customerName } of drafts)
    if (erased.has(customerId) && !BLANK.has(customerName)) yield left(tenant, 'the draft has a name', id);
}
