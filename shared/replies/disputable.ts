/** Whether a reply opens a case by itself: one reason, plainly said, of an invoice as a whole. Pure, and stricter than what is understood. */
import type { Reading } from './understanding.ts';
import { ASKS, HANGS, MOVED, PARTLY, REASONS, SETTLED, type ReplyReason } from './vocabulary.ts';

/** Of these all of an invoice is wrong, unless a part is named. */
const OF_ALL: readonly ReplyReason[] = ['delivery', 'duplicate', 'not_ours', 'po'];
/** Of these a line is wrong: which one is known where there is no other. */
const OF_A_LINE: readonly ReplyReason[] = ['price', 'quantity', 'damaged'];
/** So long is what a case opens with. */
const MOST = 1_000;

/** Undefined where a person has to read it. The invoice is known to whoever asks. */
export const caseIn = (
  { understood, own, numbers }: Reading,
  lines: number,
): { readonly reason: ReplyReason; readonly text: string } | undefined => {
  const { is } = understood;
  const reasons = (Object.keys(REASONS) as ReplyReason[]).filter((reason) => REASONS[reason].test(own));
  const [reason] = reasons;
  if (is !== 'dispute' || !reason || reasons.length > 1 || numbers.length > 1) return undefined;
  if ([ASKS, HANGS, SETTLED, MOVED].some((words) => words.test(own))) return undefined;
  const rest = numbers.reduce((text, number) => text.replaceAll(number, ''), own);
  // "Two of the cups did not come": that is not all of it.
  if (PARTLY.test(rest) || /\d/.test(rest)) return undefined;
  if (!OF_ALL.includes(reason) && !(OF_A_LINE.includes(reason) && lines === 1)) return undefined;
  return { reason, text: own.replaceAll(/\s+/g, ' ').trim().slice(0, MOST).trim() };
};
