/** What evidence of the books says of each invariant: pure, so that each can be broken on purpose. */
import { balanceOf } from '../insights/rules.ts';
import type { Account, Booked } from '../ledger/entry.ts';
import type { InvariantId } from '../ledger/invariant.ts';
import type { Evidence, Head, Judged, Wrong } from './evidence.ts';

type Rule = (evidence: Evidence) => Judged;

const sum = <T>(rows: Iterable<T>, minor: (row: T) => number): number => {
  let total = 0;
  for (const row of rows) total += minor(row);
  return total;
};
const each = <T>(rows: readonly T[], wrong: (row: T) => Wrong | undefined): Judged => ({
  checked: rows.length,
  violations: rows.flatMap((row) => wrong(row) ?? []),
});

type Sums = Map<string, number>;
const sumsOf = (rows: Iterable<readonly [string, number]>): Sums => {
  const sums: Sums = new Map();
  for (const [key, minor] of rows) sums.set(key, (sums.get(key) ?? 0) + minor);
  return sums;
};
const compared = (
  one: Sums,
  other: Sums,
  say: (one: number, other: number, key: string) => string,
): Judged => {
  const keys = [...new Set([...one.keys(), ...other.keys()])];
  return each(keys, (key) => {
    const [first, second] = [one.get(key) ?? 0, other.get(key) ?? 0];
    return first === second
      ? undefined
      : { what: say(first, second, key), where: key.split(' '), by: first - second };
  });
};

const balanced: Rule = ({ entries }) =>
  each(entries, ({ id, source, lines }) => {
    const off = sum(lines, ({ minor }) => minor);
    return off === 0 ? undefined : { what: `the entry is off by ${off}`, where: [id, source] };
  });

/** Kinds that a document, a receipt or a step of a refund has one of. */
const ONCE: ReadonlySet<Booked['kind']> = new Set([
  'invoice',
  'prepayment',
  'opening',
  'void',
  'credit_note',
  'receipt',
  'receipt_reversal',
  'payout',
  'refund',
  'refund_paid',
  'refund_reversal',
]);
const once: Rule = ({ entries }) => {
  const own = Map.groupBy(
    entries.filter(({ kind }) => ONCE.has(kind)),
    ({ kind, source }) => `${kind} ${source}`,
  );
  return each([...own], ([key, found]) => {
    const acts = new Set(found.map(({ id }) => id));
    return acts.size === 1
      ? undefined
      : { what: `${key} is booked ${acts.size} times`, where: [...acts].slice(0, 5) };
  });
};

const trial: Rule = ({ positions }) =>
  each([...positions], ([currency, { turnover }]) => {
    const off = sum(turnover.values(), ({ debit, credit }) => debit - credit);
    return off === 0 ? undefined : { what: `all accounts together are ${off}`, where: [currency] };
  });

/** Of each invoice that either side has open, and of all together. */
const receivables: Rule = ({ positions, open, invoices }) => {
  const booked = sumsOf(
    [...positions].flatMap(([currency, { items }]) =>
      [...items.values()].map(({ invoiceId, minor }) => [`${invoiceId} ${currency}`, minor] as const),
    ),
  );
  const said = sumsOf([...booked.keys()].flatMap((key) => openOf(invoices.get(key.split(' ')[0]!)) ?? []));
  for (const [key, minor] of open.flatMap((head) => openOf(head) ?? [])) said.set(key, minor);
  const one = compared(booked, said, (ledger, head) => `the ledger has ${ledger} open, the invoice ${head}`);
  const all = controlled(
    'receivables',
    positions,
    open.map((head) => [head.open.currency, head.open.minor]),
  );
  return { checked: one.checked, violations: [...one.violations, ...all.violations] };
};
const openOf = (head: Head | undefined): [string, number][] | undefined =>
  head && [[`${head.id} ${head.open.currency}`, head.open.minor]];

const controlled = (
  account: Account,
  positions: Evidence['positions'],
  rows: readonly (readonly [string, number])[],
): Judged => ({
  ...compared(
    sumsOf([...positions].map(([currency, position]) => [currency, balanceOf(position, account)])),
    sumsOf(rows),
    (ledger, documents) => `${account} is ${ledger} in the ledger and ${documents} in its documents`,
  ),
  checked: rows.length,
});
const liability =
  (account: 'unapplied' | 'unidentified'): Rule =>
  ({ positions, left }) =>
    controlled(
      account,
      positions,
      left
        .filter(({ customerId }) => (customerId === undefined) === (account === 'unidentified'))
        .map(({ unapplied }) => [unapplied.currency, 0 - unapplied.minor] as const),
    );

const settledOf = ({ settlements }: Pick<Head, 'settlements'>): number =>
  sum(settlements, ({ amount, discount }) => amount.minor + (discount?.minor ?? 0));

/** A request for a deposit has the head of an invoice, and is none: what was paid for it goes on to invoices, or back. */
const invoicesIn = ({ invoices }: Evidence): Head[] =>
  [...invoices.values()].filter(({ deposit }) => deposit === undefined);

