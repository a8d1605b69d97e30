/** Which entry of one message is which of another: what a bank announces, and books under other references, is one line. */
import { daysBetween } from '../kernel/dates.ts';
import { likeness, likenessOfBatch } from './likeness.ts';
import { BOOKED, type Movement, type Same } from './movement.ts';
import type { BankLine } from './statement.ts';

/** Money of which a message tells: a line, or the whole of a batch before its lines. */
export interface Told {
  readonly movement: Movement;
  readonly channel: string;
  readonly line?: BankLine;
}

/** What is in the books of all that may be meant. */
export interface There {
  /** Lines under the very ids, and those of the movements. */
  readonly lines: ReadonlyMap<string, BankLine>;
  /** Entries that are another line, or batch, by `id channel`. */
  readonly same: ReadonlySet<string>;
  readonly movements: readonly Movement[];
}

export interface Paired {
  readonly fresh: readonly BankLine[];
  /** New ones, and those of which another channel has told now. */
  readonly movements: readonly Movement[];
  readonly same: readonly Same[];
  /** Lines that another file had brought. */
  readonly known: number;
}

/** Over the longest time without a bank day, Easter. */
export const MOST_DAYS = 5;

/**
 * Each movement is told once by each channel: an entry is one of which its channel has not told and that is most like it, else a new one.
 * So of equal payments there are as many as the channel with most of them tells, in whatever order the messages come.
 */
export const paired = (told: readonly Told[], there: There): Paired => {
  const books = new Books(there);
  let known = 0;
  for (const one of told) if (books.take(one) === 'known') known += 1;
  return { ...books.written(), known };
};

/** What is known while a message is heard: each entry meets what the ones before it left. */
class Books {
  private readonly lines: Map<string, BankLine>;
  private readonly movements: Map<string, Movement>;
  private readonly same = new Map<string, Same>();
  private readonly changed = new Set<string>();
  private readonly fresh: BankLine[] = [];
  private readonly there: There;
  constructor(there: There) {
    this.there = there;
    this.lines = new Map(there.lines);
    this.movements = new Map(there.movements.map((one) => [one.id, one]));
  }

  take(one: Told): 'known' | undefined {
    const { movement, channel, line } = one;
    const own = this.movements.get(movement.id);
    const known = line ? 'known' : undefined;
    if (this.isSame(movement.id, channel) || (movement.batch && this.isSame(movement.batch.id, channel)))
      return known;
    if (line && this.lines.has(line.id)) {
      this.keep(toldBy(own ?? movement, channel, this.movements));
      return this.lines.get(line.id)!.statementId === line.statementId ? undefined : 'known';
    }
    // A batch that its own file brought: its lines follow.
    if (own?.told.includes(channel)) return undefined;
    const best = own ?? bestOf(one, this.movements, this.lines);
    if (best) {
      this.meet(best, one);
      return known;
    }
    this.keep([movement]);
    if (line) {
      this.fresh.push(line);
      this.lines.set(line.id, line);
    }
    return undefined;
  }

  private meet(one: Movement, { movement: { id, batch }, channel }: Told): void {
    this.same.set(`${id} ${channel}`, { id, is: one.id, channel });
    const whole = one.batch ? undefined : batch && this.movements.get(batch.id);
    if (whole) this.keep([partOf(whole, one.told)]);
    this.keep(toldBy(whole ? { ...one, batch: batch! } : one, channel, this.movements));
  }

  private keep(movements: readonly Movement[]): void {
    for (const one of movements) {
      this.movements.set(one.id, one);
      this.changed.add(one.id);
    }
  }
  private isSame(id: string, channel: string): boolean {
    return this.there.same.has(`${id} ${channel}`) || this.same.has(`${id} ${channel}`);
  }

  written(): Omit<Paired, 'known'> {
    const before = new Map(this.there.movements.map(({ id, version }) => [id, version]));
    const movements = [...this.changed].map((id) => ({
      ...this.movements.get(id)!,
      version: (before.get(id) ?? 0) + 1,
    }));
    return { fresh: this.fresh, movements, same: [...this.same.values()] };
  }
}

/** The movement, and its batch, once the channel has told of it; nothing where it had. */
const toldBy = (one: Movement, channel: string, now: ReadonlyMap<string, Movement>): Movement[] => {
  if (one.told.includes(channel)) return [];
  const batch = one.batch && now.get(one.batch.id);
  return [
    { ...one, told: [...one.told, channel] },
    ...(batch && !batch.told.includes(channel) ? [partOf(batch, [channel])] : []),
  ];
};

/** These channels have told of one of its lines by itself. */
const partOf = ({ parts, ...batch }: Movement, channels: readonly string[]): Movement => ({
  ...batch,
  parts: {
    ...parts!,
    left: parts!.left - Number(channels.includes(BOOKED)),
    apart: [...new Set([...parts!.apart, ...channels])],
  },
});

const bestOf = (
  one: Told,
  now: ReadonlyMap<string, Movement>,
  lines: ReadonlyMap<string, BankLine>,
): Movement | undefined => {
  const { movement, channel } = one;
  const free = [...now.values()].filter(
    (other) =>
      other.id !== movement.id &&
      other.accountIban === movement.accountIban &&
      other.amount.currency === movement.amount.currency &&
      other.amount.minor === movement.amount.minor &&
      Math.abs(daysBetween(other.bookedOn, movement.bookedOn)) <= MOST_DAYS &&
      !other.told.includes(channel) &&
      !other.parts?.apart.includes(channel) &&
      !(other.batch && now.get(other.batch.id)?.told.includes(channel)),
  );
  const scored = free.flatMap((other) => {
    const points = pointsOf(one, other, lines.get(other.id));
    return points === undefined ? [] : [{ other, points }];
  });
  return scored.sort((a, b) => b.points - a.points || (a.other.id < b.other.id ? -1 : 1))[0]?.other;
};

const pointsOf = (
  { movement, line }: Told,
  other: Movement,
  its: BankLine | undefined,
): number | undefined => {
  if (line && its) return likeness(line, its);
  // A line of a batch is no batch.
  if (movement.batch || other.batch) return undefined;
  return likenessOfBatch(line ?? movement, its ?? other);
};
