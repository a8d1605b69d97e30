/** What is looked at before a month is closed (rules §3.20): drift blocks, the rest is for a person to judge. */
import type { Movement } from '../bank/movement.ts';
import type { BankLine } from '../bank/statement.ts';
import type { Export } from '../exports/export.ts';
import { balanceOf, type Position } from '../insights/rules.ts';
import type { ParkedInvoice } from '../invoices/check.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { ACCOUNTS, type Booked } from '../ledger/entry.ts';
import type { Check, Period, PeriodSnapshot } from '../ledger/period.ts';
import type { InvariantRun } from '../ledger/invariant.ts';
import type { NumberingAudit } from '../operations/numbering-audit.ts';
import { lastDayOf } from './rules.ts';

/** `account currency` → balance. */
export type Ledger = Map<string, number>;
export interface Sub {
  readonly balances: Ledger;
  /** Receipts that were booked by the end of the month and settle nothing. */
  readonly waiting: readonly { readonly name: string; readonly on: LocalDate }[];
}
/** A control account that is `by` more than its documents say, in words as `what`. */
export interface Drift {
  readonly name: string;
  readonly by: number;
  readonly what: string;
}
export interface Found {
  /** Up to the end of the month. */
  readonly positions: Map<string, Position>;
  readonly entries: readonly Booked[];
  /** Of now, see `driftOf`. */
  readonly drift: readonly Drift[];
  readonly sub: Sub;
  readonly drafts: readonly ParkedInvoice[];
  readonly lines: readonly BankLine[];
  /** Announced by a bank, and in no statement that was read. */
  readonly announced: readonly Movement[];
  readonly files: readonly Export[];
  readonly numbering: NumberingAudit | undefined;
  /** What the last night found that looked after the month was over; undefined where none did. */
  readonly night: InvariantRun | undefined;
}

const CONTROLLED = ['receivables', 'unapplied', 'unidentified'] as const;

/** Where the documents and their control account say different things. */
export const driftOf = ({ balances }: Sub, positions: Map<string, Position>): Drift[] => {
  const currencies = new Set([...positions.keys(), ...[...balances.keys()].map((key) => key.split(' ')[1]!)]);
  return [...currencies].flatMap((currency) =>
    CONTROLLED.flatMap((account) => {
      const position = positions.get(currency);
      const booked = position ? balanceOf(position, account) : 0;
      const said = balances.get(`${account} ${currency}`) ?? 0;
      const name = `${account} ${currency}`;
      return booked === said
        ? []
        : {
            name,
            by: booked - said,
            what: `${name} is ${booked} in the ledger and ${said} in its documents`,
          };
    }),
  );
};

/** What a second look finds again: totals move while the company works, a difference that is one stays. */
export const driftAgain = (first: readonly Drift[], second: readonly Drift[]): Drift[] =>
  second.filter(({ name, by }) => first.some((one) => one.name === name && one.by === by));

const judged = (
  check: Check['check'],
  verdict: 'warns' | 'blocks',
  count: number,
  more: Pick<Check, 'oldestOn' | 'detail'> = {},
): Check =>
  count === 0 ? { check, verdict: 'ok', count } : { check, verdict, count, ...more, ...REMEDIES[check] };

const oldest = (days: readonly LocalDate[]): Pick<Check, 'oldestOn'> =>
  days.length === 0 ? {} : { oldestOn: days.reduce((a, b) => (a < b ? a : b)) };

/** `missing`: what foreign items have no rate for (reading.ts). */
export const checksOf = (
  period: Pick<Period, 'month' | 'entity'>,
  found: Found,
  missing: readonly string[],
): Check[] => {
  const until = lastDayOf(period.month);
  const { positions, drift, sub, drafts, lines, announced, files, numbering } = found;
  const off = [...positions].flatMap(([currency, { turnover }]) => {
    const difference = [...turnover.values()].reduce((sum, { debit, credit }) => sum + debit - credit, 0);
    return difference === 0 ? [] : [`${currency} is off by ${difference}`];
  });
  const waiting = (name: string) => sub.waiting.filter((one) => one.name === name).map(({ on }) => on);
  const old = drafts.filter(({ parkedAt }) => parkedAt.slice(0, 10) <= until);
  const late = lines.filter(({ bookedOn }) => bookedOn <= until);
  const open = files.filter(({ state, from }) => state === 'REQUESTED' && from <= until);
  const faults = numbering?.faults ?? 0;
  const doubtful = overdue(positions, until);
  const reserved = [...positions.values()].some((position) => balanceOf(position, 'allowance') !== 0);
  return [
    judged('drift', 'blocks', drift.length, {
      detail: drift
        .slice(0, 5)
        .map(({ what }) => what)
        .join('; '),
    }),
    judged('trial_balance', 'blocks', off.length, { detail: off.join('; ') }),
    judged('drafts', 'warns', old.length, oldest(old.map(({ parkedAt }) => parkedAt.slice(0, 10)))),
    judged('unapplied', 'warns', waiting('unapplied').length, oldest(waiting('unapplied'))),
    judged('unidentified', 'warns', waiting('unidentified').length, oldest(waiting('unidentified'))),
    judged('bank_lines', 'warns', late.length, oldest(late.map(({ bookedOn }) => bookedOn))),
    judged('announced', 'warns', announced.length, oldest(announced.map(({ bookedOn }) => bookedOn))),
    judged('numbering', 'warns', faults, { detail: `found in the night to ${numbering?.day}` }),
    judged('exports', 'warns', open.length, oldest(open.map(({ requestedAt }) => requestedAt.slice(0, 10)))),
    judged('revaluation', 'warns', missing.length, {
      detail: `no rate for ${missing.slice(0, 5).join(', ')}`,
    }),
    judged('allowance', 'warns', reserved ? 0 : doubtful, {
      detail: `items more than ${DOUBTFUL_DAYS} days overdue, and no allowance for them`,
    }),
    nightly(period.entity, found.night),
  ];
};

