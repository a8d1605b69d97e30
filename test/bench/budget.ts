/**
 * What one order may cost, as counts: growth needs a written reason in the commit that raises a figure here. The figures are
 * what was measured, with room for batches that form differently and for a message that meets another at the same item.
 */
export const PER_ORDER = {
  /** AWS calls of all functions; one in two orders is the look at what a payment settled, whether a payment plan asks for it. What was handed on by a dunning policy, and the rules for late payment, are asked for once in half a minute, and oftener by a machine that is so busy that ten orders take longer: one is room for that. */
  calls: 71,
  /**
   * AWS calls of the functions that a partner, a payer or a provider waits for, over the four requests of the road. A fifth
   * of one is the day of a key's last use, which two keys write once for all ten orders. One asks, where an invoice is paid, what is owed beside it. Half of one is
   * room for rules that are remembered for half a minute, and read again where a machine is so busy that ten orders take longer.
   */
  beforeAnswers: 13,
  /**
   * Seven of them find what was announced again by when it was (`runtime/facts.ts`): the change feed passes nothing over; eight
   * put acts and mails into their customer's timeline, three say that an invoice was delivered, two keep a payment by its payer and the score that follows from it.
   */
  writeUnits: 84,
  /** A fifth of them are the payments and open invoices that the score after a payment rests on; one is the invoice that may be in a payment plan, one whether its payer is on the collectors' worklist, almost one the rules for late payment, of which each environment asks once in half a minute; one is room for a busy machine. */
  readUnits: 56,
  /** Two are the workers of payment plans and of unapplied money, which hear of each payment and of each invoice. */
  invocations: 23,
  /** One asks, after a payment, whether the company's rules use what is left; another after an invoice. */
  messages: 17,
  /** One is that the invoice was delivered. */
  events: 9,
} as const;

/** Bytes of a minified bundle; the families that share their clients share their figure. Claims for late payment are 33 kB of the public document (nine operations, two events), 26 of what sends mails, 23 of what charges and settles
 * them, 21 of what hears of payments, 7 of what may take a reminder back or tells of a customer, and 5 of the catalogue. What is worked on beside others of its batch is 1 kB of every one that speaks to the table, and of every worker. Which of its paths a request means is half of one of every API. */
