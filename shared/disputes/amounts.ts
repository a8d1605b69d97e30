/** How much is disputed: by line or as an amount, of what is neither credited nor disputed already, with its tax. */
import type { Snapshot } from '../invoices/invoice.ts';
import { compare } from '../kernel/decimal.ts';
import { least, money, toText, type Money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { leftOfLines, parted, type Part, type PartRefusal, type PartWanted } from '../pricing/parting.ts';
import type { Dispute } from './dispute.ts';
import type { DisputedLine, OpenDispute } from './wanted.ts';

type Invoiced = Pick<Snapshot, 'lines' | 'totals' | 'currency'>;
type Amounts = Pick<Dispute, 'lines' | 'taxes' | 'disputed'>;
/** What of an invoice is taken: by its credit notes, and by other cases that nobody has decided on. */
export interface Taken {
  readonly credited: readonly Part[];
  readonly others: readonly Amounts[];
}
export type TooMuch =
  | 'disputes.line_unknown'
  | 'disputes.too_much'
  | 'disputes.of_nothing'
  | 'disputes.nothing_left';

/** Per line Σ disputed is no more than what of it is not credited; all cases together are no more than what is left of the invoice. */
export const disputedOf = (
  invoiced: Invoiced,
  { credited, others }: Taken,
  { lines, amount }: Pick<OpenDispute, 'lines' | 'amount'>,
): Result<Required<Pick<Dispute, 'amount'>> & Pick<Dispute, 'lines' | 'taxes'>, TooMuch> => {
  const left = money(leftMinor(invoiced, credited) - sumOf(others), invoiced.currency);
  if (left.minor <= 0)
    return refuse('disputes.nothing_left', 'All of the invoice is credited or disputed already.');
  if (amount && amount.currency !== left.currency) return tooMuch(left);
  if (!lines) return !amount || amount.minor <= left.minor ? ok({ amount: amount ?? left }) : tooMuch(left);
  const before = [...credited, ...partsOf(others)];
  const part = parted(invoiced, before, named(invoiced, before, lines));
  if (!part.ok) return refuse(SAID[part.code][0], SAID[part.code][1], part.errors);
  const worth = money(part.value.totals.grossMinor, invoiced.currency);
  const disputed = amount ?? least(worth, left);
  if (disputed.minor > worth.minor || disputed.minor > left.minor) return tooMuch(least(worth, left));
  if (disputed.minor === 0) return refuse(...SAID['pricing.part_of_nothing']);
  return ok({ amount: disputed, lines: part.value.lines, taxes: part.value.taxes });
};

const SAID: Readonly<Record<PartRefusal, readonly [TooMuch, string]>> = {
  'pricing.line_unknown': ['disputes.line_unknown', 'A line is not of this invoice.'],
  'pricing.part_too_large': [
    'disputes.too_much',
    'More would be disputed than is neither credited nor disputed already.',
  ],
  'pricing.part_of_nothing': ['disputes.of_nothing', 'A part is worth nothing that could be disputed.'],
  'pricing.nothing_left': ['disputes.nothing_left', 'All of it is credited or disputed already.'],
};

const tooMuch = (most: Money) =>
  refuse('disputes.too_much', 'More would be disputed than is neither credited nor disputed already.', [
    { pointer: '/amount', detail: `at most ${toText(most)} ${most.currency}` },
  ]);

/** A line that is only named is all that is left of it. */
const named = (invoiced: Invoiced, before: readonly Part[], lines: readonly DisputedLine[]): PartWanted[] => {
  const left = leftOfLines(invoiced, before);
  return lines.map((one) => {
    if ('quantity' in one || 'netMinor' in one) return one;
    const rest = left.find(({ line }) => line.id === one.line);
    return rest && rest.netMinor === rest.worthMinor
      ? { line: one.line, quantity: rest.quantity }
      : { line: one.line, netMinor: rest?.netMinor ?? 0 };
  });
};

/** What is left of the invoice after its credit notes, with its tax. */
const leftMinor = ({ totals }: Invoiced, credited: readonly Part[]): number =>
  credited
    .flatMap(({ taxes }) => taxes)
    .reduce((left, { baseMinor, taxMinor }) => left - baseMinor - taxMinor, totals.grossMinor);
const sumOf = (all: readonly Pick<Dispute, 'disputed'>[]): number =>
  all.reduce((sum, { disputed }) => sum + disputed.minor, 0);
const partsOf = (all: readonly Amounts[]): Part[] =>
  all.flatMap(({ lines, taxes }) => (lines && taxes ? [{ lines, taxes }] : []));

/** In which order cases give way to a credit note: those of its lines know what it took; else what was said earlier stands. */
export const givingWay = <D extends Pick<Dispute, 'id' | 'lines'>>(all: readonly D[]): D[] =>
  all.toSorted((a, b) => Number(!a.lines) - Number(!b.lines) || (a.id < b.id ? 1 : -1));

/** What may still be disputed of a case after more was credited; undefined where nothing is. */
export const stillDisputed = (
  before: Pick<Dispute, 'lines' | 'taxes' | 'disputed'>,
  invoiced: Invoiced,
  { credited, others }: Taken,
): Amounts | undefined => {
  const rest = leftMinor(invoiced, credited) - sumOf(others);
  const most = money(Math.max(0, rest), invoiced.currency);
  const fitting = before.lines && fit(before.lines, invoiced, [...credited, ...partsOf(others)]);
  if (fitting?.length === 0) return undefined;
  const part = fitting && parted(invoiced, [...credited, ...partsOf(others)], fitting);
  if (part && !part.ok) return undefined;
  const worth = part ? money(part.value.totals.grossMinor, most.currency) : most;
  const disputed = least(before.disputed, least(worth, most));
  if (disputed.minor === 0) return undefined;
  return { disputed, ...(part && { lines: part.value.lines, taxes: part.value.taxes }) };
};

/** What was said of lines, where so much of them is left. */
const fit = (
  lines: NonNullable<Dispute['lines']>,
  invoiced: Invoiced,
  before: readonly Part[],
): PartWanted[] => {
  const left = leftOfLines(invoiced, before);
  return lines.flatMap(({ line, quantity, netMinor }): PartWanted[] => {
    const rest = left.find((one) => one.line.id === line)!;
    if (rest.netMinor === 0) return [];
    if (quantity !== undefined && compare(quantity, rest.quantity) <= 0 && netMinor <= rest.netMinor)
      return [{ line, quantity }];
    return [{ line, netMinor: Math.min(netMinor, rest.netMinor) }];
  });
};
