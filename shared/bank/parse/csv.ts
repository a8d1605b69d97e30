/** CSV by a layout: rows in the order of the bank, oldest or newest first; a column of balances is checked and opens and closes the statement. */
import type { LocalDate } from '../../kernel/dates.ts';
import { minus, plus, type Money } from '../../kernel/money.ts';
import type { CsvLayout } from '../layout.ts';
import { cellsIn, type Cells } from './csv-rows.ts';
import { dayIn, signedIn } from './csv-values.ts';
import type { Entry, Piece, Pieces } from './pieces.ts';
import { said } from './texts.ts';
import { Unreadable } from './unreadable.ts';

type Field = Exclude<keyof CsvLayout['columns'], 'text'>;
type Column = string | number;

/** `account`: whose file it is, where no column says so; `currency`: of that account. */
export async function* readCsv(
  chunks: AsyncIterable<string>,
  layout: CsvLayout,
  { account = '', currency = '' }: { account?: string | undefined; currency?: string | undefined },
): Pieces {
  yield { is: 'message', message: { kind: 'CSV', format: `CSV (${layout.name})`, layout } };
  let width: number | undefined;
  let columns: Columns | undefined = layout.header ? undefined : new Columns(layout, [], 1);
  const reader = new Reader(layout, { account, currency: layout.currency ?? currency });
  for await (const row of cellsIn(skipped(chunks, layout.skipRows), layout.delimiter)) {
    const cells = { ...row, at: row.at + layout.skipRows };
    width ??= row.cells.length;
    if (row.cells.length < width)
      throw new Unreadable(
        'bank.malformed',
        `The row has ${row.cells.length} fields instead of ${width}: it may be cut`,
        cells.at,
      );
    if (columns) yield* reader.take(cells, columns);
    else columns = new Columns(layout, row.cells, cells.at);
  }
  yield* reader.end(columns !== undefined);
}

/** Lines before the header are the bank's own words, with quotes of any kind. */
async function* skipped(chunks: AsyncIterable<string>, rows: number): AsyncGenerator<string> {
  let left = rows;
  for await (const chunk of chunks) {
    let from = 0;
    while (left > 0 && from >= 0) {
      const at = chunk.indexOf('\n', from);
      from = at < 0 ? -1 : at + 1;
      if (at >= 0) left -= 1;
    }
    if (left === 0 && from >= 0) yield chunk.slice(from);
  }
}

/** Where each field of the layout stands. */
export class Columns {
  private readonly places = new Map<Column, number>();
  constructor({ columns, sign, pending }: CsvLayout, header: readonly string[], at: number) {
    const wanted = [...Object.values(columns).flat(), sign?.column, pending?.column].filter(
      (one) => one !== undefined,
    );
    for (const column of wanted) {
      const place = typeof column === 'number' ? column - 1 : header.indexOf(column);
      if (place < 0) throw new Unreadable('bank.layout_unknown', `The header has no column “${column}”`, at);
      this.places.set(column, place);
    }
  }
  textOf({ cells, at }: Cells, column: Column | undefined): string | undefined {
    if (column === undefined) return undefined;
    const cell = cells[this.places.get(column)!];
    // A row that is shorter than its columns was cut, or is no row of entries: nothing of it is guessed.
    if (cell === undefined)
      throw new Unreadable(
        'bank.malformed',
        `The row has ${cells.length} fields and no column ${column}`,
        at,
      );
    return cell === '' ? undefined : cell;
  }
}

interface Open {
  readonly account: string;
  readonly currency: string;
  readonly rows: Row[];
  first?: Row;
  last?: Row;
  /** Whether each balance follows from its neighbour in that order. */
  ascends: boolean;
  descends: boolean;
}
interface Row {
  readonly amount: Money;
  readonly balance: Money | undefined;
  readonly on: LocalDate;
  readonly at: number;
}

