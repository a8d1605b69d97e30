/** The mail of a morning: what was raised and nobody was told of, one for each recipient. */
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import { putMail } from '../dispatch/store.ts';
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { timeOf } from '../kernel/ids.ts';
import { ok } from '../kernel/result.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { all, commit, read, untilFresh } from '../runtime/table.ts';
import type { Night } from './reading.ts';
import { putDigest, toldOf, warningsBetween } from './store.ts';
import { isLive, type Warning } from './warning.ts';
import { MOST_ROWS, type Told } from './watch.ts';

/** What a night before could not tell, because it failed or had told already, is told so much later at most. */
const DAYS = 3;
/** Names that an item has room for. */
const MOST = 8_000;

/** One in a day: what a second run of the night raises is told the next morning. */
export const tell = async (
  { policy: { recipients }, today }: Night,
  entity: string,
  deps: Deps,
): Promise<void> => {
  if (!recipients) return;
  const { tenant, now: at, trace } = deps;
  const done = await untilFresh(async () => {
    const before = await read(toldOf(tenant));
    if (before && before.on >= today) return ok(undefined);
    const from = addDays(today, -DAYS);
    const { fresh, told } = newsOf(await all(warningsBetween(tenant, from, today)), before, from);
    if (fresh.length === 0) return ok(undefined);
    const number = (before?.version ?? 0) + 1;
    const count = fresh.length > MOST_ROWS && { count: fresh.length };
    const warnings = fresh.slice(0, MOST_ROWS).map(({ id }) => id);
    const mails = recipients.map(({ email }, index): Mail => ({
      id: idOfCause('mail', `${today}T00:00:00Z`, 'warning', email),
      version: 1,
      purpose: 'warning',
      warning: { entity, digest: number, recipient: index + 1 },
      state: 'QUEUED',
      at,
      history: [{ state: 'QUEUED', at }],
      trace,
    }));
    const events = mails.map(({ id }) => announce(MailQueued, id, { mailId: id }));
    return commit(deps, { action: 'warnings.tell', events }, [
      ...putDigest(
        tenant,
        { number, on: today, warnings, ...count, recipients: [...recipients] },
        { version: number, on: today, ...told },
      ),
      ...mails.map((mail) => putMail(tenant, mail)),
    ]);
  });
  if (!done.ok) throw new Error(done.detail);
};

/** `raised`: since `from`. What of it was not told and holds, and what will have been told with that. */
export const newsOf = (
  raised: readonly Pick<Warning, 'id' | 'at' | 'state'>[],
  { warnings = [], allBy = '' }: Partial<Told> = {},
  from: LocalDate,
) => {
  const known = new Set(warnings.filter((id) => timeOf(id) >= Date.parse(from)));
  const fresh = raised.filter((one) => isLive(one) && !known.has(one.id) && one.at > allBy);
  const names = [...known, ...fresh.map(({ id }) => id)];
  const last = raised.reduce((latest, { at }) => (at > latest ? at : latest), allBy);
  const told: Omit<Told, 'version' | 'on'> =
    names.length > MOST ? { warnings: [], allBy: last } : { warnings: names, ...(allBy !== '' && { allBy }) };
  return { fresh, told };
};
