/** How mails of a company go, as people see it and say it; who decides on each mail is `dispatch`. */
import { HeldMail, type MailRuleSet, type Override } from '../dispatch/mailing.ts';
import type { Mail } from '../dispatch/mail.ts';
import {
  heldMails,
  mailingOf,
  mailRules,
  overrideOf,
  putMail,
  putMailRules,
  putOverride,
} from '../dispatch/store.ts';
import { countsOf, levelOf, mailingFrom, ratePpm, windowFrom } from '../dispatch/waiting.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { all, commit, list, read, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';

const MOST_HELD = 100;

/** `said` holds already, and is not in the table yet. */
export const healthOf = async ({ tenant, now }: Deps, said?: Override) => {
  const { override, rules, hours } = mailingFrom(await all(mailingOf(tenant)));
  const counts = countsOf({ hours }, now);
  const { data } = await list(heldMails(tenant), { limit: MOST_HELD });
  const since = data.flatMap(({ waits }) => (waits?.for === 'breaker' ? [waits.since] : [])).sort()[0];
  const holds = said ?? override;
  return {
    from: `${windowFrom(now)}:00:00.000Z`,
    ...counts,
    bounceRatePpm: ratePpm(counts.bounced, counts.sent),
    complaintRatePpm: ratePpm(counts.complained, counts.sent),
    minimumMails: rules.minimumMails,
    breaker: levelOf(counts, rules.minimumMails),
    ...(holds !== undefined && holds.until > now && { override: holds }),
    held: data.length,
    ...(since !== undefined && { heldSince: since }),
  };
};

export const overrideBreaker = ({ hours, reason }: { hours: number; reason: string }, deps: Deps) =>
  untilFresh(async () => {
    const before = await read(overrideOf(deps.tenant));
    const override: Override = {
      version: (before?.version ?? 0) + 1,
      until: new Date(Date.parse(deps.now) + hours * 3_600_000).toISOString(),
      at: deps.now,
      by: deps.actor,
      reason,
    };
    const answer = await healthOf(deps, override);
    const kept = await commit(deps, { action: 'operations.override_breaker', answer }, [
      putOverride(deps.tenant, override),
    ]);
    return kept.ok ? ok(answer) : kept;
  });

export const viewOfHeld = (mail: Mail): HeldMail => HeldMail.parse(mail);

/** It is marked, and its own message finds that. */
export const releaseMail = ({ id }: { id: Mail['id'] }, deps: Deps) =>
  untilFresh(async () => {
    const [mail] = (await list(heldMails(deps.tenant, id), { limit: 1 })).data;
    if (!mail?.waits) return refuse('operations.mail_not_held', `No mail ${id} waits.`);
    const released = {
      ...mail,
      version: mail.version + 1,
      released: { at: deps.now, by: deps.actor },
    };
    const answer = viewOfHeld(released);
    const kept = await commit(
      follow(deps, [mail]),
      { action: 'operations.release_mail', subject: id, answer },
      [putMail(deps.tenant, released)],
    );
    return kept.ok ? ok(answer) : kept;
  });

export const setMailRules = (said: MailRuleSet, deps: Deps) =>
  untilFresh(async () => {
    const before = await read(mailRules(deps.tenant));
    const rules = { ...said, version: (before?.version ?? 0) + 1, at: deps.now, by: deps.actor };
    const kept = await commit(
      deps,
      { action: 'operations.set_mail_rules', answer: rules },
      putMailRules(deps.tenant, rules),
    );
    return kept.ok ? ok(rules) : kept;
  });
