/** How a customer is written to: what the page shows, and what its form says, by the hands that the links in mails have. */
import { waitingOf } from '../addresses/asking.ts';
import type { AddressChange } from '../addresses/change.ts';
import { rolesAt } from '../addresses/rules.ts';
import { asksOf } from '../addresses/store.ts';
import { CourtesyMail } from '../customers/customer.ts';
import { prefer } from '../customers/switching.ts';
import { Language } from '../kernel/party.ts';
import { sha256 } from '../runtime/context.ts';
import { secret } from '../runtime/secrets.ts';
import { redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { read } from '../runtime/table.ts';
import { addressPage, type AddressView, type Changing } from './address.tsx';
import { aroundOf, html } from './around.ts';
import { changeAsked, changeStopped, chosenOf, codeAgain, codeTyped } from './changing.ts';
import { CHANGE_SAID, type ChangeSaid } from './addresswords.ts';
import { contactsPage, type ContactsView } from './contacts.tsx';
import type { In } from './entering.ts';
import { nothing } from './outside.ts';
import { addressesShown, sameAddress } from './rules.ts';
import { choiceOf } from './secrets.ts';

const OWN = '/my/contacts';
/** A page of addresses. */
export const contactsAt = async (
  who: In,
  rest: readonly string[],
  query: PageEvent['queryStringParameters'],
): Promise<PageAnswer> => {
  if (rest.length === 0)
    return html(who, contactsPage(aroundOf(who), await contactsShown(who, query?.['said'])));
  const view =
    rest.length === 1 && rest[0] === 'edit' ? await addressShown(who, query?.['which']) : undefined;
  return view ? html(who, addressPage(aroundOf(who), view)) : nothing();
};

const FORMS: Readonly<Record<string, (who: In, form: URLSearchParams) => Promise<ChangeSaid>>> = {
  ask: changeAsked,
  code: codeTyped,
  again: codeAgain,
  stop: changeStopped,
};
/** A form of these pages. */
export const contactsChanged = async (
  who: In,
  rest: readonly string[],
  form: URLSearchParams,
): Promise<PageAnswer> => {
  const [what, ...more] = rest;
  if (what === undefined) return redirect(await preferred(who, form));
  return more.length === 0 && Object.hasOwn(FORMS, what)
    ? redirect(`${OWN}?said=${await FORMS[what]!(who, form)}`)
    : nothing();
};

const contactsShown = async (who: In, said: string | undefined): Promise<ContactsView> => {
  const { customer, deps } = who;
  const linkKey = await secret('linkKey');
  const change = await waitingOf(customer, deps);
  return {
    addresses: addressesShown(customer).map((one) => ({
      ...one,
      choice: choiceOf(linkKey, deps.tenant, one.email),
    })),
    off: (customer.mailsOff ?? []).map(({ kind }) => kind),
    change: change && changingOf(change, who),
    said: (['saved', ...CHANGE_SAID] as const).find((one) => one === said),
  };
};

const changingOf = (change: AddressChange, { session, entity }: In): Changing => {
  const { wish, confirmed, replyId } = change;
  const here = change.session === session.id;
  return {
    ...change,
    zone: entity.zone,
    codeTo: wish.email ?? session.email,
    waitsFor: confirmed ? 'night' : replyId !== undefined ? 'link' : here ? 'code' : 'codeElsewhere',
  };
};

/** Undefined where the page was opened for what is no address of the customer's. */
const addressShown = async (who: In, choice: string | undefined): Promise<AddressView | undefined> => {
  const { customer, session, deps } = who;
  const email = choice === undefined ? undefined : await chosenOf(who, choice);
  if (choice !== undefined && email === undefined) return undefined;
  const asks = await read(asksOf(deps.tenant, customer.id));
  const contact = customer.contacts?.find((one) => email !== undefined && sameAddress(one.email, email));
  return {
    which: choice === undefined || email === undefined ? undefined : { choice, email },
    name: contact?.name ?? '',
    roles: email === undefined ? ['billing'] : rolesAt(customer, email),
    form: sha256(`${session.id}\n${asks?.live ?? ''}`).slice(0, 16),
  };
};

/** A box that is not ticked is not sent, so the form says with its language that it is whole. */
const preferred = async ({ customer, deps }: In, form: URLSearchParams): Promise<string> => {
  const language = Language.safeParse(form.get('language'));
  const wanted = form.getAll('mail');
  if (!language.success || !wanted.every((one) => CourtesyMail.safeParse(one).success))
    return `${OWN}?said=refused`;
  const off = CourtesyMail.options.filter((kind) => !wanted.includes(kind));
  const done = await prefer(customer.id, { off, language: language.data }, deps);
  return `${OWN}?said=${done.ok ? 'saved' : 'refused'}`;
};
