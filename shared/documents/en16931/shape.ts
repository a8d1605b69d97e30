/**
 * Where each business term of EN 16931-1 stands in UBL 2.1 and in CII D16B (EN 16931-3-2 and -3-3): one table for reading and for
 * writing. A step of a path may have conditions in brackets: `[a/b=x]`, `[@a=x]`, `[@a!=x]` (`|y`: what is written there),
 * `[@a]` and `[!a]`; `$BT-5` stands for what that term says. `a+` stands once for
 * each value. `a | b`: both are read, and the first that fits is written; `a ?? b`: the second where the first is not there.
 */
import type { GroupName, Term } from './model.ts';

/** How the two syntaxes say the same: days, true and false, codes of the tax point, notes with a subject in front (UBL). */
export type Kind = 'text' | 'day' | 'amount' | 'point' | 'subject' | 'note';
export interface Row {
  readonly term: Term;
  readonly ubl: string;
  readonly cii: string;
  readonly kind: Kind;
  /** Where a UBL credit note has it elsewhere. */
  readonly credit?: string;
  /** The rule that lets it stand once only. */
  readonly once?: string;
}
export interface Shape {
  readonly rows: readonly Row[];
  readonly groups: readonly (Shape & {
    readonly name: GroupName;
    readonly ubl: string;
    readonly cii: string;
  })[];
}

type More = Partial<Pick<Row, 'kind' | 'credit' | 'once'>>;
export const row = (term: Term, ubl: string, cii: string, more: More = {}): Row => ({
  term,
  ubl,
  cii,
  kind: 'text',
  ...more,
});
export const group = (
  name: GroupName,
  ubl: string,
  cii: string,
  rows: readonly Row[],
  groups: Shape['groups'] = [],
): Shape['groups'][number] => ({ name, ubl, cii, rows, groups });

export const day = { kind: 'day' } as const;
export const sum = { kind: 'amount' } as const;
/** What is not of VAT stands in the same elements under the scheme of another tax, and is none of ours. */
export const VAT = 'cac:TaxScheme/cbc:ID=VAT';
/** A category whose scheme is missing is read as one of VAT; the rule that wants the scheme then names it (`FORBIDDEN`). */
export const category = (at: string, of: 'ID' | 'Percent'): string =>
  `${at}[${VAT}]/cbc:${of} ?? ${at}[!cac:TaxScheme]/cbc:${of}`;

const TRADE = 'rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTrade';
export const AGREEMENT = `${TRADE}Agreement`;
export const DELIVERED = `${TRADE}Delivery`;
export const SETTLEMENT = `${TRADE}Settlement`;
