/** Counts what the cloud was asked to do: for a bill, a budget, and for finding every call that can go wrong. */

export interface Count {
  /** Name of the function that called, or that was invoked. */
  function: string;
  service: string;
  /** The operation, e.g. `PutItem`; `Invoke` for the invocation itself. */
  action: string;
  calls: number;
  /** DynamoDB's units, where `measure` was on. */
  writeUnits: number;
  readUnits: number;
}

export interface Meter {
  /** While on, the table is asked for the capacity that each call consumed. */
  measure(on: boolean): void;
  readonly measuring: boolean;
  count(call: {
    function: string;
    service: string;
    action: string;
    writeUnits?: number;
    readUnits?: number;
  }): void;
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
    count: ({ writeUnits = 0, readUnits = 0, ...call }) => {
      const key = `${call.function} ${call.service} ${call.action}`;
      let count = counts.get(key);
      if (!count) counts.set(key, (count = { ...call, calls: 0, writeUnits: 0, readUnits: 0 }));
      count.calls += 1;
      count.writeUnits += writeUnits;
      count.readUnits += readUnits;
    },
    report: () =>
      [...counts.values()]
        .map((count) => ({ ...count }))
        .sort(
          (a, b) =>
            a.function.localeCompare(b.function) ||
            a.service.localeCompare(b.service) ||
            a.action.localeCompare(b.action),
        ),
    clear: () => {
      counts.clear();
    },
  };
};
