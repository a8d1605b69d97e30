/**
 * SWIFT customer statements (MT940) and interim reports (MT942), with or without their envelope, several in a file. A
 * statement on several pages (:28C: number/page, closed with :62M:) is one.
 */
import type { LocalDate } from '../../kernel/dates.ts';
import { daysBetween } from '../../kernel/dates.ts';
import type { Money } from '../../kernel/money.ts';
import { describe } from './mt940-details.ts';
import { fieldsOf, type Field } from './mt940-fields.ts';
import type { Entry, Header, Piece, Pieces } from './pieces.ts';
import { amountOf, dayOf, said, yearOf } from './texts.ts';
import { Unreadable } from './unreadable.ts';

export async function* readMt940(chunks: AsyncIterable<string>): Pieces {
  yield { is: 'message', message: { kind: 'MT940', format: 'MT940' } };
  const reader = new Reader();
  for await (const field of fieldsOf(chunks)) yield* reader.take(field);
  yield* reader.end();
}

class Reader {
  private reference: string | undefined;
  private account = '';
  private sequence: string | undefined;
  private announced = false;
  private told = true;
  /** Of the open statement: its closing balance came; it is an interim report, which has none. */
  private ended = false;
  private reports = false;
  /** Page after page of one statement: what its last page may still continue. */
  private unfinished: string | undefined;
  private currency: string | undefined;
  private report = false;
  private entry: Entry | undefined;
  private at = 1;

  *take(field: Field | 'end of message'): Generator<Piece> {
    if (field === 'end of message') {
      yield* this.flush();
      return;
    }
    const { tag, at } = field;
    const text = field.lines.join('\n');
    const first = field.lines[0]!.trim();
    if (tag === '86') {
      if (this.entry) this.describe(field.lines);
      return;
    }
    yield* this.flush();
    if (tag === '20') yield* this.begin(first, at);
    else if (tag === '25' || tag === '25P') this.account = first;
    else if (tag === '28' || tag === '28C') this.sequence = first;
    else if (tag === '34F' || tag === '13D' || tag === '13') yield* this.interim(tag, first, at);
    else if (tag === '61') yield* this.moved(text, at);
    else if (tag.startsWith('6')) yield* this.balance(tag, first, at);
  }

  *end(): Generator<Piece> {
    yield* this.flush();
    yield* this.close();
    yield* this.empty();
  }
  /** A statement that has nothing but its name. */
  private *empty(): Generator<Piece> {
    if (this.told) return;
    yield* this.announce(this.at);
    yield* this.close();
  }

  private *begin(reference: string, at: number): Generator<Piece> {
    yield* this.empty();
    this.told = false;
    Object.assign(this, { reference, account: '', sequence: undefined, report: false, at });
    if (!this.unfinished) this.currency = undefined;
  }

  private *interim(tag: string, text: string, at: number): Generator<Piece> {
    this.report = true;
    if (tag === '34F') this.currency ??= text.slice(0, 3);
    if (!this.told) yield* this.announce(at);
  }

  private *balance(tag: string, text: string, at: number): Generator<Piece> {
    const found = /^([CD])(\d{2})(\d{2})(\d{2})([A-Z]{3})([\d,]+)/.exec(text);
    if (!found) throw new Unreadable('bank.malformed', `“${text.slice(0, 40)}” is no balance`, at);
    const [, mark, year, month, day, currency, digits] = found;
    const amount = amountOf((mark === 'D' ? '-' : '') + digits, currency!, at, ',');
    const on = dayOf(yearOf(year!), month!, day!, at, true);
    if (tag.startsWith('60')) {
      const goesOn = tag === '60M' && this.unfinished === this.key();
      if (goesOn) {
        [this.unfinished, this.held, this.told] = [undefined, undefined, true];
        return;
      }
      this.currency = currency;
      yield* this.announce(at);
      yield { is: 'balance', balance: { type: 'OPBD', amount, on } };
      return;
    }
    if (!this.told) yield* this.announce(at);
    if (tag.startsWith('62')) {
      yield* this.closing(tag, { amount, on });
      return;
    }
    yield { is: 'balance', balance: { type: tag === '64' ? 'CLAV' : 'FWAV', amount, on } };
  }

