/** Whether a mail goes out now. What may not waits in its queue and is looked at again, and stands where people see it meanwhile. */
import type { Instant } from '../kernel/dates.ts';
import type { Envelope } from '../kernel/events.ts';
import { ok } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { memory } from '../runtime/memory.ts';
import { measure } from '../runtime/metrics.ts';
import { MOST_SECONDS, postpone } from '../runtime/queue.ts';
import { recallAll, write } from '../runtime/table.ts';
import { bump } from '../runtime/tally.ts';
import type { Mail } from './mail.ts';
import type { Sent } from './outcome.ts';
import { countMails, mailingOf, putMail, takeMinute } from './store.ts';
import { heldFor, hourOf, isPaced, mailingFrom, shareOf } from './waiting.ts';

type Wait = Omit<NonNullable<Mail['waits']>, 'since'>;

/** A company without rules, whose mails do not come back, pays one query in half a minute. */
const mailingNow = async (tenant: string) => mailingFrom(await recallAll(mailingOf(tenant), true));

export const whyWait = async (mail: Mail, zone: string, deps: Deps): Promise<Wait | undefined> => {
  const mailing = await mailingNow(deps.tenant);
  const held = heldFor(mail, mailing, zone, deps.now);
  if (held) return held;
  const { mailsPerMinute } = mailing.rules;
  if (mailsPerMinute === undefined || !isPaced(mail)) return undefined;
  const own = mail.waits?.slot;
  if (own !== undefined) return own <= deps.now ? undefined : { for: 'rate', until: own, slot: own };
  return minuteFor(shareOf(mail, mailsPerMinute), deps);
};

const MINUTE = 60_000;
/** So many minutes are asked for in one go; who finds all of them full asks again when they are over. */
const MOST_MINUTES = 30;
/** By tenant and share, the first minute that is not known to be full. */
const free = /* @__PURE__ */ memory<number>();

/** The first minute that has room is the mail's own from then on: whoever asks later gets a later one. */
const minuteFor = async (share: number, { tenant, now }: Deps): Promise<Wait | undefined> => {
  const name = `${tenant} ${share}`;
  const present = Math.floor(Date.parse(now) / MINUTE);
  const first = Math.max(present, free.get(name) ?? 0);
  for (let minute = first; minute < first + MOST_MINUTES; minute++) {
    const slot = new Date(minute * MINUTE).toISOString();
    if ((await bump(takeMinute(tenant, slot, share))) === undefined) continue;
    free.set(name, minute);
    return minute === present ? undefined : { for: 'rate', until: slot, slot };
  }
  free.set(name, first + MOST_MINUTES);
  return { for: 'rate', until: new Date((first + MOST_MINUTES) * MINUTE).toISOString() };
};

/** The mail stands as waiting, and its own cause comes back when it may go, or in ten minutes to be looked at again. */
export const keepWaiting = async (mail: Mail, wait: Wait, fact: Envelope, deps: Deps): Promise<Sent> => {
  const known = mail.waits?.for === wait.for ? mail.waits : undefined;
  if (!known || known.until !== wait.until || known.slot !== wait.slot) {
    const since = known?.since ?? deps.now;
    const history = mail.version === 0 ? [{ state: 'QUEUED' as const, at: deps.now }] : mail.history;
    const queued = {
      ...mail,
      version: mail.version + 1,
      history,
      waits: { ...wait, since },
      trace: deps.trace,
    };
    const kept = await write(putMail(deps.tenant, queued));
    if (!kept.ok) throw new Error(`mail ${mail.id} moved while it was held: ${kept.detail}`);
  }
  if (wait.for === 'breaker') measure('mailHeld');
  await postpone(deps, fact, wait.until === undefined ? MOST_SECONDS : secondsTo(wait.until, deps.now));
  return ok(undefined);
};

export const secondsTo = (at: Instant, now: Instant): number => (Date.parse(at) - Date.parse(now)) / 1_000;

const uncounted = /* @__PURE__ */ memory<number>();
/**
 * Counts recipients for the breaker: in steps of a tenth of what it wants to see before it judges, so that most mails cost no write.
 * What an environment has not added yet makes rates look higher, never lower.
 */
export const countSent = async (recipients: number, { tenant, now }: Deps): Promise<void> => {
  const { rules } = await mailingNow(tenant);
  const sent = (uncounted.get(tenant) ?? 0) + recipients;
  uncounted.set(tenant, sent);
  if (sent < rules.minimumMails / 10) return;
  uncounted.set(tenant, 0);
  const counted = await bump(countMails(tenant, { hour: hourOf(now), at: now }, { sent }));
  if (!counted) uncounted.set(tenant, sent);
};
