/** Reads UBL 2.1 and CII D16B into the terms of EN 16931, and names what the document says beyond them. */
import { exponentOf } from '../../kernel/currencies.ts';
import { add } from '../../kernel/decimal.ts';
import { treeOf, type Element } from '../read-xml.ts';
import { FORBIDDEN } from './forbidden.ts';
import type { Group, Reading, Syntax, Term, Value } from './model.ts';
import { places } from './figures.ts';
import { pathsOf, type Condition, type Path, type Step } from './path.ts';
import type { Kind, Row, Shape } from './shape.ts';
import { INVOICE } from './terms.ts';

/** The content is no XML, or no invoice of either syntax; the line is the file's. */
export class NotAnInvoice extends Error {
  readonly line: number;
  constructor(detail: string, line: number) {
    super(`${detail} (line ${line})`);
    this.line = line;
  }
}

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const CII = 'urn:un:unece:uncefact:data:standard:';
const PREFIXES: Readonly<Record<string, string>> = {
  [`${UBL}CommonAggregateComponents-2`]: 'cac:',
  [`${UBL}CommonBasicComponents-2`]: 'cbc:',
  [`${CII}CrossIndustryInvoice:100`]: 'rsm:',
  [`${CII}ReusableAggregateBusinessInformationEntity:100`]: 'ram:',
  [`${CII}QualifiedDataType:100`]: 'qdt:',
  [`${CII}UnqualifiedDataType:100`]: 'udt:',
};
const ROOTS: Readonly<Record<string, Syntax>> = {
  [`${UBL}Invoice-2 Invoice`]: 'ubl',
  [`${UBL}CreditNote-2 CreditNote`]: 'ubl',
  [`${CII}CrossIndustryInvoice:100 CrossIndustryInvoice`]: 'cii',
};
/** A credit note in UBL is an invoice with four other names. */
const SAME: Readonly<Record<string, string>> = {
  'cac:CreditNoteLine': 'cac:InvoiceLine',
  'cbc:CreditedQuantity': 'cbc:InvoicedQuantity',
  'cbc:CreditNoteTypeCode': 'cbc:InvoiceTypeCode',
};
const CARRIED = ['schemeID', 'listID', 'listVersionID', 'mimeCode', 'filename'];

/** Throws `NotAnInvoice`; whatever else may be wrong with it is for the rules. */
export const readInvoice = (content: string): Reading => {
  const root = treeOf(content, (detail, line) => new NotAnInvoice(detail, line));
  const syntax = ROOTS[`${root.namespace} ${root.name}`];
  if (!syntax)
    throw new NotAnInvoice(`${root.name} is neither an invoice in UBL 2.1 nor one in CII D16B`, root.line);
  return new Reader(syntax, root.name === 'CreditNote').read(root);
};

class Reader {
  private readonly syntax: Syntax;
  private readonly credit: boolean;
  private readonly seen = new Set<Element>();
  private readonly faults = new Set<string>();
  /** What `$BT-5` and `$BT-6` stand for. */
  private said: Readonly<Record<string, string | undefined>> = {};

  constructor(syntax: Syntax, credit: boolean) {
    this.syntax = syntax;
    this.credit = credit;
  }

  read(root: Element): Reading {
    const currencies = INVOICE.rows.filter(({ term }) => term === 'BT-5' || term === 'BT-6');
    this.said = Object.fromEntries(
      currencies.map((row) => [`$${row.term}`, this.values(root, row)[0]?.text]),
    );
    const invoice = this.group(root, INVOICE);
    for (const { rule, path } of FORBIDDEN[this.syntax])
      if (this.find(root, path).length > 0 && !(this.credit && path.includes('[cbc:DocumentTypeCode')))
        this.faults.add(rule);
    const rest = new Set<string>();
    this.unseen(root, '', rest);
    return { syntax: this.syntax, invoice, notCarried: [...rest], faults: [...this.faults] };
  }

  private group(context: Element, { rows, groups }: Shape): Group {
    const terms: Partial<Record<Term, readonly Value[]>> = Object.fromEntries(
      rows.flatMap((row): [Term, Value[]][] => {
        const values = this.values(context, row);
        if (row.once !== undefined && values.length > 1) this.faults.add(row.once);
        return values.length === 0 ? [] : [[row.term, values]];
      }),
    );
    return {
      terms: { ...terms, ...grossPrice(terms) },
      groups: Object.fromEntries(
        groups.flatMap((shape) => {
          const found = this.find(context, shape[this.syntax])
            .map(({ element }) => this.group(element, shape))
            // CII always has the element of the delivery, and mostly says nothing in it.
            .filter(
              ({ terms, groups }) =>
                shape.name !== 'BG-13' || Object.keys({ ...terms, ...groups }).length > 0,
            );
          return found.length === 0 ? [] : [[shape.name, found]];
        }),
      ),
    };
  }

  private values(context: Element, row: Row): Value[] {
    const { kind, credit } = row;
    const path = this.syntax === 'ubl' && this.credit && credit !== undefined ? credit : row[this.syntax];
    const values = new Map<string, Value>();
    for (const { element, attribute } of this.find(context, path)) {
      if (!attribute) this.seen.add(element);
      const raw = attribute === undefined ? element.text : element.attributes[attribute]!;
      const text = heard(raw.trim(), kind, this.syntax);
      if (text === undefined || NOTHING[row.term]?.test(text)) continue;
      const kept =
        attribute === undefined
          ? CARRIED.filter((name) => element.attributes[name] !== undefined && !path.includes(`[@${name}=`))
          : [];
      values.set(`${text} ${element.attributes['schemeID']}`, {
        text,
        ...(kept.length > 0 && {
          attributes: Object.fromEntries(kept.map((name) => [name, element.attributes[name]!])),
        }),
      });
    }
    return [...values.values()];
  }

