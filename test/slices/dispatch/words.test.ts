/** What customers read, in every language: of documents, mails and pages. */
import { describe, expect, test } from 'vitest';
import { WORDS as MAILS } from '../../../shared/dispatch/words.ts';
import { WORDS as AGENCIES } from '../../../shared/agencies/words.ts';
import { AGENCY_WORDS } from '../../../shared/documents/agency-words.ts';
import { CREDIT_WORDS } from '../../../shared/documents/credit-words.ts';
import { DEDUCTION_WORDS } from '../../../shared/documents/deduction-words.ts';
import { DEPOSIT_WORDS } from '../../../shared/documents/deposit-words.ts';
import { EARLY_WORDS } from '../../../shared/documents/early-words.ts';
import { FOLLOWING_WORDS } from '../../../shared/documents/following-words.ts';
import { PAPER_WORDS } from '../../../shared/documents/paper-words.ts';
import { CONFIRMATION_WORDS, PRO_FORMA_WORDS } from '../../../shared/documents/pro-forma-words.ts';
import { WORDS as DOCUMENTS } from '../../../shared/documents/words.ts';
import { METRIC } from '../../../shared/documents/words/metric.ts';
import { MORE_WORDS } from '../../../shared/portal/morewords.ts';
import { ACCOUNT_MAILS } from '../../../shared/selfservice/mailwords.ts';
import { MORE } from '../../../shared/selfservice/morewords.ts';
import { PAGE_WORDS as SELF_PAGES } from '../../../shared/selfservice/pagewords.ts';
import { WORDS as SELFSERVICE } from '../../../shared/selfservice/words.ts';
import { PAGE_WORDS as DISPUTE_PAGE } from '../../../shared/disputes/pagewords.ts';
import { WORDS as DISPUTES } from '../../../shared/disputes/words.ts';
import { Language } from '../../../shared/kernel/party.ts';
import { ACCOUNT_WORDS } from '../../../shared/portal/accountwords.ts';
import { MAIL_WORDS } from '../../../shared/portal/mailwords.ts';
import { ORDER_WORDS } from '../../../shared/portal/orderwords.ts';
import { WORDS as PROMISES } from '../../../shared/promises/words.ts';
import { PROMISED } from '../../../shared/documents/promise-words.ts';
import { PROMISE_WORDS } from '../../../shared/portal/promisewords.ts';
import { WORDS as PLANS } from '../../../shared/plans/words.ts';
import { PLAN_WORDS } from '../../../shared/portal/planwords.ts';
import { WORDS as CHARGES } from '../../../shared/methods/words.ts';
import { CONSENT } from '../../../shared/portal/consentwords.ts';
import { WORDS as FILES } from '../../../shared/exports/words.ts';
import { WORDS as WARNINGS } from '../../../shared/warnings/words.ts';
import { WORDS as PRICES } from '../../../shared/subscriptions/words.ts';
import { WORDS as PAGES } from '../../../shared/portal/words.ts';

const RECORDS = {
  DOCUMENTS,
  CREDIT_WORDS,
  DEPOSIT_WORDS,
  DEDUCTION_WORDS,
  EARLY_WORDS,
  FOLLOWING_WORDS,
  PRO_FORMA_WORDS,
  CONFIRMATION_WORDS,
  PAPER_WORDS,
  MAILS,
  PRICES,
  CHARGES,
  CONSENT,
  PAGES,
  ORDER_WORDS,
  MAIL_WORDS,
  ACCOUNT_WORDS,
  PLAN_WORDS,
  PLANS,
  PROMISES,
  PROMISED,
  PROMISE_WORDS,
  DISPUTES,
  DISPUTE_PAGE,
  MORE_WORDS,
  SELFSERVICE,
  MORE,
  AGENCIES,
  AGENCY_WORDS,
  FILES,
  WARNINGS,
  SELF_PAGES,
  ACCOUNT_MAILS,
};
const GIVEN = ['‹1›', '‹2›', '‹3›', '‹4›'];

