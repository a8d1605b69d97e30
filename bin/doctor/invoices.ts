/** Invoices: what is open, their numbers, their snapshots, and the indexes by which they are found. */
import type { Books, Invoice, Kept, Raw } from './books.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';

const open = rule(
  'invoice.open',
  'Compare the settlements with the receipts that name the invoice; unmatch and match again.',
);
const snapshot = rule(
  'invoice.snapshot',
  'The snapshot is frozen at issue. Restore it from a backup; never write it anew.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be, or is found where it should not: write the item again with its keys.',
);
const dense = rule(
  'series.dense',
  'A gap or a double number must be explained to the tax office: find the act that took the number.',
);
const order = rule(
  'series.order',
  'A later number has an earlier date: note it in the books; numbers are never changed.',
);

export function* invoices(books: Books): Generator<Finding> {
  for (const invoice of books.invoices) {
    yield* amounts(books, invoice);
    yield* dueInParts(books, invoice);
    yield* frozen(books, invoice);
    yield* found(books, invoice);
  }
  yield* settledAsPaid(books);
  yield* numbers(books);
}

function* amounts(
  { tenant }: Books,
  { id, number, total, early, open: left, settlements, state }: Invoice,
): Generator<Finding> {
  const settled = sumOf(settlements, ({ amount, discount }) => amount.minor + (discount?.minor ?? 0));
  const kept = sumOf(settlements, ({ discount }) => discount?.minor ?? 0);
  if (kept > (early?.discount.minor ?? 0))
    yield open(
      tenant,
      `${kept} were kept for paying early, of ${early?.discount.minor ?? 0} that might be`,
      number,
      id,
    );
  if (left.minor < 0 || left.minor > total.minor)
    yield open(tenant, `${left.minor} are open of ${total.minor}`, number, id);
  // See voids.ts.
  if (state === 'VOID') return;
  if (left.minor !== total.minor - settled)
    yield open(tenant, `${left.minor} are open, but ${total.minor} less ${settled} is not that`, number, id);
  if (settlements.some(({ amount }) => amount.minor <= 0 || amount.currency !== total.currency))
    yield open(tenant, 'a settlement is not a positive amount in the currency of the invoice', number, id);
  const closed = settlements.some(({ method }) => method === 'write_off')
    ? 'WRITTEN_OFF'
    : settled > 0 && settlements.every(({ method }) => method === 'credit_note')
      ? 'CREDITED'
      : 'PAID';
  const should = left.minor === 0 ? closed : left.minor === total.minor ? 'ISSUED' : 'PART_PAID';
  if (state !== should) yield open(tenant, `it is ${state} and must be ${should}`, number, id);
}

/** Parts that fall due one after another are all of it, and the day it is found by is that of the oldest that is open. */
function* dueInParts(
  { tenant }: Books,
  { id, number, total, open: left, dueOn, instalments, plan }: Invoice,
): Generator<Finding> {
  // See plans.ts.
  if (!instalments || plan) return;
  const days = instalments.map((part) => part.dueOn);
  if (
    sumOf(instalments, ({ minor }) => minor) !== total.minor ||
    days.some((day, at) => at > 0 && day <= days[at - 1]!)
  )
    yield open(tenant, 'its instalments are not its total by rising days', number, id);
  let after = 0;
  const oldest = instalments.toReversed().find(({ minor }) => (after += minor) >= left.minor);
  if (left.minor > 0 && oldest?.dueOn !== dueOn)
    yield open(
      tenant,
      `it is due on ${dueOn}, and its oldest open instalment on ${oldest?.dueOn}`,
      number,
      id,
    );
}

export function* frozen(
  { tenant, snapshots }: Books,
  { id, number, total, external }: Pick<Invoice, 'id' | 'number' | 'total' | 'external'>,
): Generator<Finding> {
  const kept = snapshots.get(id);
  if (!kept) {
    yield snapshot(tenant, 'an issued document has no snapshot', number, id);
    return;
  }
  const { netMinor, taxMinor, grossMinor, taxes, allowances = [] } = kept.totals;
  if (kept.number !== number) yield snapshot(tenant, `its snapshot says ${kept.number}`, number, id);
  if (
    // Of an invoice that came from outside only what was still open is ours.
    grossMinor - (external ? (kept.prepaidMinor ?? 0) : 0) !== total.minor ||
    netMinor + taxMinor !== grossMinor ||
    sumOf(kept.lines, (line) => line.netMinor) - sumOf(allowances, ({ minor }) => minor) !== netMinor ||
    sumOf(taxes, (tax) => tax.taxMinor) !== taxMinor ||
    sumOf(taxes, (tax) => tax.baseMinor) !== netMinor
  )
    yield snapshot(tenant, 'lines, taxes and total of its snapshot do not add up', number, id);
}

