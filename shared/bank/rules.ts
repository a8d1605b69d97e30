/** What a statement must fulfil as a whole: it is taken whole or refused whole. */
import { accountsOf, type Tenant } from '../access/tenant.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { money, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { bookedOn, isBooked, plainIban } from './lines.ts';
import { readCamt, type Balance, type Entry, type Header, type Message } from './parse/camt053.ts';
import { Unreadable } from './parse/unreadable.ts';
import type { AccountStatement } from './statement.ts';

/** Each account's balance is an item of the commit that takes the file in. */
const MAX_ACCOUNTS = 50;

export interface Survey {
  readonly message: Message;
  readonly accounts: readonly AccountStatement[];
  /** Day of the earliest booking or balance: the part of the statement's id that sorts. */
  readonly firstOn: LocalDate;
}
export type SurveyRefusal =
  | Unreadable['code']
  | 'bank.empty'
  | 'bank.account_unknown'
  | 'bank.currency_mixed'
  | 'bank.unbalanced'
  | 'bank.too_many_accounts';

/** Reads a file once to its end and says what is in it, or why it is refused as a whole (a half file books half the truth). */
export const survey = async (
  chunks: AsyncIterable<string>,
  tenant: Pick<Tenant, 'entities'>,
): Promise<Result<Survey, SurveyRefusal>> => {
  try {
    return await surveyed(chunks, tenant);
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.code, `${error.message}.`);
    throw error;
  }
};

const surveyed = async (
  chunks: AsyncIterable<string>,
  tenant: Pick<Tenant, 'entities'>,
): Promise<Result<Survey, SurveyRefusal>> => {
  let message: Message | undefined;
  let open: Tally | undefined;
  const accounts: AccountStatement[] = [];
  const days: LocalDate[] = [];
  for await (const piece of readCamt(chunks)) {
    if (piece.is === 'message') {
      ({ message } = piece);
      if (message.kind !== 'camt.053')
        return refuse(
          'bank.not_camt053',
          `The file is a ${message.format}, which announces entries; send the statement, camt.053.`,
        );
    } else if (piece.is === 'statement')
      open = {
        header: piece.header,
        balances: [],
        entries: 0,
        skipped: 0,
        movedMinor: 0,
        currency: piece.header.currency,
      };
    else if (piece.is === 'balance') open!.balances.push(piece.balance);
    else if (piece.is === 'entry') {
      const mixed = count(open!, piece.entry);
      if (mixed) return mixed;
    } else {
      const account = accountOf(open!, tenant);
      if (!account.ok) return account;
      accounts.push(account.value);
      if (accounts.length > MAX_ACCOUNTS)
        return refuse(
          'bank.too_many_accounts',
          `The file has more than ${MAX_ACCOUNTS} statements; send them in parts.`,
        );
      days.push(
        ...[open!.firstOn, account.value.openedOn, account.value.closedOn].filter((day) => day !== undefined),
      );
    }
  }
  if (!message || accounts.length === 0) return refuse('bank.empty', 'The file holds no statement.');
  return ok({ message, accounts, firstOn: days.sort()[0] ?? '1970-01-01' });
};

interface Tally {
  readonly header: Header;
  readonly balances: Balance[];
  entries: number;
  skipped: number;
  movedMinor: number;
  currency: string | undefined;
  firstOn?: LocalDate;
}

const count = (tally: Tally, entry: Entry) => {
  if (!isBooked(entry)) {
    tally.skipped += 1;
    return undefined;
  }
  tally.currency ??= entry.amount.currency;
  if (entry.amount.currency !== tally.currency)
    return refuse(
      'bank.currency_mixed',
      `The statement is in ${tally.currency} and the entry on line ${entry.line} in ${entry.amount.currency}.`,
    );
  const day = bookedOn(entry);
  if (tally.firstOn === undefined || day < tally.firstOn) tally.firstOn = day;
  tally.entries += 1;
  tally.movedMinor += entry.amount.minor;
  return undefined;
};

