/** Deposits: what was paid, taken up and is left of them, that it is used once, and what the ledger and the orders say of it. */
import type { Books, Invoice, Kept } from './books.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';
import { frozen, misplaced, prepaidLeft } from './invoices.ts';

const split = rule(
  'deposit.split',
  'Compare what was paid of the deposit with the receipts that name it, and what was taken up with the invoices.',
);
const liability = rule(
  'deposit.liability',
  'The account of deposits is what is left of all of them: look which of both has the act that the other lacks.',
);
const once = rule(
  'deposit.once',
  'A deposit paid an invoice twice, or one that does not say so: credit the invoice, and find what wrote it.',
);
const named = rule(
  'deposit.order',
  'The order names its deposits, and each is of one order: put the id back.',
);
const indexed = rule(
  'table.index',
  'Write the item again with its keys: it is not found where it should be.',
);

const paidOf = ({ settlements }: Invoice): number => sumOf(settlements, ({ amount }) => amount.minor);
const takenOf = ({ deposit }: Invoice): number => sumOf(deposit?.taken ?? [], ({ amount }) => amount.minor);
/** What is the customer's for its order; of a request, or of the invoice of its money. */
export const leftOf = (one: Invoice): number =>
  one.prepayment ? prepaidLeft(one) : paidOf(one) - takenOf(one);

export function* deposits(books: Books): Generator<Finding> {
  for (const deposit of books.deposits) {
    yield* amounts(books, deposit);
    yield* frozen(books, deposit);
    yield* found(books, deposit);
  }
  yield* paid(books);
  yield* taken(books);
  yield* booked(books);
}

function* amounts({ tenant }: Books, one: Kept<Invoice>): Generator<Finding> {
  const { id, number, total, open, state, deposit } = one;
  const [came, gone] = [paidOf(one), takenOf(one)];
  if (gone > came || came > total.minor)
    yield split(tenant, `${came} were paid of ${total.minor}, and ${gone} taken up`, number, id);
  const closed = deposit?.closed !== undefined;
  if (open.minor !== (closed ? 0 : total.minor - came))
    yield split(tenant, `${open.minor} are asked for, and ${came} of ${total.minor} were paid`, number, id);
  if (closed && came !== gone)
    yield split(tenant, `it is closed, and ${came - gone} of it are left`, number, id);
  const should = closed
    ? ['PAID', 'CLOSED']
    : [open.minor === 0 ? 'PAID' : came === 0 ? 'ISSUED' : 'PART_PAID'];
  if (!should.includes(state))
    yield split(tenant, `it is ${state} and must be ${should.join(' or ')}`, number, id);
}

function* found({ tenant, orders }: Books, one: Kept<Invoice>): Generator<Finding> {
  const { id, number, open, deposit, entity, remindOn, item } = one;
  const alive = open.minor > 0 || leftOf(one) > 0;
  const wrong = misplaced(item, {
    g1: [`${tenant}#DEPOSITS`, id],
    g2: alive ? [`${tenant}#DEPOSITS_LIVE`, id] : undefined,
    g3:
      open.minor > 0 && remindOn !== undefined
        ? [`${tenant}#REMIND#${entity}`, `${remindOn}#${id}`]
        : undefined,
  });
  for (const index of wrong) yield indexed(tenant, `${index} does not say where it is`, number, id);
  const naming = orders.filter((order) => order.deposits?.includes(id));
  if (naming.length !== 1 || naming[0]!.id !== deposit?.orderId)
    yield named(
      tenant,
      `it is of order ${deposit?.orderId}, and ${naming.length} orders name it`,
      number,
      id,
    );
}