export const BUNDLE_BYTES = {
  /** DynamoDB and nothing else. Billing by policy is 16 kB in the orders', taking bills back 2. The orders' has prices, agreements and amendments in it; shapes of orders are in what follows them, what a mail waits for in what shows an invoice. Deposits are 1 kB in heads of invoices, mails that a customer switched off half a kilobyte of its record. Discounts that bear no tax, and what a foreign invoice is worth in the books, are 1 kB of orders and heads. Chargebacks are half a kilobyte of every head and ledger, and 3 kB of what shows refunds. What of a receipt was used later or is held, and accounts and references of other kinds, are 1 kB. Who has an invoice is a fifth of one. The payment plan of an invoice is 1 kB of every head; what keeps plans has attempts and tasks in it. Where cash and cheques are is half a kilobyte of every receipt. Methods on file are half a kilobyte of every record and head, and 1 kB of what shows attempts. What of a payment is for claims beside its invoices is a quarter of one, for whom DATEV takes stacks in another. DynamoDB and nothing else. Billing by policy is 16 kB in the orders', taking bills back 2. The orders' has prices, agreements and amendments in it; shapes of orders are in what follows them, what a mail waits for in what shows an invoice. Deposits are 1 kB in heads of invoices, mails that a customer switched off half a kilobyte of its record. Discounts that bear no tax, and what a foreign invoice is worth in the books, are 1 kB of orders and heads. Chargebacks are half a kilobyte of every head and ledger, and 3 kB of what shows refunds. What of a receipt was used later or is held, and accounts and references of other kinds, are 1 kB. Who has an invoice is a fifth of one. The payment plan of an invoice is 1 kB of every head; what keeps plans has attempts and tasks in it. Where cash and cheques are is half a kilobyte of every receipt. Methods on file are half a kilobyte of every record and head, and 1 kB of what shows attempts. What of a payment is for claims beside its invoices is a quarter of one. What blocks a month of its period, with remedies, is a quarter of one. What jobs ask the vault for at once they ask for once: an eighth of one. */
  table: 425_500,
  /** What a bank line is to the receivables, 24 kB of it how answers are weighed and advice is read: what decides, what the desk does. References of digits, late discounts and repeats are 6 kB. Paying-in slips are 10 kB: which line is which, and what the desk says of it. Refunds, chargebacks and what becomes of their claims are beside it. Attempts that charge a method on file are 1 kB. What keeps plans also opens cases of what payers keep back: bank lines, remittances and write-offs, 40 kB. What banks announced and did not book, and whose invoices a receipt pays, are 1 kB. What judges promises as money comes is 9 kB of what keeps plans. What ends when a dunned invoice is paid, with what dunning policies are, is 6. */
  matching: 491_000,
  /** With S3, Secrets Manager or SES. Which papers a company wants is half a kilobyte of its record. What a payment plan is and what is heard of it are 5 kB of the catalogue. Events of slips are 3 kB of what hands events on. Events of methods on file are 5 kB of what sends webhooks, those of deductions 4. Events of promises are 5. A contact is 1. Dunning policies and their events are 5 kB of what sends webhooks. Events of disputes are 5, and what an approval of one performs 1. Triggers of dunning policies, with their event, are 2. What a formal notice is, with its event, is 2. Received mails, and how an erasure counts, are 1 kB of what sends webhooks. Whether a customer is supplied, four events, is 1. A notice that is kept, its event, is half of one. Cases of collection agencies, eight events, are 8 kB of what sends webhooks; what hands over, follows and remits is 64 kB of what gives up, which is here for that. Events of questions are 4, of files 2; who erases a customer deletes its files in the bucket. */
  services: 706_000,
  /** What finance takes away, with S3: Parquet's encodings are 33 kB, loaded where a file asks for them; XLSX and ZIP are 6. Accounts of credit, cases, bank lines and tasks are 30. The report of a month is 1,940: what it asks, its page, and what draws it on paper, nearly all of it fonts. Figures, tax, numbers and statements are 12, what accountants and auditors take in is 14 with rates of tax; filling the lake is 2. What will come in, with its picture, is 7. Mails to recipients are 2, queued with the file. Going on from a closed month, and what holds and refuses for DATEV, are 4. The review of two periods, its folds and its sheets, is 14. Going on from what a month left of acts is 2. */
  files: 2_767_000,
  /** With S3, secrets, a reader of XML, and the terms, rules and code lists of EN 16931 (75 kB). Waiting for the lists of who works beside is a fifth of one. */
  reading: 672_500,
  /** With the nouns of every event, and the lines of those who want to hear of them. Payment plans are 5 kB. Methods on file and collections are 5 kB. Deductions are 5 kB. Promises to pay are 5 kB. Dunning policies are 5 kB. Disputes are 6 kB. Triggers of dunning policies are 2. Formal notices are 2. Received mails are 2, events of service 1. What of a payment is for claims beside its invoices is a quarter of one. Cases of collection agencies, eight events, are 8. Events of questions are 3; files of disputes, two events, and proofs of small claims 3. Invariants of the books, with their event, are 2. Early warnings, two events, are 2. Waiting for the lists of who works beside is a fifth of one. */
  catalogue: 513_500,
  /** With JSONata. Which days are taken is a quarter of a kilobyte of every bundle. The mark of a dunning policy on an invoice, and holds, are 1 kB of all that know invoices. Waiting for the lists of who works beside is a fifth of one. */
  mapping: 453_000,
  /** With JSONata and all that a partner may do over the API. Dunning marks and holds are 1 kB. What a file is, in a case, is a quarter of one. A write that is throttled is a tenth of one. */
  doors: 709_000,
  /** The public document itself: a commit that brings operations says how many kilobytes they are. Words of mails are 22, a quarter of it their variables; deposits, five operations and three events, 23; what holds mails back, 14. Values of foreign invoices and money are 2; prices for all subscribers, four operations, with a quote drawn, 17; chargebacks, three operations and four events, 12; unapplied money, four operations, 12, rules and accounts of more kinds 2; payment plans, eight operations and four events, 37. Paying-in slips, nine operations and three events, 31; claims after chargebacks, two and one, 9; the accountant's chart, two, 6. Methods on file, six operations and four events, are 28: a collection says all that was tried. Putting one there oneself, and a link for it, two operations, are 8. Deductions, seven operations and six events, 41: a case is shown with its bank line. What banks announced, whose invoices a receipt pays, and taking back a payment at the counter, one operation, are 6. Promises to pay, eight operations and seven events, are 40. The collectors' worklist, seven operations and one event, is 25. Dunning policies, seven operations and two events, are 28. Replies, two operations and one event, are 5. Disputes, nine operations and six events, 50: a case is shown with all that was said, and what was invoiced. Triggers of dunning policies, one event, are 9. Simulations, three operations and one event, are 18: what is tried, and two outcomes; formal notices, three operations and one event, 12. Received mails, three operations and one event, are 13; service in standings and levels, four events, 11. What notices bring, one operation and one event, is 6. Claims on statements and of payments, and the order of what is paid, are 3. Collection agencies, seven operations and eight events, are 51: a case is shown with its items, news and remittances. What customers change by themselves of subscriptions and plans is 5; questions, four operations and four events, 17. Files of disputes, three operations and two events, are 16; small claims, one operation, and figures of disputes 11. Figures of finance, three operations, and what is known at a moment are 26: each figure and sum by its name. Predictions, three operations, are 10. Formats and kinds of finance’s files, and how far one is, are 3; schedules of them, two operations, 3. Recipients, one operation, are 3; early warnings, five operations and two events, 19. Reviews, one operation, are 6. Invariants of the books, two operations and one event, are 6. Forecasts of cash, two operations, are 8. Deliveries, reviews as files and what nights could not read are 4; explaining a number is 5. */
  openapi: 1_491_500,
  /** With Stripe's SDK. Refunds are 8 kB: what a provider says of them moves receipts, ledger and credit. Rates, and what foreign money gains or loses, are 3 kB of what applies it. Chargebacks, and what providers told and did not arrive, are 17 kB; GoCardless's adapter is 10 and the hosted checkout's 6, loaded where a company has them. Claims that a won dispute ends are 5 kB. Methods on file are 62 kB of what hears a provider: their adapters 6, what plans and charges 25, and mails that are queued with it; a job is apart for it. Putting methods on file by partners and by links is 6 kB of it, half of it what adapters ask and open; ceilings are 2. What of an invoice is in clarification is half a kilobyte, whose invoice an allocation pays a quarter. The mark of a promise is a tenth of one. Dunning marks and holds are 1 kB. What is disputed of an invoice is a quarter of one. Which level a trigger gave an invoice is a third of one. What its notices ask of who supplies it is another. What of a payment is for claims beside its invoices is 4 kB: claims with what pays them. Telling the customer of a method that is kept or removed is a tenth of one, for whom DATEV takes stacks in a quarter. With Stripe's SDK. Refunds are 8 kB: what a provider says of them moves receipts, ledger and credit. Rates, and what foreign money gains or loses, are 3 kB of what applies it. Chargebacks, and what providers told and did not arrive, are 17 kB; GoCardless's adapter is 10 and the hosted checkout's 6, loaded where a company has them. Claims that a won dispute ends are 5 kB. Methods on file are 62 kB of what hears a provider: their adapters 6, what plans and charges 25, and mails that are queued with it; a job is apart for it. Putting methods on file by partners and by links is 6 kB of it, half of it what adapters ask and open; ceilings are 2. What of an invoice is in clarification is half a kilobyte, whose invoice an allocation pays a quarter. The mark of a promise is a tenth of one. Dunning marks and holds are 1 kB. What is disputed of an invoice is a quarter of one. Which level a trigger gave an invoice is a third of one. What its notices ask of who supplies it is another. What of a payment is for claims beside its invoices is 4 kB: claims with what pays them. Telling the customer of a method that is kept or removed is a tenth of one, for whom DATEV takes stacks in a quarter. Invariants are a quarter of one. Who asks for a secret while others wait for it is a tenth of one. */
  provider: 800_500,
  /** Pages and a provider. Their texts are in six languages, 6 kB each. Words of deposits are 5 kB. Adapters of GoCardless and of a hosted checkout are 16 kB. What a payer has with us is used by the nouns and rules of bank lines and receipts: 27 kB, and 2 of words. Instalments are 2. Keeping what pays, in its words, and the page of a notice with its words and those of its mails are 29 kB. The page that keeps without paying is 12 kB, half of it words. Words of what was kept back are 1 kB, and half a one that it is not charged. Movements of banks and whose invoices a receipt pays are 2, in the nouns of lines and receipts. Promising a day is 22 kB: its rules, what it commits, and words. Dunning marks and holds are 1 kB. The page about a wrong invoice is 43 kB: what opens a case, and 13 of words. What is behind a code is 60 kB smaller: statements with their ledger are in it, and what pays is not. Interest and costs on pages are 14 kB, half of it words, with claims and what is read of them. The files of a collection agency, with the words of its page and mails, are 15 kB, who is in charge 3. What performs approvals is here because it hands over to agencies: the file is kept by S3's client, 120 kB, and said as CSV. Files of disputes are 6: their forms, and 3 of words. Proving a small claim is 25, most of it prices in force. */
  pages: 1_027_000,
  /** The pages behind a code: those of links without what pays, and with what prices and bills a subscription, agrees on a plan, takes questions, and says all of it in six languages: 86 kB more. The page of addresses and mails is 9, most of it words. Ages by the day of a document are 1. Changing addresses is 28: what is asked, typed and stopped, 3 kB of words in each language. Stopping a change of addresses by the link of its mail is 4. For whom DATEV takes stacks in, and how long its accounts are, is half of one. Invariants are a quarter of one. A write that is throttled is a tenth of one. That an invoice was delivered, and prefixes that an entity had before, are half of one. */
  account: 1_086_500,
  /**
   * Mails with their MIME, in six languages. Falling back to other addresses is 5 kB. Liquid is 96 kB, which are read with the bundle and
   * run only where a tenant has a template. What waits goes into a queue, whose client is most of 38 kB; the rest is what says when, and who carries documents.
   * What draws, with its fonts, is 1,900 kB: a reminder is drawn in the second of its sending, by who sends it, and nothing of it runs for other mails.
   * Mails of prices are 20 kB: their words, and how a plan is priced; those of payment plans 12. Mails of charges are 17 kB, most of it words. Words of charges above what was agreed to are 2 kB, with what a method and its charges of a month are. Words of what was kept back are 1 kB. Whose invoice an allocation pays is a quarter of one. Mails that confirm a promise are 11 kB, most of it words. What policies say of reminders in the second of sending is 9 kB, notes before the due day are 3, whose nobody’s money may be is 1. Mails of disputes, eight in six languages, are 17 kB. Shapes of triggers are half of one. The mail with a code is 21, because words of its slice stand together. Formal notices are 12 kB, most of it words in six languages. Service is 2, the draw of who waits 1. Interest and costs in statements and receipts are 1. Mails to collection agencies are 17 kB, half of it words. Mails of what customers did on their pages, three in six languages, with the words of those pages that they share, are 34. What a file and a proof are, in a case, is 3. Mails of a change of addresses are 18, most of it words; where an invoice is proven is 1. Mails of files are 13, most of it words; of early warnings 10. That an invoice was delivered is half of one. What is asked for together is half of one. */
  mails: 3_184_500,
  /** Letters of all kinds, as they are previewed, and Liquid. That of a price is 20 kB, reminders of deposits 2. The mark of a promise and the words for it are 2. Notes before the due day are 3 kB, shapes of dunning 4. What is disputed is a quarter of one. Receipts of interest and costs are 1. What a customer may agree to by itself is a quarter of one. Where an invoice is proven is 1. What jobs ask the vault for at once they ask for once: an eighth of one. */
  words: 596_000,
  /** Orders with all that prices and taxes them, and corrections: what a subscription is billed and credited by; an order's bills, and what came in for its deposits, in six languages. Rates and what a foreign invoice is worth are 2 kB of its issue. Prices with notice, for one and for all, are 11 kB. Deciding on deductions is as large: write-offs, credit notes, and what speaks for a case. The mark of a promise is half a kilobyte. What judges plans and promises is less. Dunning marks and holds are 1 kB. What decides on disputes, and judges their silence, is smaller. Which claims a receipt pays is 1. What decides on disputes also previews rules for small claims, by prices in force: 10. */
  billing: 484_000,
  /** What learns, ranks, forecasts and warns at night: it prices what subscriptions will bill, knows orders, plans and the worklist, and queues mails. What is in advance or lost is 1 kB. Prefixes that an entity had before are a tenth of one. Waiting for the lists of who works beside, and ranking by what a score was made of, are half of one. */
  night: 521_000,
  /** The nouns and stores of everything that may name a customer, and orders’ for what is under way. Ending methods on file is 8 kB. Payment plans are 4 kB. Deductions with what they name, bank lines and remittances, are 14; what tells a customer of them is no larger. Promises are 5. Contacts with a customer are 4, replies 1. Dunning marks and holds are 1 kB. Disputes, and what tells a customer of them, are 5. Received mails, and words of cases, are 3. Marks of triggers, notices and service are 1. Which claims a receipt pays is a quarter of one. What is with collection agencies is 6. Questions of customers are 4. */
  privacy: 514_000,
  /** S3, Secrets Manager, a reader of MIME (51 kB), and what understands a reply, takes promises and opens cases. Which claims a receipt pays is a quarter of one. Files that are uploaded, and what scanners tell, are 11, a reader of XML with what advice it says 36; figures of disputes are 1. Asking for another address, with the mails that tell of it, is 9. What ends a change that was asked for by mail, and its task, are 6. That an invoice was delivered is a tenth of one. */
  received: 794_500,
  /** PDF and fonts. Words of deposits are 5 kB, those of a discount that bears no tax 1, of confirmations 2. The mark of a deduction is a tenth of one. The mark of a promise is half of one. Dunning marks and holds are 1 kB. That of disputes is half of one. Terms in percent of a few cents are a twentieth of one. */
  documents: 2_485_500,
} as const;

