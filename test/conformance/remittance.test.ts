/**
 * Four hundred invented bank lines with the right answer to each (shared/samples beside the repository), read from
 * their camt files and decided by the rules alone, in order. Right means: the same invoices with the same amounts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isBooked, linesOf } from '../../shared/bank/lines.ts';
import { readCamt } from '../../shared/bank/parse/camt.ts';
import type { BankLine } from '../../shared/bank/statement.ts';
import type { Facts } from '../../shared/cash/decision.ts';
import { mentionsOf } from '../../shared/cash/mentions.ts';
import { byPayer, byReference } from '../../shared/cash/rules.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { addDays } from '../../shared/kernel/dates.ts';
import { money } from '../../shared/kernel/money.ts';
import { receive, type Target } from '../../shared/payments/rules.ts';

const folder = new URL('../../../shared/samples/remittance/', import.meta.url);
const present = existsSync(folder);

interface World {
  customers: { id: string; name: string; ibans: string[] }[];
  invoices: {
    number: string;
    customer: string;
    issueDate: string;
    terms: number;
    dueDate: string;
    grossMinor: number;
    currency: string;
    reference: string;
    status: string;
  }[];
}
interface Truth {
  id: string;
  category: string;
  decision: 'auto' | 'review' | 'none';
  allocations: { invoice: string; amountMinor: number }[];
}

test('the remittance samples are here', () => {
  expect(present, 'shared/samples/remittance is missing beside the repository').toBe(true);
});

test.runIf(present)('automatic matches are right, and as many as the tiers allow', async () => {
  const world = json<World>('world.json');
  const truths = readFileSync(new URL('truth.jsonl', folder), 'utf8')
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as Truth);
  const truthOf = new Map(truths.map((truth) => [truth.id, truth]));
  const heads = new Map(world.invoices.map((row) => [row.number, head(row, world)]));
  const wrong: unknown[] = [];
  const found = {
    auto: 0,
    right: 0,
    expected: truths.filter(({ decision }) => decision === 'auto').length,
    byReference: 0,
  };
  for (const line of await lines()) {
    const truth = truthOf.get(line.bankRef!)!;
    const decision = decide(line, world, heads);
    if (decision.is !== 'apply') continue;
    const got = apply(line, decision.targets, heads);
    found.auto += 1;
    const right =
      JSON.stringify(got) ===
      JSON.stringify(
        truth.allocations
          .map(({ invoice, amountMinor }) => [invoice, amountMinor] as [string, number])
          .sort(byNumber),
      );
    if (right && truth.decision === 'auto') found.right += 1;
    if (!right)
      wrong.push({
        tier: decision.match.tier,
        category: truth.category,
        decision: truth.decision,
        text: line.text,
        got,
        truth: truth.allocations,
      });
  }
  console.info(
    `${found.auto} automatic, ${wrong.length} wrong, ${found.right} of ${found.expected} that evidence allows`,
  );
  expect(wrong).toEqual([]);
  expect(found.right / found.expected).toBeGreaterThanOrEqual(0.93);
});

const json = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;

/** Ids as ours are made: a prefix and 26 characters. */
const idOf = (prefix: string, name: string) => `${prefix}_${name.replaceAll(/\D/g, '').padStart(26, '0')}`;

const head = (row: World['invoices'][number], world: World): Invoice =>
  ({
    id: idOf('inv', row.number),
    version: 1,
    entity: 'main',
    number: row.number,
    reference: row.reference,
    customerId: idOf('cus', row.customer),
    customerName: world.customers.find(({ id }) => id === row.customer)!.name,
    orderId: idOf('ord', '1'),
    fulfilmentId: idOf('ful', '1'),
    issuedOn: row.issueDate,
    dueOn: row.dueDate ?? addDays(row.issueDate, row.terms),
    total: money(row.grossMinor, row.currency),
    open: money(row.status === 'open' ? row.grossMinor : 0, row.currency),
    state: 'ISSUED',
    settlements: [],
    credits: [],
    language: 'en',
    link: { hash: '', expiresOn: row.dueDate },
    reminded: 0,
    issuedAt: '2026-01-01T00:00:00Z',
  }) as Invoice;

/** Every booked line of every statement, oldest first. */
const lines = async (): Promise<BankLine[]> => {
  const all: BankLine[] = [];
  for (const name of readdirSync(new URL('statements/', folder))) {
    const text = readFileSync(new URL(`statements/${name}`, folder), 'utf8');
    for await (const piece of readCamt(
      (async function* () {
        yield text;
      })(),
    ))
      if (piece.is === 'entry' && isBooked(piece.entry))
        all.push(
          ...linesOf(piece.entry).map((draft): BankLine => ({
            id: 'bln_0',
            version: 1,
            statementId: 'stm_0',
            entity: 'main',
            accountIban: '',
            ...draft,
            state: 'NEW',
          })),
        );
  }
  return all.sort((a, b) =>
    a.bookedOn < b.bookedOn ? -1 : a.bookedOn > b.bookedOn ? 1 : a.bankRef! < b.bankRef! ? -1 : 1,
  );
};

const decide = (line: BankLine, world: World, heads: Map<string, Invoice>) => {
  const issued = [...heads.values()].filter(({ issuedOn }) => issuedOn <= line.bookedOn);
  const { mentions, broken } = mentionsOf(line, ['INV']);
  const facts: Facts = {
    line,
    mentions,
    broken,
    payoutNames: [],
    payouts: [],
    named: mentions.flatMap(({ number }) => heads.get(number) ?? []),
    payers: world.customers
      .filter(({ ibans }) => ibans.includes(line.counterparty.iban ?? ''))
      .map(({ id }) => idOf('cus', id)),
  };
  return (
    byReference(facts) ??
    byPayer(
      facts,
      issued.filter(({ customerId, open }) => customerId === facts.payers[0] && open.minor > 0),
    )
  );
};

const apply = (
  line: BankLine,
  targets: readonly Target[],
  heads: Map<string, Invoice>,
): [string, number][] => {
  const { payment, invoices } = receive(
    {
      id: `pay_${'0'.repeat(26)}`,
      entity: 'main',
      method: 'bank_transfer',
      amount: line.amount,
      paidOn: line.valueOn,
      bookedOn: line.bookedOn,
      payer: {},
      source: { kind: 'bank_line', id: line.bankRef! },
      receivedAt: '2026-01-01T00:00:00Z',
    },
    targets.map((target) => ({ ...target, invoice: heads.get(target.invoice.number)! })),
  );
  for (const invoice of invoices) heads.set(invoice.number, invoice);
  return payment.allocations
    .map(({ number, amount }): [string, number] => [number, amount.minor])
    .sort(byNumber);
};
const byNumber = ([a]: [string, number], [b]: [string, number]): number => (a < b ? -1 : 1);
