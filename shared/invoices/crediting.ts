/** How much of an invoice a credit note takes back: by quantity, by amount, or all that is left, to the last cent of tax. */
import { refuse, type Result } from '../kernel/result.ts';
import { parted, type Part, type Parted } from '../pricing/parting.ts';
import type { CreditedLine } from './credit-note.ts';
import type { Snapshot } from './invoice.ts';

export type Crediting = Parted;
type Refused =
  | 'invoices.line_unknown'
  | 'invoices.credited_too_much'
  | 'invoices.credit_of_nothing'
  | 'invoices.nothing_left';

const SAID: Readonly<Record<string, readonly [Refused, string]>> = {
  'pricing.line_unknown': ['invoices.line_unknown', 'A line is not of this invoice.'],
  'pricing.part_too_large': [
    'invoices.credited_too_much',
    'More would be credited than is left of the invoice.',
  ],
  'pricing.part_of_nothing': [
    'invoices.credit_of_nothing',
    'A part is worth nothing that could be credited.',
  ],
  'pricing.nothing_left': ['invoices.nothing_left', 'The invoice is credited to the last cent already.'],
};

/** `before`: the credit notes that the invoice has already (rules §3.6). */
export const crediting = (
  invoiced: Pick<Snapshot, 'lines' | 'totals' | 'currency'>,
  before: readonly Part[],
  wanted: readonly CreditedLine[] | undefined,
): Result<Crediting, Refused> => {
  const part = parted(invoiced, before, wanted);
  if (part.ok) return part;
  const [code, detail] = SAID[part.code]!;
  return refuse(code, detail, part.errors);
};
