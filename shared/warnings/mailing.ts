/** Worker: the mail of a morning to one recipient. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { customerById } from '../customers/store.ts';
import type { Composed } from '../dispatch/compose.ts';
import type { Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import type { Envelope } from '../kernel/events.ts';
import type { Deps } from '../runtime/context.ts';
import { read, readAll, recall } from '../runtime/table.ts';
import { warningsLetter } from './letter.ts';
import { digestOf, warningById } from './store.ts';
import type { Warning } from './warning.ts';

export const sendWarnings = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const { tenant } = deps;
  const { entity, digest, recipient } = mail.warning!;
  const { on, warnings, count = warnings.length, recipients } = (await read(digestOf(tenant, digest)))!;
  const { email, language } = recipients[recipient - 1]!;
  const about = { mail, customer: { emails: [email] }, entity, fact };
  return dispatch(about, deps, async (_, seller): Promise<Composed> => {
    const shown = await readAll(warnings.map((id) => warningById(tenant, id)));
    const names = await namesOf(shown, tenant);
    const rows = shown.map((warning) => ({ warning, name: names(warning) }));
    return { letter: warningsLetter({ on, count, rows }, { language, seller }) };
  });
};

const namesOf = async (shown: readonly Warning[], tenant: string) => {
  const ids = [...new Set(shown.flatMap(({ customerId }) => customerId ?? []))];
  const customers = await readAll(ids.map((id) => customerById(tenant, id)));
  const company = (await recall(tenantById(tenant)))!;
  return ({ customerId, creditId, entity }: Warning): string =>
    customers.find(({ id }) => id === customerId)?.name ??
    (entity === undefined ? undefined : entityOf(company, entity)?.name) ??
    creditId?.replace(/^group:/, '') ??
    '';
};
