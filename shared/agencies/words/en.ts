/** What agencies read in English. */
import type { Words } from '../words.ts';

export const EN: Words = {
  case: 'Case',
  yours: 'Your reference',
  debtor: 'Debtor',
  toCollect: 'To be collected',
  stillToCollect: 'Still to be collected',
  files: 'Open the files',
  filesUntil: (day) => `The link opens until ${day}.`,
  reason: 'Why',
  handedOver: {
    title: 'A new case for you',
    opening: (debtor) =>
      `We hand you our claims against ${debtor}. The files have all invoices, interest, costs and what was sent so far. Please collect what is asked for.`,
  },
  moved: {
    title: 'News of a case',
    opening: (debtor) =>
      `Something changed in the case against ${debtor}. Please ask for no more than what is still to be collected.`,
  },
  recalled: {
    title: 'We take a case back',
    opening: (debtor) => `Please stop collecting from ${debtor} and tell us what you have collected so far.`,
  },
  changes: {
    payment: 'Payment to us',
    credit_note: 'Credit note',
    write_off: 'Written off',
    claim: 'Interest or costs',
    paused: 'In clarification: please pause',
    resumed: 'Clarified: please go on',
    void: 'Cancelled',
  },
  back: 'went back, to be collected again',
  page: {
    title: 'Files of a case',
    opening: (seller) => `${seller} has handed you this case.`,
    csv: 'All of it as CSV',
    json: 'All of it as JSON',
    invoice: (number) => `Invoice ${number}`,
    rows: 'Rows',
    sha256: 'Checksum (SHA-256)',
  },
};
