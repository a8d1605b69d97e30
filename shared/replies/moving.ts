/** Whether a reply says for sure where invoices go from now on. Pure, and stricter than what is understood: all else is for a person. */
import type { Reading } from './understanding.ts';
import {
  ADDRESS,
  ASKS,
  BESIDE,
  FREE_MAIL,
  FOR_A_WHILE,
  HANGS,
  MONEY,
  MOVED_FOR_GOOD,
  PARTLY,
  SEND_TO,
  SETTLED,
  THIS_TIME,
} from './vocabulary.ts';

/** Who says more than that says something else, too. */
const MOST = 600;

/**
 * One new address, of the very domain that the mail is from, and a sentence that sends invoices or reminders there. Nobody’s domain
 * says whose an address is, so those of mailboxes for everybody are none. Who names invoices means those.
 */
export const addressIn = (
  { understood, own, numbers }: Pick<Reading, 'understood' | 'own' | 'numbers'>,
  sender: string,
): string | undefined => {
  if (understood.is !== 'contact' || !understood.sure || own.length > MOST || numbers.length > 0)
    return undefined;
  const named = [...new Set([...own.matchAll(ADDRESS)].map(([found]) => found.toLowerCase()))];
  const [address] = named.filter((one) => one !== sender.toLowerCase());
  const domain = domainOf(sender);
  if (address === undefined || named.length > 1 || domainOf(address) !== domain) return undefined;
  if (FREE_MAIL.test(domain)) return undefined;
  const text = own.toLowerCase().replaceAll(address, '@').replaceAll(MOVED_FOR_GOOD, ' ');
  return !SEND_TO.test(text) ||
    [ASKS, HANGS, SETTLED, PARTLY, BESIDE, FOR_A_WHILE, THIS_TIME, MONEY].some((words) => words.test(text))
    ? undefined
    : address;
};
const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