type Family = keyof typeof BUNDLE_BYTES;
const FAMILIES: Readonly<Record<string, Family>> = {
  'api-cash': 'matching',
  'workers-match-cash': 'matching',
  // With what follows disputes and queues their mails.
  'workers-keep-plans': 'services',
  'schedules-use-unapplied': 'matching',
  // With what disputes are, whose rise it warns of, and mails that it queues: 23 kB.
  'api-approvals': 'pages',
  'api-bank': 'services',
  'api-corrections': 'services',
  'api-customers': 'services',
  'api-deposits': 'services',
  'api-exports': 'services',
  // What a closed month was folded to is in the bucket: S3's client is 150 kB.
  'api-insights': 'services',
  'workers-work-on-periods': 'services',
  'api-imports': 'services',
  'api-invoices': 'services',
  'schedules-seal-acts': 'services',
  // What the last close was folded to, and what every invariant rests on.
  'schedules-look-after': 'services',
  'workers-build-export': 'files',
  'workers-import-customers': 'services',
  'workers-import-invoices': 'reading',
  'workers-read-statement': 'services',
  'workers-send-webhooks': 'services',
  'api-subscriptions': 'billing',
  'workers-bill-subscriptions': 'billing',
  'workers-bill-orders': 'billing',
  'api-writeoffs': 'services',
  'api-disputes': 'billing',
  'schedules-judge-plans': 'billing',
  'schedules-score-all': 'night',
  'workers-erase-customers': 'services',
  'api-privacy': 'privacy',
  'workers-render-statement': 'mails',
  'api-webhooks': 'catalogue',
  'streams-outbox': 'catalogue',
  'api-intake': 'mapping',
  'hooks-orders': 'mapping',
  'workers-work-intake': 'doors',
  'api-docs': 'openapi',
  'schedules-retry-intake': 'mapping',
  'api-payments': 'provider',
  'hooks-psp': 'provider',
  'workers-apply-payment': 'provider',
  'schedules-check-attempts': 'provider',
  'portal-pay': 'pages',
  'portal-my': 'account',
  'workers-send-mail': 'mails',
  'api-templates': 'words',
  'workers-render-document': 'documents',
  // Draws a pro-forma invoice while the caller waits.
  'api-documents': 'documents',
  'api-plans': 'services',
  'workers-read-mail': 'received',
  'api-sync': 'catalogue',
  'api-refunds': 'matching',
  'schedules-collect-due': 'provider',
  'schedules-ask-attempts': 'provider',
};
/** Everything that is not named needs the table only. */
export const limitOf = (bundle: string): number => BUNDLE_BYTES[FAMILIES[bundle] ?? 'table'];
