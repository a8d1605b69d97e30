/** Up to which amount somebody acts alone; above it a second person agrees (shared/approvals). */
import * as z from 'zod';
import { UnsignedMoney, type Money } from './money.ts';

const Limit = z
  .array(UnsignedMoney)
  .max(20)
  .refine((all) => new Set(all.map(({ currency }) => currency)).size === all.length, 'a currency comes twice')
  .optional();

/** Minor units by currency. A currency that is not named has the limit zero; an operation that is not named has none. */
export const Limits = z
  .strictObject({
    creditLimit: Limit.meta({ description: 'Credit limits up to which no second person is asked.' }),
    refund: Limit.meta({ description: 'Refunds and credit notes up to which no second person is asked.' }),
    writeOff: Limit.meta({ description: 'Write-offs up to which no second person is asked.' }),
  })
  .meta({ id: 'Limits', description: 'By currency; one that is not named always needs a second person.' });
export type Limits = Readonly<z.infer<typeof Limits>>;
export type Limited = keyof Limits;

/** Whether this amount is done alone. Who has no limits at all (a worker, an operator's key of bare scopes) acts alone. */
export const within = (limits: Limits | undefined, what: Limited, { minor, currency }: Money): boolean => {
  const named = limits?.[what];
  return named === undefined || minor <= (named.find((limit) => limit.currency === currency)?.minor ?? 0);
};