/** In the list always, among the open while open, to be reminded while open and a reminder is left. */
function* found({ tenant }: Books, invoice: Kept<Invoice>): Generator<Finding> {
  const { id, number, open: left, customerId, dueOn, entity, remindOn, item } = invoice;
  const isOpen = left.minor > 0;
  const wrong = misplaced(item, {
    g1: [`${tenant}#INVOICES`, id],
    g2: isOpen
      ? [`${tenant}#OPEN#${customerId}`, `${dueOn}#${id}`]
      : prepaidLeft(invoice) > 0
        ? [`${tenant}#DEPOSITS_LIVE`, id]
        : undefined,
    g3: isOpen && remindOn !== undefined ? [`${tenant}#REMIND#${entity}`, `${remindOn}#${id}`] : undefined,
  });
  for (const index of wrong) yield indexed(tenant, `${index} does not say where it is`, number, id);
}

/** Of an invoice of money: what no invoice took up, and no credit note took back. */
export const prepaidLeft = ({ prepayment, total }: Pick<Invoice, 'prepayment' | 'total'>): number =>
  prepayment
    ? total.minor -
      sumOf(prepayment.taken, ({ amount }) => amount.minor) -
      sumOf(prepayment.credited, ({ baseMinor, taxMinor }) => baseMinor + taxMinor)
    : 0;

/** Names of the indexes in which an item does not stand as it should. */
export const misplaced = (
  item: Raw,
  should: Readonly<Record<string, readonly [string, string] | undefined>>,
): string[] =>
  Object.entries(should)
    .filter(([index, place]) => item[`${index}p`] !== place?.[0] || item[`${index}s`] !== place?.[1])
    .map(([index]) => index);

/** What a receipt says it settled of an invoice is what the invoice says that the receipt settled; see write-offs.ts for the rest. */
function* settledAsPaid({ tenant, invoices: all, payments }: Books): Generator<Finding> {
  const pairs = (rows: { key: string; minor: number }[]) =>
    sumsOf(
      rows,
      ({ key }) => key,
      ({ minor }) => minor,
    );
  for (const { key, one, other } of differing(
    pairs(
      all.flatMap(({ id, settlements }) =>
        settlements
          .filter(({ method }) => method !== 'write_off' && method !== 'deposit')
          .map(({ paymentId, amount, discount }) => ({
            key: `${id} ${paymentId} ${amount.currency}`,
            minor: amount.minor + (discount?.minor ?? 0),
          })),
      ),
    ),
    pairs(
      payments.flatMap(({ id, allocations }) =>
        allocations
          .filter(({ recovery, deposit }) => !recovery && !deposit)
          .map(({ invoiceId, amount, discount, difference }) => ({
            key: `${invoiceId} ${id} ${amount.currency}`,
            minor: amount.minor + (discount?.minor ?? 0) + (difference?.amount.minor ?? 0),
          })),
      ),
    ),
  ))
    yield open(tenant, `the invoice says that ${one} was settled, the receipt says ${other}`, key);
}

/** Every number from 1 to the last stands for one document, and every document for one number. */
function* numbers({
  tenant,
  series,
  numbers: given,
  proven,
  noted,
  invoices: issuedOnes,
  creditNotes,
  deposits,
  notices,
}: Books): Generator<Finding> {
  const own = issuedOnes.filter(({ external }) => external === undefined);
  const all = [...own, ...creditNotes, ...deposits, ...notices];
  const byId = new Map(all.map((invoice) => [invoice.id, invoice]));
  for (const [number, documentId] of given)
    if (!noted.has(number) && byId.get(documentId)?.number !== number)
      yield dense(tenant, `the number is of ${documentId}, which is ${byId.get(documentId)?.number}`, number);
  for (const { id, number } of all)
    if (given.get(number) !== id) yield dense(tenant, 'the document does not own its number', number, id);
  const byNumber = new Map(all.map((invoice) => [invoice.number, invoice]));
  const ordinals = Map.groupBy(given.keys(), (number) => number.slice(0, number.lastIndexOf('-')));
  for (const { name, next, lastOn } of series) {
    if ((proven.get(name) ?? 0) >= next)
      yield dense(tenant, `the nights have proven ${proven.get(name)}, and the next is ${next}`, name);
    // What two persons explained is no gap, whether the number is given or not.
    const explained = [...noted].filter((number) => number.startsWith(`${name}-`));
    const taken = [...new Set([...(ordinals.get(name) ?? []), ...explained])]
      .map((number) => Number(number.slice(name.length + 1)))
      .sort((a, b) => a - b);
    ordinals.delete(name);
    if (taken.length !== next - 1 || taken.some((ordinal, index) => ordinal !== index + 1))
      yield dense(
        tenant,
        `${taken.length} numbers up to ${taken.at(-1)} are given, and the next is ${next}`,
        name,
      );
    const issued = taken.flatMap(
      (ordinal) => byNumber.get(`${name}-${String(ordinal).padStart(6, '0')}`) ?? [],
    );
    const late = issued.find(
      ({ number, issuedOn }, index) =>
        index > 0 && issuedOn < issued[index - 1]!.issuedOn && !noted.has(number),
    );
    if (late) yield order(tenant, `it is dated ${late.issuedOn}, before the number before it`, late.number);
    if (issued.length > 0 && issued.at(-1)!.issuedOn !== lastOn)
      yield order(tenant, `the series says ${lastOn}, its last document ${issued.at(-1)!.issuedOn}`, name);
  }
  for (const name of ordinals.keys())
    yield dense(tenant, 'numbers are given of a series that is not there', name);
}