/** Path → text; what takes values is asked with marks in their place. */
const textsOf = (words: unknown, path: string): [string, string][] => {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') return [[path, (words as (...given: string[]) => string)(...GIVEN)]];
  return Object.entries(words as object).flatMap(([name, inner]) => textsOf(inner, `${path}.${name}`));
};
const texts = (language: Language): Map<string, string> =>
  new Map(Object.entries(RECORDS).flatMap(([name, words]) => textsOf(words[language], name)));
const english = texts('en');
const marks = (text: string): string[] => GIVEN.filter((mark) => text.includes(mark));
/** Units have one form or two, as a language needs it. */
const formless = (paths: Iterable<string>): string[] => [
  ...new Set([...paths].map((path) => path.replace(/^(DOCUMENTS\.units\.\w+)\.\d$/, '$1'))),
];

/** Words that are the same in both. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: ['Bank'],
  fr: ['carton', 'cartons', 'h', 'min', 'Date'],
  es: ['Total', 'h', 'min', 'Cheque'],
  it: ['h', 'min'],
  nl: ['Order', 'Bank', 'set', 'sets', 'pallet', 'pallets', 'week', 'Cheque', 'Order ‹1›', 'per week'],
};

describe.each(Language.options.filter((language) => language !== 'en'))('%s', (language) => {
  const own = texts(language);
  test('says all that English says, in words of its own', () => {
    expect(formless(own.keys()).toSorted()).toEqual(formless(english.keys()).toSorted());
    expect([...own].filter(([, text]) => text.trim() !== text || text === '')).toEqual([]);
    const metric = Object.keys(METRIC).map((code) => `DOCUMENTS.units.${code}`);
    const alike = [...own].filter(([path, text]) => text === english.get(path) && !metric.includes(path));
    expect(new Set(alike.map(([, text]) => text))).toEqual(new Set(SAME[language]));
  });

  test('uses what it is given', () => {
    for (const [path, text] of own)
      if (english.has(path)) expect([path, marks(text)]).toEqual([path, marks(english.get(path)!)]);
  });

  test('writes signs as its typographers do', () => {
    for (const [path, text] of own) {
      expect([path, text]).not.toEqual([path, expect.stringMatching(/['"]|\.\.\.| {2}/)]);
      const marked = language === 'fr' ? /(^|[^\u00a0])[:]|(^|[^\u202f])[;?!]/ : /[\s\u00a0\u202f][:;?!]/;
      expect([path, text]).not.toEqual([path, expect.stringMatching(marked)]);
    }
  });
});

test.each([
  ['en', '0 days', '1 day', '2 days', 'Invoice X is due', '3 invoices are due', '1 item', '2 items'],
  [
    'de',
    '0 Tage',
    '1 Tag',
    '2 Tage',
    'Invoice X ist fällig',
    '3 Rechnungen sind fällig',
    '1 Position',
    '2 Positionen',
  ],
  [
    'fr',
    '0 jour',
    '1 jour',
    '2 jours',
    'X arrivée à échéance',
    '3 factures arrivées à échéance',
    '1 article',
    '2 articles',
  ],
  ['es', '0 días', '1 día', '2 días', 'X vencida', '3 facturas vencidas', '1 artículo', '2 artículos'],
  ['it', '0 giorni', '1 giorno', '2 giorni', 'X scaduta', '3 fatture scadute', '1 articolo', '2 articoli'],
  [
    'nl',
    '0 dagen',
    '1 dag',
    '2 dagen',
    'X is vervallen',
    '3 facturen zijn vervallen',
    '1 artikel',
    '2 artikelen',
  ],
] as const)('%s counts', (language, none, one, two, single, several, item, items) => {
  const { days, reminder, several: invoices } = MAILS[language];
  expect([0, 1, 2].map(days)).toEqual([none, one, two]);
  const due = (what: string, count: number) => reminder[1].subject(what, count).replace(/^\w+\u00a0?: /, '');
  expect([due(single.includes('Invoice') ? 'Invoice X' : 'X', 1), due(invoices(3), 3)]).toEqual([
    single,
    several,
  ]);
  expect([1, 2].map(ORDER_WORDS[language].items)).toEqual([item, items]);
  expect([PAGES[language].details(1), PAGES[language].details(2)]).toEqual([
    expect.stringContaining(`(${item})`),
    expect.stringContaining(`(${items})`),
  ]);
});
