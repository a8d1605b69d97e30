/** What a company’s invoices taught, and what its customers are compared with: as of one evening. */
import * as z from 'zod';

const Counted = z.object({ known: z.int(), late: z.int() });

export const Model = z.object({
  /** Invoices that it learned from. */
  known: z.int().min(0),
  /** Of the factors on the scale below; the first is for what they do not say. None where too little is known. */
  weights: z.array(z.number()).optional(),
  means: z.array(z.number()),
  spreads: z.array(z.number()),
  /** Log-odds that are too sure of themselves, or too careful, are set right by these. */
  calibration: z.object({ shift: z.number(), slope: z.number() }),
  /** The share of those open as a day begins that is paid on it, by day against the due day (days.ts). */
  rates: z.object({ early: z.array(z.number()), late: z.array(z.number()) }),
});
export type Model = Readonly<z.infer<typeof Model>>;

export const Company = z.object({
  version: z.int().min(1),
  /** Everything up to the evening of this day is in it: whole days since 1970. */
  through: z.int(),
  all: Counted.extend({ count: z.int(), sum: z.int() }),
  segments: z.record(z.string(), Counted),
  model: Model,
});
export type Company = Readonly<z.infer<typeof Company>>;
