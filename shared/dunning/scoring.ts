/** How payers of those pay who may get a note before the due day, where a policy asks for it. */
import type { Customer } from '../customers/customer.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { lateOf } from '../predicting/expecting.ts';
import { knownFrom } from '../predicting/reading.ts';
import { behaviourOf } from '../predicting/store.ts';
import { scoreById } from '../risk/store.ts';
import type { Deps } from '../runtime/context.ts';
import { readGroups } from '../runtime/table.ts';
import type { Case } from './messages.ts';
import type { DunningPolicy } from './policy.ts';

type Customers = ReadonlyMap<string, Customer>;

/** One batch for all of them. */
export const scored = async (
  cases: readonly Case[],
  customers: Customers,
  today: LocalDate,
  deps: Deps,
): Promise<Case[]> => {
  const noted = cases.filter(({ step }) => step?.courtesy === true && step.on <= today);
  const isNoted = new Set(noted);
  const payerOf = ({ invoice }: Case): Customer => customers.get(invoice.customerId)!;
  const payers = (asks: (courtesy: NonNullable<DunningPolicy['courtesy']>) => boolean): string[] => [
    ...new Set(
      noted.filter(({ policy }) => policy?.courtesy && asks(policy.courtesy)).map((one) => payerOf(one).id),
    ),
  ];
  const byScore = payers(({ scoreBelow }) => scoreBelow !== undefined);
  const byDays = payers(({ lateAtLeast }) => lateAtLeast !== undefined);
  if (byScore.length + byDays.length === 0) return [...cases];
  const [scores, behaviours] = await readGroups(
    byScore.map((id) => scoreById(deps.tenant, id)),
    byDays.map((id) => behaviourOf(deps.tenant, id)),
  );
  const scoreOf = new Map<string, number>(scores.map(({ customerId, score }) => [customerId, score]));
  const asked = new Set(byDays);
  const waysOf = new Map<string, (typeof behaviours)[number]>(behaviours.map((one) => [one.customerId, one]));
  return Promise.all(
    cases.map(async (one) => {
      if (!isNoted.has(one)) return one;
      const payer = payerOf(one);
      const pays = asked.has(payer.id)
        ? await knownFrom(waysOf.get(payer.id), payer, today, deps)
        : undefined;
      return { ...one, score: scoreOf.get(payer.id), late: pays && lateOf(one.invoice, pays) };
    }),
  );
};
