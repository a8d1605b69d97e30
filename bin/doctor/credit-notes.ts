/** Credit notes: never more than was invoiced, by line and by tax, and worth as much as money as they say. */
import type { Books, CreditNote, Kept, Snapshot } from './books.ts';
import { rule, sumOf, type Finding } from './finding.ts';
import { frozen, misplaced } from './invoices.ts';

const credited = rule(
  'credit_note.credited',
  'More was credited than invoiced, or not what the credit note says: debit the difference, and find the act.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

export function* creditNotes(books: Books): Generator<Finding> {
  const { tenant, creditNotes: all, payments } = books;
  const worth = new Map(payments.map((payment) => [payment.id, payment]));
  for (const note of all) {
    const { id, number, total, settled, owed, discountBack, paymentId, lines, taxes, item } = note;
    const kept = discountBack?.minor ?? 0;
    yield* frozen(books, note);
    const sum = sumOf(lines, ({ netMinor }) => netMinor) + sumOf(taxes, ({ taxMinor }) => taxMinor);
    if (
      sum !== total.minor ||
      settled.minor + owed.minor + kept !== total.minor ||
      settled.minor < 0 ||
      owed.minor < 0
    )
      yield credited(
        tenant,
        `lines and taxes are ${sum}, settled and owed ${settled.minor} and ${owed.minor}`,
        number,
        id,
      );
    const money = worth.get(paymentId);
    if (money?.amount.minor !== total.minor - kept || money.source.id !== id)
      yield credited(
        tenant,
        `it is worth ${total.minor - kept}, as money ${money?.amount.minor}`,
        number,
        paymentId,
      );
    for (const index of misplaced(item, { g1: [`${tenant}#CREDIT_NOTES`, id] }))
      yield indexed(tenant, `${index} does not say where the credit note is`, number, id);
  }
  yield* within(books);
  yield* places(books);
}

/** Invoices that follow one another name each other; one whose place was taken is taken back to the last cent, once. */
function* places({ tenant, invoices, creditNotes: all }: Books): Generator<Finding> {
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  for (const { id, number, total, preceding, followedBy = [] } of invoices) {
    const before = preceding && byId.get(preceding.invoiceId);
    if (preceding && !before?.followedBy?.some((one) => one.invoiceId === id && one.as === preceding.as))
      yield credited(tenant, 'the invoice that it follows does not name it', number, id);
    for (const { invoiceId } of followedBy)
      if (byId.get(invoiceId)?.preceding?.invoiceId !== id)
        yield credited(tenant, `it is followed by ${invoiceId}, which does not name it`, number, id);
    const replaced = followedBy.filter(({ as }) => as === 'corrected').length;
    const back = sumOf(
      all.filter(({ invoiceId }) => invoiceId === id),
      (note) => note.total.minor,
    );
    if (replaced > 1 || (replaced === 1 && back !== total.minor))
      yield credited(
        tenant,
        `${replaced} invoices took its place, and ${back} of ${total.minor} is credited`,
        number,
        id,
      );
  }
}

function* within({ tenant, invoices, creditNotes: all, snapshots }: Books): Generator<Finding> {
  const of = Map.groupBy(all, ({ invoiceId }) => invoiceId);
  for (const { id, number, credits = [] } of invoices) {
    const own = of.get(id) ?? [];
    of.delete(id);
    if (
      own
        .map((note) => note.id)
        .sort()
        .join() !== [...credits].sort().join()
    )
      yield credited(tenant, `the invoice names ${credits.length} credit notes of ${own.length}`, number, id);
    const snapshot = snapshots.get(id);
    if (own.length > 0 && snapshot) yield* passed(tenant, number, snapshot, own);
  }
  for (const id of of.keys()) yield credited(tenant, 'an invoice is credited that is not there', id);
}

function* passed(
  tenant: string,
  number: string,
  invoiced: Kept<Snapshot>,
  own: CreditNote[],
): Generator<Finding> {
  for (const { id, netMinor } of invoiced.lines) {
    const back = sumOf(
      own.flatMap(({ lines }) => lines.filter(({ line }) => line === id)),
      (line) => line.netMinor,
    );
    if (back > netMinor) yield credited(tenant, `line ${id} of ${netMinor} is credited with ${back}`, number);
  }
  for (const { category, ratePpm, baseMinor, taxMinor } of invoiced.totals.taxes) {
    const same = own.flatMap(({ taxes }) =>
      taxes.filter((group) => group.category === category && group.ratePpm === ratePpm),
    );
    const [base, tax] = [sumOf(same, (group) => group.baseMinor), sumOf(same, (group) => group.taxMinor)];
    if (base > baseMinor || tax > taxMinor || (base === baseMinor && tax !== taxMinor))
      yield credited(tenant, `${tax} of ${taxMinor} tax is credited on ${base} of ${baseMinor}`, number);
  }
}
