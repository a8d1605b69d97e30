import { addDays, type LocalDate } from '../kernel/dates.ts';
import type { Chart } from './chart.ts';
import { Account, ACCOUNTS, Entry } from './entry.ts';

/** A question reaches a year ahead at most: every month of it costs a read, and nothing is booked beyond. */
export const lastAskable = (today: LocalDate): LocalDate => addDays(today, 366);

/**
 * A balanced entry without empty lines; undefined where nothing is to be booked (an invoice of free items). An
 * unbalanced one is a bug of its maker and is thrown.
 */
export const entry = (draft: Entry): Entry | undefined => {
  const balance = draft.lines.reduce((total, line) => total + line.minor, 0);
  if (balance !== 0) throw new Error(`entry for ${draft.source} is off by ${balance} minor units`);
  const lines = draft.lines.filter((line) => line.minor !== 0);
  return lines.length === 0 ? undefined : Entry.parse({ ...draft, lines });
};

type Mapped = Pick<Chart, 'accounts'> | undefined;
/** The accountant's number of an account, or ours where none is said. */
export const numberIn = (
  chart: Mapped,
  account: Account,
): { readonly number: string; readonly taxCode: string } => {
  const said = chart?.accounts.find((one) => one.account === account);
  return { number: said?.number ?? ACCOUNTS[account].code, taxCode: said?.taxCode ?? '' };
};
export const unmapped = (accounts: Chart['accounts']): Account[] =>
  Account.options.filter((account) => !accounts.some((one) => one.account === account));
