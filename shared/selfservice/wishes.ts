/** What a change of addresses is, in one sentence. */
import type { Wish } from '../addresses/change.ts';
import type { Language } from '../kernel/party.ts';
import { ADDRESS_WORDS } from './addresswords.ts';

export const wishIn = ({ old, email }: Wish, language: Language): string => {
  const words = ADDRESS_WORDS[language];
  if (email === undefined) return words.removed(old ?? '–');
  if (old === undefined) return words.added(email);
  return old.toLowerCase() === email.toLowerCase() ? words.regarded(email) : words.changed(old, email);
};
