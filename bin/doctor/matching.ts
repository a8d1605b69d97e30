/** Matching: differences that were taken are in invoice, ledger and month alike, and only lines that wait are parked. */
import type { Books } from './books.ts';
import { differing, rule, sumsOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Money } from './shapes.ts';

const taken = rule(
  'payment.difference',
  'Receipt, invoice and ledger must agree on what was not asked for: unmatch the line and match it again.',
);
const capped = rule(
  'cash.cap',
  'More or less was taken in a month than was counted: compare the receipts of the customer with the count.',
);
const parked = rule('cash.parked', 'Only a line that waits can be parked: unpark it.');

const advised = rule(
  'cash.remittance',
  'Remittance and line name each other: look which line was matched by it, and unmatch what is wrong.',
);
const told = rule(
  'bank.twice',
  'A bank told of one movement twice and both are in the books: unmatch the line that its statement does not have, and give the money back to nobody.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

export interface Remittance {
  readonly id: string;
  readonly state: string;
  readonly amount: Money;
  readonly paidOn: string;
  readonly bankLineId?: string;
}

/** By kind: the account in which the difference stands. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  rounding: 'roundings',
  bank_charge: 'bankCharges',
  withholding: 'withheldTax',
};

export function* matching(books: Books): Generator<Finding> {
  yield* settled(books);
  yield* booked(books);
  yield* caps(books);
  yield* remittances(books);
  yield* twice(books);
  for (const { id, state, parked: to } of books.lines)
    if (to && state !== 'EXCEPTION') yield parked(books.tenant, `a line that is ${state} is parked`, id);
}

type Row = { key: string; minor: number };
const sums = (rows: readonly Row[]) =>
  sumsOf(
    rows,
    ({ key }) => key,
    ({ minor }) => minor,
  );

/** What a receipt left out of an invoice is what the invoice says that it did not ask for. */
function* settled({ tenant, invoices, payments }: Books): Generator<Finding> {
  const heads = invoices.flatMap(({ id, settlements }) =>
    settlements
      .filter(({ method }) => method === 'difference')
      .map(({ paymentId, amount }) => ({ key: `${id} ${paymentId}`, minor: amount.minor })),
  );
  const own = payments.flatMap(({ id, allocations }) =>
    allocations.flatMap(({ invoiceId, difference }) =>
      difference ? [{ key: `${invoiceId} ${id}`, minor: difference.amount.minor }] : [],
    ),
  );
  for (const { key, one, other } of differing(sums(heads), sums(own)))
    yield taken(tenant, `the invoice says that ${one} was left out, the receipt says ${other}`, key);
}

function* booked({ tenant, entries, payments }: Books): Generator<Finding> {
  const accounts = Object.values(ACCOUNTS);
  const ledger = entries.flatMap(({ entity, currency, lines }) =>
    lines
      .filter(({ account }) => accounts.includes(account))
      .map(({ account, minor }) => ({ key: `${account} ${entity} ${currency}`, minor })),
  );
  const own = payments.flatMap(({ entity, amount: { currency }, allocations }) =>
    allocations.flatMap(({ difference }) =>
      difference
        ? [{ key: `${ACCOUNTS[difference.kind]} ${entity} ${currency}`, minor: difference.amount.minor }]
        : [],
    ),
  );
  for (const { key, one, other } of differing(sums(ledger), sums(own)))
    yield taken(tenant, `the ledger has ${one}, the receipts ${other}`, key);
}

/** By month of the receipt, currency and customer. */
function* caps({ tenant, invoices, payments, matchCaps }: Books): Generator<Finding> {
  const customers = new Map(invoices.map(({ id, customerId }) => [id, customerId]));
  const own = payments.flatMap(({ bookedOn, amount: { currency }, allocations }) =>
    allocations.flatMap(({ invoiceId, difference, late, discount }) => {
      const minor = (difference?.amount.minor ?? 0) + (late ? (discount?.minor ?? 0) : 0);
      return minor > 0
        ? [{ key: `${bookedOn.slice(0, 7)} ${currency} ${customers.get(invoiceId)}`, minor }]
        : [];
    }),
  );
  for (const { key, one, other } of differing(matchCaps, sums(own)))
    yield capped(tenant, `${one} were counted, ${other} were taken`, key);
}

/** An entry that is another line, or a batch, is no line of its own. */
function* twice({ tenant, lines, sames }: Books): Generator<Finding> {
  const own = new Set(lines.map(({ id }) => id));
  for (const { id, is } of sames)
    if (id !== is && own.has(id)) yield told(tenant, `the entry is a line, and ${is} is the same`, id, is);
}

/** One that was used names a line with its amount, and only open ones are looked for. */
function* remittances({ tenant, remittances: all, lines }: Books): Generator<Finding> {
  for (const { id, state, amount, paidOn, bankLineId, item } of all) {
    const line = lines.find((one) => one.id === bankLineId);
    if (state === 'JOINED' && line?.amount.minor !== amount.minor)
      yield advised(tenant, `${amount.minor} were advised, and the line has ${line?.amount.minor}`, id);
    const open = state === 'OPEN';
    const wrong = misplaced(item, {
      g1: [`${tenant}#REMITTANCES`, id],
      g2: open ? [`${tenant}#ADVISED#${amount.currency}#${amount.minor}`, `${paidOn}#${id}`] : undefined,
    });
    for (const index of wrong)
      yield indexed(tenant, `${index} does not say that the remittance is ${state}`, id);
  }
}
