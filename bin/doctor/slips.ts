/** Paying-in slips: what is in hand, on its way and in the bank, by slips, payments and bank lines alike. */
import type { Books } from './books.ts';
import { rule, sumOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Money } from './shapes.ts';

/** Where cash or a cheque is, as its payment says. */
export interface Collection {
  readonly state: string;
  readonly slipId?: string;
  readonly clearedOn?: string;
  readonly returned?: { readonly lineId?: string; readonly costs?: Money };
  readonly reversed?: object;
}
interface Item {
  readonly paymentId: string;
  readonly method: string;
  readonly amount: Money;
  readonly cleared?: { readonly lineId: string };
  readonly returned?: { readonly lineId?: string; readonly costs?: Money };
}
export interface Slip {
  readonly id: string;
  readonly number: number;
  readonly reference: string;
  readonly state: string;
  readonly entity: string;
  readonly iban: string;
  readonly total: Money;
  readonly outstanding: Money;
  readonly items: readonly Item[];
  readonly handedInOn?: string;
}

const adds = rule(
  'slip.adds_up',
  'A slip is not the sum of what is on it, or its state is not theirs: find the act that wrote one and not the other.',
);
const place = rule(
  'slip.place',
  'A payment and the slips disagree where its cash or cheque is: compare both with what lies in the till.',
);
const line = rule(
  'slip.line',
  'What a bank line brought is not what slips say of it: compare with the statement, and take the wrong one back.',
);
const indexed = rule(
  'table.index',
  'Write the item again with its keys: it is not found where people look for it.',
);

type Row = { readonly key: string; readonly minor: number };
const rows = (slips: readonly Slip[], minor: (item: Item) => number): Row[] =>
  slips
    .filter(({ state }) => state !== 'CANCELED')
    .flatMap(({ entity, items }) =>
      items.map((item) => ({ key: `${entity} ${item.amount.currency}`, minor: minor(item) })),
    );
/** What the statement shows of slips. */
export const paidIn = (
  slips: readonly Slip[],
  method: string,
  sign: 1 | -1,
  which: (cleared: { lineId: string }) => boolean = () => true,
): Row[] =>
  rows(slips, ({ method: own, cleared, amount }) =>
    cleared && which(cleared) && (method === 'any' || own === method) ? sign * amount.minor : 0,
  );
/** Cheques that the bank never credited. */
export const onPaper = (slips: readonly Slip[]): Row[] =>
  rows(slips, ({ returned, amount }) => (returned && returned.lineId === undefined ? 0 - amount.minor : 0));
/** Cheques that the bank took back. */
export const unpaid = (
  slips: readonly Slip[],
  of: (returned: NonNullable<Item['returned']>, minor: number) => number,
): Row[] =>
  rows(slips, ({ returned, amount }) => (returned?.lineId === undefined ? 0 : of(returned, amount.minor)));

export function* slips(books: Books): Generator<Finding> {
  yield* sums(books);
  yield* places(books);
  yield* byLines(books);
}

const waits = ({ cleared, returned }: Item) => !cleared && !(returned && returned.lineId === undefined);

function* sums({ tenant, slips: all }: Books): Generator<Finding> {
  for (const { id, state, iban, total, outstanding, items, handedInOn, item } of all) {
    const open = state === 'CANCELED' ? 0 : sumOf(items.filter(waits), ({ amount }) => amount.minor);
    if (sumOf(items, ({ amount }) => amount.minor) !== total.minor || open !== outstanding.minor)
      yield adds(tenant, `${total.minor} in all and ${outstanding.minor} on the way are not its items`, id);
    const derived = !items.some(waits)
      ? 'CLEARED'
      : items.some(({ cleared }) => cleared)
        ? 'PART_CLEARED'
        : 'DEPOSITED';
    if (state !== (handedInOn === undefined ? (state === 'CANCELED' ? state : 'OPEN') : derived))
      yield adds(tenant, `it is ${state}, and its items are ${derived}`, id);
    const wrong = misplaced(item, {
      g1: [`${tenant}#SLIPS`, id],
      g2:
        handedInOn === undefined
          ? undefined
          : [`${tenant}#SLIPSOF#${iban}#${total.currency}`, `${handedInOn}#${id}`],
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say where the slip is`, id);
  }
}

function* places({ tenant, slips: all, payments, inHand }: Books): Generator<Finding> {
  const live = all.filter(({ state }) => state !== 'CANCELED');
  const on = Map.groupBy(
    live.flatMap((slip) => slip.items.map((item) => ({ slip, item }))),
    ({ item }) => item.paymentId,
  );
  for (const { id, entity, amount, collection } of payments) {
    const [where, ...more] = on.get(id) ?? [];
    on.delete(id);
    if (more.length > 0) yield place(tenant, `it is on ${more.length + 1} slips`, id);
    if (!collection && !where) continue;
    if (where && where.item.amount.minor !== amount.minor)
      yield place(tenant, `${amount.minor} is ${where.item.amount.minor} on its slip`, id, where.slip.id);
    const state = !where && collection?.reversed ? 'REVERSED' : stateOf(where);
    if (collection?.state !== state || collection.slipId !== where?.slip.id)
      yield place(tenant, `it is ${collection?.state} on ${collection?.slipId}, and ${state} by slips`, id);
    const mark = inHand.get(id);
    const found = mark?.['g2p'] === `${tenant}#INHAND#${entity}`;
    if (found !== (state === 'IN_HAND' && where === undefined))
      yield indexed(tenant, `g2 does not say whether it is in hand`, id);
  }
  for (const id of on.keys()) yield place(tenant, 'a slip has a payment that is not there', id);
}
const stateOf = (where: { slip: Slip; item: Item } | undefined): string => {
  if (!where || where.slip.state === 'OPEN') return 'IN_HAND';
  return where.item.returned ? 'RETURNED' : where.item.cleared ? 'CLEARED' : 'DEPOSITED';
};

/** A line brought what it brought, or took one cheque and its costs. */
function* byLines({ tenant, slips: all, lines, payments }: Books): Generator<Finding> {
  const told = new Map<string, number>();
  const tell = (lineId: string | undefined, minor: number) =>
    lineId === undefined || told.set(lineId, (told.get(lineId) ?? 0) + minor);
  for (const { items } of all)
    for (const { cleared, returned, amount } of items) {
      tell(cleared?.lineId, amount.minor);
      tell(returned?.lineId, 0 - amount.minor - (returned?.costs?.minor ?? 0));
    }
  for (const one of lines) {
    const minor = told.get(one.id);
    told.delete(one.id);
    if (minor !== undefined && (one.state !== 'MATCHED' || one.amount.minor !== minor))
      yield line(
        tenant,
        `${one.amount.minor} on the line, which is ${one.state}, is ${minor} by slips`,
        one.id,
      );
    if (minor === undefined && one.state === 'MATCHED' && one.match?.tier === 'slip')
      yield line(tenant, 'the line is a slip, and no slip came in with it', one.id);
  }
  for (const id of told.keys()) yield line(tenant, 'a slip came in with a line that is not there', id);
  const references = new Set(all.map(({ reference }) => reference));
  for (const { id, payout } of payments)
    if (payout?.includes('SLP') && !references.has(payout))
      yield line(tenant, `the receipt is slip ${payout}, which is not there`, id);
}
