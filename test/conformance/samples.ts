/** The samples of e-invoices beside the checkout, with what is to be expected of each. */
import { existsSync, readFileSync } from 'node:fs';
import { treeOf, type Element } from '../../shared/documents/read-xml.ts';
import { el, xml } from '../../shared/documents/xml.ts';

export const SAMPLES = '../shared/samples/einvoice';
/** A Python that has what `*_check.py` import: .ci/run makes one in .venv. */
export const PYTHON =
  process.env['CONFORMANCE_PYTHON'] ?? (existsSync('.venv/bin/python') ? '.venv/bin/python' : 'python3');

interface Totals {
  readonly number: string;
  readonly issueDate: string;
  readonly typeCode: string;
  readonly currency: string;
  readonly dueDate?: string;
  readonly lines?: readonly { id: string; qty: string; net: string; price: string; category: string }[];
  readonly [amount: string]: unknown;
}
export interface Expected extends Totals {
  readonly kind?: 'pdf';
  readonly embedded?: Totals;
  readonly validators?: Readonly<Record<string, { readonly fatal: readonly string[] }>>;
}
const json = <T>(file: string): T => JSON.parse(readFileSync(`${SAMPLES}/${file}`, 'utf8')) as T;
export const bytesOf = (file: string): Buffer => readFileSync(`${SAMPLES}/${file}`);
export const expected = Object.entries(json<Record<string, Expected>>('expected.json'));
export const documents = expected.filter(([, { kind }]) => kind !== 'pdf');
export const pdfs = expected.filter(([, { kind }]) => kind === 'pdf');

export interface RuleCase {
  readonly name: string;
  readonly success: readonly string[];
  readonly error: readonly string[];
  readonly document: string;
}
type Index = Record<string, { tests: { success?: string[]; error?: string[]; warning?: string[] }[] }>;
/** Each test of the rule authors, cut out of its file as a document of its own. */
export const ruleCases = (): RuleCase[] =>
  Object.entries(json<Index>('rule-unit-tests/INDEX.json')).flatMap(([file, { tests }]) => {
    const root = treeOf(bytesOf(file).toString('utf8'), (detail) => new Error(`${file}: ${detail}`));
    const cases = root.children.filter(({ name }) => name === 'test');
    return tests.map(({ success = [], error = [], warning = [] }, at) => ({
      name: `${file.replace('rule-unit-tests/', '')} ${at}`,
      success,
      error: [...error, ...warning],
      document: xml(copyOf(cases[at]!.children.find(({ name }) => name !== 'assert')!)),
    }));
  });

const copyOf = ({ name, namespace, attributes, children, text }: Element): ReturnType<typeof el> =>
  el(name, children.length > 0 ? children.map(copyOf) : text, { ...attributes, xmlns: namespace });
