/**
 * What a closed month leaves of the acts up to its end, to go on from: those of things of which a later day may still say something, each with the
 * things that it is kept for. Money that settles nothing is kept as what is left of it. What is not kept is nothing to a period that begins later, unless it
 * moves again: then the answer is folded from the beginning (since.ts).
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { soldIn } from '../insights/sales.ts';
import type { Fact as Announced } from '../kernel/events.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { BEGINS } from '../insights/rules.ts';
import { isMerge, isOfCredit, LOOK_BACK, soldSince, type Fact } from './fact.ts';
import { gathered, nameIn, purseIn } from './folding.ts';
import { linesOf } from './items.ts';
import { liableIn } from './receipts.ts';
import { unspentOf } from './unspent.ts';

export interface Left {
  /** The newest act that was known: what is left is of no moment before it. */
  readonly id: string;
  readonly facts: readonly Fact[];
}
export interface Leaving {
  readonly id: string;
  readonly upTo: LocalDate;
  /** Invoices of payment plans: what is asked of a plan is asked of all that it has. */
  readonly planned: ReadonlySet<string>;
  /** What was settled longer before is left out. */
  readonly keptDays?: number;
}

/** `facts`: all up to the day, or those of a month and what the month before left. */
export const leftOf = (facts: readonly Fact[], leaving: Leaving): Left => {
  const { id, upTo } = leaving;
  const names = new Map<Fact, string[]>(facts.filter(isMerge).map((fact) => [fact, []]));
  const purses: Fact[] = [];
  for (const [thing, own] of gathered(facts)) {
    const purse = purseIn(thing);
    if (purse) {
      const left = unspentOf(purse, own, { from: upTo, asOf: upTo }).left();
      if (left.length > 0)
        purses.push({
          id,
          at: '',
          on: upTo,
          day: upTo,
          actor: '',
          action: '',
          events: [],
          of: [thing],
          unspent: left,
        });
    } else if (lives(thing, own, leaving))
      for (const fact of own) {
        const known = names.get(fact);
        if (known) known.push(thing);
        else names.set(fact, [thing]);
      }
  }
  return { id, facts: [...purses, ...[...names].map(([fact, of]) => slim(fact, of))] };
};

/** A day in the entity’s zone and the one in UTC by which announcements are read are one apart at most. */
const SAFE = 2;
const lives = (
  thing: string,
  own: readonly Fact[],
  { upTo, planned, keptDays = LOOK_BACK }: Leaving,
): boolean => {
  const [kind, id] = nameIn(thing);
  const since = (days: number) =>
    own.some(({ on, day }) => on > addDays(upTo, -days) || day > addDays(upTo, -days));
  const open = (minors: readonly number[]) => minors.reduce((sum, minor) => sum + minor, 0) !== 0;
  switch (kind) {
    case 'invoice': {
      const lines = own.flatMap((fact) => linesOf(fact, id));
      const due = lines.some(({ dueOn = upTo }) => dueOn > upTo);
      return due || planned.has(id) || since(keptDays) || open(lines.map(({ minor }) => minor));
    }
    case 'receipt':
      return since(keptDays) || open(own.map(liableIn));
    case 'entry':
      return own.some(({ on, entry }) => entry && on >= soldSince(addDays(upTo, 1)) && soldIn(entry) !== 0);
    // The lag is of invoices of a period: one that was issued is in none that begins later.
    case 'delivered':
      return own.every(({ entry }) => entry === undefined) && since(LOOK_BACK + SAFE);
    default:
      return since(LOOK_BACK + SAFE);
  }
};

/** What figures are told from, and no more: neither names nor texts outlive their documents here. */
const SAID = [
  'amount',
  'customerId',
  'mergedId',
  'invoiceId',
  'invoices',
  'reason',
  'payOn',
  'paidMinor',
  'paidOn',
  'method',
];
const TOLD = /^(promise\.|dispute\.|order\.confirmed|invoice\.|payment\.received|customer\.merged)/;
const slim = ({ id, at, on, day, actor, entry, events }: Fact, of: readonly string[]): Fact => ({
  id,
  at,
  on,
  day,
  actor,
  action: '',
  of,
  ...(entry && { entry: { ...entry, memo: '' } }),
  events: events
    .filter(({ type }) => TOLD.test(type))
    .map(({ type, subject, data }): Announced => ({
      type,
      subject,
      data: Object.fromEntries(Object.entries(data as object).filter(([name]) => SAID.includes(name))),
    })),
});

/** Line by line, the newest act first: all of a great company are more than one string may be. */
export const leftBytes = ({ id, facts }: Left): Uint8Array =>
  gzipSync(Buffer.concat([id, ...facts].map((one) => Buffer.from(`${JSON.stringify(one)}\n`))));
export const leftIn = (bytes: Uint8Array): Left => {
  const text = gunzipSync(bytes);
  const lines: unknown[] = [];
  for (let from = 0, to = text.indexOf(10); to >= 0; from = to + 1, to = text.indexOf(10, from))
    lines.push(JSON.parse(text.toString('utf8', from, to)));
  const [id, ...facts] = lines as [string, ...Fact[]];
  return { id, facts };
};

/** By the month's seal, beside what it leaves of positions. */
export const leftKey = (tenant: string, entity: string, month: string, seal: string): string =>
  `${tenant}/positions/${entity}/${month}-${seal}.acts.json.gz`;

/** What moves among `since`, and whose beginning is neither among them nor left: nothing can be said of it from here. */
export const unknownTo = (left: Left, since: readonly Fact[]): string[] => {
  const known = new Set(left.facts.flatMap(({ of = [] }) => of));
  const things = gathered(since);
  const begun = (thing: string, kinds: readonly string[]) =>
    known.has(thing) || (things.get(thing) ?? []).some(({ entry }) => kinds.includes(entry?.kind ?? ''));
  // Whose another line is, the invoice says where the line does not.
  const invoices = since.flatMap(({ entry }) =>
    (entry?.lines ?? []).flatMap(({ account, customerId, invoiceId }) =>
      invoiceId !== undefined && (account === 'receivables' || customerId === undefined)
        ? [`invoice:${invoiceId}`]
        : [],
    ),
  );
  // What is left of a credit note came by no receipt; what takes its use back does not say so.
  const receipts = [...things].flatMap(([thing, own]) =>
    nameIn(thing)[0] === 'receipt' && !own.some(isOfCredit) ? [thing] : [],
  );
  return [
    ...invoices.filter((thing) => !begun(thing, BEGINS)),
    ...receipts.filter((thing) => !begun(thing, ['receipt'])),
  ];
};
