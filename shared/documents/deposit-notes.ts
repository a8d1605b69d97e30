/** What an invoice says of the deposits that it took up, and of the tax in them (BT-22): only then the rest can be accounted for. */
import type { Snapshot } from '../invoices/invoice.ts';
import { money } from '../kernel/money.ts';
import { DEPOSIT_WORDS } from './deposit-words.ts';
import { amount, day } from './format.ts';

export const depositNotes = ({ deposits = [], language, currency }: Snapshot): string[] =>
  deposits.map(({ number, issuedOn, minor, taxMinor }) => {
    const said = (value: number) => amount(money(value, currency), language);
    const tax = taxMinor === undefined ? undefined : said(taxMinor);
    return DEPOSIT_WORDS[language].said(number, day(issuedOn, language), said(minor), tax);
  });

/** BT-22. */
export const noteOf = (snapshot: Snapshot): string | undefined =>
  (snapshot.credits ?? snapshot.preceding)?.text ?? (depositNotes(snapshot).join(' ') || undefined);
