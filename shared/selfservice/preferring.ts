/** How a customer is written to: what the page shows, and what its form says, by the hands that the links in mails have. */
import { CourtesyMail } from '../customers/customer.ts';
import { prefer } from '../customers/switching.ts';
import { Language } from '../kernel/party.ts';
import type { ContactsView } from './contacts.tsx';
import type { In } from './entering.ts';
import { addressesShown } from './rules.ts';

export const contactsShown = ({ customer }: In, said: string | undefined): ContactsView => ({
  addresses: addressesShown(customer),
  off: (customer.mailsOff ?? []).map(({ kind }) => kind),
  said: said === 'saved' || said === 'refused' ? said : undefined,
});

const OWN = '/my/contacts';
/** A box that is not ticked is not sent, so the form says with its language that it is whole. */
export const preferred = async ({ customer, deps }: In, form: URLSearchParams): Promise<string> => {
  const language = Language.safeParse(form.get('language'));
  const wanted = form.getAll('mail');
  if (!language.success || !wanted.every((one) => CourtesyMail.safeParse(one).success))
    return `${OWN}?said=refused`;
  const off = CourtesyMail.options.filter((kind) => !wanted.includes(kind));
  const done = await prefer(customer.id, { off, language: language.data }, deps);
  return `${OWN}?said=${done.ok ? 'saved' : 'refused'}`;
};
