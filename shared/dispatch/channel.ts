/** By which channel a mail goes. */
import type { Channel, Customer } from '../customers/customer.ts';
import type { Mail } from './mail.ts';

/** What goes by other ways than mail, too: documents by all of them, a reminder as a letter. */
const CARRIED: Readonly<Partial<Record<Mail['purpose'], (channel: Channel) => boolean>>> = {
  invoice: () => true,
  credit_note: () => true,
  reminder: (channel) => channel === 'letter',
};
/** By which channel the mail goes: that of the customer where its kind is carried, until what carries it has refused it. A claim stays where it is. */
export const channelOf = (mail: Mail, { channel = 'mail' }: Pick<Customer, 'channel'>): Channel =>
  mail.state === 'SENDING'
    ? (mail.via ?? 'mail')
    : mail.byMail || mail.reminder?.courtesy
      ? 'mail'
      : mail.reminder?.channel === 'letter'
        ? 'letter'
        : CARRIED[mail.purpose]?.(channel)
          ? channel
          : 'mail';

/** A reminder that no address takes goes by letter, unless who posts letters has refused it. */
export const mayBePosted = ({
  purpose,
  reminder,
  history,
}: Pick<Mail, 'purpose' | 'reminder' | 'history'>): boolean =>
  purpose === 'reminder' &&
  !reminder?.courtesy &&
  !history.some(({ state, via }) => state === 'REJECTED' && via === 'letter');
