/** What a report consists of, whoever draws it: a page, or sheets of paper. */
import type { Chart } from './chart.ts';

export interface Table {
  readonly title: string;
  /** The first is what a row is called; the others are figures, and stand at the right. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly beside: string;
}
export type Block =
  | { readonly block: 'lead'; readonly text: string }
  | { readonly block: 'figures'; readonly figures: readonly Figure[] }
  /** With the numbers behind it, which a page folds away; absent where the chart before has them. */
  | { readonly block: 'chart'; readonly chart: Chart; readonly table?: Table }
  | { readonly block: 'table'; readonly table: Table }
  | { readonly block: 'note'; readonly text: string }
  /** Where the API says more; a path of ours. */
  | { readonly block: 'link'; readonly text: string; readonly path: string };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}
export interface Sheets {
  readonly title: string;
  readonly subtitle: string;
  readonly asOf: string;
  readonly sections: readonly Section[];
}
