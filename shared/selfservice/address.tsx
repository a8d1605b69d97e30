/** An address of a customer: asked for by a form, waited for with its code, stopped. */
import { ROLES } from '../addresses/rules.ts';
import type { AddressChange } from '../addresses/change.ts';
import type { Contact } from '../customers/customer.ts';
import type { Language } from '../kernel/party.ts';
import { Facts } from '../portal/frame.tsx';
import { ADDRESS_WORDS, type ChangeSaid } from './addresswords.ts';
import { CONTACT_WORDS } from './contactwords.ts';
import { momentOf } from './moments.ts';
import { CodeField, myPage, Token, type Around } from './shell.tsx';
import { wishIn } from './wishes.ts';
import { WORDS } from './words.ts';

export const saidOf = (said: 'saved' | ChangeSaid, language: Language): string =>
  said === 'saved' ? CONTACT_WORDS[language].said.saved : ADDRESS_WORDS[language].said[said];

const roleWord = (role: Contact['role'], language: Language): string =>
  role === 'billing' || role === 'orders'
    ? CONTACT_WORDS[language].gets[role]
    : ADDRESS_WORDS[language].roles[role];

export interface AddressView {
  /** Absent for one more. */
  readonly which?: { readonly choice: string; readonly email: string } | undefined;
  readonly name: string;
  readonly roles: readonly Contact['role'][];
  /** The same form sent twice is one. */
  readonly form: string;
}

export const addressPage = (around: Around, { which, name, roles, form }: AddressView): string => {
  const { language, token } = around;
  const words = ADDRESS_WORDS[language];
  const title = which ? words.editTitle : words.addTitle;
  const hidden = (
    <>
      <Token token={token} />
      <input type="hidden" name="form" value={form} />
      {which && <input type="hidden" name="which" value={which.choice} />}
    </>
  );
  return myPage(around, {
    within: 'contacts',
    title,
    children: (
      <div class="card single">
        <h1>{title}</h1>
        <p class="lead">{words.lead}</p>
        <form method="post" action="/my/contacts/ask" class="part">
          {hidden}
          <div class="field">
            <label for="name">{words.name}</label>
            <input id="name" name="name" value={name} maxlength={100} autocomplete="name" required />
          </div>
          <div class="field">
            <label for="email">{WORDS[language].door.email}</label>
            <input
              id="email"
              name="email"
              type="email"
              value={which?.email ?? ''}
              maxlength={254}
              autocomplete="email"
              required
            />
          </div>
          <fieldset>
            <legend>{words.gets}</legend>
            {ROLES.map((role) => (
              <label class="choice">
                <input type="checkbox" name="role" value={role} checked={roles.includes(role)} />
                {roleWord(role, language)}
              </label>
            ))}
          </fieldset>
          <button class="button" type="submit" name="do" value="ask">
            {words.ask}
          </button>
        </form>
        {which && (
          <form method="post" action="/my/contacts/ask" class="part">
            {hidden}
            <p class="small under">{words.removeLead}</p>
            <button class="button second" type="submit" name="do" value="remove">
              {words.remove}
            </button>
          </form>
        )}
        <p class="small under">
          <a href="/my/contacts">{words.back}</a>
        </p>
      </div>
    ),
  });
};

/** A change that waits. */
export interface Changing extends Pick<AddressChange, 'id' | 'wish' | 'by' | 'askedAt' | 'from'> {
  readonly zone: string;
  /** Whether it is confirmed, or where it can be. */
  readonly waitsFor: 'code' | 'codeElsewhere' | 'link' | 'night';
  /** Where the code went. */
  readonly codeTo: string;
}

/** What is shown of it: what it is, the code where it is typed, and the button that stops it. */
export const Waiting = ({ around: { language, token }, change }: { around: Around; change: Changing }) => {
  const words = ADDRESS_WORDS[language];
  const { id, wish, by, askedAt, from, zone, waitsFor, codeTo } = change;
  return (
    <section class="block">
      <h2>{words.waits}</h2>
      <p class="strong">{wishIn(wish, language)}</p>
      <Facts
        facts={[
          { label: words.by, value: by },
          { label: words.at, value: momentOf(askedAt, zone, language) },
          { label: words.from, value: momentOf(from, zone, language) },
        ]}
      />
      {waitsFor === 'code' && <Typing language={language} token={token} codeTo={codeTo} />}
      {waitsFor !== 'code' && (
        <p class="under">
          {waitsFor === 'night'
            ? words.confirmed
            : waitsFor === 'link'
              ? words.linkElsewhere(codeTo)
              : words.codeElsewhere}
        </p>
      )}
      <form method="post" action="/my/contacts/stop" class="part">
        <Token token={token} />
        <input type="hidden" name="change" value={id} />
        <button class="button second" type="submit">
          {words.stop}
        </button>
      </form>
    </section>
  );
};

const Typing = ({ language, token, codeTo }: { language: Language; token: string; codeTo: string }) => {
  const words = ADDRESS_WORDS[language];
  return (
    <>
      <form method="post" action="/my/contacts/code" class="part code">
        <Token token={token} />
        <p class="under">{words.codeLead(codeTo)}</p>
        <CodeField label={WORDS[language].code.label} />
        <button class="button" type="submit">
          {words.confirm}
        </button>
      </form>
      <form method="post" action="/my/contacts/again" class="part">
        <Token token={token} />
        <button class="button second" type="submit">
          {words.again}
        </button>
      </form>
    </>
  );
};
