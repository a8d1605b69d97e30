/** Items of which a payment plan says when they fall due: they age by its instalments, as those of an invoice do. */
import { joined, openParts, type Instalment } from '../kernel/instalments.ts';
import type { Booked, EntryLine } from '../ledger/entry.ts';
import type { PaymentPlan } from '../plans/plan.ts';
import { standingOf } from '../plans/standing.ts';
import type { OpenItem } from './rules.ts';

/** What a line took off a planned invoice without being money. */
interface Relief {
  readonly at: string;
  readonly invoiceId: string;
  readonly minor: number;
}
const KINDS: readonly Booked['kind'][] = ['credit_note', 'write_off', 'write_off_reversal', 'void'];

export const reliefIn = ({ kind, at }: Booked, { account, invoiceId = '', minor }: EntryLine): Relief[] =>
  KINDS.includes(kind) && account === 'receivables' ? [{ at, invoiceId, minor: 0 - minor }] : [];

/** `plans`: those that held on the day of the position. Σ of the items stays what it is. */
export const byPlan = (
  items: Map<string, OpenItem>,
  { at, instalments, items: own }: PaymentPlan,
  reliefs: readonly Relief[],
): void => {
  const left = own.map(({ invoiceId }) => {
    const since = reliefs.filter((one) => one.invoiceId === invoiceId && one.at > at);
    const relievedMinor = Math.max(
      0,
      since.reduce((sum, { minor }) => sum + minor, 0),
    );
    return { openMinor: Math.max(0, items.get(invoiceId)?.minor ?? 0), relievedMinor };
  });
  for (const [invoiceId, parts] of standingOf({ instalments, items: own }, left).shares) {
    const item = items.get(invoiceId);
    if (!item || item.minor <= 0) continue;
    items.delete(invoiceId);
    for (const { dueOn, minor } of parts) items.set(`${invoiceId} ${dueOn}`, { ...item, dueOn, minor });
  }
};

/**
 * What is open of an invoice of several due days, by them: what was settled settled the oldest (rules §2). Less than nothing, and what is more
 * than was invoiced, is due as the invoice's first line: Σ of the parts is always what is open.
 */
export const partsOpen = (
  { dueOn, minor }: Pick<OpenItem, 'dueOn' | 'minor'>,
  instalments: readonly Instalment[],
): readonly Pick<Instalment, 'dueOn' | 'minor'>[] => {
  if (minor < 0) return [{ dueOn, minor }];
  const parts = openParts({ dueOn, open: { minor }, instalments });
  const beyond = parts.reduce((left, part) => left - part.minor, minor);
  return beyond > 0 ? joined([{ dueOn, minor: beyond }, ...parts]) : parts;
};