  /** What a page that is not the last closes with is carried over; should nothing follow, it is what the statement closes with. */
  private held: { amount: Money; on: LocalDate } | undefined;
  private *closing(tag: string, balance: { amount: Money; on: LocalDate }): Generator<Piece> {
    if (tag === '62M') {
      this.held = balance;
      this.unfinished = this.key();
    } else {
      this.held = undefined;
      this.ended = true;
      yield { is: 'balance', balance: { type: 'CLBD', ...balance } };
    }
  }
  private key(): string {
    return `${this.account} ${this.sequence?.split('/')[0] ?? ''}`;
  }

  private *announce(at: number): Generator<Piece> {
    yield* this.close();
    yield this.statement(at);
    this.announced = true;
    this.ended = false;
    this.reports = this.report;
  }
  private *close(): Generator<Piece> {
    if (!this.announced) return;
    if (this.held) yield { is: 'balance', balance: { type: 'CLBD', ...this.held } };
    // It is mandatory: without it nothing says that these were all entries.
    else if (!this.ended && !this.reports)
      yield {
        is: 'differs',
        line: this.at,
        detail: 'a statement has no closing balance (:62F:), so it may be cut',
      };
    [this.held, this.unfinished, this.announced] = [undefined, undefined, false];
    yield { is: 'end' };
  }
  private statement(at: number): Piece {
    if (this.reference === undefined || this.account === '')
      throw new Unreadable(
        'bank.incomplete',
        'The statement does not say its reference (:20:) and its account (:25:)',
        at,
      );
    const header: Header = {
      id: this.reference,
      account: this.account,
      announces: this.report,
      line: this.at,
      ...said('sequence', this.sequence),
      ...said('currency', this.currency),
    };
    this.told = true;
    return { is: 'statement', header };
  }

  private *moved(text: string, at: number): Generator<Piece> {
    if (!this.told) yield* this.announce(at);
    this.entry = entryOf(text, this.currency ?? '', at);
  }
  private describe(lines: readonly string[]): void {
    const entry = this.entry!;
    this.entry = { ...entry, transactions: [describe(lines, entry)] };
  }
  private *flush(): Generator<Piece> {
    if (this.entry) yield { is: 'entry', entry: this.entry };
    this.entry = undefined;
  }
}

/** RC and RD take back a credit and a debit; EC and ED of interim reports are expected. The letter after it repeats the currency. */
const MOVED =
  /^(\d{2})(\d{2})(\d{2})(\d{4})?(R[CD]|E[CD]|[CD])([A-Z])?(\d+,\d*|\d+(?=[NSF])) ?([NSF][A-Z0-9]{3}|[NSF][A-Z]{2} )?([^\n]*)(?:\n([\s\S]*))?$/;

const entryOf = (text: string, currency: string, at: number): Entry => {
  const found = MOVED.exec(text.trimEnd());
  if (!found) throw new Unreadable('bank.malformed', `“${text.slice(0, 60)}” is no movement (:61:)`, at);
  const [, year, month, day, booked, mark, , digits, type, rest = '', more = ''] = found;
  const amount = amountOf(digits!, currency, at, ',');
  const valueOn = dayOf(yearOf(year!), month!, day!, at, true);
  const negative = mark === 'D' || mark === 'RC' || mark === 'ED';
  const [customerRef = '', bankRef] = rest.split('//');
  const costs = costsIn(more, at);
  return {
    amount: negative ? { ...amount, minor: 0 - amount.minor } : amount,
    status: mark!.startsWith('E') ? 'PDNG' : 'BOOK',
    reversal: mark!.startsWith('R'),
    valueOn,
    bookedOn: booked === undefined ? valueOn : nearest(valueOn, booked, at),
    ...said('bankRef', bankRef?.trim()),
    ...said('entryRef', customerRef.trim()),
    ...said('code', type?.trim()),
    ...said('info', more.trim()),
    ...said('charges', costs),
    transactions: [],
    line: at,
  };
};

/** Month and day of the booking: of the year in which it is next to the value date. */
const nearest = (valueOn: LocalDate, booked: string, at: number): LocalDate => {
  const year = Number(valueOn.slice(0, 4));
  const days = [year - 1, year, year + 1].map((one) =>
    dayOf(one, booked.slice(0, 2), booked.slice(2), at, true),
  );
  return days.reduce((best, day) =>
    Math.abs(daysBetween(day, valueOn)) < Math.abs(daysBetween(best, valueOn)) ? day : best,
  );
};
/** `/CHGS/EUR0,50`: what the bank took for it. */
const costsIn = (text: string, at: number): Money | undefined => {
  const found = /\/CHGS\/([A-Z]{3})(\d+,\d*)/.exec(text);
  return found ? amountOf(found[2]!, found[1]!, at, ',') : undefined;
};
