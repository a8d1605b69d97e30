/** What a statement must fulfil as a whole: it is taken whole or refused whole. */
import type { Tenant } from '../access/tenant.ts';
import { exponentOf } from '../kernel/currencies.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { money, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { ownAccount } from './accounts.ts';
import { bookedOn, isBooked, isSureAhead } from './lines.ts';
import { readStatementFile, type Hints } from './parse/detect.ts';
import type { Balance, Entry, Header, Message, Piece } from './parse/pieces.ts';
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
type Entities = Pick<Tenant, 'entities'>;

/** Reads a file once to its end and says what is in it, or why it is refused as a whole (a half file books half the truth). */
export const survey = async (
  bytes: AsyncIterable<Uint8Array>,
  tenant: Entities,
  hints: Hints = {},
): Promise<Result<Survey, SurveyRefusal>> => {
  const surveyor = new Surveyor(tenant);
  try {
    for await (const piece of readStatementFile(bytes, hints)) {
      const refusal = surveyor.take(piece);
      if (refusal) return refusal;
    }
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.code, `${error.message}.`);
    throw error;
  }
  return surveyor.end();
};

type Refused = Extract<Result<Survey, SurveyRefusal>, { ok: false }>;

class Surveyor {
  private message: Message | undefined;
  private open: Tally | undefined;
  private readonly accounts: AccountStatement[] = [];
  private readonly days: LocalDate[] = [];
  private readonly tenant: Entities;
  constructor(tenant: Entities) {
    this.tenant = tenant;
  }

  take(piece: Piece): Refused | undefined {
    if (piece.is === 'message') this.message = piece.message;
    else if (piece.is === 'statement') this.open = tallyOf(piece.header);
    else if (piece.is === 'balance')
      return noCurrency(piece.balance.amount) ?? void this.open!.balances.push(piece.balance);
    else if (piece.is === 'entry') return count(this.open!, piece.entry);
    else if (piece.is === 'differs')
      return refuse(
        'bank.unbalanced',
        `The file does not hold what it says (line ${piece.line}): ${piece.detail}.`,
      );
    else return this.close();
    return undefined;
  }

  private close(): Refused | undefined {
    const account = accountOf(this.open!, this.tenant);
    if (!account.ok) return account;
    this.accounts.push(account.value);
    if (this.accounts.length > MAX_ACCOUNTS)
      return refuse(
        'bank.too_many_accounts',
        `The file has more than ${MAX_ACCOUNTS} statements; send them in parts.`,
      );
    const { openedOn, closedOn } = account.value;
    this.days.push(...[this.open!.firstOn, openedOn, closedOn].filter((day) => day !== undefined));
    return undefined;
  }

  end(): Result<Survey, SurveyRefusal> {
    const { message, accounts } = this;
    if (!message || accounts.length === 0) return refuse('bank.empty', 'The file holds no statement.');
    return ok({ message, accounts, firstOn: this.days.sort()[0] ?? '1970-01-01' });
  }
}

const noCurrency = ({ currency }: Money): Refused | undefined =>
  exponentOf(currency) === undefined
    ? refuse('bank.amount', `${currency} is no currency any more.`)
    : undefined;

interface Tally {
  readonly header: Header;
  readonly balances: Balance[];
  entries: number;
  skipped: number;
  announced: number;
  movedMinor: number;
  currency: string | undefined;
  firstOn?: LocalDate;
}
const tallyOf = (header: Header): Tally => ({
  header,
  balances: [],
  entries: 0,
  skipped: 0,
  announced: 0,
  movedMinor: 0,
  currency: header.currency,
});

const count = (tally: Tally, entry: Entry): Refused | undefined => {
  const none = noCurrency(entry.amount);
  if (none) return none;
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
  if (tally.header.announces && !isSureAhead(entry)) tally.announced += 1;
  tally.entries += 1;
  tally.movedMinor += entry.amount.minor;
  return undefined;
};

const accountOf = (tally: Tally, tenant: Entities): Result<AccountStatement, SurveyRefusal> => {
  const { header, balances, entries, skipped, announced, movedMinor } = tally;
  const { announces } = header;
  const own = ownAccount(header.account, header.bank, tenant);
  if (!own)
    return refuse(
      'bank.account_unknown',
      header.account === ''
        ? 'The file does not name its account: say it beside the file (account=<IBAN>).'
        : `The account of statement ${header.id} (line ${header.line}) belongs to no legal entity of the tenant.`,
    );
  const check = announces ? ({ is: 'agrees' } as const) : balanceCheck(balances, movedMinor);
  if (check.is === 'differs')
    return refuse(
      'bank.unbalanced',
      `Statement ${header.id} (line ${header.line}) does not add up: ${check.detail}`,
    );
  // An interim balance is none of a day that is over: it is no trail.
  const { opening, closing } = announces ? {} : bookedBalances(balances);
  return ok({
    bankId: header.id,
    ...(header.sequence !== undefined && { sequence: header.sequence }),
    accountIban: own.iban,
    entity: own.entity.id,
    currency: tally.currency ?? closing?.amount.currency ?? opening?.amount.currency ?? own.entity.currency,
    ...(opening && { opening: opening.amount, openedOn: opening.on }),
    ...(closing && { closing: closing.amount, closedOn: closing.on }),
    entries,
    skipped,
    movedMinor,
    ...(announces && { announces: true as const, announced }),
    warnings: check.is === 'unchecked' ? [UNCHECKED] : [],
  });
};
const UNCHECKED = {
  code: 'bank.no_balances',
  detail: 'The bank gave no opening or no closing balance: the sum could not be checked.',
};

/** Opening booked, else the closing of the period before; closing booked. Of repeated ones the first opens, the last closes. */
const bookedBalances = (
  balances: readonly Balance[],
): { opening?: Balance | undefined; closing?: Balance | undefined } => ({
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
