/** What becomes of a mail: forward only, whoever says so. */
import { suppress } from '../customers/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { about, log } from '../runtime/log.ts';
import { commit, read, untilFresh, write } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { MailSuppressed, type Mail, type MailState, type SesEvent } from './mail.ts';
import { advance, STATE_OF } from './rules.ts';
import { mailOf, putMail } from './store.ts';

export type Sent = Result<void, 'once.taken' | 'table.stale'>;

/** What SES says of a mail: forward only; a permanent bounce or a complaint also stops the address. */
export const hearOfMail = async ({ detail }: SesEvent): Promise<void> => {
  const { tags, timestamp } = detail.mail;
  const [tenant, id] = [tags['tenant']?.[0], tags['mail']?.[0]];
  const state = STATE_OF[detail.eventType];
  if (tenant === undefined || id === undefined || state === undefined) return;
  const permanent = detail.bounce === undefined || detail.bounce.bounceType === 'Permanent';
  if (!permanent) return;
  const deps: Deps = { tenant, actor: 'ses', trace: tags['trace']?.[0] ?? newTrace(), now: instant() };
  about({ tenant, trace: deps.trace, mail: id });
  const of = { invoiceId: tags['invoice']?.[0], creditNoteId: tags['credit_note']?.[0] };
  const mail = await read(mailOf(tenant, { id, ...of }));
  if (!mail) throw new Error(`mail ${id} is not in the books yet`);
  const reason = detail.bounce ? 'bounced' : 'complained';
  const stopped = (detail.bounce?.bouncedRecipients ?? detail.complaint?.complainedRecipients ?? []).map(
    ({ emailAddress: address }) => suppress(tenant, { address, reason, at: timestamp }),
  );
  await note(mail, state, deps, undefined, stopped);
  log.info('mail.heard', { state });
};

/** Moves a mail forward; news that is older than what is known changes nothing. What is a fact for others is committed with it. */
export const note = (
  known: Mail,
  state: MailState,
  deps: Deps,
  reason?: string,
  also: readonly Write<'table.stale'>[] = [],
): Promise<Sent> => {
  let mail = known;
  return untilFresh(async () => {
    const moved = advance(mail, state, deps.now, reason);
    if (!moved) return ok(undefined);
    const events =
      state === 'SUPPRESSED' && mail.customerId !== undefined
        ? [
            announce(MailSuppressed, mail.id, {
              mailId: mail.id,
              customerId: mail.customerId,
              purpose: mail.purpose,
              reason: reason!,
            }),
          ]
        : [];
    const put = putMail(deps.tenant, moved);
    const done =
      events.length + also.length > 0
        ? await commit(deps, { action: `dispatch.${state.toLowerCase()}`, events }, [put, ...also])
        : await write(put);
    if (done.ok) return done;
    // It was held back by what its debts were; another who asked for them at the same moment has changed them.
    if (state === 'SUPPRESSED') throw new Error(`mail ${mail.id} moved while it was decided on: tried again`);
    mail = (await read(mailOf(deps.tenant, known))) ?? known;
    return done;
  });
};
