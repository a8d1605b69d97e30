/** OFX 1 (SGML) and 2 (XML): statements of bank accounts and of cards, several in a file. They say what the account holds, not what it opened with. */
import type { LocalDate } from '../../kernel/dates.ts';
import type { Entry, Piece, Pieces } from './pieces.ts';
import { tagsIn, type Tag } from './tags.ts';
import { amountOf, dayOf, said } from './texts.ts';
import { Unreadable } from './unreadable.ts';

const STATEMENTS = new Set(['STMTRS', 'CCSTMTRS']);
const MAX_FIELDS = 200;
type Fields = Map<string, { text: string; at: number }>;

export async function* readOfx(chunks: AsyncIterable<string>): Pieces {
  yield { is: 'message', message: { kind: 'OFX', format: 'OFX' } };
  const reader = new Reader();
  for await (const tag of tagsIn(chunks)) yield* reader.take(tag);
  reader.end();
}

class Reader {
  private statement: { fields: Fields; at: number; told: boolean } | undefined;
  /** The aggregate whose values are being gathered. */
  private part: { name: string; fields: Fields; at: number } | undefined;
  private closed = false;
  private line = 1;

  *take(tag: Tag): Generator<Piece> {
    const { name, closes, at } = tag;
    this.line = at;
    if (closes) yield* this.closes(name, at);
    else if (STATEMENTS.has(name)) this.statement = { fields: new Map(), at, told: false };
    else if (this.statement && (name === 'STMTTRN' || name === 'LEDGERBAL' || name === 'AVAILBAL')) {
      if (this.part) throw broken(`${name} begins inside of ${this.part.name}`, at);
      this.part = { name, fields: new Map(), at };
    } else if (this.statement) this.keep(tag);
  }

  /** The first value of a name counts; an empty one is none. */
  private keep({ name, text, at }: Tag): void {
    const { fields } = this.part ?? this.statement!;
    const value = text.trim();
    if (value === '' || fields.has(name)) return;
    if (fields.size >= MAX_FIELDS) throw broken(`a record has more than ${MAX_FIELDS} values`, at);
    fields.set(name, { text: value, at });
  }

  private *closes(name: string, at: number): Generator<Piece> {
    if (name === 'OFX') this.closed = true;
    if (this.statement && STATEMENTS.has(name)) {
      if (this.part) throw broken(`${this.part.name} is not closed`, at);
      yield* this.tell();
      yield { is: 'end' };
      this.statement = undefined;
    }
    if (name !== this.part?.name) return;
    const { fields, at: from } = this.part;
    this.part = undefined;
    yield* this.tell();
    if (name === 'STMTTRN') yield { is: 'entry', entry: this.entryOf(fields, from) };
    else if (fields.has('BALAMT')) {
      const amount = amountOf(decimal(fields.get('BALAMT')!.text), this.currency(), from);
      yield {
        is: 'balance',
        balance: {
          type: name === 'LEDGERBAL' ? 'CLBD' : 'CLAV',
          amount,
          on: dateIn(fields, 'DTASOF', from)!,
        },
      };
    }
  }

  end(): void {
    if (!this.closed) throw broken('the file ends before </OFX>', this.line);
  }

  /** The account and the currency stand before everything that is dated. */
  private *tell(): Generator<Piece> {
    const { statement } = this;
    if (!statement || statement.told) return;
    statement.told = true;
    const value = (name: string) => statement.fields.get(name)?.text;
    const account = value('ACCTID');
    if (account === undefined)
      throw new Unreadable(
        'bank.incomplete',
        'The statement does not say its account (ACCTID)',
        statement.at,
      );
    const period = [value('DTSTART'), value('DTEND')].flatMap((day) => day?.slice(0, 8) ?? []);
    const header = {
      id: period.length > 0 ? period.join('-') : account,
      account,
      announces: false,
      line: statement.at,
      ...said('bank', value('BANKID')),
      ...said('currency', value('CURDEF')),
    };
    yield { is: 'statement', header };
  }
  private currency(): string {
    return this.statement?.fields.get('CURDEF')?.text ?? '';
  }

  private entryOf(fields: Fields, at: number): Entry {
    const value = (name: string) => fields.get(name)?.text;
    const amount = value('TRNAMT');
    if (amount === undefined) throw new Unreadable('bank.incomplete', 'A transaction has no TRNAMT', at);
    const bookedOn = dateIn(fields, 'DTPOSTED', at);
    const [name, memo] = [value('NAME'), value('MEMO')];
    const other = { ...said('name', name), ...said('account', value('ACCTID')) };
    const parsed = amountOf(decimal(amount), value('CURSYM') ?? this.currency(), at);
    return {
      amount: parsed,
      status: 'BOOK',
      reversal: false,
      ...said('bookedOn', bookedOn),
      ...said('valueOn', dateIn(fields, 'DTAVAIL', at, false) ?? dateIn(fields, 'VALUEDATE', at, false)),
      ...said('bankRef', value('FITID')),
      ...said('entryRef', value('CHECKNUM')),
      ...said('code', value('TRNTYPE')),
      transactions: [
        {
          ...said('endToEndId', value('REFNUM')),
          debtor: parsed.minor >= 0 ? other : {},
          creditor: parsed.minor >= 0 ? {} : other,
          references: [],
          documents: [],
          texts: [memo ?? '', name !== undefined && !memo?.startsWith(name) ? name : ''].filter(Boolean),
        },
      ],
      line: at,
    };
  }
}

/** Both decimal signs are allowed. */
const decimal = (text: string): string => text.replace(',', '.');

/** `20070315`, with a time and a zone after it or not: the day as the bank writes it. */
const dateIn = (fields: Fields, name: string, at: number, needed = true): LocalDate | undefined => {
  const found = fields.get(name);
  if (!found) {
    if (needed) throw new Unreadable('bank.incomplete', `A record has no date (${name})`, at);
    return undefined;
  }
  const parts = /^(\d{4})(\d{2})(\d{2})(?!\d{1,5}$)/.exec(found.text);
  if (!parts) throw new Unreadable('bank.incomplete', `${found.text.slice(0, 40)} is not a date`, found.at);
  return dayOf(parts[1]!, parts[2]!, parts[3]!, found.at);
};
const broken = (detail: string, line: number) =>
  new Unreadable('bank.malformed', `The file is not acceptable OFX: ${detail}`, line);
