/** The addresses of a customer with what each gets, the language of what it gets, and the mails that it may do without. */
import { CourtesyMail } from '../customers/customer.ts';
import { Language } from '../kernel/party.ts';
import { MAIL_WORDS } from '../portal/mailwords.ts';
import { saidOf, Waiting, type Changing } from './address.tsx';
import { ADDRESS_WORDS, type ChangeSaid } from './addresswords.ts';
import { CONTACT_WORDS, LANGUAGES } from './contactwords.ts';
import type { addressesShown } from './rules.ts';
import { myPage, Note, Token, type Around } from './shell.tsx';
import { WORDS } from './words.ts';

export interface ContactsView {
  readonly addresses: readonly (ReturnType<typeof addressesShown>[number] & { readonly choice: string })[];
  readonly off: readonly CourtesyMail[];
  /** That waits for its code, or its day. */
  readonly change?: Changing | undefined;
  readonly said?: 'saved' | ChangeSaid | undefined;
}
export const contactsPage = (around: Around, { addresses, off, change, said }: ContactsView): string => {
  const { language } = around;
  const words = CONTACT_WORDS[language];
  const more = ADDRESS_WORDS[language];
  const title = WORDS[language].nav.contacts;
  return myPage(around, {
    at: 'contacts',
    title,
    children: (
      <div class="cards two">
        <div class="card">
          <h1>{title}</h1>
          {said !== undefined && (
            <Note good={['saved', 'asked', 'confirmed', 'stopped'].includes(said)}>
              {saidOf(said, language)}
            </Note>
          )}
          {change && <Waiting around={around} change={change} />}
          <ul class="rows">
            {addresses.map(({ email, choice, gets, dead }) => (
              <li>
                <span>
                  <span class="strong">{email}</span>
                  <span class="qty">
                    {gets.length === 0 ? words.nothing : gets.map((one) => words.gets[one]).join(' · ')}
                  </span>
                  {dead && <span class="qty late">{words.dead}</span>}
                </span>
                <a href={`/my/contacts/edit?which=${choice}`} aria-label={`${more.edit}: ${email}`}>
                  {more.edit}
                </a>
              </li>
            ))}
          </ul>
          <a class="button second" href="/my/contacts/edit">
            {more.add}
          </a>
        </div>
        <Preferences around={around} off={off} />
      </div>
    ),
  });
};

const Preferences = ({
  around: { language, token },
  off,
}: {
  around: Around;
  off: readonly CourtesyMail[];
}) => {
  const words = CONTACT_WORDS[language];
  const mails = MAIL_WORDS[language];
  return (
    <form method="post" action="/my/contacts" class="card part">
      <h2>{words.title}</h2>
      <Token token={token} />
      <div class="field">
        <label for="language">{words.language}</label>
        <select id="language" name="language">
          {Language.options.map((one) => (
            <option value={one} lang={one} selected={one === language}>
              {LANGUAGES[one]}
            </option>
          ))}
        </select>
      </div>
      <fieldset>
        <legend>{words.mails}</legend>
        {CourtesyMail.options.map((kind) => (
          <label class="choice">
            <input type="checkbox" name="mail" value={kind} checked={!off.includes(kind)} />
            {mails.kinds[kind]}
          </label>
        ))}
      </fieldset>
      <p class="small under">{mails.always}</p>
      <button class="button" type="submit">
        {words.save}
      </button>
    </form>
  );
};
