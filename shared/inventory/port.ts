/**
 * The inventory port: what this house asks of a stock system that others keep. Each question has an id that makes asking twice
 * asking once; a reservation ends by itself at its moment, whether or not a release arrives.
 */
import type { Instant } from '../kernel/dates.ts';
import type { Order, Stock } from '../orders/order.ts';

export interface Reserve {
  readonly reservation: Stock['reservation'];
  readonly orderId: Order['id'];
  readonly until: Instant;
  readonly lines: readonly {
    readonly line: string;
    readonly sku: string;
    readonly quantity: string;
    readonly unit: string;
  }[];
}
export interface Confirm {
  readonly reservation: Stock['reservation'];
  /** The delivery that took the goods: its id makes confirming twice confirming once. */
  readonly delivery: string;
  readonly lines: readonly { readonly line: string; readonly quantity: string }[];
}

export interface Inventory {
  /** By line, what could be reserved: at most what was asked. A line that is left out got nothing. */
  readonly reserve: (wanted: Reserve) => Promise<ReadonlyMap<string, string>>;
  readonly confirm: (taken: Confirm) => Promise<void>;
  readonly release: (reservation: Stock['reservation']) => Promise<void>;
}
