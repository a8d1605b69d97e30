/** Who did what, when; and who was denied what. Written by the runtime with every commit and at every closed door. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';

export const AuditRecord = z
  .object({
    id: z.string(),
    at: Instant,
    kind: z.enum(['act', 'booking', 'denial']),
    actor: z.string().meta({
      description:
        'A key, a person, a worker, an operator; `stranger:` and a share of the networks for somebody unknown.',
    }),
    action: z.string().meta({ description: 'What was done, or the operation that was asked for.' }),
    requestedBy: z.string().optional().meta({ description: 'Who asked for what the actor agreed to.' }),
    subjects: z.array(z.string()).meta({ description: 'Ids of what it was done to.' }),
    code: z.string().optional().meta({ description: 'Why it was denied.' }),
    request: z.string().optional().meta({ description: 'Request id of what was denied.' }),
    times: z.int().optional().meta({
      description:
        'Of how many denials this record tells: of a caller and minute only the first are kept one by one.',
    }),
    last: Instant.optional().meta({
      description: 'When the last of them was, where the record counts an hour of attempts by nobody known.',
    }),
    trace: z.string().optional(),
  })
  .meta({ id: 'AuditRecord' });
export type AuditRecord = Readonly<z.infer<typeof AuditRecord>>;
