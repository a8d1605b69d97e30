/**
 * BAI2 cash management reports: file (01), groups (02), accounts (03), details (16), continuations (88) and trailers (49, 98, 99),
 * whose sums and counts are checked. Amounts are minor units.
 */
import type { LocalDate } from '../../kernel/dates.ts';
import type { Money } from '../../kernel/money.ts';
import { BALANCES, RETURNS, signOf } from './bai2-codes.ts';
import { transactionOf } from './bai2-details.ts';
import { fieldsOf, recordsOf, unended, type Logical } from './bai2-records.ts';
import type { Balance, Entry, Piece, Pieces } from './pieces.ts';
import { dayOf, minorOf, said, yearOf } from './texts.ts';
import { Unreadable } from './unreadable.ts';

export async function* readBai2(chunks: AsyncIterable<string>): Pieces {
  yield { is: 'message', message: { kind: 'BAI2', format: 'BAI2' } };
  const reader = new Reader();
  for await (const record of recordsOf(chunks)) yield* reader.take(record);
  reader.end();
}

interface Account {
  readonly id: string;
  readonly currency: string;
  readonly at: number;
  controlMinor: number;
  rows: number;
}

class Reader {
  private open: 'nothing' | 'file' | 'group' | 'account' | 'closed' = 'nothing';
  private group = {
    on: '' as LocalDate,
    currency: 'USD',
    interim: false,
    id: '',
    rows: 0,
    accounts: 0,
    controlMinor: 0,
  };
  private file = { id: '', rows: 0, groups: 0, controlMinor: 0 };
  private account: Account | undefined;

  *take(record: Logical): Generator<Piece> {
    const { code, at } = record;
    const rows = record.parts.length;
    this.file.rows += rows;
    this.group.rows += rows;
    if (this.account) this.account.rows += rows;
    const step = STEPS[code];
    if (!step) throw new Unreadable('bank.malformed', `BAI2 has no record ${code}`, at);
    if (this.open !== step.in)
      throw new Unreadable('bank.malformed', `A record ${code} may not stand here`, at);
    if (code === '01') this.begin(fieldsOf(record), at);
    else if (code === '02') this.beginGroup(fieldsOf(record), at, rows);
    else if (code === '03') yield* this.beginAccount(fieldsOf(record), at, rows);
    else if (code === '16') yield this.detail(record);
    else if (code === '49') yield* this.endAccount(fieldsOf(record), at);
    else yield* this.endOuter(code, fieldsOf(record), at);
    this.open = step.next;
  }

  end(): void {
    if (this.open !== 'closed')
      throw new Unreadable('bank.malformed', 'The file ends without its trailer (99)', this.file.rows);
  }

  private begin(
    [sender = '', , date = '', time = '', id = '', , , version = '']: string[],
    at: number,
  ): void {
    if (version !== '2')
      throw new Unreadable('bank.format_unknown', `The file is BAI of version ${version.slice(0, 10)}`, at);
    this.file.id = [sender, date, time, id].filter(Boolean).join('-');
  }

  private beginGroup(fields: string[], at: number, rows: number): void {
    const [, , , date = '', , currency = '', modifier = ''] = fields;
    const found = /^(\d\d)(\d\d)(\d\d)$/.exec(date);
    if (!found) throw new Unreadable('bank.incomplete', `${date.slice(0, 20)} is no as-of date`, at);
    const on = dayOf(yearOf(found[1]!), found[2]!, found[3]!, at);
    this.file.groups += 1;
    // Same-day figures that are interim are announced only: the final ones come again.
    this.group = {
      on,
      currency: currency || 'USD',
      interim: modifier === '3',
      id: `${this.file.id}-${this.file.groups}`,
      rows,
      accounts: 0,
      controlMinor: 0,
    };
  }

  private *beginAccount(
    [id = '', currency = '', ...rest]: string[],
    at: number,
    rows: number,
  ): Generator<Piece> {
    if (id === '') throw new Unreadable('bank.incomplete', 'An account has no number', at);
    const account: Account = { id, currency: currency || this.group.currency, at, controlMinor: 0, rows };
    this.account = account;
    this.group.accounts += 1;
    const header = {
      id: this.group.id,
      account: id,
      currency: account.currency,
      announces: this.group.interim,
      line: at,
    };
    yield { is: 'statement', header };
    for (const balance of this.summaries(account, rest)) yield { is: 'balance', balance };
  }

  /** Code, amount, count and funds type, as often as there are; funds types S, V and D bring fields of their own. */
  private summaries(account: Account, rest: readonly string[]): Balance[] {
    const balances: Balance[] = [];
    for (let at = 0; at < rest.length;) {
      const [code = '', written = '', , funds = ''] = rest.slice(at, at + 4);
      at += 4 + fundsWidth(funds, rest.slice(at + 4));
      if (written === '') continue;
      const amount = whole(written, account.currency, account.at);
      account.controlMinor += amount.minor;
      const type = BALANCES[code];
      if (type) balances.push({ type, amount, on: this.group.on });
    }
    return balances;
  }

