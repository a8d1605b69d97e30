/** The mail that a file is there, and what it and its page say of the file. */
import { amount, day, labelled, quantity } from '../documents/format.ts';
import type { Letter, Pair, Sender } from '../dispatch/mails/letter.ts';
import { money } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { AS_IT_STANDS, fileNameOf, type Export } from './export.ts';
import { WORDS } from './words.ts';

/** No greeting: of a recipient nothing is known but an address. */
export const fileLetter = (
  file: Export,
  url: string,
  { language, seller }: { readonly language: Language; readonly seller: Sender },
): Letter => {
  const words = WORDS[language];
  const kind = words.kinds[file.kind];
  return {
    language,
    seller,
    subject: labelled(kind, spanOf(file, language), language),
    title: kind,
    opening: [isEmpty(file) ? words.empty(seller.name) : words.opening(seller.name)],
    button: { label: words.open, url },
    rows: [],
    sums: [],
    after: [`${words.until(day(file.linksUntil!, language))} ${words.yours}`],
    facts: factsOf(file, seller.name, language),
  };
};

/** A report has no rows, and is never empty. */
const isEmpty = ({ rows }: Export): boolean => rows === 0;

export const factsOf = (file: Export, company: string, language: Language): Pair[] => {
  const { facts } = WORDS[language];
  const { schedule, batch, rows, controlTotals = [], sha256 } = file;
  return [
    [facts.file, schedule === undefined ? fileNameOf(file) : `${fileNameOf(file)} (${schedule})`],
    [facts.company, company],
    [isOneDay(file) ? facts.day : facts.days, spanOf(file, language)],
    ...(batch ? [[facts.batch, String(batch.number)] as const] : []),
    ...(rows === undefined ? [] : [[facts.rows, quantity(String(rows), language)] as const]),
    ...controlTotals.map(
      ({ currency, minor }) => [facts.total, amount(money(minor, currency), language)] as const,
    ),
    [facts.sha256, sha256!],
  ];
};

const isOneDay = ({ kind, from, to }: Export): boolean => AS_IT_STANDS.includes(kind) || from === to;
const spanOf = (file: Export, language: Language): string =>
  isOneDay(file)
    ? day(file.to, language)
    : WORDS[language].facts.between(day(file.from, language), day(file.to, language));
