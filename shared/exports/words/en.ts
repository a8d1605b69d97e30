/** What recipients of files read in English. */
import type { Words } from '../words.ts';

export const EN: Words = {
  kinds: {
    open_items: 'Open items',
    cash_journal: 'Cash journal',
    ledger_journal: 'Journal',
    journal_batch: 'Batch of the journal',
    ageing: 'Ageing by customer',
    unapplied: 'Unapplied money',
    disputes: 'Disputes',
    credit: 'Credit limits and exposure',
    exceptions: 'What waits for a person',
    kpi_pack: 'Key figures',
    tax_summary: 'Output VAT',
    numbering_audit: 'Numbers of documents',
    statements: 'Statements of customers',
    review_pack: 'Review of two periods',
    finance_report: 'Finance report',
  },
  opening: (seller) => `${seller} has a file for you.`,
  empty: (seller) => `${seller} has a file for you. It is empty: there is nothing to list.`,
  open: 'Get the file',
  until: (day) => `The link opens until ${day}.`,
  yours:
    'The link is for you alone: whoever has it gets the file. Please do not pass this mail on, and ask us for the file when the link has expired.',
  facts: {
    file: 'File',
    company: 'Company',
    day: 'Day',
    days: 'Days',
    between: (from, to) => `${from} to ${to}`,
    batch: 'Batch number',
    rows: 'Rows',
    total: 'Control total',
    sha256: 'Checksum (SHA-256)',
  },
  page: { opening: (seller) => `This file is from ${seller}.`, fetch: 'Download the file' },
  gone: {
    title: 'This link opens no file',
    text: 'It has expired, was withdrawn or is not complete. Ask the finance department of the company that sent it for a new one.',
  },
};
