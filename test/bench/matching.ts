/**
 * How fast and how rightly the engine decides bank lines over many open invoices, by seed:
 * `node test/bench/matching.ts [--lines 100000] [--invoices 10000,100000,1000000] [--seed 7]`.
 * The invoices lie in columns with indexes by number, account and customer; a head is made of one only when it is looked at, as a
 * worker reads the few that a line concerns.
 */
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { BankLine } from '../../shared/bank/statement.ts';
import type { Decision, Facts } from '../../shared/cash/decision.ts';
import { mentionsOf, payoutNamesOf } from '../../shared/cash/mentions.ts';
import { byReference } from '../../shared/cash/rules.ts';
import { payersIn } from '../../shared/cash/answers.ts';
import { byPayer } from '../../shared/cash/weighing.ts';
import type { Invoice } from '../../shared/invoices/invoice.ts';
import { creditorReference } from '../../shared/kernel/reference.ts';

const { values: args } = parseArgs({
  options: {
    lines: { type: 'string', default: '100000' },
    invoices: { type: 'string', default: '10000,100000,1000000' },
    seed: { type: 'string', default: '7' },
  },
});

/** mulberry32: small, even, and the same everywhere. */
const chanceOf = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

const PER_CUSTOMER = 6;
const SERIES = 'INV-2026-';
const numberOf = (at: number): string => `${SERIES}${String(at + 1).padStart(6, '0')}`;
const ibanOf = (customer: number): string =>
  `DE${String(10 + (customer % 89))}${String(customer).padStart(18, '0')}`;
const digitsOf = (iban: string): number => Number(iban.slice(4));
const customerOf = (customer: number) => `cus_${String(customer).padStart(26, '0')}` as const;

/** Prices as they are: half of them around 500.00 to the cent, the rest a few round ones that come again and again. */
class Ledger {
  /** What each was over, and what of it is open: a tenth is paid. */
  readonly total: Int32Array;
  readonly open: Int32Array;
  readonly customer: Int32Array;
  readonly first: Int32Array;
  /** Accounts by their digits: texts as keys are read twice, once to be hashed and once to be compared. */
  readonly byAccount = new Map<number, number>();
  /** By customer, as the table has them. */
  readonly accounts: readonly string[];
  constructor(size: number, chance: () => number) {
    const customers = Math.ceil(size / PER_CUSTOMER);
    const owner = Array.from({ length: size }, () => Math.floor(chance() * customers)).sort((a, b) => a - b);
    this.total = Int32Array.from({ length: size }, () =>
      chance() < 0.5
        ? Math.max(100, Math.round(50_000 * Math.exp(1.1 * (chance() + chance() + chance() - 1.5) * 2)))
        : [4_900, 9_900, 19_900, 49_900, 99_900][Math.floor(chance() * 5)]! + Math.floor(chance() * 40) * 100,
    );
    this.open = this.total.map((minor) => (chance() < 0.1 ? 0 : minor));
    this.customer = Int32Array.from(owner);
    this.first = new Int32Array(customers + 1);
    for (const one of owner) this.first[one + 1]! += 1;
    for (let at = 0; at < customers; at++) this.first[at + 1]! += this.first[at]!;
    this.accounts = Array.from({ length: customers }, (_, at) => ibanOf(at));
    for (const [at, iban] of this.accounts.entries()) this.byAccount.set(digitsOf(iban), at);
  }
  /** A series has no gap, so that a number is its own place. */
  numbered(number: string): number | undefined {
    if (!number.startsWith(SERIES)) return undefined;
    const at = Number(number.slice(SERIES.length)) - 1;
    return at < this.open.length ? at : undefined;
  }
  paysFrom(iban: string | undefined): number | undefined {
    const found = iban === undefined ? undefined : this.byAccount.get(digitsOf(iban));
    return found !== undefined && this.accounts[found] === iban ? found : undefined;
  }
  head(at: number): Invoice {
    const amount = { minor: this.open[at]!, currency: 'EUR' };
    const number = numberOf(at);
    return {
      id: `inv_${String(at).padStart(26, '0')}`,
      entity: 'main',
      number,
      customerId: customerOf(this.customer[at]!),
      customerName: `Kunde ${this.customer[at]} GmbH`,
      dueOn: `2026-03-${String((at % 28) + 1).padStart(2, '0')}`,
      total: amount,
      open: amount,
      settlements: [],
    } as unknown as Invoice;
  }
  ofCustomer(customer: number): number[] {
    const all: number[] = [];
    for (let at = this.first[customer]!; at < this.first[customer + 1]!; at++)
      if (this.open[at]! > 0) all.push(at);
    return all;
  }
}

