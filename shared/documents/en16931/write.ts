/** Writes an invoice of EN 16931 terms as UBL 2.1 or CII D16B: the table of terms the other way round. */
import { el, xml, type Element } from '../xml.ts';
import { said, type Group, type Syntax, type Value } from './model.ts';
import { ORDER } from './order.ts';
import { pathsOf, type Condition, type Path, type Step } from './path.ts';
import { POINTS } from './read.ts';
import type { Kind, Row, Shape } from './shape.ts';
import { INVOICE } from './terms.ts';

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const CII = 'urn:un:unece:uncefact:data:standard:';
const CII_NAMESPACES = {
  'xmlns:rsm': `${CII}CrossIndustryInvoice:100`,
  'xmlns:ram': `${CII}ReusableAggregateBusinessInformationEntity:100`,
  'xmlns:qdt': `${CII}QualifiedDataType:100`,
  'xmlns:udt': `${CII}UnqualifiedDataType:100`,
};
/** UNTDID 1001 codes that are credit notes: in UBL another document (BR-CL-01). */
export const CREDIT_NOTES = new Set([
  '81',
  '83',
  '261',
  '262',
  '296',
  '308',
  '381',
  '396',
  '420',
  '458',
  '502',
  '503',
  '532',
]);
const CREDIT_NAMES: Readonly<Record<string, string>> = {
  'cac:InvoiceLine': 'cac:CreditNoteLine',
  'cbc:InvoicedQuantity': 'cbc:CreditedQuantity',
  'cbc:InvoiceTypeCode': 'cbc:CreditNoteTypeCode',
};

interface Node {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Node[];
  text?: string;
}
const node = (name: string): Node => ({ name, attributes: {}, children: [] });

/** Every term that the model has stands where its syntax has a place for it; figures are never computed. */
export const writeInvoice = (invoice: Group, syntax: Syntax): string => {
  const credit = CREDIT_NOTES.has(said(invoice, 'BT-3') ?? '');
  const root = node('');
  const writer = new Writer(invoice, syntax, credit);
  writer.group(root, invoice, INVOICE);
  if (syntax === 'cii') writer.deliver(root);
  if (syntax === 'cii')
    return xml(el('rsm:CrossIndustryInvoice', ordered(root, syntax, false), CII_NAMESPACES));
  const name = credit ? 'CreditNote' : 'Invoice';
  return xml(
    el(name, ordered(root, syntax, credit), {
      xmlns: `${UBL}${name}-2`,
      'xmlns:cac': `${UBL}CommonAggregateComponents-2`,
      'xmlns:cbc': `${UBL}CommonBasicComponents-2`,
    }),
  );
};

class Writer {
  private readonly invoice: Group;
  private readonly syntax: Syntax;
  private readonly credit: boolean;

  constructor(invoice: Group, syntax: Syntax, credit: boolean) {
    this.invoice = invoice;
    this.syntax = syntax;
    this.credit = credit;
  }

  /** Groups first: a term that stands inside of one, such as the tax point in CII, then finds it there. */
  group(at: Node, { terms, groups }: Group, shape: Shape): void {
    for (const part of shape.groups)
      for (const one of groups[part.name] ?? []) {
        const [path] = pathsOf(part[this.syntax]);
        this.group(this.place(at, path!, true), one, part);
      }
    for (const row of shape.rows) for (const value of terms[row.term] ?? []) this.term(at, row, value);
    // UBL has the gross price inside of the discount on it, so there it needs one.
    if (this.syntax === 'ubl' && terms['BT-148'] && !terms['BT-147'])
      this.term(
        at,
        shape.rows.find(({ term }) => term === 'BT-147')!,
        { text: '0' },
      );
  }

  /** CII has the element of the delivery in any case. */
  deliver(root: Node): void {
    this.place(root, pathsOf(INVOICE.groups.find(({ name }) => name === 'BG-13')!.cii)[0]!, false);
  }

