/**
 * The payment part of a Swiss QR-bill with its receipt, on a page of its own: A6 and what is left of A4 beside it, at the foot, with places and
 * sizes of the Implementation Guidelines QR-bill 2.3, chapter 3.
 */
import { firstDue } from '../../invoices/due.ts';
import type { Snapshot } from '../../invoices/invoice.ts';
import { money } from '../../kernel/money.ts';
import type { Language } from '../../kernel/party.ts';
import { printed } from '../../kernel/reference.ts';
import { swissAccount } from '../../numbering/references.ts';
import { groups } from '../format.ts';
import { swissText, type Party } from '../swiss-qr.ts';
import { COLOR, PAGE, type Pen } from './pen.ts';

const MM = 72 / 25.4;
const TOP = PAGE.height - 105 * MM;
const BLACK = '#000000';

interface BillWords {
  readonly receipt: string;
  readonly part: string;
  readonly account: string;
  readonly reference: string;
  readonly information: string;
  readonly payer: string;
  readonly currency: string;
  readonly amount: string;
  readonly point: string;
  readonly separate: string;
  readonly code: string;
}
/** The four languages in which the guidelines give the words. */
const WORDS: Readonly<Record<'de' | 'fr' | 'it' | 'en', BillWords>> = {
  de: {
    receipt: 'Empfangsschein',
    part: 'Zahlteil',
    account: 'Konto / Zahlbar an',
    reference: 'Referenz',
    information: 'Zusätzliche Informationen',
    payer: 'Zahlbar durch',
    currency: 'Währung',
    amount: 'Betrag',
    point: 'Annahmestelle',
    separate: 'Vor der Einzahlung abzutrennen',
    code: 'Swiss QR Code für die Überweisung',
  },
  fr: {
    receipt: 'Récépissé',
    part: 'Section paiement',
    account: 'Compte / Payable à',
    reference: 'Référence',
    information: 'Informations supplémentaires',
    payer: 'Payable par',
    currency: 'Monnaie',
    amount: 'Montant',
    point: 'Point de dépôt',
    separate: 'A détacher avant le versement',
    code: 'Swiss QR Code pour le virement',
  },
  it: {
    receipt: 'Ricevuta',
    part: 'Sezione pagamento',
    account: 'Conto / Pagabile a',
    reference: 'Riferimento',
    information: 'Informazioni supplementari',
    payer: 'Pagabile da',
    currency: 'Valuta',
    amount: 'Importo',
    point: 'Punto di accettazione',
    separate: 'Da staccare prima del versamento',
    code: 'Swiss QR Code per il bonifico',
  },
  en: {
    receipt: 'Receipt',
    part: 'Payment part',
    account: 'Account / Payable to',
    reference: 'Reference',
    information: 'Additional information',
    payer: 'Payable by',
    currency: 'Currency',
    amount: 'Amount',
    point: 'Acceptance point',
    separate: 'Separate before paying in',
    code: 'Swiss QR Code of the transfer',
  },
};
const wordsOf = (language: Language): BillWords =>
  WORDS[language === 'de' || language === 'fr' || language === 'it' ? language : 'en'];

/** Undefined where the seller's account has no QR-bill. */
export const swissBill = (pen: Pen, snapshot: Snapshot): (() => void) | undefined => {
  const { seller, buyer, number, reference, currency, language } = snapshot;
  const due = money(firstDue(snapshot).minor, currency);
  const creditor = { name: seller.name, address: seller.address, iban: swissAccount(seller.bank) };
  const content = swissText({ creditor, debtor: buyer, amount: due, reference, message: number });
  if (content === undefined) return undefined;
  const words = wordsOf(language);
  const sections: Section[] = [
    [words.account, [groups(creditor.iban), ...linesOf(creditor)]],
    [words.reference, [printed(reference)]],
    [words.information, [number]],
    [words.payer, linesOf(buyer)],
  ];
  const sum: readonly Section[] = [
    [words.currency, [currency]],
    [words.amount, [spaced(due.minor)]],
  ];
  const aside = sections.filter(([title]) => title !== words.information);
  return () => {
    pen.aside(() => {
      pen.rule(TOP, 0, PAGE.width, BLACK, 0.75);
      pen.box(62 * MM, TOP, 0.75, 105 * MM, BLACK, 0);
    });
    pen.leaf('P', () =>
      pen.text(words.separate, 0, TOP - 6, {
        size: 7,
        color: COLOR.muted,
        align: 'center',
        width: PAGE.width,
      }),
    );
    pen.group('Sect', () => {
      heading(pen, words.receipt, 5);
      column(pen, aside, { left: 5, top: 12, width: 52, small: true });
      column(pen, [sum[0]!], { left: 5, top: 68, width: 12, small: true });
      column(pen, [sum[1]!], { left: 17, top: 68, width: 40, small: true });
      pen.leaf('P', () =>
        pen.text(words.point, 5 * MM, TOP + 84 * MM, {
          size: 6,
          bold: true,
          color: BLACK,
          align: 'right',
          width: 52 * MM,
        }),
      );
    });
    pen.group('Sect', () => {
      heading(pen, words.part, 67);
      pen.leaf('Figure', () => pen.qr(content, 67 * MM, TOP + 17 * MM, 46 * MM, true), words.code);
      column(pen, [sum[0]!], { left: 67, top: 68, width: 14 });
      column(pen, [sum[1]!], { left: 81, top: 68, width: 37 });
      column(pen, sections, { left: 118, top: 5, width: 87 });
    });
  };
};

type Section = readonly [title: string, lines: readonly string[]];
interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly small?: boolean;
}

const linesOf = ({ name, address: { line1, postalCode, city, country } }: Party): string[] => [
  name,
  line1,
  `${country === 'CH' || country === 'LI' ? '' : `${country}-`}${postalCode} ${city}`,
];
/** Thousands by a blank, and a point, in every language. */
const spaced = (minor: number): string => {
  const [whole, part] = (minor / 100).toFixed(2).split('.') as [string, string];
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ' ')}.${part}`;
};

const heading = (pen: Pen, title: string, left: number): void =>
  pen.leaf('P', () => pen.text(title, left * MM, TOP + 5 * MM + 11, { size: 11, bold: true, color: BLACK }));

/** Sections one below the other: titles of 6 or 8 points, values of 8 or 10. */
const column = (pen: Pen, sections: readonly Section[], { left, top, width, small = false }: Place): void => {
  const [title, value, step] = small ? [6, 8, 9] : [8, 10, 11];
  let y = TOP + top * MM;
  for (const [name, lines] of sections) {
    y += step;
    pen.leaf('P', () => pen.text(name, left * MM, y, { size: title, bold: true, color: BLACK }));
    for (const line of lines) {
      y += step;
      pen.leaf('P', () => pen.text(line, left * MM, y, { size: value, color: BLACK, width: width * MM }));
    }
    y += step;
  }
};