interface Sent {
  readonly line: BankLine;
  readonly kind: string;
  /** What it pays; none where nobody could know. */
  readonly meant: readonly number[];
}
const KINDS: readonly (readonly [string, number])[] = [
  ['reference', 0.55],
  ['number', 0.17],
  ['part by number', 0.05],
  ['payer and amount', 0.14],
  ['sum of several', 0.04],
  ['mistyped number', 0.015],
  ['paid twice', 0.015],
  ['part without a word', 0.01],
  ['stranger', 0.01],
];

const sending = (ledger: Ledger, chance: () => number) => {
  const size = ledger.open.length;
  let serial = 0;
  const bankLine = (minor: number, more: Partial<BankLine>): BankLine => ({
    id: `bln_${String(++serial).padStart(26, '0')}`,
    version: 1,
    statementId: `stm_${'0'.repeat(26)}`,
    entity: 'main',
    accountIban: 'DE89370400440532013000',
    amount: { minor, currency: 'EUR' },
    bookedOn: '2026-03-09',
    valueOn: '2026-03-09',
    references: [],
    text: '',
    counterparty: {},
    reversal: false,
    state: 'NEW',
    ...more,
  });
  return (): Sent => {
    let at = Math.floor(chance() * size);
    while (ledger.open[at] === 0) at = Math.floor(chance() * size);
    const minor = ledger.open[at]!;
    const owner = ledger.customer[at]!;
    const counterparty = { name: `KUNDE ${owner} GMBH`, iban: ibanOf(owner) };
    let pick = chance();
    const kind = (KINDS.find(([, share]) => (pick -= share) < 0) ?? KINDS[0]!)[0];
    const text = `Rechnung ${numberOf(at)} vom 02.03.2026 Kd ${owner % 9_973}`;
    const part = Math.max(1, Math.round(minor * (0.2 + 0.6 * chance())));
    if (kind === 'reference')
      return {
        kind,
        meant: [at],
        line: bankLine(minor, { references: [creditorReference(numberOf(at))], counterparty }),
      };
    if (kind === 'number') return { kind, meant: [at], line: bankLine(minor, { text, counterparty }) };
    if (kind === 'part by number') return { kind, meant: [at], line: bankLine(part, { text, counterparty }) };
    if (kind === 'payer and amount')
      return { kind, meant: [at], line: bankLine(minor, { text: 'Danke', counterparty }) };
    if (kind === 'part without a word')
      return { kind, meant: [], line: bankLine(part, { text: 'Abschlag', counterparty }) };
    if (kind === 'sum of several') {
      const open = ledger.ofCustomer(owner);
      const meant = open.slice(0, Math.min(open.length, 2 + Math.floor(chance() * 3)));
      const sum = meant.reduce((all, one) => all + ledger.open[one]!, 0);
      return { kind, meant, line: bankLine(sum, { text: 'siehe Avis', counterparty }) };
    }
    if (kind === 'mistyped number') {
      const other = Math.floor(chance() * size);
      return {
        kind,
        meant: [at],
        line: bankLine(minor, { text: `Rechnung ${numberOf(other)}`, counterparty }),
      };
    }
    if (kind === 'paid twice') {
      let paid = Math.floor(chance() * size);
      while (ledger.open[paid]! > 0) paid = Math.floor(chance() * size);
      const iban = ibanOf(ledger.customer[paid]!);
      return {
        kind,
        meant: [],
        line: bankLine(ledger.total[paid]!, { text: numberOf(paid), counterparty: { iban } }),
      };
    }
    return {
      kind,
      meant: [],
      line: bankLine(minor, { text: 'Gutschrift Retoure 45229', counterparty: { name: 'Office' } }),
    };
  };
};

