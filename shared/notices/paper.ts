/** A formal notice as mail and as PDF: the same words, the PDF with the computation of interest. Pure. */
import type { Claim } from '../claims/claim.ts';
import type { Reminder } from '../dispatch/mails.tsx';
import type { Letter } from '../dispatch/mails/letter.ts';
import { reminderPaper, type Between } from '../dispatch/papers.ts';
import { amount, day } from '../documents/format.ts';
import type { Paper } from '../documents/paper.ts';
import type { LocalDate } from '../kernel/dates.ts';
import { without } from '../kernel/fields.ts';
import { BASES } from './basis.ts';
import type { LegalNotice } from './notice.ts';
import { NOTICE_WORDS } from './words.ts';

type Of = Pick<LegalNotice, 'number' | 'payBy' | 'language' | 'country'>;

/** Nobody's template words it: what was agreed with a lawyer is sent as it was agreed. */
export const noticeLetter = (
  letter: Letter,
  { number, payBy, language, country }: Of,
  facts: Reminder,
): Letter => {
  const words = NOTICE_WORDS[language];
  const basis = BASES[country];
  return {
    ...without(letter, 'said'),
    subject: words.subject(number),
    title: words.title,
    opening: [words.opening, words.demand(amount(facts.total, language), day(payBy, language))],
    after: [words.consequence, ...(basis ? [words.basis(basis.law)] : [])],
  };
};

export const noticePaper = (
  letter: Letter,
  facts: Reminder,
  between: Between & { readonly today: LocalDate },
  notice: Of & Pick<LegalNotice, 'claims'>,
): Paper => {
  const { language, number, payBy } = notice;
  const words = NOTICE_WORDS[language];
  const plain = reminderPaper(letter, facts, between);
  const rows = notice.claims.flatMap(({ invoiceNumber, rows: own }) =>
    own.map((row) =>
      words.row({
        number: invoiceNumber,
        from: day(row.from, language),
        to: day(row.to, language),
        days: row.days,
        balance: amount(row.balance, language),
        percent: row.percent.replace('.', language === 'en' ? '.' : ','),
        amount: amount(row.amount, language),
      }),
    ),
  );
  const [due, , count] = plain.band;
  return {
    ...plain,
    title: words.title,
    number,
    band: [due, [words.payBy, day(payBy, language)], count],
    after: [...(rows.length > 0 ? [[words.interest, ...rows]] : []), ...plain.after],
  };
};

/** What of claims a notice names: all that is open of them on its day. */
export const namedClaims = (claims: readonly Claim[]): LegalNotice['claims'] =>
  claims.map(({ id: claimId, invoiceId, invoiceNumber, kind, open, interest }) => ({
    claimId,
    invoiceId,
    invoiceNumber,
    kind,
    open,
    rows: [...(interest?.rows ?? [])],
  }));
