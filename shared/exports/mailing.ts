/** Worker: the mail to one recipient of a file that is there. */
import type { Composed } from '../dispatch/compose.ts';
import type { Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import { localDate } from '../kernel/dates.ts';
import type { Envelope } from '../kernel/events.ts';
import type { Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { secret } from '../runtime/secrets.ts';
import { readEach } from '../runtime/table.ts';
import { fileLetter } from './letter.ts';
import { exportById, useOf } from './store.ts';
import { fileToken } from './token.ts';

/** A mail that waited until its link was withdrawn, or over, is not sent: it would lead nowhere. */
export const sendFile = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const { tenant } = deps;
  const { exportId, entity, recipient } = mail.file!;
  const [file, use] = await readEach(exportById(tenant, exportId), useOf(tenant, exportId, recipient));
  const { email, language } = file!.recipients![recipient - 1]!;
  const about = { mail, customer: { emails: [email] }, entity, fact };
  return dispatch(about, deps, async (_, seller): Promise<Composed> => {
    if (use?.withdrawn) return { suppressed: 'the link was withdrawn' };
    if (localDate(deps.now, seller.zone) > file!.linksUntil!) return { suppressed: 'the link is over' };
    const url = `${env('publicUrl')}/report/${fileToken(await secret('linkKey'), { tenant, exportId, recipient })}`;
    return { letter: fileLetter(file!, url, { language, seller }) };
  });
};
