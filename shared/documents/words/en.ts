import type { CreditWords } from '../credit-words.ts';
import type { DepositWords } from '../deposit-words.ts';
import type { EarlyWords } from '../early-words.ts';
import type { FollowingWords } from '../following-words.ts';
import type { PaperWords } from '../paper-words.ts';
import type { OrderWords, ProFormaWords } from '../pro-forma-words.ts';
import type { Words } from '../words.ts';
import { METRIC } from './metric.ts';

export const en: Words = {
  invoice: 'Invoice',
  number: 'Invoice no.',
  issuedOn: 'Invoice date',
  deliveredOn: 'Delivery date',
  period: 'Service period',
  dueOn: 'Due date',
  customer: 'Customer no.',
  order: 'Order',
  poNumber: 'Your PO',
  buyerVatId: 'Your VAT ID',
  amountDue: 'Amount due',
  reference: 'Payment reference',
  position: '#',
  item: 'Item',
  sku: 'Item no.',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  vat: 'VAT',
  net: 'Net',
  carried: 'Carried forward',
  taxes: 'VAT summary',
  taxBase: 'Net',
  tax: 'VAT',
  subtotal: 'Net total',
  total: 'Total',
  payment: 'How to pay',
  paid: 'Nothing to pay: the total of this invoice is zero.',
  payee: 'Payee',
  bank: 'Bank',
  quote: 'Reference',
  scanToTransfer: 'Scan with your\nbanking app',
  scanToPay: 'Scan to\npay online',
  vatId: 'VAT ID',
  logo: 'Logo of',
  terms: (days, dueOn) =>
    days === 0 ? 'Payable at once' : `Payable by ${dueOn} (${days} ${days === 1 ? 'day' : 'days'} net)`,
  instalments: (parts) => `Payable: ${parts}`,
  withoutDeduction: (sentence) => `${sentence}, without deduction.`,
  instalment: (amount, dueOn) => `${amount} by ${dueOn}`,
  discount: 'Discount',
  page: (page, pages) => `Page ${page} of ${pages}`,
  continued: (number) => `Invoice ${number} (continued)`,
  categories: {
    S: 'VAT',
    Z: 'Zero rated',
    E: 'Exempt',
    AE: 'Reverse charge',
    K: 'Intra-Community supply',
    G: 'Export',
    O: 'Outside the scope of VAT',
  },
  sentences: {
    AE: 'Reverse charge: VAT is to be accounted for by the recipient (Article 196 of Directive 2006/112/EC).',
    K: 'VAT-exempt intra-Community supply of goods (Article 138 of Directive 2006/112/EC).',
    G: 'VAT-exempt export of goods to a third country.',
    O: 'Not subject to VAT.',
  },
  exemptions: { 'VATEX-EU-132': 'Exempt from VAT under Article 132 of Directive 2006/112/EC.' },
  units: {
    ...METRIC,
    C62: ['pc', 'pcs'],
    H87: ['pc', 'pcs'],
    EA: ['pc', 'pcs'],
    PR: ['pair', 'pairs'],
    SET: ['set', 'sets'],
    DZN: 'dozen',
    XPK: ['pack', 'packs'],
    XBX: ['box', 'boxes'],
    XCT: ['carton', 'cartons'],
    XPX: ['pallet', 'pallets'],
    BX: ['box', 'boxes'],
    HUR: 'h',
    MIN: 'min',
    DAY: ['day', 'days'],
    WEE: ['week', 'weeks'],
    MON: ['month', 'months'],
    ANN: ['year', 'years'],
    LS: 'flat',
  },
};

