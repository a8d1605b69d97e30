/** What the checks read of what an issued document froze. */
import type { Money } from './shapes.ts';

/** What of a tax group was taken off, or bears no tax. */
interface GroupPart {
  readonly category: string;
  readonly ratePpm: number;
  readonly minor: number;
}
/** So many units of the quote are one of the base. */
export interface Rate {
  readonly base: string;
  readonly quote: string;
  readonly rate: string;
}
/** What a foreign invoice is worth in the books. */
export interface Booked {
  readonly value: Money;
  readonly rate: Rate;
}
export interface TaxGroup {
  readonly category: string;
  readonly ratePpm: number;
  readonly baseMinor: number;
  readonly taxMinor: number;
}
export interface Snapshot {
  readonly number: string;
  readonly prepaidMinor?: number;
  readonly booked?: Booked;
  readonly totals: {
    readonly netMinor: number;
    readonly taxMinor: number;
    readonly grossMinor: number;
    readonly taxes: readonly TaxGroup[];
    readonly allowances?: readonly GroupPart[];
    readonly untaxed?: readonly GroupPart[];
  };
  readonly lines: readonly {
    readonly id: string;
    readonly netMinor: number;
    readonly tax: { readonly category: string; readonly ratePpm: number };
  }[];
}
