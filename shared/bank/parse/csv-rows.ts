/** Rows of CSV (RFC 4180) with any delimiter: a quoted field may hold it, quotes (doubled) and line breaks. Of a bounded size. */
import { Unreadable } from './unreadable.ts';

export interface Cells {
  readonly cells: readonly string[];
  /** Where the row begins, from 1. */
  readonly at: number;
}
const MAX_CELL = 10_000;
const MAX_CELLS = 400;

/** Rows that are empty are none. */
export async function* cellsIn(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<Cells> {
  const reader = new Reader(delimiter);
  for await (const piece of pieces) yield* reader.take(piece);
  yield* reader.end();
}

class Reader {
  private cells: string[] = [];
  private cell = '';
  private state: 'plain' | 'quoted' | 'quote' = 'plain';
  private line = 1;
  private begun = 1;
  private readonly delimiter: string;
  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  *take(piece: string): Generator<Cells> {
    for (const character of piece) {
      if (character === '\n') this.line += 1;
      if (this.state === 'quote') {
        this.state = character === '"' ? 'quoted' : 'plain';
        if (this.state === 'quoted') {
          this.cell += '"';
          continue;
        }
      }
      if (this.state === 'quoted') {
        if (character === '"') this.state = 'quote';
        else this.cell += character;
      } else if (character === '"' && this.cell === '') this.state = 'quoted';
      else if (character === '\n' || character === '\r') yield* this.row();
      else if (character === this.delimiter) this.next();
      else this.cell += character;
      if (this.cell.length > MAX_CELL)
        throw new Unreadable(
          'bank.malformed',
          `A field has more than ${MAX_CELL} characters: a quote may not be closed`,
          this.begun,
        );
    }
  }
  *end(): Generator<Cells> {
    if (this.state === 'quoted')
      throw new Unreadable('bank.malformed', 'The file ends inside of a quoted field', this.begun);
    yield* this.row();
  }

  private next(): void {
    if (this.cells.push(this.cell.trim()) > MAX_CELLS)
      throw new Unreadable('bank.malformed', `A row has more than ${MAX_CELLS} fields`, this.begun);
    this.cell = '';
  }
  private *row(): Generator<Cells> {
    const { begun: at } = this;
    if (this.cells.length > 0 || this.cell.trim() !== '') {
      this.next();
      yield { cells: this.cells, at };
    }
    [this.cells, this.cell, this.begun] = [[], '', this.line];
  }
}