export const enCredit: CreditWords = {
  title: 'Credit note',
  number: 'Credit note no.',
  issuedOn: 'Date',
  credited: 'Credited',
  invoice: 'For invoice',
  reason: 'Reason',
  continued: (number) => `Credit note ${number} (continued)`,
  corrects: (number, on) => `This credit note corrects invoice ${number} of ${on}.`,
  settles: 'It is set off against what is open of that invoice; what was paid before stays to your credit.',
  reasons: {
    returned: 'Goods returned',
    not_delivered: 'Not delivered',
    price: 'Price corrected',
    quantity: 'Quantity corrected',
    quality: 'Defect or complaint',
    wrong_invoice: 'Invoice issued in error',
    goodwill: 'Goodwill',
  },
};

export const enFollowing: FollowingWords = {
  title: 'Debit note',
  number: 'Debit note no.',
  continued: (number) => `Debit note ${number} (continued)`,
  subject: (number, amount, due) => `Debit note ${number}: ${amount}, due ${due}`,
  invoice: { corrected: 'Instead of', debited: 'For invoice' },
  follows: {
    corrected: (number, on) =>
      `This invoice takes the place of invoice ${number} of ${on}, which we have credited.`,
    debited: (number, on) => `This debit note charges what was missing on invoice ${number} of ${on}.`,
  },
  prepaid: 'Already paid',
  covered: 'Nothing to pay: what you had paid before settles this invoice.',
};

export const enEarly: EarlyWords = {
  terms: (percent, discount, until, due) =>
    `${percent} early-payment discount (${discount}) if paid by ${until}: then ${due}.`,
  until: (until, due) => `Paid by ${until}: only ${due}`,
  kept: (discount) => `less ${discount} early-payment discount`,
  untaxed: 'Early-payment discount',
  exempt: (discount) =>
    `VAT is computed without the early-payment discount of ${discount}, whether it is taken or not (Article 79(a) of Directive 2006/112/EC).`,
};

export const enProForma: ProFormaWords = {
  title: 'Pro-forma invoice',
  issuedOn: 'Date',
  quote: 'Quote',
  validUntil: 'Valid until',
  continued: (order) => `Pro-forma invoice for ${order} (continued)`,
  noInvoice:
    'This is no invoice: it asks for no payment and gives no right to deduct tax. The invoice follows.',
};

export const enDeposit: DepositWords = {
  title: 'Deposit request',
  number: 'Request no.',
  issuedOn: 'Date',
  continued: (number) => `Deposit request ${number} (continued)`,
  line: (order, total, percent) =>
    `Deposit${percent === undefined ? '' : ` of ${percent}`} for order ${order} (total ${total})`,
  noInvoice:
    'This is no invoice and shows no tax: it asks for a payment in advance. What you pay is taken off the invoices of this order.',
  said: (number, on, amount, tax) =>
    `Deposit ${number} of ${on}: ${amount} taken off${tax === undefined ? '' : ` (including VAT of ${tax})`}.`,
  prepayment: {
    title: 'Prepayment invoice',
    continued: (number) => `Prepayment invoice ${number} (continued)`,
  },
  subject: (number, amount, due) => `Deposit request ${number}: ${amount}, due ${due}`,
  heading: (number) => `Deposit request ${number}`,
  opening: (order) =>
    `Before we go on with your order ${order} we ask you for a deposit. You find the request attached.`,
};

export const enConfirmation: OrderWords = {
  title: 'Order confirmation',
  issuedOn: 'Date',
  continued: (order) => `Order confirmation ${order} (continued)`,
  noInvoice: 'We confirm your order as it is listed here. This is no invoice and asks for no payment.',
};

export const enPaper: PaperWords = {
  date: 'Date',
  items: 'Overdue invoices',
  dueOn: 'Due',
  days: 'Days overdue',
  level: 'Reminder',
  open: 'Open',
  oldest: 'Due since',
  count: 'Invoices',
  deposits: 'Deposits',
  numbers: 'the numbers above',
  receipt: {
    title: 'Receipt',
    receivedOn: 'Received on',
    method: 'Paid by',
    items: 'What it settled',
    applied: 'Paid',
    discount: 'Discount',
    open: 'Still open',
    unapplied: 'Kept as credit',
  },
};