  private term(at: Node, row: Row, value: Value): void {
    const text =
      this.syntax === 'ubl' && this.credit && row.credit !== undefined ? row.credit : row[this.syntax];
    const path = pathsOf(text).find((one) => fits(one, value))!;
    const last = path.at(-1)!;
    if (last.name.startsWith('@')) {
      this.place(at, path.slice(0, -1), false).attributes[last.name.slice(1)] = value.text;
      return;
    }
    const target = last.name === '.' ? at : this.place(at, path, row.kind !== 'subject');
    target.text = (target.text ?? '') + told(value.text, row.kind, this.syntax);
    Object.assign(target.attributes, value.attributes);
    const currency = said(this.invoice, 'BT-5');
    if (row.kind === 'amount' && this.syntax === 'ubl' && currency !== undefined)
      target.attributes['currencyID'] ??= currency;
  }

  /** The element at the end of the path; what is missing on the way is made. `fresh`: the last one has no text yet. */
  private place(at: Node, path: Path, fresh: boolean): Node {
    return path.reduce((parent, step, index) => {
      const last = index === path.length - 1;
      if (step.name === '.') {
        if (!this.holds(parent, step))
          for (const condition of step.conditions) this.fulfil(parent, condition);
        return parent;
      }
      const there = parent.children.find((child) => child.name === step.name && this.holds(child, step));
      if (there && !step.each && !(last && fresh && (there.text !== undefined || there.children.length > 0)))
        return there;
      return this.made(parent, step);
    }, at);
  }

  private holds(at: Node, { conditions }: Step): boolean {
    return conditions.every(({ path, is, value, written }) => {
      const last = path.at(-1)!;
      if (last.startsWith('@')) return is !== 'equal' || at.attributes[last.slice(1)] === this.meant(value);
      const found = path.reduce(
        (nodes: Node[], name) =>
          nodes.flatMap(({ children }) => children.filter((child) => child.name === name)),
        [at],
      );
      if (is === 'absent') return found.length === 0;
      return written === undefined || found.some(({ text }) => value === '*' || text === written);
    });
  }

  private made(parent: Node, { name, conditions }: Step): Node {
    const child = node(name);
    parent.children.push(child);
    for (const condition of conditions) this.fulfil(child, condition);
    return child;
  }
  private fulfil(at: Node, { path, written }: Condition): void {
    if (written === undefined) return;
    let target = at;
    for (const name of path) {
      if (name.startsWith('@')) {
        target.attributes[name.slice(1)] = this.meant(written);
        return;
      }
      const child = node(name);
      target.children.push(child);
      target = child;
    }
    target.text = written;
  }
  private meant(value: string): string {
    return value.startsWith('$') ? (said(this.invoice, value.slice(1) as 'BT-5') ?? '') : value;
  }
}

/** An alternative that wants an attribute is for values that have it. */
const fits = (path: Path, { attributes }: Value): boolean =>
  path.every(({ conditions }) =>
    conditions.every(
      ({ is, path: [name] }) =>
        is !== 'there' || !name!.startsWith('@') || attributes?.[name!.slice(1)] !== undefined,
    ),
  );

const told = (text: string, kind: Kind, syntax: Syntax): string => {
  if (kind === 'subject') return syntax === 'cii' ? text : `#${text}#`;
  if (syntax === 'ubl') return text;
  if (kind === 'day') return text.replaceAll('-', '');
  if (kind === 'point') return POINTS.find(([ubl]) => ubl === text)?.[1] ?? text;
  return text;
};

/** The schemas fix the order of elements; the table of terms follows the standard's own. */
const ordered = ({ name, children }: Node, syntax: Syntax, credit: boolean): Element[] => {
  const order = ORDER[syntax][name] ?? [];
  const rank = (child: Node): number => order.indexOf(child.name.slice(4));
  return children
    .toSorted((a, b) => rank(a) - rank(b))
    .map((child) =>
      el(
        credit ? (CREDIT_NAMES[child.name] ?? child.name) : child.name,
        child.text ?? ordered(child, syntax, credit),
        child.attributes,
      ),
    );
};
