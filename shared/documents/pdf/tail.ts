/** What follows the lines: taxes and totals, how to pay, and the sentences of law. */
import type { Snapshot } from '../../invoices/invoice.ts';
import type { Language } from '../../kernel/party.ts';
import { CREDIT_WORDS } from '../credit-words.ts';
import { day, labelled } from '../format.ts';
import { termsNote } from '../terms.ts';
import { WORDS } from '../words.ts';
import { payment } from './payment.ts';
import { COLOR, PAGE, WIDTH, type Block, type Pen, type Style } from './pen.ts';
import { sums } from './sums.ts';

const NOTE: Style = { size: 8, color: COLOR.muted };
const NOTE_STEP = 11.5;

export const tailOf = (pen: Pen, snapshot: Snapshot, payUrl: string | undefined): Block[] => [
  sums(pen, snapshot),
  ...(payUrl !== undefined && snapshot.totals.grossMinor > 0 ? [payment(pen, snapshot, payUrl)] : []),
  ...notes(pen, snapshot),
];

/**
 * Terms, and for each category what the law wants said; a reason that is not ours is printed as it was
 * decided.
 */
const notes = (pen: Pen, snapshot: Snapshot): Block[] => {
  const { language, totals, credits } = snapshot;
  const words = WORDS[language];
  const sentences = totals.taxes.flatMap(({ category, reasonCode = '', reason }) => {
    if (category === 'S' || category === 'Z') return [];
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
    : [totals.grossMinor > 0 ? termsNote(snapshot) : words.paid];
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
