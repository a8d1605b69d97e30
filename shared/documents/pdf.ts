/**
 * The invoice as a PDF: what a person reads, files and pays by. Made from the snapshot alone, so that the
 * same snapshot makes the same bytes. Everything is measured before it is drawn; pages are dealt before the
 * first one begins.
 */
import type { Drawn } from './document.ts';
import { payable } from '../invoices/rules.ts';
import type { Fonts } from './pdf/face.ts';
import { foot, letterhead, runningHead, titleOf } from './pdf/head.ts';
import { PAGE, penOf, type Block, type Pen } from './pdf/pen.ts';
import { swissBill } from './pdf/swiss-bill.ts';
import { deal, rowsOf, tablePage } from './pdf/table.ts';
import { tailOf } from './pdf/tail.ts';
import { profileOf } from './profiles.ts';

export type { Fonts } from './pdf/face.ts';

const NEXT_TOP = PAGE.top + 16;

/** What is in the file beside what the snapshot says. */
export interface Inside {
  /** The payment link that the QR code and the click open; a credit note has none. */
  readonly payUrl?: string | undefined;
  /** The same invoice for systems (Factur-X); none where its currency does not fit EN 16931. */
  readonly cii?: string | undefined;
}

export const pdfOf = (snapshot: Drawn, fonts: Fonts, { payUrl, cii }: Inside): Promise<Uint8Array> => {
  const { language, number, seller, issuedOn } = snapshot;
  const pen = penOf(fonts, {
    title: `${titleOf(snapshot)} ${number}`,
    author: seller.name,
    language,
    createdOn: issuedOn,
    colour: seller.brand?.colour,
  });
  pen.page();
  const top = letterhead(pen, snapshot);
  const tail = tailOf(pen, snapshot, payUrl);
  const next = PAGE.bottom - NEXT_TOP;
  const { pages, tailAlone } = deal(rowsOf(pen, snapshot), {
    first: PAGE.bottom - top,
    next,
    tail: tail.reduce((total, block) => total + block.height, 0),
  });
  const tails = tailAlone ? stacked(tail, next) : [tail];
  const count = pages.length + (tailAlone ? tails.length : 0);
  let page = 1;
  const turn = (): number => {
    foot(pen, snapshot, page, count);
    page += 1;
    pen.page();
    return runningHead(pen, snapshot);
  };
  let y = table(pen, snapshot, pages, top, turn);
  tails.forEach((blocks, at) => {
    if (tailAlone || at > 0) y = turn();
    for (const block of blocks) {
      block.draw(y);
      y += block.height;
    }
  });
  foot(pen, snapshot, page, count);
  // Below the pages that are counted: it is torn off.
  const bill = payUrl !== undefined && payable(snapshot).minor > 0 ? swissBill(pen, snapshot) : undefined;
  if (bill) {
    pen.page();
    runningHead(pen, snapshot);
    bill();
  }
  return pen.end(cii === undefined ? undefined : { ...profileOf(snapshot).hybrid, bytes: Buffer.from(cii) });
};

/** One table over all its pages; what is carried is the net of the lines before. */
const table = (
  pen: Pen,
  snapshot: Drawn,
  pages: ReturnType<typeof deal>['pages'],
  top: number,
  turn: () => number,
): number => {
  let y = top;
  let before: number | undefined;
  pen.group('Table', () => {
    pages.forEach((rows, at) => {
      y = tablePage(pen, snapshot, rows, at === 0 ? top : turn(), { before, more: at < pages.length - 1 });
      before = rows.reduce((total, { line }) => total + line.netMinor, before ?? 0);
    });
  });
  return y;
};

/**
 * Only for an invoice whose tail is longer than a page can hold beside a line: blocks one after the other.
 */
const stacked = (blocks: readonly Block[], room: number): Block[][] => {
  const pages: Block[][] = [[]];
  let left = room;
  for (const block of blocks) {
    if (block.height > left && pages.at(-1)!.length > 0) {
      pages.push([]);
      left = room;
    }
    pages.at(-1)!.push(block);
    left -= block.height;
  }
  return pages;
};
