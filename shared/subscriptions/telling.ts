/**
 * Mails of prices that change: one per customer and change, however many subscriptions it is of. While it waits its list is kept right by the
 * commits that change subscriptions, so a price is told or taken back, and not both.
 */
import { MailQueued, MailSuppressed, type Mail } from '../dispatch/mail.ts';
import { advance } from '../dispatch/rules.ts';
import { mailOf, putMail } from '../dispatch/store.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { announcedOnly, gathered, rises, TAKEN_BACK, type Announced } from './announced.ts';
import { plansOf } from './plans.ts';
import type { Subscription, Term } from './subscription.ts';

/** More are in a mail of their own: an item has its limit, and so has a reader. */
const MOST_TOLD = 200;

/** A price that is announced now: from which day on, and of which change of all subscribers. */
export interface Announcing {
  readonly from: LocalDate;
  readonly change?: number | undefined;
}
interface Telling {
  readonly subscription: Subscription;
  readonly writes: readonly Write<'table.stale'>[];
  readonly events: readonly Fact[];
}

/** What the mails say after a change of a subscription; they are committed with it. Nothing is read where no price was announced. */
export const telling = async (
  before: Subscription,
  after: Subscription,
  announcing: Announcing | undefined,
  deps: Deps,
): Promise<Telling> => {
  const mails = new Waiting(deps);
  for (const { announced } of announcedOnly(before, after)) await mails.leave(announced.mailId, after.id);
  let subscription = after;
  const join = async (term: Term, said: Omit<Announced['announced'], 'mailId'>) => {
    const mailId = await mails.join(subscription, term, said.change);
    const terms = subscription.terms.map((one) =>
      one.from === term.from ? { ...one, announced: { ...said, mailId } } : one,
    );
    subscription = { ...subscription, terms };
  };
  // An end that was taken back: what was not told because of it is to come after all.
  for (const term of announcedOnly(after, before))
    if (!(await mails.tells(term.announced.mailId, after.id))) await join(term, term.announced);
  if (announcing) {
    const at = after.terms.findIndex(({ from }) => from === announcing.from);
    const term = after.terms[at];
    const prior = after.terms[at - 1] ?? before.terms[0]!;
    if (term && prior.planVersion !== term.planVersion) {
      const plans = await plansOf([prior, term], deps.tenant);
      await join(term, {
        instead: prior.planVersion,
        rise: rises(plans(prior), plans(term), term.quantity),
        ...(announcing.change !== undefined && { change: announcing.change }),
      });
    }
  }
  return { subscription, ...mails.kept() };
};

/** The mails that a change touches, as they are and as they will be. */
class Waiting {
  private readonly known = new Map<string, Mail | undefined>();
  private readonly lists = new Map<string, Mail>();
  private readonly deps: Deps;
  constructor(deps: Deps) {
    this.deps = deps;
  }
  private async look(id: string): Promise<Mail | undefined> {
    if (!this.known.has(id)) this.known.set(id, await read(mailOf(this.deps.tenant, { id })));
    return this.lists.get(id) ?? this.known.get(id);
  }
  async tells(id: string, subscription: string): Promise<boolean> {
    return (await this.look(id))?.prices?.subscriptionIds.includes(subscription) === true;
  }
  /** What was claimed is out, and stays as it is. */
  async leave(id: string, subscription: string): Promise<void> {
    const mail = await this.look(id);
    if (mail?.state !== 'QUEUED' || !(await this.tells(id, subscription))) return;
    this.says(
      mail,
      mail.prices!.subscriptionIds.filter((one) => one !== subscription),
    );
  }
  /** The mail that waits for the customer and this change, else a new one. */
  async join({ id, customerId, entity }: Subscription, { plan, planVersion }: Term, change?: number) {
    const { now } = this.deps;
    // Single changes of one day are one; a change of all subscribers has its number, on whatever day it comes to them.
    const of = change === undefined ? now.slice(0, 10) : `#${change}`;
    for (let nth = 0; ; nth++) {
      const cause = ['price_change', customerId, entity, plan, String(planVersion), of, String(nth)];
      const mailId = idOfCause('mail', '2026-01-01T00:00:00Z', ...cause);
      const mail = await this.look(mailId);
      const ids = mail?.prices?.subscriptionIds ?? [];
      if (mail && (mail.state !== 'QUEUED' || ids.length >= MOST_TOLD)) continue;
      const prices = { entity, plan, planVersion, ...(change !== undefined && { change }) };
      this.says(
        mail ?? {
          id: mailId,
          version: 0,
          purpose: 'price_change',
          customerId,
          prices: { ...prices, subscriptionIds: [] },
          state: 'QUEUED',
          at: now,
          waits: { for: 'gathering', since: now, until: gathered(now) },
          history: [{ state: 'QUEUED', at: now }],
          trace: this.deps.trace,
        },
        [...ids.filter((one) => one !== id), id],
      );
      return mailId;
    }
  }
  private says(mail: Mail, subscriptionIds: string[]): void {
    this.lists.set(mail.id, { ...mail, prices: { ...mail.prices!, subscriptionIds } });
  }
  kept(): Pick<Telling, 'writes' | 'events'> {
    const { tenant, now } = this.deps;
    const mails = [...this.lists.values()].map((mail) =>
      mail.prices!.subscriptionIds.length > 0
        ? { ...mail, version: mail.version + 1 }
        : advance(mail, 'SUPPRESSED', now, TAKEN_BACK)!,
    );
    return {
      writes: mails.map((mail) => putMail(tenant, mail)),
      events: mails.flatMap(({ id, version, state, purpose, customerId }) =>
        state === 'SUPPRESSED'
          ? [
              announce(MailSuppressed, id, {
                mailId: id,
                customerId: customerId!,
                purpose,
                reason: TAKEN_BACK,
              }),
            ]
          : version === 1
            ? [announce(MailQueued, id, { mailId: id })]
            : [],
      ),
    };
  }
}
