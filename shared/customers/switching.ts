/** Which mails a customer does not want, and its language: said by its seller's people over the API, or by itself on the page behind a link or a code. */
import { announce } from '../kernel/events.ts';
import type { Language } from '../kernel/party.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, untilFresh } from '../runtime/table.ts';
import { whoIsNow } from './alias.ts';
import { CustomerSaved, type CourtesyMail, type Customer } from './customer.ts';
import { switched } from './rules.ts';
import { versionOf } from './saving.ts';
import { customerById, putCustomer, putVersion } from './store.ts';

/** `off`: what is to be off, from what is. Said twice it changes nothing, and leaves no act. */
export const switchMails = (
  id: string,
  off: (now: readonly CourtesyMail[]) => readonly CourtesyMail[],
  deps: Deps,
) => choose(id, (now) => ({ off: off(now) }), 'customers.switch_mails', deps);

/** What a customer says on its own page of how it is written to, in one act; said twice it is the first. */
export const prefer = (
  id: string,
  wishes: { readonly off: readonly CourtesyMail[]; readonly language: Language },
  deps: Deps,
) => choose(id, () => wishes, 'customers.prefer', deps);

const choose = (
  id: string,
  wishesOf: (now: readonly CourtesyMail[]) => {
    readonly off: readonly CourtesyMail[];
    readonly language?: Language;
  },
  action: string,
  deps: Deps,
) =>
  untilFresh(async () => {
    const before = await whoIsNow(deps, await read(customerById(deps.tenant, id)));
    if (!before) return refuse('customers.unknown', `There is no customer ${id}.`);
    if (before.erased) return refuse('customers.erased', `The personal data of ${before.id} were erased.`);
    const { off, language } = wishesOf((before.mailsOff ?? []).map(({ kind }) => kind));
    const customer = switched(before, off, deps, language);
    if (!customer) return ok(before);
    const kept = await commit(deps, { action, ...told(customer) }, [
      ...putCustomer(deps.tenant, customer, before),
      putVersion(deps.tenant, customer.id, versionOf(before, customer, deps)),
    ]);
    return kept.ok ? ok(customer) : kept;
  });

const told = ({ id, version }: Customer) => ({
  subject: id,
  events: [announce(CustomerSaved, id, { customerId: id, version })],
});
