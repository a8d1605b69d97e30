/**
 * Type codes of BAI2 as far as they decide something: which way money goes, which summary is a balance, and what is the return of
 * something else. The ranges are the standard's; single codes are exceptions to them.
 */

/** 100–399 credits, 400–699 debits, 700–799 loans; 900–999 are a bank's own, and then its 88 or its agreement says more. */
export const signOf = (code: string): '+' | '-' | undefined => {
  const number = Number(code);
  if (number >= 100 && number <= 399) return '+';
  if (number >= 400 && number <= 699) return '-';
  return LOANS[code];
};
/** Of the loan codes, those that move the account. */
const LOANS: Readonly<Record<string, '+' | '-'>> = { '721': '-', '722': '-', '723': '-' };

/** Status summaries that are balances of the ledger; ISO 20022's names of them. */
export const BALANCES: Readonly<Record<string, string>> = {
  '010': 'OPBD',
  '015': 'CLBD',
  '040': 'OPAV',
  '045': 'CLAV',
  '060': 'ITAV',
};

/** What takes back something that was booked before, in words. */
export const RETURNS: Readonly<Record<string, string>> = {
  '252': 'Debit reversal',
  '255': 'Cheque posted and returned',
  '257': 'Individual ACH return item',
  '258': 'ACH reversal credit',
  '261': 'Individual rejected credit',
  '266': 'Return item',
  '452': 'Credit reversal',
  '555': 'Deposited item returned',
  '557': 'Individual ACH return item',
  '558': 'ACH reversal debit',
  '561': 'Individual rejected debit',
  '566': 'Return item',
  '552': 'Credit reversal',
};