  private detail({ parts, at }: Logical): Piece {
    const [first = '', ...more] = parts;
    const fields = unended(first).split(',');
    const [code = '', written = '', funds = ''] = fields.map((field) => field.trim());
    const account = this.account!;
    const sign = signOf(code);
    if (!sign)
      throw new Unreadable(
        'bank.malformed',
        `The type code ${code.slice(0, 10)} does not say which way the money went`,
        at,
      );
    const value = whole(written === '' ? '0' : written, account.currency, at);
    account.controlMinor += value.minor;
    const width = fundsWidth(funds, fields.slice(3));
    const valueOn = funds === 'V' ? dayIn(fields[3], at) : undefined;
    const [bankRef, customerRef, ...text] = fields.slice(3 + width);
    const texts = [text.join(','), ...more.map(unended)].map((one) => one.trim()).filter(Boolean);
    const entry: Entry = {
      amount: sign === '-' ? { ...value, minor: 0 - value.minor } : value,
      status: 'BOOK',
      reversal: RETURNS[code] !== undefined,
      bookedOn: this.group.on,
      ...said('valueOn', valueOn),
      ...said('bankRef', bankRef?.trim()),
      ...said('entryRef', customerRef?.trim()),
      code,
      transactions: [transactionOf(texts, code, sign, customerRef?.trim())],
      line: at,
    };
    return { is: 'entry', entry };
  }

  private *endAccount([written = '', rows = '']: string[], at: number): Generator<Piece> {
    const { controlMinor, rows: counted, id } = this.account!;
    yield* differences(`account ${id}`, { written, controlMinor }, [[rows, counted, 'records']], at);
    this.group.controlMinor += written === '' ? controlMinor : controlOf(written, at);
    this.account = undefined;
    yield { is: 'end' };
  }

  private *endOuter(
    code: string,
    [written = '', parts = '', rows = '']: string[],
    at: number,
  ): Generator<Piece> {
    const { accounts, controlMinor, rows: counted } = this.group;
    const counts =
      code === '98'
        ? ([
            [parts, accounts, 'accounts'],
            [rows, counted, 'records'],
          ] as const)
        : ([
            [parts, this.file.groups, 'groups'],
            [rows, this.file.rows, 'records'],
          ] as const);
    const sum = code === '98' ? controlMinor : this.file.controlMinor;
    yield* differences(code === '98' ? 'group' : 'file', { written, controlMinor: sum }, counts, at);
    if (code === '98') this.file.controlMinor += written === '' ? controlMinor : controlOf(written, at);
  }
}

function* differences(
  what: string,
  { written, controlMinor }: { written: string; controlMinor: number },
  counts: readonly (readonly [string, number, string])[],
  line: number,
): Generator<Piece> {
  if (written !== '' && controlOf(written, line) !== controlMinor)
    yield {
      is: 'differs',
      line,
      detail: `the control total of the ${what} is ${written}, and its amounts add up to ${controlMinor}`,
    };
  for (const [stated, found, things] of counts)
    if (stated !== '' && Number(stated) !== found)
      yield {
        is: 'differs',
        line,
        detail: `the ${what} says ${stated.slice(0, 20)} ${things}, and has ${found}`,
      };
}

/** Which record may stand where, and what is open after it. */
const STEPS: Readonly<Record<string, { in: Reader['open']; next: Reader['open'] }>> = {
  '01': { in: 'nothing', next: 'file' },
  '02': { in: 'file', next: 'group' },
  '03': { in: 'group', next: 'account' },
  '16': { in: 'account', next: 'account' },
  '49': { in: 'account', next: 'group' },
  '98': { in: 'group', next: 'file' },
  '99': { in: 'file', next: 'closed' },
};

/** Fields that follow the funds type and belong to it: S three amounts, V day and time, D pairs as many as it says. */
const fundsWidth = (funds: string, after: readonly string[]): number => {
  if (funds === 'S') return 3;
  if (funds === 'V') return 2;
  return funds === 'D' ? 1 + 2 * Math.min(Number(after[0]) || 0, 100) : 0;
};

const whole = (written: string, currency: string, at: number): Money => {
  const found = /^([+-]?)(\d{1,15})$/.exec(written);
  if (!found) throw new Unreadable('bank.amount', `${written.slice(0, 40)} is no amount in minor units`, at);
  return minorOf(found[1]!, found[2]!, currency, at);
};
const controlOf = (written: string, at: number): number => {
  if (!/^[+-]?\d{1,17}$/.test(written))
    throw new Unreadable('bank.amount', `${written.slice(0, 40)} is no control total`, at);
  return Number(written);
};
const dayIn = (text = '', at: number): LocalDate | undefined => {
  const found = /^(\d\d)(\d\d)(\d\d)$/.exec(text.trim());
  return found ? dayOf(yearOf(found[1]!), found[2]!, found[3]!, at) : undefined;
};
