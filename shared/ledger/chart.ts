/** The accountant's numbers for our accounts, as data of a legal entity: files and the trial balance say both. */
import * as z from 'zod';
import { EntityId } from '../access/tenant.ts';
import { Instant } from '../kernel/dates.ts';
import { Text } from '../kernel/party.ts';
import { Account } from './entry.ts';

const AccountNumber = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z./-]{0,19}$/)
  .meta({ description: 'As the accountant’s system has it.', example: '1400' });

export const ChartSaid = z
  .strictObject({
    accounts: z
      .array(
        z.strictObject({
          account: Account,
          number: AccountNumber,
          name: Text(80).optional(),
          taxCode: AccountNumber.optional().meta({
            description: 'The key by which the accountant’s system knows the tax of what is booked there.',
          }),
        }),
      )
      .max(Account.options.length)
      .refine(
        (all) => new Set(all.map(({ account }) => account)).size === all.length,
        'an account comes twice',
      )
      .meta({ description: 'Each account once. What is not named keeps our number.' }),
    datev: z
      .strictObject({
        consultant: z.int().min(1001).max(9_999_999).meta({ description: 'Beraternummer.' }),
        client: z.int().min(1).max(99_999).meta({ description: 'Mandantennummer.' }),
        digits: z.int().min(4).max(8).optional().meta({
          description:
            'Sachkontenlänge of the client; where absent as many as the longest number of an account but receivables has.',
        }),
      })
      .optional()
      .meta({ description: 'For whom DATEV takes the stacks in; they leave it open where it is absent.' }),
  })
  .meta({ id: 'ChartSaid' });

export const Chart = ChartSaid.extend({
  entity: EntityId,
  version: z.int().min(0).meta({ description: '0: nobody has said any yet.' }),
  unmapped: z.array(Account).meta({ description: 'Accounts that keep our numbers.' }),
  at: Instant.optional(),
  by: z.string().optional(),
}).meta({ id: 'Chart' });
export type Chart = Readonly<z.infer<typeof Chart>>;
