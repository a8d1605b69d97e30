/** A letter as plain text: for people who read mails that way, and for machines that file them. */
import { addressLines, labelled } from '../../documents/format.ts';
import { WORDS } from '../words.ts';
import { oneLine, type Letter, type Paragraph } from './letter.ts';

export const textOf = (letter: Letter): string => {
  const { seller, language, highlight, button, rows, sums, facts } = letter;
  const words = WORDS[language];
  const said = (label: string, value: string) => labelled(label, value, language);
  const blocks: (readonly string[])[] = [
    [letter.title.toUpperCase()],
    letter.greeting === undefined ? [] : [letter.greeting],
    ...letter.opening.map(linesOf),
    highlight ? [said(highlight.label, highlight.value), ...(highlight.note ? [highlight.note] : [])] : [],
    button ? [said(button.label, '').trimEnd(), button.url] : [],
    rows.flatMap(({ name, details, amount, link }) => [
      `- ${said(name, amount)}`,
      ...(details.length > 0 ? [`  ${details.join(' · ')}`] : []),
      ...(link ? [`  ${link.url}`] : []),
    ]),
    sums.map((pair) => said(...pair)),
    ...letter.after.map((part) => [part]),
    facts.map((pair) => said(...pair)),
    [words.closing, seller.name],
    [
      '-- ',
      seller.name,
      addressLines(seller.address, language).join(', '),
      [`${words.vatId} ${seller.vatId}`, seller.registration].filter(Boolean).join(' · '),
      words.questions(seller.email),
      ...(letter.check ? [`${letter.check.label} ${letter.check.url}`] : []),
      ...(letter.off ? [said(letter.off.label, letter.off.url)] : []),
    ],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map(kept).join('\n'))
    .join('\n\n')}\n`;
};

const linesOf = (part: Paragraph): readonly string[] =>
  typeof part === 'string' ? [part] : 'lines' in part ? part.lines : part.points.map((point) => `- ${point}`);

/** The signature mark is two dashes and a blank (RFC 3676): its blank stays. */
const kept = (line: string): string => (line === '-- ' ? line : `${/^ */.exec(line)![0]}${oneLine(line)}`);
