/** Work that a worker refused and put where people look: what it was, why it was refused, and what became of it. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { Envelope } from '../kernel/events.ts';
import { idOf, TenantId } from '../kernel/ids.ts';

export const ParkedId = idOf('prk').meta({ id: 'ParkedId' });

/** `runtime/drain.ts` writes it; here it is read and decided on. */
export const Parked = z
  .object({
    id: ParkedId,
    version: z.int().min(1),
    worker: z.string(),
    code: z.string().meta({ description: 'Why the worker refused, `slice.reason`.' }),
    detail: z.string(),
    fact: Envelope,
    state: z.enum(['WAITING', 'RETRIED', 'DISMISSED']),
    at: Instant.meta({ description: 'Since when it is in this state.' }),
    by: z.string().optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'Parked' });
export type Parked = Readonly<z.infer<typeof Parked>>;

/** Facts of a time that nobody heard of, as an operator asks for them: both ends are included. */
export const AnnounceAgain = z.strictObject({ tenant: TenantId, from: Instant, to: Instant });
export type AnnounceAgain = z.infer<typeof AnnounceAgain>;
