/**
 * Reads XML as it comes and hands out one record at a time, never the whole file. Made for files of strangers: no DTD
 * and so no entities beyond the five, and limits on depth, on text and on the size of one record.
 */
import { SaxesParser, type SaxesAttributeNS } from 'saxes';

/** An element with all that it holds; declarations of namespaces are not among its attributes. */
export interface Element {
  readonly name: string;
  readonly namespace: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: Element[];
}
export type Part =
  | {
      readonly is: 'open';
      readonly depth: number;
      readonly name: string;
      readonly namespace: string;
      readonly line: number;
    }
  | { readonly is: 'record'; readonly parent: string; readonly element: Element }
  | { readonly is: 'close'; readonly depth: number; readonly line: number };

/** What the caller throws where a file cannot be read, and where that is. */
export type Unreadable = (detail: string, line: number) => Error;
const NONE: Element['attributes'] = {};

const MAX_DEPTH = 32;
const MAX_TEXT = 10_000;
/** About ten thousand transactions in one batch entry. */
const MAX_ELEMENTS = 500_000;
/** Text, a comment or an attribute that goes on for longer without a tag is an attack or a mistake. */
const MAX_SILENCE = 1_000_000;

/** Opening and closing tags above `depth`, and every element at `depth` as a tree once it is complete. */
export async function* partsOf(
  chunks: AsyncIterable<string>,
  depth: number,
  unreadable: Unreadable,
): AsyncGenerator<Part> {
  const reader = new Reader(depth, unreadable);
  for await (const chunk of chunks) yield* reader.write(chunk);
  yield* reader.end();
}

/** A whole document that is already here, as the tree of its root; one text in it may be as long as a file that it carries. */
export const treeOf = (content: string, unreadable: Unreadable): Element => {
  const reader = new Reader(1, unreadable, content.length);
  const parts = [...reader.write(content), ...reader.end()];
  for (const part of parts) if (part.is === 'record') return part.element;
  throw unreadable('The file is not acceptable XML: it has no element', 1);
};

class Reader {
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private readonly depth: number;
  private readonly names: string[] = [];
  /** The open elements of the record that is being read, outermost first. */
  private readonly open: Element[] = [];
  private elements = 0;
  private silence = 0;
  private parts: Part[] = [];
  private readonly unreadable: Unreadable;
  private readonly maxText: number;

  constructor(depth: number, unreadable: Unreadable, maxText = MAX_TEXT) {
    this.depth = depth;
    this.unreadable = unreadable;
    this.maxText = maxText;
    const { parser } = this;
    parser.on('error', ({ message }) => this.fail(message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')));
    parser.on('doctype', () => this.fail('a document type declaration is not allowed'));
    parser.on('text', (text) => this.text(text));
    parser.on('cdata', (text) => this.text(text));
    parser.on('opentag', ({ local, uri, attributes }) => this.opened(local, uri, attributes));
    parser.on('closetag', () => this.closed());
  }

  write(chunk: string): Part[] {
    this.silence += chunk.length;
    if (chunk.includes('\ufffd')) this.fail('the text is not UTF-8');
    this.parser.write(chunk);
    if (this.silence > MAX_SILENCE) this.fail('more than a million characters without a tag');
    return this.taken();
  }

  end(): Part[] {
    this.parser.close();
    return this.taken();
  }

  private taken(): Part[] {
    const { parts } = this;
    this.parts = [];
    return parts;
  }

  private opened(
    name: string,
    namespace: string,
    attributes: Readonly<Record<string, SaxesAttributeNS>>,
  ): void {
    this.silence = 0;
    this.names.push(name);
    if (this.names.length > MAX_DEPTH) this.fail(`elements stand ${MAX_DEPTH} deep in each other`);
    const { line } = this.parser;
    if (this.names.length < this.depth) {
      this.parts.push({ is: 'open', depth: this.names.length, name, namespace, line });
      return;
    }
    if (++this.elements > MAX_ELEMENTS) this.fail('one record has more than half a million elements');
    const said = Object.values(attributes).filter(
      ({ prefix, name: whole }) => prefix !== 'xmlns' && whole !== 'xmlns',
    );
    const element: Element = {
      name,
      namespace,
      line,
      attributes:
        said.length === 0 ? NONE : Object.fromEntries(said.map(({ local, value }) => [local, value])),
      text: '',
      children: [],
    };
    this.open.at(-1)?.children.push(element);
    this.open.push(element);
  }

  private text(text: string): void {
    this.silence = 0;
    const element = this.open.at(-1);
    if (!element) return;
    element.text += text;
    if (element.text.length > this.maxText)
      this.fail(`${element.name} has more than ${this.maxText} characters`);
  }

  private closed(): void {
    this.names.pop();
    if (this.names.length < this.depth - 1) {
      this.parts.push({ is: 'close', depth: this.names.length + 1, line: this.parser.line });
      return;
    }
    const element = this.open.pop()!;
    if (this.open.length > 0) return;
    this.elements = 0;
    this.parts.push({ is: 'record', parent: this.names.at(-1)!, element });
  }

  private fail(detail: string): never {
    throw this.unreadable(`The file is not acceptable XML: ${detail}`, this.parser.line);
  }
}
