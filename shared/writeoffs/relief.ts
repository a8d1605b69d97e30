/**
 * From when on the tax of a debt that was given up may be taken back, by the law of the seller's country. Dated data: a row holds for
 * write-offs from its day on. Countries without a row are not guessed.
 */
import { addDays, type LocalDate } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import { share } from '../pricing/models.ts';
import type { Invoice, Snapshot } from '../invoices/invoice.ts';
import type { WriteOff } from './writeoff.ts';

interface Law {
  readonly country: string;
  readonly since: LocalDate;
  /** Months after the later of the due date and the supply; 0: as soon as it is uncollectible. */
  readonly months: number;
  readonly law: string;
}
const LAWS: readonly Law[] = [
  { country: 'DE', since: '1980-01-01', months: 0, law: 'UStG §17 (2) no. 1' },
  { country: 'AT', since: '1995-01-01', months: 0, law: 'UStG 1994 §16 (3) no. 1' },
  { country: 'GB', since: '1997-03-19', months: 6, law: 'VATA 1994 s.36' },
];

/** The tax in what is given up, in proportion to the invoice's. */
export const reliefOf = (
  amount: WriteOff['amount'],
  { total, dueOn }: Pick<Invoice, 'total' | 'dueOn'>,
  { totals, seller, deliveredOn }: Pick<Snapshot, 'totals' | 'seller' | 'deliveredOn'>,
  on: LocalDate,
): WriteOff['vatRelief'] => {
  if (totals.taxMinor === 0) return undefined;
  const tax = money(share(totals.taxMinor, String(amount.minor), String(total.minor)), amount.currency);
  const known = LAWS.filter(({ country, since }) => country === seller.address.country && since <= on).at(-1);
  if (!known) return { tax };
  const waited = later(dueOn > deliveredOn ? dueOn : deliveredOn, known.months);
  return { tax, from: known.months > 0 && waited > on ? waited : on, law: known.law };
};

/** The same day of a later month, or its last where it is shorter. */
const later = (day: LocalDate, months: number): LocalDate => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const at = year * 12 + month - 1 + months;
  const first = (n: number): LocalDate =>
    `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}-01`;
  const last = Number(addDays(first(at + 1), -1).slice(8));
  return addDays(first(at), Math.min(date, last) - 1);
};
