/** The first page's letterhead, the running head of the next ones, and the foot of all. */
import type { Snapshot } from '../../invoices/invoice.ts';
import { firstDue } from '../../invoices/due.ts';
import { payable } from '../../invoices/rules.ts';
import { money } from '../../kernel/money.ts';
import { printed } from '../../kernel/reference.ts';
import { FOLLOWING_WORDS } from '../following-words.ts';
import { addressLines, amount, day, groups } from '../format.ts';
import { orderSaid, suppliedSaid } from '../deliveries.ts';
import { CREDIT_WORDS } from '../credit-words.ts';
import { DEPOSIT_WORDS } from '../deposit-words.ts';
import type { Drawn } from '../document.ts';
import { inBrief, quoteSaid } from '../pro-forma.ts';
import { CONFIRMATION_WORDS, PRO_FORMA_WORDS } from '../pro-forma-words.ts';
import { WORDS } from '../words.ts';
import { COLOR, PAGE, WIDTH, type Pen } from './pen.ts';

const TITLE = { size: 22, bold: true };
const LOGO = { width: 170, height: 44 };
/** The address stands in the window of a DIN 5008 B envelope: 45 to 90 mm from the top. */
const WINDOW = { top: 136, left: PAGE.left };
const META = { left: 348, top: 144, step: 14, label: 76 };

/** What the document is called, by what kind it is. */
const calledOf = ({ credits, preceding, proForma, deposit, prepayment, confirms, language }: Drawn) =>
  credits
    ? CREDIT_WORDS[language]
    : proForma || deposit
      ? {
          ...WORDS[language],
          ...(deposit ? DEPOSIT_WORDS : confirms ? CONFIRMATION_WORDS : PRO_FORMA_WORDS)[language],
        }
      : preceding?.as === 'debited'
        ? { ...WORDS[language], ...FOLLOWING_WORDS[language] }
        : {
            ...WORDS[language],
            title: WORDS[language].invoice,
            ...(prepayment && DEPOSIT_WORDS[language].prepayment),
          };
export const titleOf = (snapshot: Drawn): string => calledOf(snapshot).title;

/** What every document of the family has at its head. */
export interface Letterhead extends Pick<Snapshot, 'seller' | 'language'> {
  readonly buyer: Pick<Snapshot['buyer'], 'name' | 'address'>;
}

/** Draws the letterhead and answers where the lines may begin. */
export const letterhead = (pen: Pen, snapshot: Drawn): number => {
  const { number } = snapshot;
  headed(pen, snapshot, titleOf(snapshot), number);
  const below = meta(pen, snapshot);
  return summary(pen, snapshot, Math.max(258, below + 4));
};

/** What a document of the family is called, who it is from, and to whom. */
export const headed = (pen: Pen, letter: Letterhead, title: string, number: string): void => {
  const { seller, language } = letter;
  sign(pen, letter, title);
  pen.leaf('H1', () => {
    pen.text(title, PAGE.left, 62, { ...TITLE, color: pen.strong, width: WIDTH, align: 'right' });
    pen.text(number, PAGE.left, 79, {
      size: 10.5,
      color: COLOR.muted,
      width: WIDTH,
      align: 'right',
      figures: true,
    });
  });
  const sender = [seller.name, ...addressLines(seller.address, language, seller.address.country)].join(' · ');
  pen.leaf('P', () =>
    pen.text(sender, WINDOW.left, WINDOW.top, { size: 6.8, color: COLOR.muted, width: 255 }),
  );
  pen.leaf('P', () => recipient(pen, letter));
};

const sign = (pen: Pen, { seller, language }: Letterhead, title: string): void => {
  const picture =
    seller.logo === undefined
      ? undefined
      : Buffer.from(seller.logo.slice(seller.logo.indexOf(',') + 1), 'base64');
  let shown = false;
  if (picture)
    pen.leaf(
      'Figure',
      () => (shown = pen.image(picture, PAGE.left, 42, LOGO.width, LOGO.height)),
      `${WORDS[language].logo} ${seller.name}`,
    );
  if (shown) return;
  // A long title leaves the name less room.
  const width = Math.min(300, WIDTH - pen.width(title, TITLE) - 16);
  const style = { size: 15, bold: true, color: pen.accent, width };
  pen.leaf('P', () =>
    pen
      .wrap(seller.name, width, style)
      .slice(0, 2)
      .forEach((line, at) => pen.text(line, PAGE.left, 58 + at * 18, style)),
  );
};

const recipient = (pen: Pen, { buyer, seller, language }: Letterhead): void => {
  const style = { size: 10, width: 262 };
  const name = pen.wrap(buyer.name, style.width, { ...style, bold: true }).slice(0, 3);
  const place = addressLines(buyer.address, language, seller.address.country).flatMap((line) =>
    pen.wrap(line, style.width, style).slice(0, 2),
  );
  const step = name.length + place.length > 7 ? 11 : 14;
  [...name, ...place].forEach((line, at) =>
    pen.text(line, WINDOW.left, WINDOW.top + 20 + at * step, { ...style, bold: at < name.length }),
  );
};

