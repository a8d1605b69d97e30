/** The table as plain items: what a store describes is done here at once, under its condition. */
import type { Raw } from '../../bin/doctor/books.ts';
import type { Condition, Item, Write } from '../../shared/kernel/storage.ts';
import type { Entry } from '../../shared/ledger/entry.ts';

export class Table {
  private readonly rows = new Map<string, Item>();
  private acts = 0;

  items(): Raw[] {
    return [...this.rows.values()];
  }
  get(pk: string, sk: string): Item | undefined {
    return this.rows.get(`${pk}\n${sk}`);
  }
  /** All writes of an action with its entry; a condition that does not hold is a bug of the rules here, where nobody else writes. */
  commit(tenant: string, entry: Entry | undefined, writes: readonly Write[]): void {
    for (const write of writes) this.write(write);
    if (!entry) return;
    const id = `act_${++this.acts}`;
    this.write({
      put: {
        pk: `${tenant}#BOOK#${entry.on.slice(0, 7)}`,
        sk: `${entry.on}#${id}`,
        kind: 'act',
        id,
        entry,
        g1s: id,
      },
      if: 'absent',
      clash: 'table.stale',
      about: id,
    });
  }
  private write({ put, update, check, set, add, remove = [], if: condition, about }: Write): void {
    const { pk, sk } = (put ?? update ?? check)!;
    const before = this.get(pk, sk);
    if (!holds(condition, before)) throw new Error(`${about} was written over what it does not know`);
    // As DynamoDB keeps it: a copy without what is undefined.
    if (put) this.rows.set(`${pk}\n${sk}`, JSON.parse(JSON.stringify(put)) as Item);
    if (!update) return;
    const sums = Object.entries(add ?? {}).map(([name, by]) => [name, Number(before?.[name] ?? 0) + by]);
    const gone = Object.fromEntries(remove.map((name) => [name, undefined]));
    const row = { ...before, ...set, ...gone, ...Object.fromEntries(sums), pk, sk };
    this.rows.set(`${pk}\n${sk}`, JSON.parse(JSON.stringify(row)) as Item);
  }
}

const holds = (condition: Condition | undefined, item: Item | undefined): boolean => {
  if (condition === undefined) return true;
  if (condition === 'absent') return item === undefined;
  if (condition === 'present') return item !== undefined;
  if (condition === 'absent-or-expired') return true;
  return Object.entries(condition).every(([name, { is, value, orAbsent }]) => {
    const there = item?.[name] as string | number | undefined;
    if (there === undefined) return orAbsent === true;
    return is === '='
      ? there === value
      : is === '<='
        ? there <= value
        : is === '<'
          ? there < value
          : is === '>'
            ? there > value
            : there >= value;
  });
};
