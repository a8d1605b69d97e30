/** Whether a mail is from whom it says, and whether a person or a machine wrote it: by what SES found, and what headers say. */
import type { Letter } from './mime.ts';
import type { Waiting } from './received.ts';

type Headers = Letter['headers'];

/**
 * SES writes what it found above all that the sender wrote. A sender may write the same names below, so the first of each counts, and
 * only above the second server on the way.
 */
const found = (headers: Headers): Headers => {
  const hops = headers.flatMap(({ key }, at) => (key === 'received' ? [at] : []));
  const own = headers.slice(0, hops[1] ?? headers.length);
  const [hop] = own.filter(({ key }) => key === 'received');
  return hop && BY_SES.test(hop.value) ? own : [];
};
const BY_SES = /\bby inbound-smtp\.[a-z0-9-]{1,30}\.amazonaws\.com\b/;
const first = (headers: Headers, name: string): string | undefined =>
  headers.find(({ key }) => key === name)?.value.slice(0, 4_000);

/** `PASS` and nothing else is clean; without a word of SES nothing is known, and a person looks. */
export const trouble = ({ headers }: Pick<Letter, 'headers'>): Waiting | undefined => {
  const own = found(headers);
  const says = (name: string): string => first(own, name)?.trim().toUpperCase() ?? '';
  if (says('x-ses-virus-verdict') !== 'PASS') return 'virus';
  return says('x-ses-spam-verdict') === 'FAIL' ? 'spam' : undefined;
};

/**
 * From the domain that it names: DMARC says so; or, where the domain has no DMARC, DKIM or SPF for that domain, one above it or one
 * below it. What DMARC denies is not.
 */
export const isAuthentic = ({ headers, from }: Pick<Letter, 'headers' | 'from'>): boolean => {
  const said = first(found(headers), 'authentication-results');
  const domain = from?.split('@')[1];
  if (said === undefined || domain === undefined || !/^\s*amazonses\.com\s*;/i.test(said)) return false;
  const parts = said.toLowerCase().split(';');
  const of = (method: string) => parts.filter((part) => part.trim().startsWith(`${method}=`));
  const [dmarc = ''] = of('dmarc').map((part) => /=(\w{1,20})/.exec(part)?.[1] ?? '');
  if (dmarc === 'pass')
    return of('dmarc').some((part) => near(/header\.from=([\w.-]{1,255})/.exec(part)?.[1], domain));
  if (!['', 'none', 'gray'].includes(dmarc)) return false;
  return (
    of('dkim').some(
      (part) => passed(part) && near(/header\.[id]=@?([\w.-]{1,255})/.exec(part)?.[1], domain),
    ) ||
    // SES says the address of the envelope in the same words, parted by semicolons.
    (of('spf').some(passed) &&
      near(/envelope-from=[^\s@;]{0,64}@([\w.-]{1,255})/.exec(said.toLowerCase())?.[1], domain))
  );
};
const passed = (part: string): boolean => /=pass(?!\w)/.test(part);
const near = (one: string | undefined, other: string): boolean =>
  one !== undefined &&
  one.includes('.') &&
  (one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`));

/** A report of delivery, or a mail without a sender: nothing is ever done about it, and nothing answered. */
export const isReport = ({ headers }: Pick<Letter, 'headers'>): boolean =>
  first(headers, 'return-path')?.trim() === '<>' ||
  /^\s*multipart\/report\b/i.test(first(headers, 'content-type') ?? '');

/** RFC 3834, and what was said before it: whoever wrote it, it was not for us. */
export const isAutomatic = ({ headers }: Pick<Letter, 'headers'>): boolean => {
  const auto = first(headers, 'auto-submitted');
  return (
    (auto !== undefined && !/^\s*no\b/i.test(auto)) ||
    /^\s*(?:bulk|junk|list|auto_reply)\b/i.test(first(headers, 'precedence') ?? '') ||
    ['x-autoreply', 'x-autorespond', 'list-id'].some((name) => first(headers, name) !== undefined)
  );
};

/** So many mails of one address are read in a day, and so many about one customer: machines that answer each other end there. */
export const MOST_OF_SENDER = 20;
export const MOST_OF_CUSTOMER = 60;

const DAY_MS = 86_400_000;
/** Days are counted from when it was written: as it says, where that may be, else when it came. */
export const sentOf = ({ sentAt }: Pick<Letter, 'sentAt'>, receivedAt: string): string => {
  const [said, came] = [Date.parse(sentAt ?? ''), Date.parse(receivedAt)];
  return said <= came && said > came - 5 * DAY_MS ? sentAt! : receivedAt;
};
