/** Who is told by mail that a file is there, and what became of the link in that mail. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { Email, Language, Text } from '../kernel/party.ts';

export const Recipient = z
  .strictObject({ email: Email, language: Language.default('en') })
  .meta({ id: 'FileRecipient', description: 'Gets one mail, in this language, when the file is there.' });
export type Recipient = Readonly<z.infer<typeof Recipient>>;

export const Recipients = z
  .array(Recipient)
  .min(1)
  .max(5)
  .refine(
    (all) => new Set(all.map(({ email }) => email.toLowerCase())).size === all.length,
    'an address comes twice',
  )
  .meta({
    description:
      'Who is mailed a link to the file, which opens for seven days. Five at most, each address once, whatever its case.',
  });

/** What was done with the link of one recipient; there is none before anything was. */
export const LinkUse = z.object({
  version: z.int().min(1),
  exportId: z.string(),
  recipient: z.int().min(1),
  opened: z.int().min(0),
  openedAt: Instant.optional(),
  withdrawn: z.object({ at: Instant, by: z.string(), reason: z.string() }).optional(),
});
export type LinkUse = Readonly<z.infer<typeof LinkUse>>;

export const RecipientView = z
  .object({
    ...Recipient.shape,
    delivery: z.string().optional().meta({
      description:
        'State of the mail: `QUEUED`, `SENDING`, `SENT`, `ACCEPTED`, `DELIVERED`, `BOUNCED`, `COMPLAINED`, `SUPPRESSED`. Absent until the file is there, and in lists.',
    }),
    reason: z.string().optional().meta({ description: 'Why it was not delivered.' }),
    opened: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'How often the file was fetched by this link; within a minute counts as once.' }),
    openedAt: Instant.optional().meta({ description: 'When it was fetched last.' }),
    withdrawn: LinkUse.shape.withdrawn,
  })
  .meta({ id: 'FileRecipientView' });
export type RecipientView = Readonly<z.infer<typeof RecipientView>>;

export const Withdraw = z
  .strictObject({
    reason: Text(300, 3),
    email: Email.optional().meta({ description: 'Of this recipient alone; of all where absent.' }),
  })
  .meta({ id: 'WithdrawLinks' });
export type Withdraw = z.infer<typeof Withdraw>;
