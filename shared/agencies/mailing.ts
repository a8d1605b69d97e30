/** Worker: mails to agencies, one per turn that they are told of. */
import { customerById } from '../customers/store.ts';
import type { Composed } from '../dispatch/compose.ts';
import type { Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import type { Envelope } from '../kernel/events.ts';
import type { Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { secret } from '../runtime/secrets.ts';
import { read, readEach } from '../runtime/table.ts';
import { turnLetter } from './letters.ts';
import { caseToken } from './link.ts';
import { agencyBook, agencyBookVersion, caseById, turnOf } from './store.ts';

/** To the address that the agency has now; where it is in the book no more, to the one that it was handed over to. */
export const sendAgency = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const { caseId, entity, turn } = mail.agency!;
  const { tenant } = deps;
  const agencyCase = (await read(caseById(tenant, caseId)))!;
  const [then, now, said, debtor] = await readEach(
    agencyBookVersion(tenant, agencyCase.agencyVersion!),
    agencyBook(tenant),
    turnOf(tenant, caseId, turn),
    customerById(tenant, agencyCase.customerId),
  );
  const named = (book: typeof now) => book?.agencies.find(({ agency }) => agency === agencyCase.agency);
  const agency = (named(now) ?? named(then))!;
  const about = { mail, customer: { emails: [agency.email], name: agency.name }, entity, fact };
  return dispatch(about, deps, async (_, seller): Promise<Composed> => {
    const url = `${env('publicUrl')}/agency/${caseToken(await secret('linkKey'), { tenant, caseId })}`;
    return { letter: turnLetter(agencyCase, said!, debtor!.name, url, { agency, seller }) };
  });
};