const decide = (line: BankLine, ledger: Ledger): Decision => {
  const { mentions, broken } = mentionsOf(line, ['INV']);
  const payer = ledger.paysFrom(line.counterparty.iban);
  const facts: Facts = {
    line,
    mentions,
    broken,
    named: mentions.flatMap(({ number }) => {
      const at = ledger.numbered(number);
      return at === undefined ? [] : [ledger.head(at)];
    }),
    payers: payer === undefined ? [] : [customerOf(payer)],
    payoutNames: payoutNamesOf(line),
    payouts: [],
  };
  const named = byReference(facts);
  if (named) return named;
  const owed = new Map(
    payersIn(facts).map(({ customerId }) => [
      customerId,
      ledger.ofCustomer(Number(customerId.slice(4))).map((at) => ledger.head(at)),
    ]),
  );
  return byPayer(facts, owed);
};

interface Row {
  lines: number;
  automatic: number;
  wrong: number;
}
const measure = (size: number, lines: number, seed: number) => {
  const chance = chanceOf(seed);
  const ledger = new Ledger(size, chance);
  const send = sending(ledger, chance);
  const kinds = new Map<string, Row>();
  const tiers = new Map<string, Row>();
  const count = (rows: Map<string, Row>, name: string, automatic: boolean, wrong: boolean) => {
    const row = rows.get(name) ?? { lines: 0, automatic: 0, wrong: 0 };
    rows.set(name, {
      lines: row.lines + 1,
      automatic: row.automatic + Number(automatic),
      wrong: row.wrong + Number(wrong),
    });
  };
  let spent = 0;
  // What makes it faster changes no decision: the same seed has the same hash.
  const hash = createHash('sha256');
  // Nothing is paid meanwhile: each line meets the same ledger, however many there are.
  for (let done = 0; done < lines; done += 100) {
    const sent = Array.from({ length: Math.min(100, lines - done) }, send);
    const before = process.cpuUsage();
    const decisions = sent.map(({ line }) => decide(line, ledger));
    const { user, system } = process.cpuUsage(before);
    spent += user + system;
    for (const decision of decisions) hash.update(JSON.stringify(decision));
    for (const [at, decision] of decisions.entries()) {
      const { kind, meant } = sent[at]!;
      const paid =
        decision.is === 'apply' ? decision.targets.map(({ invoice }) => Number(invoice.id.slice(4))) : [];
      const automatic = decision.is === 'apply';
      const wrong = automatic && (paid.length !== meant.length || paid.some((one) => !meant.includes(one)));
      count(kinds, kind, automatic, wrong);
      if (automatic) count(tiers, decision.match.tier, true, wrong);
    }
  }
  return {
    kinds,
    tiers,
    perLine: spent / lines,
    hash: hash.digest('hex').slice(0, 16),
    rssMb: Math.round(process.memoryUsage().rss / 1e6),
  };
};

const lines = Number(args.lines);
let before: number | undefined;
for (const size of args.invoices.split(',').map(Number)) {
  const { kinds, tiers, perLine, hash, rssMb } = measure(size, lines, Number(args.seed));
  const all = [...kinds.values()];
  const sum = (of: (row: Row) => number) => all.reduce((total, row) => total + of(row), 0);
  const ratio =
    before === undefined
      ? ''
      : `, ${(perLine / before).toFixed(2)}× the CPU per line of a tenth of the invoices`;
  before = perLine;
  console.info(
    `\n${size} invoices, ${lines} lines: ${Math.round(1e6 / perLine)} lines per second of CPU, ${rssMb} MB${ratio}, decisions ${hash}\n` +
      `automatic ${((100 * sum(({ automatic }) => automatic)) / lines).toFixed(2)} %, wrong per million lines ${Math.round((1e6 * sum(({ wrong }) => wrong)) / lines)}`,
  );
  const table = (rows: Map<string, Row>) =>
    console.table(
      Object.fromEntries(
        [...rows].map(([name, row]) => [
          name,
          {
            ...row,
            'automatic %': Number(((100 * row.automatic) / row.lines).toFixed(2)),
            'wrong/million': Math.round((1e6 * row.wrong) / row.lines),
          },
        ]),
      ),
    );
  table(kinds);
  table(tiers);
}