const accountOf = (
  tally: Tally,
  tenant: Pick<Tenant, 'entities'>,
): Result<AccountStatement, SurveyRefusal> => {
  const { header, balances, entries, skipped, movedMinor } = tally;
  const iban = plainIban(header.account);
  const entity = tenant.entities.find((one) => accountsOf(one).some((account) => account === iban));
  if (!entity)
    return refuse(
      'bank.account_unknown',
      `The account of statement ${header.id} (line ${header.line}) belongs to no legal entity of the tenant.`,
    );
  const check = balanceCheck(balances, movedMinor);
  if (check.is === 'differs')
    return refuse(
      'bank.unbalanced',
      `Statement ${header.id} (line ${header.line}) does not add up: ${check.detail}`,
    );
  const { opening, closing } = bookedBalances(balances);
  return ok({
    bankId: header.id,
    ...(header.sequence !== undefined && { sequence: header.sequence }),
    accountIban: iban,
    entity: entity.id,
    currency: tally.currency ?? closing?.amount.currency ?? opening?.amount.currency ?? entity.currency,
    ...(opening && { opening: opening.amount, openedOn: opening.on }),
    ...(closing && { closing: closing.amount, closedOn: closing.on }),
    entries,
    skipped,
    movedMinor,
    warnings:
      check.is === 'unchecked'
        ? [
            {
              code: 'bank.no_balances',
              detail: 'The bank gave no opening or no closing balance: the sum could not be checked.',
            },
          ]
        : [],
  });
};

/** Opening booked, else the closing of the period before; closing booked. Of repeated ones the first opens, the last closes. */
const bookedBalances = (balances: readonly Balance[]) => ({
  opening: balances.find(({ type }) => type === 'OPBD') ?? balances.find(({ type }) => type === 'PRCD'),
  closing: balances.findLast(({ type }) => type === 'CLBD'),
});

export type BalanceCheck =
  | { readonly is: 'agrees' | 'unchecked' }
  | { readonly is: 'differs'; readonly detail: string };

/** opening + movements = closing, in one currency. */
export const balanceCheck = (balances: readonly Balance[], movedMinor: number): BalanceCheck => {
  const { opening, closing } = bookedBalances(balances);
  if (!opening || !closing) return { is: 'unchecked' };
  const { currency } = opening.amount;
  if (closing.amount.currency !== currency)
    return { is: 'differs', detail: `it opens in ${currency} and closes in ${closing.amount.currency}.` };
  const difference = opening.amount.minor + movedMinor - closing.amount.minor;
  if (difference === 0) return { is: 'agrees' };
  const [from, moved, to] = [opening.amount, money(movedMinor, currency), closing.amount].map(toText);
  return {
    is: 'differs',
    detail: `${from} opening and ${moved} moved are not ${to} closing in ${currency}.`,
  };
};

/** What a statement before this one closed with. */
export interface KnownBalance {
  readonly on: LocalDate;
  readonly closing: Money;
}

/**
 * A warning where a statement does not begin where the one before it ended. `before` is newest first; where it closed
 * on the very day (several statements of one day, in whatever order they come), the day before that counts as well.
 */
export const gapWarning = (
  opening: Money,
  openedOn: LocalDate,
  before: readonly KnownBalance[],
): AccountStatement['warnings'][number] | undefined => {
  const days = [...new Set(before.map(({ on }) => on))].slice(0, before[0]?.on === openedOn ? 2 : 1);
  const last = before.filter(({ on }) => days.includes(on));
  if (
    last.length === 0 ||
    last.some(({ closing }) => closing.minor === opening.minor && closing.currency === opening.currency)
  )
    return undefined;
  const { on, closing } = last[0]!;
  const detail = `It opens with ${toText(opening)} ${opening.currency}, but the statement before, of ${on}, closed with ${toText(closing)} ${closing.currency}: a statement may be missing.`;
  return { code: 'bank.gap', detail };
};
