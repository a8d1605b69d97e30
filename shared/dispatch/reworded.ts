/** What a template says goes in front of a letter; what a mail must have stays the layout's. */
import type { Letter, Paragraph } from './mails/letter.ts';
import type { Wording } from './template.ts';

/** Subject, heading, greeting and opening are the template's; amounts, links, bank data and what a reminder threatens are not. */
export const reworded = ({ greeting: _, ...letter }: Letter, { subject, title, text }: Wording): Letter => ({
  ...letter,
  subject,
  ...(title !== undefined && { title }),
  opening: paragraphsOf(text),
});

const POINT = /^- /;
/** A blank line is between two; lines that all begin with a dash are a list. */
export const paragraphsOf = (text: string): Paragraph[] =>
  text
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map((block) =>
      block
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    )
    .filter((lines) => lines.length > 0)
    .map((lines) =>
      lines.every((line) => POINT.test(line))
        ? { points: lines.map((line) => line.replace(POINT, '')) }
        : { lines },
    );