/** When it was supplied, which the law asks for: the days of a service, else the day of the delivery. */
const meta = (pen: Pen, snapshot: Drawn): number => {
  const { language, buyer, poNumber, credits, preceding, proForma } = snapshot;
  const words = WORDS[language];
  const own = CREDIT_WORDS[language];
  const supplied = suppliedSaid(snapshot);
  const rows: [string, string][] = [
    ...(proForma ? [] : [[calledOf(snapshot).number, snapshot.number] as [string, string]]),
    [credits ? own.issuedOn : calledOf(snapshot).issuedOn, day(snapshot.issuedOn, language)],
    ...(credits ? [[own.invoice, credits.number] as [string, string]] : []),
    ...(preceding
      ? [[FOLLOWING_WORDS[language].invoice[preceding.as], preceding.number] as [string, string]]
      : []),
    ...(supplied === undefined ? [] : [supplied]),
    ...(credits || proForma ? [] : [[words.dueOn, day(snapshot.dueOn, language)] as [string, string]]),
    [words.customer, buyer.externalId],
    ...quoteSaid(snapshot),
    ...(orderSaid(snapshot)?.source === undefined
      ? []
      : [[words.order, orderSaid(snapshot)!.source] as [string, string]]),
    ...(poNumber === undefined ? [] : [[words.poNumber, poNumber] as [string, string]]),
    ...(buyer.vatId === undefined ? [] : [[words.buyerVatId, buyer.vatId] as [string, string]]),
  ];
  return pairs(pen, rows);
};

/** Beside the address: what is looked up. Answers where it ends. */
export const pairs = (pen: Pen, rows: readonly (readonly [string, string])[]): number => {
  const style = {
    size: 8.5,
    width: PAGE.right - META.left - META.label - 2,
    align: 'right',
    figures: true,
  } as const;
  let y = META.top;
  for (const [label, value] of rows) {
    const lines = pen.fitted(value, style.width, style);
    pen.leaf('P', () => {
      pen.text(label, META.left, y, { size: 8.5, color: COLOR.muted, width: META.label });
      lines.forEach((line, at) => pen.text(line, META.left + META.label + 2, y + at * 10, style));
    });
    y += META.step + (lines.length - 1) * 10;
  }
  return y;
};

/** What a clerk looks for first, in one band. */
const summary = (pen: Pen, snapshot: Drawn, top: number): number => {
  const { language, credits, dueOn, reference, proForma } = snapshot;
  const words = WORDS[language];
  if (proForma) return band(pen, top, inBrief(snapshot, calledOf(snapshot).issuedOn));
  const own = CREDIT_WORDS[language];
  const [first, second, third] = credits
    ? [own.credited, [own.invoice, credits.number], [own.reason, own.reasons[credits.reason]]]
    : [words.amountDue, [words.dueOn, day(dueOn, language)], [words.reference, printed(reference)]];
  const total = amount(
    credits ? payable(snapshot) : money(firstDue(snapshot).minor, snapshot.currency),
    language,
  );
  return band(pen, top, [
    [first, total],
    [second[0]!, second[1]!],
    [third[0]!, third[1]!],
  ]);
};

type Pair = readonly [label: string, value: string];
/** Three figures, the first the largest; answers where it ends. */
export const band = (pen: Pen, top: number, [first, second, third]: readonly [Pair, Pair, Pair]): number => {
  const cells = [
    { said: first, x: PAGE.left + 14, width: 150 },
    { said: second, x: PAGE.left + 180, width: 120 },
    { said: third, x: PAGE.left + 306, width: WIDTH - 320 },
  ];
  pen.aside(() => pen.box(PAGE.left, top, WIDTH, 44, COLOR.wash));
  cells.forEach(({ said: [label, value], x, width }, at) =>
    pen.leaf('P', () => {
      pen.text(label, x, top + 16, { size: 7.5, color: COLOR.muted });
      pen.text(value, x, top + 33, { size: at === 0 ? 13 : 10.5, bold: true, width, figures: true });
    }),
  );
  return top + 44 + 16;
};

/** Every page after the first says whose it is. */
export const runningHead = (pen: Pen, snapshot: Drawn): number => {
  return running(pen, snapshot.seller, calledOf(snapshot).continued(snapshot.number));
};
export const running = (pen: Pen, seller: Pick<Snapshot['seller'], 'name'>, title: string): number => {
  pen.aside(() => {
    pen.text(title, PAGE.left, PAGE.top, { size: 9, bold: true, width: 300 });
    pen.text(seller.name, PAGE.left + 300, PAGE.top, {
      size: 8.5,
      color: COLOR.muted,
      width: WIDTH - 300,
      align: 'right',
    });
  });
  return PAGE.top + 16;
};

/** Who the seller is by law, how to reach and to pay it, and the page. */
export const foot = (
  pen: Pen,
  { seller, language }: Pick<Letterhead, 'seller' | 'language'>,
  page: number,
  pages: number,
): void => {
  const words = WORDS[language];
  const columns = [
    [seller.name, ...addressLines(seller.address, language, language === 'de' ? 'DE' : undefined)],
    [
      `${words.vatId} ${seller.vatId}`,
      ...(seller.registration ? [seller.registration] : []),
      seller.email,
      ...(seller.phone ? [seller.phone] : []),
    ],
    [seller.bank.name, `IBAN ${groups(seller.bank.iban)}`, `BIC ${seller.bank.bic}`],
  ];
  const style = { size: 6.8, color: COLOR.muted, width: 150 };
  pen.aside(() => {
    pen.rule(776);
    columns.forEach((lines, column) => {
      const shown = lines.flatMap((line) => pen.wrap(line, style.width, style).slice(0, 2)).slice(0, 5);
      shown.forEach((line, at) => pen.text(line, PAGE.left + column * 166, 786 + at * 8.8, style));
    });
    pen.text(words.page(page, pages), PAGE.left, 832, {
      size: 6.8,
      color: COLOR.muted,
      width: WIDTH,
      align: 'right',
    });
  });
};