/** Of this entity, and of the company as a whole. */
const nightly = (entity: string, night: InvariantRun | undefined): Check => {
  if (!night)
    return judged('invariants', 'blocks', 1, { detail: 'no night has looked since the month was over' });
  const broken = night.outcomes.filter(
    (one) => one.state !== 'HOLDS' && (one.entity === undefined || one.entity === entity),
  );
  const said = broken.map(
    ({ id, state, violations }) => `${id}: ${state === 'UNREAD' ? 'unread' : violations}`,
  );
  return judged('invariants', 'blocks', broken.length, {
    detail: `found in the night to ${night.day}: ${said.slice(0, 5).join(', ')}`,
  });
};

/** What a person does about each, and where the things are listed. */
const REMEDIES: Readonly<Record<Check['check'], Pick<Check, 'remedy' | 'link'>>> = {
  drift: {
    remedy: 'Find which of both has the act that the other lacks, and book what is missing.',
    link: '/v1/invariants',
  },
  trial_balance: { remedy: 'Book a reversal and the right entry.', link: '/v1/trial-balance' },
  drafts: { remedy: 'Release what waits, or cancel it.', link: '/v1/parked-invoices' },
  unapplied: { remedy: 'Apply the money, or give it back.', link: '/v1/payments' },
  unidentified: { remedy: 'Say whose money it is.', link: '/v1/exceptions' },
  bank_lines: { remedy: 'Match each line, or say what it is.', link: '/v1/exceptions' },
  announced: { remedy: 'Read the statement that has them.', link: '/v1/statements' },
  numbering: {
    remedy:
      'Find the act that took each number, and put its document back; what cannot be put back two persons explain (`POST /v1/number-notes`). Months of that entity wait for it.',
    link: '/v1/numbering-audits',
  },
  exports: { remedy: 'Wait until they are built, or ask for them again.', link: '/v1/exports' },
  revaluation: { remedy: 'Say the rates that are missing.' },
  allowance: { remedy: 'Book an allowance for what is doubtful.', link: '/v1/ageing' },
  invariants: {
    remedy: 'Put right what is named, or wait for the next night; it looks again by itself.',
    link: '/v1/invariants',
  },
};

const DOUBTFUL_DAYS = 90;
const overdue = (positions: Map<string, Position>, until: LocalDate): number =>
  [...positions.values()].reduce(
    (count, { items }) =>
      count +
      [...items.values()].filter(
        ({ minor, dueOn }) =>
          minor > 0 && (Date.parse(until) - Date.parse(dueOn)) / 86_400_000 > DOUBTFUL_DAYS,
      ).length,
    0,
  );

/** Of the end of the month; `entries` are those of the month itself. */
export const snapshotOf = (
  positions: Map<string, Position>,
  entries: readonly Pick<Booked, 'kind'>[],
): PeriodSnapshot => {
  const kinds: Record<string, number> = {};
  for (const { kind } of entries) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const sorted = [...positions].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    entries: entries.length,
    kinds,
    balances: sorted.flatMap(([currency, position]) =>
      [...position.turnover.keys()]
        .map((account) => ({
          currency,
          account,
          code: ACCOUNTS[account].code,
          balanceMinor: balanceOf(position, account),
        }))
        .toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    ),
    openItems: sorted.map(([currency, { items }]) => {
      const open = [...items.values()].filter(({ minor }) => minor !== 0);
      return { currency, count: open.length, minor: open.reduce((sum, { minor }) => sum + minor, 0) };
    }),
  };
};