/** What receipts say that they paid of a deposit is what it says. */
function* paid({ tenant, deposits: all, payments }: Books): Generator<Finding> {
  for (const { key, one, other } of differing(
    sumsOf(
      all.flatMap(({ id, settlements }) =>
        settlements.map(({ paymentId, amount }) => ({ key: `${id} ${paymentId}`, minor: amount.minor })),
      ),
      ({ key: at }) => at,
      ({ minor }) => minor,
    ),
    sumsOf(
      payments.flatMap(({ id, allocations }) =>
        allocations
          .filter(({ deposit }) => deposit)
          .map(({ invoiceId, amount }) => ({ key: `${invoiceId} ${id}`, minor: amount.minor })),
      ),
      ({ key: at }) => at,
      ({ minor }) => minor,
    ),
  ))
    yield split(tenant, `the deposit says that ${one} were paid, the receipt says ${other}`, key);
}

/** An invoice says of each deposit once what it took of it, and so does the deposit. */
function* taken({ tenant, deposits: all, invoices }: Books): Generator<Finding> {
  const up = invoices.flatMap(({ id, settlements }) =>
    settlements
      .filter(({ method }) => method === 'deposit')
      .map(({ paymentId, amount }) => ({ key: `${id} ${paymentId}`, minor: amount.minor })),
  );
  for (const [key, rows] of Map.groupBy(up, (row) => row.key))
    if (rows.length > 1) yield once(tenant, `one invoice took it up ${rows.length} times`, key);
  for (const { key, one, other } of differing(
    sumsOf(
      up,
      (row) => row.key,
      ({ minor }) => minor,
    ),
    sumsOf(
      [...all, ...invoices].flatMap(({ id, deposit, prepayment }) =>
        (deposit?.taken ?? prepayment?.taken ?? []).map(({ invoiceId, amount }) => ({
          key: `${invoiceId} ${id}`,
          minor: amount.minor,
        })),
      ),
      (row) => row.key,
      ({ minor }) => minor,
    ),
  ))
    yield once(tenant, `the invoice took up ${one}, the deposit says ${other}`, key);
}

/** The liability is what is left of all deposits, one by one; of an invoice of money without its tax, which was due when it came. */
function* booked(books: Books): Generator<Finding> {
  const { tenant, deposits: all, invoices, creditNotes, entries } = books;
  const prepayments = invoices.filter(({ prepayment }) => prepayment);
  for (const { key, one, other } of differing(
    sumsOf(
      entries.flatMap(({ lines, entity, currency }) =>
        lines
          .filter(({ account }) => account === 'deposits')
          .map(({ invoiceId, minor }) => ({ key: `${entity} ${currency} ${invoiceId}`, minor: 0 - minor })),
      ),
      (row) => row.key,
      ({ minor }) => minor,
    ),
    sumsOf(
      [...all, ...prepayments],
      ({ entity, total, id }) => `${entity} ${total.currency} ${id}`,
      (one) => (one.prepayment ? netLeft(one, books) : leftOf(one)),
    ),
  ))
    yield liability(tenant, `the ledger has ${one} of it, and ${other} are left`, key);
  for (const { id, number, total, prepayment } of prepayments) {
    const noted = creditNotes.filter((note) => note.invoiceId === id).flatMap(({ taxes }) => taxes);
    if (grossOf(noted) !== grossOf(prepayment!.credited))
      yield split(
        tenant,
        `credit notes took ${grossOf(noted)} of it back, and it says ${grossOf(prepayment!.credited)}`,
        number,
        id,
      );
    if (prepayment!.taken.some(({ amount, groups }) => grossOf(groups) !== amount.minor))
      yield split(tenant, 'a part that was taken up is not its net and its tax', number, id);
    if (prepaidLeft({ prepayment, total }) < 0)
      yield split(tenant, 'more of it was used than came in', number, id);
  }
}
const grossOf = (groups: readonly { readonly baseMinor: number; readonly taxMinor: number }[]): number =>
  sumOf(groups, ({ baseMinor, taxMinor }) => baseMinor + taxMinor);
const netLeft = ({ id, prepayment }: Invoice, { snapshots }: Books): number =>
  (snapshots.get(id)?.totals.netMinor ?? 0) -
  sumOf(
    [...prepayment!.taken.flatMap(({ groups }) => groups), ...prepayment!.credited],
    (one) => one.baseMinor,
  );