const openRule: Rule = (evidence) =>
  each(invoicesIn(evidence), (head) => {
    const { id, number, total, open, state } = head;
    const rest = state === 'VOID' ? 0 : total.minor - settledOf(head);
    const wrong =
      open.minor !== rest || open.minor < 0 || open.minor > total.minor || open.currency !== total.currency;
    return wrong
      ? {
          what: `${open.minor} are open, and ${rest} of ${total.minor} are not settled`,
          where: [number, id],
          by: open.minor - rest,
        }
      : undefined;
  });

const split: Rule = ({ payments }) =>
  each([...payments.values()], (one) => {
    const { id, amount, allocations, unapplied, refunded, disputed, claimed, takenBack, collection } = one;
    const applied = sum(allocations, (part) => part.amount.minor);
    const back = (refunded?.minor ?? 0) + (disputed?.minor ?? 0) + (claimed?.minor ?? 0);
    const gone =
      one.payout !== undefined || (takenBack ?? collection?.returned ?? collection?.reversed) !== undefined;
    const rest = gone ? 0 : amount.minor - applied - back;
    const wrong = unapplied.minor < 0 || unapplied.minor !== rest || (gone && applied + back > 0);
    return wrong
      ? {
          what: `${applied} applied, ${back} given back and ${unapplied.minor} left are not ${gone ? 'nothing' : amount.minor}`,
          where: [id],
          by: unapplied.minor - rest,
        }
      : undefined;
  });

/** Only pairs of which both sides were asked for. */
const settled: Rule = (evidence) => {
  const { invoices, payments, gone } = evidence;
  const heads = invoicesIn(evidence).flatMap(({ id, settlements }) =>
    settlements
      .filter((one) => isPaid(one) && (payments.has(one.paymentId) || gone.has(one.paymentId)))
      .map(
        ({ paymentId, amount, discount }) =>
          [`${id} ${paymentId} ${amount.currency}`, amount.minor + (discount?.minor ?? 0)] as const,
      ),
  );
  const receipts = [...payments.values()].flatMap(({ id, allocations }) =>
    allocations
      .filter(
        ({ recovery, deposit, invoiceId }) =>
          !recovery && !deposit && (invoices.has(invoiceId) || gone.has(invoiceId)),
      )
      .map(
        ({ invoiceId, amount, discount, difference }) =>
          [
            `${invoiceId} ${id} ${amount.currency}`,
            amount.minor + (discount?.minor ?? 0) + (difference?.amount.minor ?? 0),
          ] as const,
      ),
  );
  return compared(sumsOf(heads), sumsOf(receipts), (head, receipt, key) => {
    const lost = key.split(' ').filter((id) => gone.has(id));
    const told = `the invoice says that ${head} was settled, the receipt ${receipt}`;
    return lost.length === 0 ? told : `${told}; there is no ${lost.join(', no ')}`;
  });
};
/** Write-offs and deposits settle without a receipt of their own. */
const isPaid = ({ method }: Head['settlements'][number]): boolean =>
  method !== 'write_off' && method !== 'deposit';
export const paidBy = ({ settlements }: Head): string[] =>
  settlements.filter(isPaid).map(({ paymentId }) => paymentId);

const disputed: Rule = ({ invoices, notes }) =>
  each(
    [...invoices.values()].filter(({ disputes }) => disputes?.some(({ state }) => state === 'OPEN')),
    ({ id, number, total, disputes = [], credits }) => {
      const said = sum(disputes, ({ state, minor }) => (state === 'OPEN' ? minor : 0));
      const left = total.minor - sum(credits, (credit) => notes.get(credit)?.total.minor ?? 0);
      return said <= left
        ? undefined
        : { what: `${said} are disputed, and ${left} were not credited`, where: [number, id] };
    },
  );

const promised: Rule = ({ invoices }) =>
  each(
    [...invoices.values()].filter(({ promise }) => promise !== undefined),
    ({ id, number, total, promise }) => {
      const then = total.minor - sum(promise!.before, ({ minor }) => minor);
      return promise!.minor <= then
        ? undefined
        : { what: `${promise!.minor} are promised, and ${then} were open`, where: [number, id] };
    },
  );

const followed: Rule = ({ followed: { due, done } }) =>
  each(due, ({ id, number, issuedAt }) =>
    done.has(id)
      ? undefined
      : { what: `issued at ${issuedAt}, and it has no documents`, where: [number, id] },
  );

/** Those that are of one legal entity and judged from its books; the others are in `proving.ts`. */
export const RULES: Readonly<Partial<Record<InvariantId, Rule>>> = {
  'entries.balanced': balanced,
  'entries.once': once,
  'trial_balance.zero': trial,
  'receivables.control': receivables,
  'unapplied.control': liability('unapplied'),
  'unidentified.control': liability('unidentified'),
  'invoice.open': openRule,
  'receipt.split': split,
  'settled.once': settled,
  'disputed.within': disputed,
  'promised.within': promised,
  'documents.followed': followed,
};

/** What a second look finds again: the company goes on working meanwhile, so that totals move; a difference that is one stays. */
export const foundAgain = (first: Judged, second: Judged): Judged => {
  const before = new Set(first.violations.map(nameOf));
  return { ...second, violations: second.violations.filter((one) => before.has(nameOf(one))) };
};
const nameOf = ({ what, where, by }: Wrong): string => JSON.stringify([where, by ?? what]);
