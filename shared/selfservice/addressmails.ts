/** What mails say about a change of addresses, per language. A text that is missing does not compile. */
import type { ChangeState } from '../addresses/change.ts';
import type { Language } from '../kernel/party.ts';
import { mails as de } from './addresses/de.ts';
import { mails as en } from './addresses/en.ts';
import { mails as es } from './addresses/es.ts';
import { mails as fr } from './addresses/fr.ts';
import { mails as it } from './addresses/it.ts';
import { mails as nl } from './addresses/nl.ts';

interface Ended {
  readonly subject: string;
  readonly title: string;
  readonly opening: string;
}
export interface AddressMails {
  readonly asked: {
    readonly subject: string;
    readonly title: string;
    readonly byPage: (by: string) => string;
    readonly byMail: (by: string) => string;
    readonly replaces: string;
    readonly stop: string;
    /** Where no new address is named. */
    readonly stopRemove: string;
  };
  readonly ended: Readonly<Record<Exclude<ChangeState, 'PENDING' | 'REPLACED'>, Ended>>;
  readonly code: {
    readonly toNew: (customer: string, seller: string) => string;
    readonly toRemove: (customer: string, seller: string) => string;
    readonly none: string;
  };
}

export const ADDRESS_MAILS: Readonly<Record<Language, AddressMails>> = { en, de, fr, es, it, nl };
