/** Counts what the cloud was asked to do: for a bill, a budget, and for finding every call that can go wrong. */
import type { WireRequest, WireResponse } from './seam.ts';

export interface Count {
  /** Name of the function that called, or that was invoked. */
  function: string;
  service: string;
  /** The operation, e.g. `PutItem`; `Invoke` for an invocation, `Message` for a record that it got, `Event` for one on a bus. */
  action: string;
  calls: number;
  /** Wall time of invocations, in milliseconds. */
  ms: number;
  /** DynamoDB's capacity units, counted while `measure` is on. */
  writeUnits: number;
  readUnits: number;
}
type Counted = Pick<Count, 'function' | 'service' | 'action'> &
  Partial<Pick<Count, 'ms' | 'writeUnits' | 'readUnits'>>;

export interface Meter {
  /** While on, the database is asked for the capacity that each call consumed, and events are counted one by one. */
  measure(on: boolean): void;
  readonly measuring: boolean;
  count(call: Counted): void;
  report(): Count[];
  clear(): void;
}

export const newMeter = (): Meter => {
  const counts = new Map<string, Count>();
  let measuring = false;
  return {
    measure: (on) => {
      measuring = on;
    },
    get measuring() {
      return measuring;
    },
    count: ({ ms = 0, writeUnits = 0, readUnits = 0, ...call }) => {
      const key = `${call.function} ${call.service} ${call.action}`;
      let count = counts.get(key);
      if (!count) counts.set(key, (count = { ...call, calls: 0, ms: 0, writeUnits: 0, readUnits: 0 }));
      count.calls += 1;
      count.ms += ms;
      count.writeUnits += writeUnits;
      count.readUnits += readUnits;
    },
    report: () =>
      [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => ({ ...count })),
    clear: () => {
      counts.clear();
    },
  };
};

/** The same request, asking for what it consumes: AWS's own count, and it changes nothing else. */
export const askingForCapacity = (request: WireRequest): WireRequest => {
  const input = JSON.parse(request.body.toString()) as object;
  const body = Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
  return { ...request, body };
};

interface Consumed {
  CapacityUnits: number;
}
/** What the answer says that the call consumed, in write units for what writes and read units for what reads. */
export const unitsOf = (action: string, response: WireResponse): Pick<Count, 'writeUnits' | 'readUnits'> => {
  const { ConsumedCapacity } = JSON.parse(String(response.body ?? '{}')) as {
    ConsumedCapacity?: Consumed | Consumed[];
  };
  const units = [ConsumedCapacity ?? []].flat().reduce((sum, each) => sum + each.CapacityUnits, 0);
  return /^(Get|BatchGet|Query|Scan|TransactGet)/.test(action)
    ? { writeUnits: 0, readUnits: units }
    : { writeUnits: units, readUnits: 0 };
};

/** A bus bills by the event, not by the call. */
export const countEntries = (meter: Meter, caller: string, { body }: WireRequest): void => {
  const { Entries = [] } = JSON.parse(body.toString()) as { Entries?: unknown[] };
  for (const _ of Entries) meter.count({ function: caller, service: 'events', action: 'Event' });
};