class Reader {
  private open: Open | undefined;
  private readonly layout: CsvLayout;
  private readonly of: { account: string; currency: string };
  constructor(layout: CsvLayout, of: { account: string; currency: string }) {
    this.layout = layout;
    this.of = of;
  }

  *take(row: Cells, columns: Columns): Generator<Piece> {
    const text = (field: Field) => columns.textOf(row, this.layout.columns[field]);
    const account = text('account') ?? this.of.account;
    const currency = text('currency') ?? this.of.currency;
    if (this.open?.account !== account || this.open.currency !== currency) {
      yield* this.close();
      this.open = { account, currency, rows: [], ascends: true, descends: true };
      const header = {
        id: this.layout.name,
        account,
        announces: false,
        line: row.at,
        ...said('currency', currency),
      };
      yield { is: 'statement', header };
    }
    const entry = this.entryOf(row, columns, currency);
    yield { is: 'entry', entry };
    if (entry.status === 'BOOK') this.follow(entry, text('balance'), row.at);
  }

  *end(hadHeader: boolean): Generator<Piece> {
    if (!hadHeader) throw new Unreadable('bank.layout_unknown', 'The file has no header line', 1);
    yield* this.close();
  }

  private entryOf(row: Cells, columns: Columns, currency: string): Entry {
    const { layout } = this;
    const text = (field: Field) => columns.textOf(row, layout.columns[field]);
    const pending = layout.pending && columns.textOf(row, layout.pending.column);
    const announced = pending !== undefined && layout.pending!.values.includes(pending);
    const day = (field: 'bookedOn' | 'valueOn', lenient: boolean) => {
      const written = text(field);
      return written === undefined || lenient ? undefined : dayIn(written, layout.date, row.at);
    };
    const amount = signedIn(layout, (column) => columns.textOf(row, column), currency, row.at);
    const other = { ...said('name', text('name')), ...said('account', text('counterparty')) };
    const texts = (layout.columns.text ?? []).flatMap((column) => columns.textOf(row, column) ?? []);
    return {
      amount,
      status: announced ? 'PDNG' : 'BOOK',
      reversal: false,
      ...said('bookedOn', day('bookedOn', announced)),
      ...said('valueOn', day('valueOn', announced)),
      ...said('bankRef', text('bankRef')),
      ...said('code', text('code')),
      transactions: [
        {
          ...said('endToEndId', text('endToEndId')),
          debtor: amount.minor >= 0 ? other : {},
          creditor: amount.minor >= 0 ? {} : other,
          references: [text('reference') ?? ''].filter(Boolean),
          documents: [],
          texts,
        },
      ],
      line: row.at,
    };
  }

  private follow({ amount, bookedOn }: Entry, written: string | undefined, at: number): void {
    const open = this.open!;
    const balance =
      written === undefined
        ? undefined
        : signedIn(
            { ...this.layout, columns: { amount: 1 }, sign: undefined },
            () => written,
            amount.currency,
            at,
          );
    const row = { amount, balance, on: bookedOn!, at };
    const { last } = open;
    if (last?.balance && balance) {
      open.ascends &&= plus(last.balance, amount).minor === balance.minor;
      open.descends &&= minus(last.balance, last.amount).minor === balance.minor;
    }
    open.first ??= row;
    open.last = row;
  }

  private *close(): Generator<Piece> {
    const { open } = this;
    if (!open) return;
    this.open = undefined;
    const { first, last, ascends, descends } = open;
    if (first?.balance && last?.balance) {
      if (!ascends && !descends)
        yield {
          is: 'differs',
          line: last.at,
          detail: 'the balances after its entries do not follow from each other',
        };
      const [oldest, newest] = ascends || !descends ? [first, last] : [last, first];
      yield {
        is: 'balance',
        balance: { type: 'OPBD', amount: minus(oldest.balance!, oldest.amount), on: oldest.on },
      };
      yield { is: 'balance', balance: { type: 'CLBD', amount: newest.balance!, on: newest.on } };
    }
    yield { is: 'end' };
  }
}
