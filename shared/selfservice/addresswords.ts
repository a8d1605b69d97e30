/** What the pages say about a change of addresses, per language. A text that is missing does not compile. */
import type { Language } from '../kernel/party.ts';
import { pages as de } from './addresses/de.ts';
import { pages as en } from './addresses/en.ts';
import { pages as es } from './addresses/es.ts';
import { pages as fr } from './addresses/fr.ts';
import { pages as it } from './addresses/it.ts';
import { pages as nl } from './addresses/nl.ts';

/** What became of what was asked for. */
export const CHANGE_SAID = [
  'asked',
  'confirmed',
  'stopped',
  'wrong',
  'often',
  'last',
  'there',
  'refused',
] as const;
export type ChangeSaid = (typeof CHANGE_SAID)[number];

export interface AddressWords {
  /** What an address of a role gets; the other two roles are in `contactwords.ts`. */
  readonly roles: Readonly<Record<'disputes' | 'executive', string>>;
  readonly edit: string;
  readonly add: string;
  readonly addTitle: string;
  readonly editTitle: string;
  readonly name: string;
  readonly gets: string;
  readonly lead: string;
  readonly ask: string;
  readonly remove: string;
  readonly removeLead: string;
  readonly back: string;
  readonly waits: string;
  readonly added: (email: string) => string;
  readonly changed: (old: string, email: string) => string;
  readonly removed: (old: string) => string;
  readonly regarded: (email: string) => string;
  readonly by: string;
  readonly at: string;
  readonly from: string;
  readonly codeLead: (email: string) => string;
  readonly codeElsewhere: string;
  readonly linkElsewhere: (email: string) => string;
  readonly confirm: string;
  readonly again: string;
  readonly confirmed: string;
  readonly stop: string;
  readonly said: Readonly<Record<ChangeSaid, string>>;
  /** The page that a link in a mail leads to. */
  readonly link: {
    readonly title: string;
    readonly lead: (customer: string, seller: string) => string;
    readonly yes: string;
    readonly done: (moment: string) => string;
    readonly over: string;
  };
}

export const ADDRESS_WORDS: Readonly<Record<Language, AddressWords>> = { en, de, fr, es, it, nl };
