/** What follows the lines: taxes and totals, how to pay, and the sentences of law. */
import type { Snapshot } from '../../invoices/invoice.ts';
import { payable } from '../../invoices/rules.ts';
import { money } from '../../kernel/money.ts';
import type { Language } from '../../kernel/party.ts';
import { UNTAXED_REASON } from '../../pricing/untaxed.ts';
import { CREDIT_WORDS } from '../credit-words.ts';
import { depositNotes } from '../deposit-notes.ts';
import { DEPOSIT_WORDS } from '../deposit-words.ts';
import { FOLLOWING_WORDS } from '../following-words.ts';
import { EARLY_WORDS } from '../early-words.ts';
import { amount, day, labelled } from '../format.ts';
import type { Drawn } from '../document.ts';
import { CONFIRMATION_WORDS, PRO_FORMA_WORDS } from '../pro-forma-words.ts';
import { termsNote } from '../terms.ts';
import { movedMinor } from '../untaxed.ts';
import { WORDS } from '../words.ts';
import { early, payment } from './payment.ts';
import { COLOR, PAGE, WIDTH, type Block, type Pen, type Style } from './pen.ts';
import { sums } from './sums.ts';

const NOTE: Style = { size: 8, color: COLOR.muted };
const NOTE_STEP = 11.5;

export const tailOf = (pen: Pen, snapshot: Drawn, payUrl: string | undefined): Block[] => [
  sums(pen, snapshot),
  ...(payUrl !== undefined && payable(snapshot).minor > 0
    ? [payment(pen, snapshot, payUrl), ...early(pen, snapshot)]
    : []),
  ...notes(pen, snapshot),
];

/**
 * Terms, and for each category what the law wants said; a reason that is not ours is printed as it was
 * decided.
 */
const notes = (pen: Pen, snapshot: Drawn): Block[] => {
  const { language, currency, totals, credits, preceding, proForma, deposit, confirms } = snapshot;
  const words = WORDS[language];
  const sentences = totals.taxes.flatMap(({ category, reasonCode = '', reason }) => {
    if (category === 'S' || category === 'Z' || deposit) return [];
    if (totals.untaxed && reason === UNTAXED_REASON)
      return EARLY_WORDS[language].exempt(amount(money(movedMinor(totals), currency), language));
    return (
      words.sentences[category] ??
      words.exemptions[reasonCode] ??
      (reason === undefined
        ? words.categories[category]
        : labelled(words.categories[category], reason, language))
    );
  });
  const first = credits
    ? corrects(credits, language)
    : proForma
      ? [(confirms ? CONFIRMATION_WORDS : PRO_FORMA_WORDS)[language].noInvoice]
      : [
          ...(preceding ? follows(preceding, language) : []),
          ...(deposit ? [DEPOSIT_WORDS[language].noInvoice] : []),
          ...depositNotes(snapshot),
          asked(snapshot),
        ];
  return [...new Set([...first, ...sentences])].map((sentence, at) => {
    const lines = pen.wrap(sentence, WIDTH, NOTE);
    const gap = at === 0 ? 16 : 3;
    return {
      height: gap + lines.length * NOTE_STEP,
      draw: (top) =>
        pen.leaf('P', () =>
          lines.forEach((line, row) => pen.text(line, PAGE.left, top + gap + 8 + row * NOTE_STEP, NOTE)),
        ),
    };
  });
};

const corrects = ({ number, issuedOn, text }: Snapshot['credits'] & object, language: Language): string[] => {
  const words = CREDIT_WORDS[language];
  return [
    words.corrects(number, day(issuedOn, language)),
    ...(text === undefined ? [] : [text]),
    words.settles,
  ];
};

const follows = (
  { as, number, issuedOn, text }: Snapshot['preceding'] & object,
  language: Language,
): string[] => [
  FOLLOWING_WORDS[language].follows[as](number, day(issuedOn, language)),
  ...(text === undefined ? [] : [text]),
];

const asked = (snapshot: Snapshot): string => {
  if (payable(snapshot).minor > 0) return termsNote(snapshot);
  const { language, prepaidMinor } = snapshot;
  return prepaidMinor === undefined ? WORDS[language].paid : FOLLOWING_WORDS[language].covered;
};
