/** What a customer said is wrong with invoices, and what became of it; it goes on at the page of each invoice. */
import { day } from '../documents/format.ts';
import type { Dispute } from '../disputes/dispute.ts';
import { CaseTags, Thread } from '../disputes/thread.tsx';
import { WORDS as PAGES } from '../portal/words.ts';
import { PAGE_WORDS } from './pagewords.ts';
import { myPage, Pager, type Around } from './shell.tsx';
import { WORDS } from './words.ts';

export type DisputeRow = Pick<
  Dispute,
  'state' | 'invoiceNumber' | 'reason' | 'disputed' | 'decided' | 'thread' | 'answerBy'
> & { readonly url?: string | undefined };

export const disputesPage = (
  around: Around,
  view: { readonly rows: readonly DisputeRow[]; readonly next?: string | undefined; readonly later: boolean },
): string => {
  const { language } = around;
  const words = PAGE_WORDS[language].disputes;
  const title = WORDS[language].nav.disputes;
  return myPage(around, {
    at: 'disputes',
    title,
    children: (
      <div class="card">
        <h1>{title}</h1>
        <p class="small under">{view.rows.length === 0 ? words.none : words.lead}</p>
        {view.rows.map((row) => (
          <Case row={row} language={language} />
        ))}
        <Pager
          language={language}
          {...(view.later && { first: '/my/disputes' })}
          {...(view.next !== undefined && { next: `/my/disputes?${view.next}` })}
        />
      </div>
    ),
  });
};

const Case = ({ row, language }: { row: DisputeRow } & Pick<Around, 'language'>) => {
  const words = PAGE_WORDS[language].disputes;
  const { state } = row;
  return (
    <section class="block">
      <h2>{PAGES[language].invoice(row.invoiceNumber)}</h2>
      <CaseTags one={row} language={language} />
      <Thread one={row} language={language} />
      {(state === 'OPEN' || state === 'IN_REVIEW') && (
        <p class="small">{words.answer(day(row.answerBy, language))}</p>
      )}
      {row.url !== undefined && <a href={row.url}>{words.open}</a>}
    </section>
  );
};
