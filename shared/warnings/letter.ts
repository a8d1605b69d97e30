/** What the mail of a morning says: each warning with its reason and what is open, in a table. */
import type { Letter, Row, Sender } from '../dispatch/mails/letter.ts';
import { amount, day } from '../documents/format.ts';
import type { LocalDate } from '../kernel/dates.ts';
import type { Language } from '../kernel/party.ts';
import type { Warning } from './warning.ts';
import { reasonIn, WORDS } from './words.ts';

interface Named {
  readonly warning: Warning;
  readonly name: string;
}
export const warningsLetter = (
  { on, count, rows }: { readonly on: LocalDate; readonly count: number; readonly rows: readonly Named[] },
  { language, seller }: { readonly language: Language; readonly seller: Sender },
): Letter => {
  const words = WORDS[language];
  const rest = count - rows.length;
  return {
    language,
    seller,
    subject: words.subject(String(count), day(on, language)),
    title: words.title,
    opening: [words.opening],
    rows: rows.map((one) => rowOf(one, language)),
    sums: [],
    after: [...(rest > 0 ? [words.more(String(rest))] : []), words.amounts],
    facts: [],
  };
};

const rowOf = ({ warning, name }: Named, language: Language): Row => ({
  name,
  details: [WORDS[language].kinds[warning.kind], reasonIn(warning, language)],
  amount: warning.open.map((one) => amount(one, language)).join(' · '),
});
