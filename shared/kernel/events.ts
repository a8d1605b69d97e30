/** The registry of facts that slices announce. A name is never used again for another fact (rules §3.16). */
import * as z from 'zod';

export interface EventType<N extends string = string, S extends z.ZodType = z.ZodType> {
  /** `invoice.issued`: the thing, then what happened to it, in the past tense. */
  readonly name: N;
  readonly data: S;
  readonly description: string;
}

/** One announced fact, before the commit gives it its id and time. `subject` is the id of what it happened to. */
export interface Fact {
  readonly type: string;
  readonly subject: string;
  readonly data: unknown;
}

export const event = <N extends string, S extends z.ZodType>(
  name: N,
  description: string,
  data: S,
): EventType<N, S> => ({
  name,
  data,
  description,
});

/** The data is checked here, so that a fact which breaks its schema is a bug of the announcer and never leaves it. */
export const announce = <N extends string, S extends z.ZodType>(
  type: EventType<N, S>,
  subject: string,
  data: z.input<S>,
): Fact => ({
  type: type.name,
  subject,
  data: type.data.parse(data),
});

/** CloudEvents 1.0 attributes, as they travel in an EventBridge detail and in our webhooks. */
export const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.iso.datetime(),
  tenant: z.string(),
  /** One id from the order to the cash: see runtime/context. */
  traceid: z.string(),
  /**
   * Announced again, or following from such a fact, after the books were restored to an earlier moment: what left the
   * house in the time that was lost is not in them.
   */
  restored: z.boolean().optional(),
  data: z.unknown(),
});
export type Envelope = Readonly<z.infer<typeof Envelope>>;
