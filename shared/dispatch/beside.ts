/** Rows of what a reminder asks for, and of what money settled: debts, and interest and costs beside them. Pure. */
import { CLAIM_WORDS, type Beside } from '../claims/words.ts';
import { amount, day, figure } from '../documents/format.ts';
import { sum } from '../kernel/money.ts';
import type { Language } from '../kernel/party.ts';
import { EARLY_WORDS } from '../documents/early-words.ts';
import type { Receipt, Reminder } from './mails.tsx';
import type { Pair, Row } from './mails/letter.ts';
import { WORDS } from './words.ts';

/** In a mail: what of the total is owed for invoices, and what beside them; none where nothing is. */
export const besides = ({
  beside = [],
  items,
  language,
}: Pick<Reminder, 'beside' | 'items' | 'language'>): Pair[] => {
  const words = CLAIM_WORDS[language];
  const [first] = beside;
  if (!first) return [];
  const open = sum(
    items.map((item) => item.open),
    first.amount.currency,
  );
  return [
    [words.invoices, amount(open, language)],
    ...beside.map((one): Pair => [
      one.to === undefined ? words[one.kind] : `${words[one.kind]} ${words.until(day(one.to, language))}`,
      amount(one.amount, language),
    ]),
  ];
};

/** In the table of the PDF. Nobody is late with what is not owed. */
export const debtRow = (
  { number, issuedOn, dueOn, daysOverdue, times, open, payUrl }: Reminder['items'][number],
  { language, deposits }: Pick<Reminder, 'language' | 'deposits'>,
) => ({
  cells: [
    number,
    day(issuedOn, language),
    day(dueOn, language),
    deposits ? '' : String(daysOverdue),
    String(times),
    figure(open, language),
  ],
  minor: open.minor,
  url: payUrl,
});
/** The second column has the last day that interest is for. */
export const besideRow = ({ kind, amount: owed, to }: Beside, language: Language) => ({
  cells: [
    CLAIM_WORDS[language][kind],
    to === undefined ? '' : day(to, language),
    '',
    '',
    '',
    figure(owed, language),
  ],
  minor: owed.minor,
});

/** What money settled, in a mail. */
export const settledRows = ({
  allocations,
  claimed,
  language,
}: Pick<Receipt, 'allocations' | 'claimed' | 'language'>): Row[] => {
  const words = WORDS[language];
  return [
    ...allocations.map(({ number, amount: applied, discount, stillOpen }) => ({
      name: `${words.number} ${number}`,
      details: [
        stillOpen.minor === 0 ? words.paidInFull : `${amount(stillOpen, language)} ${words.stillOpen}`,
        ...(discount ? [EARLY_WORDS[language].kept(amount(discount, language))] : []),
      ],
      amount: amount(applied, language),
    })),
    ...(claimed
      ? [{ name: CLAIM_WORDS[language].together, details: [], amount: amount(claimed, language) }]
      : []),
  ];
};
/** And in the table of the PDF. */
export const settledCells = ({
  allocations,
  claimed,
  language,
}: Pick<Receipt, 'allocations' | 'claimed' | 'language'>) => [
  ...allocations.map((one) => ({
    cells: [
      one.number,
      one.discount ? figure(one.discount, language) : '',
      figure(one.stillOpen, language),
      figure(one.amount, language),
    ],
    minor: one.amount.minor,
  })),
  ...(claimed
    ? [
        {
          cells: [CLAIM_WORDS[language].together, '', '', figure(claimed, language)],
          minor: claimed.minor,
        },
      ]
    : []),
];
