/** Pages that are filled from the top: drawn once where nothing is kept, to know how many they are, and then for good. */
import { foot, running, type Letterhead } from './head.ts';
import { dryOf, PAGE, type Pen, type Style } from './pen.ts';

/** Where a page goes on that is not the first. */
const NEXT_TOP = PAGE.top + 30;

export interface Sheet {
  readonly pen: Pen;
  /** Ends the page and answers where the next one begins. */
  readonly turn: () => number;
}

/** `title` stands at the head of every page after the first. What `draw` does depends on what it measures alone. */
export const flow = (
  pen: Pen,
  letter: Pick<Letterhead, 'seller' | 'language'>,
  title: string,
  draw: (sheet: Sheet) => void,
): void => {
  let pages = 1;
  const counted = (): number => {
    pages += 1;
    return NEXT_TOP;
  };
  draw({ pen: dryOf(pen), turn: counted });
  let page = 1;
  const turn = (): number => {
    foot(pen, letter, page, pages);
    page += 1;
    pen.page();
    running(pen, letter.seller, title);
    return NEXT_TOP;
  };
  pen.page();
  draw({ pen, turn });
  foot(pen, letter, page, pages);
};

/** Lines of text from `top` on; what does not fit any more goes on on the next page. Answers where they end. */
export const paragraph = (
  { pen, turn }: Sheet,
  lines: readonly string[],
  top: number,
  { left, step, ...style }: Style & { readonly left: number; readonly step: number },
): number => {
  let y = top;
  let rest = lines;
  while (rest.length > 0) {
    const fit = Math.floor((PAGE.bottom - y) / step);
    if (fit < 1) {
      y = turn();
      continue;
    }
    const [from, shown] = [y, rest.slice(0, fit)];
    pen.leaf('P', () =>
      shown.forEach((line, at) => pen.text(line, left, from + (at + 1) * step - step / 4, style)),
    );
    y += shown.length * step;
    rest = rest.slice(fit);
  }
  return y;
};
