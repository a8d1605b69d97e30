/** The page that switches a kind of mails off, and on again: one button, because a mail program that looks at links must not do it. */
import type { CourtesyMail } from '../customers/customer.ts';
import type { Language } from '../kernel/party.ts';
import { Mark, page } from './frame.tsx';
import { MAIL_WORDS } from './mailwords.ts';
import type { Seller } from './payview.ts';

export interface MailsView {
  readonly language: Language;
  readonly seller?: Seller | undefined;
  readonly customerName: string;
  readonly kind: CourtesyMail;
  readonly off: boolean;
  /** Where the form posts to. */
  readonly action: string;
}

export const mailsPage = ({ language, seller, customerName, kind, off, action }: MailsView): string => {
  const words = MAIL_WORDS[language];
  return page({
    language,
    ...(seller && { seller }),
    title: words.kinds[kind],
    children: (
      <div class="card single">
        {off && <Mark kind="done" />}
        <h1>{words.kinds[kind]}</h1>
        <p class="lead" role="status">
          {(off ? words.off : words.on)(customerName)}
        </p>
        <form method="post" action={action}>
          <button class={off ? 'button second' : 'button'} name="mails" value={off ? 'on' : 'off'}>
            {off ? words.switchOn : words.switchOff}
          </button>
        </form>
        <p class="small under">{words.always}</p>
      </div>
    ),
  });
};
