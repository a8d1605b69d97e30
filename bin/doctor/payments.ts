/** Receipts: how they are split, what they came from, and that each source came in once. */
import type { Books } from './books.ts';
import { rule, sumOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';

const split = rule(
  'payment.split',
  'Unmatch the receipt and match it again: allocations and rest must be its amount.',
);
const origin = rule(
  'payment.origin',
  'Money came in once: compare the source with the receipts that name it.',
);
const indexed = rule(
  'table.index',
  'Write the item again with its keys: it is not found where people look for it.',
);
const back = rule(
  'payment.taken_back',
  'Compare the line that took money back with the receipt: each return takes one whole receipt back, once.',
);
const payout = rule('payout.reconciled', 'Compare the payout with the bank line that it came in with.');

const owing = rule(
  'payment.whose',
  'A receipt, or its entry, settles an invoice of somebody else than it says: re-assign the receipt.',
);

const joint = rule(
  'attempt.joint',
  'Compare the attempt with its invoices: one that is not told of it may be paid twice.',
);

export function* payments(books: Books): Generator<Finding> {
  yield* together(books);
  yield* whose(books);
  yield* splits(books);
  yield* origins(books);
  yield* payouts(books);
  yield* returns(books);
}

/** Of invoices of several customers each allocation, and each receivable that is settled, is of whom the invoice is of; a merged record is who it is now. */
function* whose({ tenant, payments: all, invoices, customers, entries }: Books): Generator<Finding> {
  const now = new Map(customers.map(({ id, mergedInto }) => [id, mergedInto ?? id]));
  const heads = new Map(invoices.map(({ id, customerId }) => [id, customerId]));
  const isOf = (customerId: string | undefined, invoiceId: string): boolean => {
    const head = heads.get(invoiceId);
    if (head === undefined || customerId === undefined) return true;
    return (now.get(customerId) ?? customerId) === (now.get(head) ?? head);
  };
  for (const { id, customerId, allocations } of all)
    for (const one of allocations)
      if (!isOf(one.customerId ?? customerId, one.invoiceId))
        yield owing(tenant, `it says ${one.customerId ?? customerId} of it`, id, one.invoiceId);
  for (const { act, kind, source, lines } of entries)
    for (const { account, invoiceId, customerId } of lines)
      if (account === 'receivables' && invoiceId !== undefined && !isOf(customerId, invoiceId))
        yield owing(tenant, `${kind} ${source} has it on ${customerId}`, act, invoiceId);
}

function* splits({ tenant, payments: all }: Books): Generator<Finding> {
  for (const one of all) {
    const {
      id,
      amount,
      allocations,
      unapplied,
      refunded,
      disputed,
      claimed,
      takenBack,
      payout: reference,
      collection,
      customerId,
      item,
    } = one;
    const applied = sumOf(allocations, (each) => each.amount.minor);
    const back = (refunded?.minor ?? 0) + (disputed?.minor ?? 0) + (claimed?.minor ?? 0);
    const went = takenBack ?? collection?.returned ?? collection?.reversed;
    const gone = reference !== undefined || went !== undefined;
    const rest = gone ? 0 : amount.minor - applied - back;
    if (unapplied.minor < 0 || unapplied.minor !== rest || applied > amount.minor)
      yield split(
        tenant,
        `${applied} applied, ${back} given back and ${unapplied.minor} left are not ${amount.minor}`,
        id,
      );
    if (reference !== undefined && applied + back > 0)
      yield split(tenant, `a payout is applied or given back with ${applied + back}`, id, reference);
    if (went && applied + back > 0)
      yield split(tenant, `it was taken back, and ${applied + back} of it is applied or given back`, id);
    if (allocations.some((each) => each.amount.minor <= 0 || each.amount.currency !== amount.currency))
      yield split(tenant, 'an allocation is not a positive amount in the currency of the receipt', id);
    const wrong = misplaced(item, {
      g1: [`${tenant}#PAYMENTS`, id],
      g2: unapplied.minor > 0 ? [`${tenant}#UNAPPLIED#${customerId ?? 'nobody'}`, id] : undefined,
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say where the receipt is`, id);
  }
}

/** An attempt that succeeded and a line that was booked are one receipt each, of the same amount. */
function* origins({ tenant, payments: all, attempts, lines, creditNotes }: Books): Generator<Finding> {
  const bySource = Map.groupBy(all, ({ source }) => `${source.kind} ${source.id}`);
  for (const [source, found] of bySource)
    if (found.length > 1 && !source.startsWith('counter '))
      yield origin(
        tenant,
        `${found.length} receipts came from one source`,
        source,
        ...found.map(({ id }) => id),
      );
  for (const { id, state, item } of attempts) {
    const receipts = bySource.get(`attempt ${id}`)?.length ?? 0;
    if ((state === 'SUCCEEDED') !== receipts > 0)
      yield origin(tenant, `an attempt that is ${state} has ${receipts} receipts`, id);
    const waits = item['g2p'] !== undefined;
    if ((state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELED') && waits)
      yield indexed(tenant, `an attempt that is ${state} is still asked about`, id);
  }
  for (const { id, amount, paymentId, state, bookedOn, item } of lines) {
    const [receipt] = bySource.get(`bank_line ${id}`) ?? [];
    if (receipt?.id !== paymentId)
      yield origin(tenant, `the line has receipt ${paymentId}, the books ${receipt?.id}`, id);
    if (receipt && (receipt.amount.minor !== amount.minor || receipt.amount.currency !== amount.currency))
      yield origin(
        tenant,
        `the line brought ${amount.minor}, its receipt is ${receipt.amount.minor}`,
        id,
        receipt.id,
      );
    const wrong = misplaced(item, {
      g2: state === 'EXCEPTION' ? [`${tenant}#EXCEPTIONS`, `${bookedOn}#${id}`] : undefined,
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say that the line is ${state}`, id);
  }
  const origins = new Set([...attempts, ...lines, ...creditNotes].map(({ id }) => id));
  for (const { id, source } of all) {
    if (source.kind !== 'counter' && !origins.has(source.id))
      yield origin(tenant, `the ${source.kind} ${source.id} that it came from is not there`, id);
  }
}

/** An attempt for several invoices adds up, stands at the first of them, and each of the others leads there; no other does. */
function* together({ tenant, attempts, joints }: Books): Generator<Finding> {
  const meant = new Map<string, string>();
  for (const { id, invoiceId, amount, parts, claims = [] } of attempts) {
    if (!parts) continue;
    const all = sumOf([...parts, ...claims], (each) => each.amount.minor);
    if (all !== amount.minor || parts[0]?.invoiceId !== invoiceId)
      yield joint(
        tenant,
        `${all} are meant for its invoices and claims, and ${amount.minor} are asked for`,
        id,
      );
    for (const { invoiceId: other } of parts) if (other !== invoiceId) meant.set(`${other} ${id}`, invoiceId);
  }
  for (const name of new Set([...meant.keys(), ...joints.keys()]))
    if (meant.get(name) !== joints.get(name))
      yield joint(
        tenant,
        'the invoice and the attempt do not say the same of each other',
        ...name.split(' '),
      );
}

/** A payout that arrived is one bank line with its amount; a line that is a payout names one that arrived. */
function* payouts({ tenant, payouts: all, lines }: Books): Generator<Finding> {
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  const byLine = Map.groupBy(
    all.filter(({ state }) => state === 'RECONCILED'),
    ({ bankLineId }) => bankLineId,
  );
  for (const [lineId = '', found] of byLine) {
    const line = lineOf.get(lineId);
    const [one] = found;
    if (found.length > 1 || line?.match?.tier !== 'payout' || line.amount.minor !== one!.netMinor)
      yield payout(
        tenant,
        `${found.length} payouts of ${one!.netMinor} came in with a line of ${line?.amount.minor}`,
        lineId,
        ...found.map(({ reference }) => reference),
      );
  }
  for (const { reference, grossMinor, feeMinor, netMinor, state } of all)
    if (state === 'RECONCILED' && grossMinor - feeMinor !== netMinor)
      yield payout(tenant, `${grossMinor} less ${feeMinor} is not ${netMinor}`, reference);
  for (const { id, match, state } of lines)
    if (state === 'MATCHED' && match?.tier === 'payout' && !byLine.has(id))
      yield payout(tenant, 'the line is a payout, and no payout came in with it', id);
}

/** A return and the receipt that it takes back name each other, and what left is the receipt with its costs. */
function* returns({ tenant, payments: all, lines }: Books): Generator<Finding> {
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  const taken = all.filter(({ takenBack }) => takenBack !== undefined);
  const byLine = new Map(taken.map((payment) => [payment.takenBack!.lineId, payment]));
  for (const { id, source, amount, takenBack } of taken) {
    const line = lineOf.get(takenBack!.lineId);
    const left = amount.minor + (takenBack!.costs?.minor ?? 0);
    if (line?.takesBack !== source.id || line.amount.minor !== 0 - left || byLine.get(line.id)?.id !== id)
      yield back(tenant, `${left} went back with a line of ${line?.amount.minor}`, id, takenBack!.lineId);
    if (lineOf.get(source.id)?.takenBackBy !== takenBack!.lineId)
      yield back(tenant, 'the line that it came in with does not say that it went back', id, source.id);
  }
  for (const { id, takesBack } of lines)
    if (takesBack !== undefined && !byLine.has(id))
      yield back(tenant, `it takes ${takesBack} back, and no receipt says so`, id);
}
