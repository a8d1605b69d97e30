/** Slice → how the documentation calls it, and what it is for. */
export const TAGS: Readonly<Record<string, { readonly name: string; readonly description: string }>> = {
  access: { name: 'Access', description: 'Keys with what they may, and the legal entities of the tenant.' },
  approvals: { name: 'Approvals', description: 'What waits for a second person.' },
  audit: { name: 'Audit', description: 'Who did what, and who was denied what.' },
  customers: { name: 'Customers', description: 'Who buys and pays, by your own ids or ours.' },
  credit: { name: 'Credit', description: 'How much a customer may owe, and how much of it is used.' },
  agreements: {
    name: 'Agreements',
    description: 'Price lists, contracts, payment terms and exemption certificates, in dated versions.',
  },
  risk: { name: 'Risk', description: 'How customers have paid, and whether credit is what the books say.' },
  orders: {
    name: 'Orders',
    description: 'Orders come in once, are priced and credit-checked, and are delivered whole or in part.',
  },
  invoices: { name: 'Invoices', description: 'Issued by deliveries; numbered without a gap and frozen.' },
  imports: { name: 'Imports', description: 'Invoices of other systems, under their numbers.' },
  rates: { name: 'Rates', description: 'Exchange rates by day.' },
  documents: {
    name: 'Documents',
    description: 'Documents that are asked for: pro-forma invoices.',
  },
  corrections: { name: 'Corrections', description: 'Issued invoices, taken back by credit notes.' },
  deposits: {
    name: 'Deposits',
    description: 'Money that is asked for before an order is supplied, and what became of it.',
  },
  refunds: {
    name: 'Refunds',
    description: 'What is given back, by a provider or by a transfer, and how it is on its way.',
  },
  writeoffs: { name: 'Write-offs', description: 'What is given up of an invoice, and asked for again.' },
  dunning: {
    name: 'Dunning',
    description:
      'How what is overdue is asked for: policies in versions, for customers, segments and entities, and holds that keep reminders from somebody.',
  },
  deductions: {
    name: 'Deductions',
    description: 'What payers kept back of invoices, and what became of it.',
  },
  replies: {
    name: 'Replies',
    description: 'What customers write back, read by its words: acted on where it is sure, else a task.',
  },
  promises: {
    name: 'Promises to pay',
    description: 'What payers said that they will pay by a day, and whether they did.',
  },
  collecting: {
    name: 'Collections',
    description: 'Whom collectors speak with first, who sees to whom, and what came of it.',
  },
  disputes: {
    name: 'Disputes',
    description: 'What customers say is wrong with invoices, and what became of it.',
  },
  plans: { name: 'Payment plans', description: 'Instalments in the place of the due dates of invoices.' },
  unapplied: {
    name: 'Unapplied money',
    description: 'What becomes of money that customers have with us, by rule or as a person says.',
  },
  payments: { name: 'Payments', description: 'Money that came in, and what it settled.' },
  bank: { name: 'Bank statements', description: 'camt.053 statements and their lines.' },
  cash: {
    name: 'Cash application',
    description: 'What did not match by itself, and the decisions of people.',
  },
  insights: {
    name: 'Insights',
    description:
      'Ageing, DSO, trial balance and every figure of finance, as of any day and as known at any moment.',
  },
  accounts: {
    name: 'Statements of account',
    description: 'What a customer owes as of a day, as a document.',
  },
  closing: {
    name: 'Closing',
    description: 'Months of the books: checked, shut, sealed, and proven untouched.',
  },
  exports: { name: 'Exports', description: 'Files for finance behind links that expire.' },
  subscriptions: {
    name: 'Subscriptions',
    description: 'What is sold by the period: plans, who has them, what was used, and what will be billed.',
  },
  intake: {
    name: 'Intake',
    description:
      'Shops and EDI partners send what they have; a mapping per source reads it; the inbox says what came of it.',
  },
  webhooks: {
    name: 'Webhooks',
    description: 'Where partners hear of what happens, and what was sent there.',
  },
  sync: {
    name: 'Sync',
    description: 'What changed since, and how things of ours stand in other systems: for CRM and ERP.',
  },
  templates: {
    name: 'Mail templates',
    description: 'What mails begin with, in your own words.',
  },
  tasks: {
    name: 'Tasks',
    description: 'What only a person can put right, such as an address that takes no mail.',
  },
  operations: { name: 'Operations', description: 'Work that was refused, and what becomes of it.' },
  privacy: {
    name: 'Privacy',
    description:
      'What is held about a customer, on request, and its erasure by two persons: what law keeps stays, and is named with its term.',
  },
};
