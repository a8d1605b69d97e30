/** What banks announced and did not book: money that is in the books and may not be at the bank. */
import type { BankLine } from '../bank/statement.ts';
import type { Movement } from '../bank/movement.ts';
import { unconfirmed } from '../bank/store.ts';
import { addBankDays } from '../kernel/bank-days.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import type { Deps } from '../runtime/context.ts';
import { list, recallOr } from '../runtime/table.ts';
import type { Unconfirmed } from './match.ts';
import { NO_RULES } from './policy.ts';
import { matchingRules } from './store.ts';

/** More are a message of the bank that went wrong as a whole. */
const MOST_NAMED = 100;

/** Older than the company's rules say. */
export const unconfirmedOn = async (today: LocalDate, { tenant }: Deps): Promise<Unconfirmed[]> => {
  const { announcedDays } = await recallOr(matchingRules(tenant), NO_RULES);
  // So many bank days are as many days at least: what is younger is not read.
  const { data } = await list(unconfirmed(tenant, addDays(today, -announcedDays)), { limit: MOST_NAMED });
  return data.filter(({ bookedOn }) => addBankDays(bookedOn, announcedDays) <= today).map(shown);
};

const shown = ({ id, statementId, amount, accountIban, bookedOn, parts }: Movement) => ({
  ...(parts === undefined && { lineId: id as BankLine['id'] }),
  lines: parts?.left ?? 1,
  statementId: statementId as BankLine['statementId'],
  amount,
  accountIban,
  bookedOn,
});
