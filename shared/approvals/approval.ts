/** What somebody asked for that a second person has to agree to (four eyes). */
import * as z from 'zod';
import { SCOPES } from '../kernel/contract.ts';
import { Instant } from '../kernel/dates.ts';
import { idOf, TraceId } from '../kernel/ids.ts';

export const ApprovalId = idOf('apr').meta({ id: 'ApprovalId' });

export const Approval = z
  .object({
    id: ApprovalId,
    version: z.int().min(1),
    operation: z.string().meta({ description: 'What is to be done, `slice.verb`.' }),
    subject: z.string().meta({ description: 'The id of what it is done to.' }),
    scope: z.enum(SCOPES).meta({ description: 'What the second person needs beside `approvals:write`.' }),
    summary: z.string().meta({ description: 'One sentence for whoever decides.' }),
    input: z.record(z.string(), z.unknown()).meta({ description: 'What was asked for, as it came.' }),
    before: z.record(z.string(), z.unknown()).optional().meta({
      description: 'What stood in its place when it was asked for.',
    }),
    state: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED']),
    requestedBy: z.string(),
    /** In whose hand the key of the one who asked was first. */
    maker: z.string().optional(),
    requestedAt: Instant,
    expiresAt: Instant,
    decidedBy: z.string().optional(),
    decidedAt: Instant.optional(),
    reason: z.string().optional(),
    trace: TraceId,
  })
  .meta({ id: 'Approval' });
export type Approval = Readonly<z.infer<typeof Approval>>;
