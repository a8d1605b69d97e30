/** Write-offs: each is in its invoice and in the ledger, what came in for them later is counted once, and the job keeps its caps. */
import type { Books } from './books.ts';
import { claimDebts } from './chargebacks.ts';
import { differing, rule, sumOf, sumsOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Money } from './shapes.ts';

/** What was given up of an invoice. */
export interface WriteOff {
  readonly id: string;
  readonly state: string;
  readonly entity: string;
  readonly invoiceId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly reason: string;
  readonly on: string;
  readonly by: string;
}

const given = rule(
  'writeoff.given_up',
  'Invoice, write-off and ledger must agree: find the act that one of them lacks, and reverse the write-off.',
);
const back = rule(
  'writeoff.recovered',
  'Compare what was recovered with the receipts that name the invoice; unmatch and match again.',
);
const capped = rule(
  'writeoff.cap',
  'The nightly job gave up more or less than it counted: look at its write-offs of the month.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

export function* writeOffs(books: Books): Generator<Finding> {
  yield* settled(books);
  yield* recovered(books);
  yield* booked(books);
  yield* caps(books);
  for (const { id, item } of books.writeOffs)
    for (const index of misplaced(item, { g1: [`${books.tenant}#WRITEOFFS`, id] }))
      yield indexed(books.tenant, `${index} does not say where the write-off is`, id);
}

type Row = { key: string; minor: number };
const sums = (rows: readonly Row[]) =>
  sumsOf(
    rows,
    ({ key }) => key,
    ({ minor }) => minor,
  );

function* settled({ tenant, invoices, writeOffs: all }: Books): Generator<Finding> {
  const heads = invoices.flatMap(({ id, settlements }) =>
    settlements
      .filter(({ method }) => method === 'write_off')
      .map(({ paymentId, amount }) => ({
        key: `${id} ${paymentId} ${amount.currency}`,
        minor: amount.minor,
      })),
  );
  const own = all
    .filter(({ state }) => state === 'BOOKED')
    .map(({ id, invoiceId, amount }) => ({
      key: `${invoiceId} ${id} ${amount.currency}`,
      minor: amount.minor,
    }));
  for (const { key, one, other } of differing(sums(heads), sums(own)))
    yield given(tenant, `the invoice says that ${one} was given up, the write-off says ${other}`, key);
}

function* recovered({ tenant, invoices, payments }: Books): Generator<Finding> {
  const came = sums(
    payments.flatMap(({ allocations }) =>
      allocations
        .filter(({ recovery }) => recovery)
        .map(({ invoiceId, amount }) => ({ key: invoiceId, minor: amount.minor })),
    ),
  );
  const said = sums(invoices.map(({ id, recovered: sum }) => ({ key: id, minor: sum?.minor ?? 0 })));
  for (const { key, one, other } of differing(said, came))
    yield back(tenant, `the invoice says that ${one} was recovered, the receipts say ${other}`, key);
  for (const { id, number, settlements, recovered: sum } of invoices) {
    const off = sumOf(
      settlements.filter(({ method }) => method === 'write_off'),
      ({ amount }) => amount.minor,
    );
    if ((sum?.minor ?? 0) > off)
      yield back(tenant, `${sum!.minor} was recovered of ${off} that was given up`, number, id);
  }
}

/** Bad debts are what is given up, recoveries what came for it; each fact is booked once. */
function* booked({ tenant, entries, payments, chargebacks, writeOffs: all }: Books): Generator<Finding> {
  const ledger = (account: string): Row[] =>
    entries.flatMap(({ entity, currency, lines }) =>
      lines
        .filter((line) => line.account === account)
        .map(({ minor }) => ({ key: `${account} ${entity} ${currency}`, minor })),
    );
  const documents = [
    ...claimDebts(chargebacks),
    ...all
      .filter(({ state }) => state === 'BOOKED')
      .map(({ entity, amount }) => ({
        key: `badDebts ${entity} ${amount.currency}`,
        minor: amount.minor,
      })),
    ...payments.flatMap(({ entity, allocations }) =>
      allocations
        .filter(({ recovery }) => recovery)
        .map(({ amount }) => ({ key: `recoveries ${entity} ${amount.currency}`, minor: 0 - amount.minor })),
    ),
  ];
  for (const { key, one, other } of differing(
    sums([...ledger('badDebts'), ...ledger('recoveries')]),
    sums(documents),
  ))
    yield given(tenant, `the ledger has ${one}, the documents ${other}`, key);
  const facts = [
    ...all.map(({ id }) => ({ key: `write_off ${id}`, minor: 1 })),
    ...all
      .filter(({ state }) => state === 'REVERSED')
      .map(({ id }) => ({ key: `write_off_reversal ${id}`, minor: 1 })),
  ];
  const done = entries
    .filter(({ kind }) => kind === 'write_off' || kind === 'write_off_reversal')
    .map(({ kind, source }) => ({ key: `${kind} ${source}`, minor: 1 }));
  for (const { key, one, other } of differing(sums(done), sums(facts)))
    yield given(tenant, `${one} entries stand for ${other} documents`, key);
}

/** Also what somebody asked for again counts: the month is not given up twice. */
function* caps({ tenant, writeOffs: all, writeOffCaps }: Books): Generator<Finding> {
  const own = all.filter(({ by }) => by === 'write-off-rests');
  const spent = sums(
    own.flatMap(({ customerId, amount, on }) =>
      [customerId, 'ALL'].map((whose) => ({
        key: `${on.slice(0, 7)} ${amount.currency} ${whose}`,
        minor: amount.minor,
      })),
    ),
  );
  for (const { key, one, other } of differing(writeOffCaps, spent))
    yield capped(tenant, `${one} is counted and ${other} was given up`, key);
}
