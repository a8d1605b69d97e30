/** What each file is, said in it. */
import type { TableKind } from './export.ts';

/** For who opens the file years later. */
export const DEFINITIONS: Readonly<Record<TableKind, string>> = {
  open_items:
    'Every invoice, or instalment of one, with something open at the end of the last day, by due day. The control total is the receivables account of that day.',
  cash_journal:
    'Every line booked on bank, cash, cheques, payment providers and collection agencies from the first day to the last. The control total is debits less credits: what these accounts moved by.',
  ledger_journal:
    'Every line of the ledger booked from the first day to the last. The control total is debits less credits, and nothing.',
  journal_batch:
    'Every line of the entries that came since the batch before, whatever day they are booked on. The control total is debits less credits, and nothing.',
  ageing:
    'What each customer owes at the end of the last day, by days past due: current is due that day or later. The control total is the receivables account of that day.',
  unapplied:
    'Money at the end of the last day that is for no invoice yet: unapplied and unidentified payments and deposits, by customer, and since when there was always some. The control total is what these accounts owe.',
  disputes:
    'Disputes that were opened from the first day to the last, and all that nobody decided on, as they stood when the file was built. The control total is what is disputed, or was decided on.',
  credit:
    'Credit accounts of the company as they stood when the file was built: limit, exposure (open invoices and uninvoiced orders, less unapplied payments), and the score of whose account it is. The control total is the exposure.',
  exceptions:
    'Bank lines of the entity and tasks of the company that waited for a person when the file was built. The control total is the money of the lines.',
  kpi_pack:
    'Every figure of the days and of the days before them, as they were known half a minute before the file was asked for: its value, and below it each sum that it is computed from. No figure is added to another, so there is no control total.',
  tax_summary:
    'Output VAT booked from the first day to the last: by kind of document, country of the buyer, category and rate, as the documents say; what early-payment discounts corrected; and under `unexplained` what the ledger has beside both, which must be nothing. The control total is what the account of output VAT moved by.',
  numbering_audit:
    'Every series of numbers of the entity by year, as it stood when the file was built: what was given, what of it was made void, how far the nightly proof has come, and each fault that it found. Nothing may be missing.',
  statements:
    'What each customer owed at the beginning of the first day, every movement of the days with the balance after it, and what it owed at the end of the last: receivables and claims for late payment, less unapplied payments. The control total is the receivables account of the last day, as in the ageing of it.',
};
