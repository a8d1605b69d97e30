/**
 * Which months of the books are shut, and when a write has to ask (rules §3.20). Months are shut in their order, so three months say it
 * all. They stand eight times, in gates: a write that checks one meets only an eighth of the others that check at the same moment.
 */
import * as z from 'zod';
import { monthOf, nextMonth, type Instant, type LocalDate } from './dates.ts';
import { version, type Key, type Write } from './storage.ts';

export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as "2026-03"')
  .meta({ id: 'Month', description: 'A calendar month, YYYY-MM.', example: '2026-03' });
export type Month = z.infer<typeof Month>;

/** The last month of each kind; absent where there is none. */
export interface Shut {
  readonly version: number;
  /** SOFT or CLOSED: only adjustments are booked there. */
  readonly soft?: Month | undefined;
  /** Nothing is booked there. */
  readonly closed?: Month | undefined;
  /** Its tax was declared: no line on output VAT is booked there. */
  readonly tax?: Month | undefined;
}

/** When a month is over everywhere on Earth: noon of the next one's first day in UTC, where the last zone has its midnight. */
export const overEverywhere = (month: Month): Instant => `${nextMonth(month)}-01T12:00:00.000Z`;

/** Longer than any function runs: who found a month not over has booked, or is dead, before that month can be shut. */
const GRACE_MS = 3_600_000;
export const mayBeShut = (month: Month, now: Instant): boolean =>
  Date.parse(now) >= Date.parse(overEverywhere(month)) + GRACE_MS;

/** Whether an entry of this day may meet a shut month: whatever is booked today, in whichever zone, never does. */
export const mustAsk = (on: LocalDate, now: Instant): boolean => now >= overEverywhere(monthOf(on));

export const GATES = 8;
export const gateKey = (tenant: string, entity: string, gate: number): Key => ({
  pk: `${tenant}#GATE#${entity}`,
  sk: String(gate),
});
export const gatesOf = (tenant: string, entity: string, shut: Shut): Write<'table.stale'>[] =>
  Array.from({ length: GATES }, (_, gate) => ({
    put: { ...gateKey(tenant, entity, gate), kind: 'gate', v: shut.version, ...monthsOf(shut) },
    if: version(shut.version === 1 ? undefined : shut.version - 1),
    clash: 'table.stale',
    about: `the months of ${entity}`,
  }));
const monthsOf = ({ soft, closed, tax }: Shut) => ({
  ...(soft !== undefined && { soft }),
  ...(closed !== undefined && { closed }),
  ...(tax !== undefined && { tax }),
});

/** An entry as far as it matters here. */
export interface Dated {
  readonly entity: string;
  readonly on: LocalDate;
  readonly lines: readonly { readonly account: string }[];
}
export const isTaxed = ({ lines }: Pick<Dated, 'lines'>): boolean =>
  lines.some(({ account }) => account === 'vat');

/** The condition of an entry of an earlier month: it is not shut. `lot`: any number; it picks the gate. */
export const notShut = (
  tenant: string,
  entries: readonly (Dated & { readonly adjusts: boolean })[],
  lot: number,
): Write<'table.stale'>[] =>
  [...Map.groupBy(entries, ({ entity }) => entity)].map(([entity, own]) => {
    const earliest = (some: typeof own) =>
      some.map(({ on }) => monthOf(on)).reduce((a, b) => (a < b ? a : b), '9999-12');
    const after = (some: typeof own) => ({
      is: '<' as const,
      value: earliest(some),
      orAbsent: true,
    });
    const [adjusting, others] = [own.filter(({ adjusts }) => adjusts), own.filter(({ adjusts }) => !adjusts)];
    const taxed = own.filter(isTaxed);
    return {
      check: gateKey(tenant, entity, lot % GATES),
      if: {
        ...(others.length > 0 && { soft: after(others) }),
        ...(adjusting.length > 0 && { closed: after(adjusting) }),
        ...(taxed.length > 0 && { tax: after(taxed) }),
      },
      clash: 'table.stale' as const,
      about: `an open month of ${entity}`,
    };
  });

/** The day itself where its month is open to it, else the first of the first month that is. */
export const openDay = (entry: Dated, { soft = '', tax = '' }: Omit<Shut, 'version'>): LocalDate => {
  const last = isTaxed(entry) && tax > soft ? tax : soft;
  return monthOf(entry.on) > last ? entry.on : `${nextMonth(last)}-01`;
};
