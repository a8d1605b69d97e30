/** The ledger against itself and against what it is the account of: invoices, receipts, payouts. */
import type { Books, Invoice } from './books.ts';
import { account, linesOn, moneyAccounts, REVERSE, type Line } from './money-accounts.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';
import { kinds } from './kinds.ts';
import { bookedOnce } from './once.ts';

const balanced = rule('ledger.balanced', REVERSE);
const control = rule(
  'ledger.control_account',
  'Sub-ledger and control account must agree: look which of both has the act that the other lacks.',
);
const buckets = rule(
  'ledger.buckets',
  'An entry carries another due date than its invoice: ageing is wrong by it.',
);
export function* ledger(books: Books): Generator<Finding> {
  yield* balance(books);
  yield* receivables(books);
  yield* liabilities(books);
  yield* moneyAccounts(books);
  yield* bookedOnce(books);
  yield* kinds(books);
}

function* balance({ tenant, entries }: Books): Generator<Finding> {
  for (const { act, source, lines } of entries) {
    const off = sumOf(lines, ({ minor }) => minor);
    if (off !== 0) yield balanced(tenant, `the entry for ${source} is off by ${off}`, act);
    const odd = lines.find(({ minor }) => !Number.isSafeInteger(minor));
    if (odd) yield balanced(tenant, `the entry for ${source} has ${odd.minor}, not whole minor units`, act);
  }
}

/** Every invoice's lines add up to what is open of it, and so do all of them by entity, currency and bucket of age. */
function* receivables(books: Books): Generator<Finding> {
  const { tenant, invoices } = books;
  const lines = linesOn(books, 'receivables');
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  for (const { invoiceId = '', minor } of lines)
    if (!byId.has(invoiceId)) yield control(tenant, `${minor} is booked on an unknown invoice`, invoiceId);
  const booked = sumsOf(
    lines,
    ({ invoiceId, currency }) => `${invoiceId} ${currency}`,
    ({ minor }) => minor,
  );
  const heads = sumsOf(
    invoices,
    ({ id, open }) => `${id} ${open.currency}`,
    ({ open }) => open.minor,
  );
  for (const { key, one, other } of differing(booked, heads))
    yield control(tenant, `the ledger has ${one} open, the invoice ${other}`, key);
  const place = ({ entity }: { entity: string }, currency: string) => `${entity} ${currency}`;
  for (const { key, one, other } of differing(
    sumsOf(
      lines,
      (line) => place(line, line.currency),
      ({ minor }) => minor,
    ),
    sumsOf(
      invoices,
      (invoice) => place(invoice, invoice.open.currency),
      ({ open }) => open.minor,
    ),
  ))
    yield control(tenant, `the control account has ${one}, all invoices together ${other}`, key);
  const days = invoices.flatMap(({ dueOn, plan, instalments = [] }) => [
    plan?.own.dueOn ?? dueOn,
    ...instalments.map((part) => part.dueOn),
  ]);
  const asOf = [...lines.map(({ on }) => on), ...days].sort().at(-1) ?? '';
  for (const { key, one, other } of differing(
    sumsOf(
      [...Map.groupBy(lines, ({ invoiceId = '' }) => invoiceId).values()].flatMap(byDay),
      (line) => `${place(line, line.currency)} ${age(line.dueOn ?? '', asOf)}`,
      ({ minor }) => minor,
    ),
    sumsOf(
      invoices.flatMap(({ plan, open, entity, ...head }) =>
        // No entry knows of a payment plan: the books age by the invoice's own days, reports by the plan's.
        youngest(open.minor, ownParts(plan?.own ?? head, open.minor)).map((part) => ({
          ...part,
          entity,
          currency: open.currency,
        })),
      ),
      (part) => `${place(part, part.currency)} ${age(part.dueOn, asOf)}`,
      ({ minor }) => minor,
    ),
  ))
    yield buckets(tenant, `the bucket holds ${one} by the ledger and ${other} by the invoices`, key);
}

const ownParts = ({ dueOn, instalments }: Pick<Invoice, 'dueOn' | 'instalments'>, minor: number) =>
  instalments ?? [{ dueOn, minor }];

/** The lines of one invoice; where it was booked on several days, what is open is that of the youngest. */
const byDay = (lines: readonly Line[]): readonly Line[] => {
  const issued = lines.filter(({ kind }) => kind === 'invoice');
  if (new Set(issued.map(({ dueOn }) => dueOn)).size < 2) return lines;
  const parts = issued.map(({ dueOn = '', minor }) => ({ dueOn, minor }));
  return youngest(
    sumOf(lines, ({ minor }) => minor),
    parts,
  ).map((part) => ({ ...lines[0]!, ...part }));
};
/** What is settled settles the oldest part first. */
const youngest = <P extends { readonly dueOn: string; readonly minor: number }>(
  open: number,
  parts: readonly P[],
): P[] => {
  let left = open;
  return [...parts]
    .sort((a, b) => (a.dueOn < b.dueOn ? 1 : -1))
    .map((part) => {
      const minor = Math.min(part.minor, left);
      left -= minor;
      return { ...part, minor };
    });
};

/** Days in steps of thirty, from the last day on which anything falls due: every bucket of any day is a sum of these. */
const age = (dueOn: string, asOf: string): string => {
  const days = Math.round((Date.parse(asOf) - Date.parse(dueOn)) / 86_400_000);
  return Number.isNaN(days) ? 'without a due date' : `${Math.floor(days / 30) * 30} days`;
};

/** What is not applied is owed to its customer, or to nobody known yet. */
function* liabilities(books: Books): Generator<Finding> {
  const { tenant, payments } = books;
  for (const name of ['unapplied', 'unidentified']) {
    const owner = (customerId: string | undefined) =>
      name === 'unapplied' ? (customerId ?? 'nobody') : 'nobody';
    for (const { key, one, other } of differing(
      sumsOf(
        linesOn(books, name),
        ({ entity, currency, customerId }) => `${entity} ${currency} ${owner(customerId)}`,
        ({ minor }) => 0 - minor,
      ),
      sumsOf(
        payments.filter(({ customerId }) => (customerId === undefined) === (name === 'unidentified')),
        ({ entity, amount, customerId }) => `${entity} ${amount.currency} ${owner(customerId)}`,
        ({ unapplied }) => unapplied.minor,
      ),
    ))
      yield account(tenant, `${name} is ${one} in the ledger and ${other} in the receipts`, key);
  }
}
