/** The mail with a code: to the one address that asked, while the code can still open. */
import { customerById } from '../customers/store.ts';
import type { Composed } from '../dispatch/compose.ts';
import type { Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import type { Envelope } from '../kernel/events.ts';
import type { Deps } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import { read } from '../runtime/table.ts';
import { codeLetter } from './letters.ts';
import { codeOf } from './secrets.ts';
import { codeById } from './store.ts';

/** Worker. Nothing but the mail ever says the code: it is made in the second of sending. */
export const sendCode = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const { codeId, entity } = mail.code!;
  const code = await read(codeById(deps.tenant, codeId));
  const known = (await read(customerById(deps.tenant, mail.customerId!)))!;
  // Gone codes have no address; the mail is not sent for want of one.
  const customer = { ...known, contacts: [], emails: code?.email === undefined ? [] : [code.email] };
  return dispatch({ mail, customer, entity, fact }, deps, async (to, seller): Promise<Composed> => {
    if (!code || deps.now >= code.until) return { suppressed: 'the code is over' };
    const digits = codeOf(await secret('linkKey'), deps.tenant, code.id);
    return { letter: codeLetter(digits, to, seller) };
  });
};
