/** What is remembered from night to night: the scores of a month, which warnings stand, and what was told. */
import * as z from 'zod';
import { Recipient } from '../exports/recipient.ts';
import { Instant, LocalDate } from '../kernel/dates.ts';
import { WarningId } from './warning.ts';

export const Watch = z.object({
  /** A customer, `credit#<account>#<currency>` or `entity#<id>`. */
  subject: z.string(),
  version: z.int().min(0),
  /** Oldest first, each where it changed; the first of them is what held a month ago. */
  scores: z.array(z.object({ on: LocalDate, score: z.int() })),
  /** By its line. `quietSince`: the first night of those in a row that found it below. */
  live: z.record(z.string(), z.object({ id: WarningId, quietSince: LocalDate.optional() })),
});
export type Watch = Readonly<z.infer<typeof Watch>>;

/** That a mail shows; more of them are counted. */
export const MOST_ROWS = 50;
/** One mail of a morning for each recipient, as they were then. */
export const Digest = z.object({
  number: z.int().min(1),
  on: LocalDate,
  /** Those that it shows. */
  warnings: z.array(WarningId),
  /** Of how many, where that is more. */
  count: z.int().optional(),
  recipients: z.array(Recipient),
});
export type Digest = Readonly<z.infer<typeof Digest>>;

/** The last of them: what of the days before it was told; where there is no room for the names of all, whatever was raised by a moment. */
export const Told = z.object({
  version: z.int().min(1),
  on: LocalDate,
  warnings: z.array(WarningId),
  allBy: Instant.optional(),
});
export type Told = Readonly<z.infer<typeof Told>>;