  private find(context: Element, text: string): { element: Element; attribute?: string }[] {
    const found = pathsOf(text).map((path) => this.along(context, path));
    return text.includes(' ?? ') ? (found.find((one) => one.length > 0) ?? []) : found.flat();
  }

  private along(context: Element, path: Path): { element: Element; attribute?: string }[] {
    let found: Element[] = [context];
    for (const step of path) {
      if (step.name.startsWith('@')) {
        const attribute = step.name.slice(1);
        return found
          .filter((one) => one.attributes[attribute] !== undefined)
          .map((element) => ({ element, attribute }));
      }
      found = found.flatMap((one) => this.step(one, step));
    }
    return found.map((element) => ({ element }));
  }

  private step(context: Element, { name, conditions }: Step): Element[] {
    const named = name === '.' ? [context] : context.children.filter((child) => nameOf(child) === name);
    return named.filter((child) => conditions.every((condition) => this.holds(child, condition)));
  }

  private holds(element: Element, { path, is, value }: Condition): boolean {
    const last = path.at(-1)!;
    if (last.startsWith('@')) {
      const [text, wanted] = [element.attributes[last.slice(1)], this.said[value] ?? value];
      if (is === 'there') return text !== undefined;
      // The total of tax says its currency in any case but the one of the document, where it may be left out.
      if (value === '$BT-5' && (text === undefined || this.said[value] === undefined)) return true;
      if (value.startsWith('$')) return text !== undefined && text === this.said[value];
      return is === 'equal' ? text === wanted : text?.toUpperCase() !== wanted;
    }
    const found = path.reduce(
      (at: Element[], name) =>
        at.flatMap(({ children }) => children.filter((child) => nameOf(child) === name)),
      [element],
    );
    if (is === 'absent') return found.length === 0;
    for (const one of found) this.seen.add(one);
    const equal = found.some(({ text }) => {
      const plain = text.trim().toLowerCase();
      return (
        (value === 'true' || value === 'false' ? (BOOLEAN[plain] ?? plain) : plain) === value.toLowerCase()
      );
    });
    return value === '*' || (is === 'there' ? found.length > 0 : is === 'equal' ? equal : !equal);
  }

  private unseen(element: Element, at: string, rest: Set<string>): void {
    for (const child of element.children) {
      const path = at === '' ? nameOf(child) : `${at}/${nameOf(child)}`;
      const currency = child.attributes['currencyID'];
      if (currency !== undefined && this.syntax === 'ubl' && exponentOf(currency) === undefined)
        this.faults.add('BR-CL-03');
      if (child.children.length > 0) this.unseen(child, path, rest);
      else if (
        this.syntax === 'ubl' &&
        /(?<!Price)Amount$/.test(path) &&
        !GROSS.test(path) &&
        places(child.text) > 2
      )
        this.faults.add('UBL-DT-01');
      if (child.children.length === 0 && !this.seen.has(child) && child.text.trim() !== '') rest.add(path);
    }
  }
}

/** Amounts beside a price are no sums, and may have the decimals of a price. */
const GROSS = /cac:Price\/cac:AllowanceCharge\//;
/** What the syntaxes want written where there is nothing to say: no discount on a price, no order of the buyer. */
const NOTHING: Readonly<Partial<Record<Term, RegExp>>> = { 'BT-147': /^0(\.0+)?$/, 'BT-13': /^NA$/ };
/** Both ways that XML Schema writes a boolean. */
const BOOLEAN: Readonly<Record<string, string>> = { '0': 'false', '1': 'true' };
/** The gross price is the net one and the discount by definition (BT-146); CII always says it, UBL need not. */
const grossPrice = (terms: Group['terms']): Group['terms'] => {
  const [net, discount] = [terms['BT-146']?.[0]?.text, terms['BT-147']?.[0]?.text];
  if (terms['BT-148'] || !isDecimal(net) || !isDecimal(discount)) return {};
  return { 'BT-148': [{ text: add(net, discount) }] };
};
const isDecimal = (text: string | undefined): text is string =>
  text !== undefined && /^-?\d+(\.\d+)?$/.test(text);
const nameOf = ({ namespace, name }: Element): string => {
  const whole = `${PREFIXES[namespace] ?? ''}${name}`;
  return SAME[whole] ?? whole;
};

/** UNTDID 2475 in CII for what UBL says by UNTDID 2005: date of the invoice, of the delivery, of the payment. */
export const POINTS: readonly (readonly [ubl: string, cii: string])[] = [
  ['3', '5'],
  ['35', '29'],
  ['432', '72'],
];
const SUBJECT = /^#([A-Z]{3})#\s*/;

/** The text as the model has it; undefined where the element does not say this of it. */
const heard = (text: string, kind: Kind, syntax: Syntax): string | undefined => {
  if (kind === 'subject') return syntax === 'cii' ? text : SUBJECT.exec(text)?.[1];
  if (kind === 'note') return syntax === 'cii' ? text : text.replace(SUBJECT, '');
  if (syntax === 'ubl') return text;
  if (kind === 'day') return text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (kind === 'point') return POINTS.find(([, cii]) => cii === text)?.[0] ?? text;
  return text;
};
