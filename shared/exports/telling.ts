/** Who is told that a file is there: what the commit of the file has beside it, what became of it, and how a link is withdrawn. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { MailQueued, type Mail } from '../dispatch/mail.ts';
import { mailOf, putMail } from '../dispatch/store.ts';
import { addDays, localDate, type LocalDate } from '../kernel/dates.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { without } from '../kernel/fields.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, read, readGroups, recall, untilFresh } from '../runtime/table.ts';
import type { Export } from './export.ts';
import type { LinkUse, Recipient, RecipientView, Withdraw } from './recipient.ts';
import { exportById, putUse, useOf } from './store.ts';
import { viewed } from './viewing.ts';

/** Days after the one on which the file is there; the last of them counts whole. */
const LINK_DAYS = 7;

interface Told {
  readonly linksUntil?: LocalDate;
  readonly writes: readonly Write<'table.stale'>[];
  readonly events: readonly Fact[];
}
/** One mail for each recipient. Their ids follow from export and recipient, and they are kept with the file: who builds it again queues none. */
export const told = async (file: Export, { tenant, now, trace }: Deps): Promise<Told> => {
  if (!file.recipients) return { writes: [], events: [] };
  const { zone } = entityOf((await recall(tenantById(tenant)))!, file.entity)!;
  const mails = file.recipients.map((_, at): Mail => ({
    id: mailIdOf(file, at + 1),
    version: 1,
    purpose: 'file',
    file: { entity: file.entity, exportId: file.id, recipient: at + 1 },
    state: 'QUEUED',
    at: now,
    history: [{ state: 'QUEUED', at: now }],
    trace,
  }));
  return {
    linksUntil: addDays(localDate(now, zone), LINK_DAYS),
    writes: mails.map((mail) => putMail(tenant, mail)),
    events: mails.map(({ id }) => announce(MailQueued, id, { mailId: id })),
  };
};
const mailIdOf = ({ id, requestedAt }: Export, recipient: number) =>
  idOfCause('mail', requestedAt, 'file', id, String(recipient));

/** With what became of each mail and its link. */
export const recipientsNow = async (file: Export, tenant: string): Promise<RecipientView[]> => {
  const { recipients = [] } = file;
  const serials = recipients.map((_, at) => at + 1);
  const [mails, uses] = await readGroups(
    file.state === 'READY' ? serials.map((one) => mailOf(tenant, { id: mailIdOf(file, one) })) : [],
    serials.map((one) => useOf(tenant, file.id, one)),
  );
  return recipients.map((recipient, at) => {
    const mail = mails.find((one) => one.file!.recipient === at + 1);
    const { opened, openedAt, withdrawn } = uses.find((one) => one.recipient === at + 1) ?? { opened: 0 };
    return {
      ...recipient,
      ...(mail && { delivery: mail.state }),
      ...(mail?.reason !== undefined && { reason: mail.reason }),
      opened,
      ...(openedAt !== undefined && { openedAt }),
      ...(withdrawn && { withdrawn }),
    };
  });
};

/** At once, also before the mail is sent. What is withdrawn already stays so, as who did it first said it. */
export const withdrawLinks = ({ id, reason, email }: Withdraw & Pick<Export, 'id'>, deps: Deps) =>
  untilFresh(async () => {
    const { tenant, now: at, actor: by } = deps;
    const file = await read(exportById(tenant, id));
    if (!file) return refuse('exports.unknown', `There is no export ${id}.`);
    const isMeant = (one: Recipient) =>
      email === undefined || one.email.toLowerCase() === email.toLowerCase();
    const meant = (file.recipients ?? []).flatMap((one, index) => (isMeant(one) ? [index + 1] : []));
    if (meant.length === 0)
      return email === undefined
        ? refuse('exports.no_link', 'The file was asked for without recipients.')
        : refuse('exports.no_link', 'Nobody of that address is a recipient of the file.', [
            { pointer: '/email', detail: 'must be of a recipient of this export' },
          ]);
    const withdrawn = { at, by, reason };
    const [known] = await readGroups(meant.map((one) => useOf(tenant, id, one)));
    const open = meant
      .map((recipient) => known.find((one) => one.recipient === recipient) ?? unused(id, recipient))
      .filter((use) => !use.withdrawn);
    const before = await recipientsNow(file, tenant);
    // Who may withdraw a link need not be one who reads files.
    const answer = await viewed(
      without(file, 'key'),
      before.map((one) => (isMeant(one) && !one.withdrawn ? { ...one, withdrawn } : one)),
    );
    const writes = open.map((use) => putUse(tenant, { ...next(use), withdrawn }));
    const kept = await commit(deps, { action: 'exports.withdraw', subject: id, answer }, writes);
    return kept.ok ? ok(answer) : kept;
  });

/** Before anything was done with the link; the first write makes it version 1. */
export const unused = (exportId: string, recipient: number): LinkUse => ({
  version: 0,
  exportId,
  recipient,
  opened: 0,
});
export const next = (use: LinkUse): LinkUse => ({ ...use, version: use.version + 1 });
