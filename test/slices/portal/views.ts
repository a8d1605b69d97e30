/** A view of each page for tests. */
import { epcText, svgOf } from '../../../shared/documents/qr.ts';
import {
  errorPage,
  paidPage,
  payPage,
  receiptPage,
  statusPage,
  type PayView,
} from '../../../shared/portal/pages.tsx';
import { accountPage } from '../../../shared/portal/account.tsx';
import { accountReceiptPage } from '../../../shared/portal/accountpaid.tsx';
import type { AccountView } from '../../../shared/portal/accountview.ts';
import { WORDS } from '../../../shared/portal/words.ts';
import { SELLER, snapshot } from '../documents/snapshots.ts';

const s = snapshot();
const open = { minor: s.totals.grossMinor, currency: 'EUR' };

export const VIEW: PayView = {
  seller: { name: SELLER.name, email: SELLER.email },
  language: 'en',
  invoice: {
    number: s.number,
    issuedOn: s.issuedOn,
    dueOn: s.dueOn,
    total: open,
    open,
    due: open,
    overdueDays: 0,
    poNumber: 'PO-88231',
    lines: s.lines,
    taxes: s.totals.taxes,
  },
  payments: [],
  bank: SELLER.bank,
  reference: s.reference,
  transferQr: svgOf(
    epcText({ ...SELLER.bank, name: SELLER.name, amount: open, reference: s.reference })!,
    'Transfer',
  ),
  action: '/pay/token',
  pdfUrl: '/pay/token/invoice.pdf',
  until: '2027-04-30',
};

const payments = [{ on: '2026-04-12', amount: { minor: 50_000, currency: 'EUR' }, method: 'bank_transfer' }];
const late: PayView = {
  ...VIEW,
  payments,
  notice: 'The payment did not go through.',
  invoice: {
    ...VIEW.invoice,
    open: { minor: 33_768, currency: 'EUR' },
    due: { minor: 33_768, currency: 'EUR' },
    overdueDays: 12,
  },
};

const eur = (minor: number) => ({ minor, currency: 'EUR' });
/** What is due in parts: one late, two to come. */
const steps = [
  { dueOn: '2026-03-30', amount: eur(11_256), overdueDays: 12 },
  { dueOn: '2026-04-30', amount: eur(11_256), overdueDays: 0 },
  { dueOn: '2026-05-30', amount: eur(11_256), overdueDays: 0 },
];
const planned: PayView = {
  ...late,
  notice: undefined,
  invoice: { ...late.invoice, due: eur(11_256) },
  steps,
  whole: eur(33_768),
};

/** Three that are open: one late, one on its way, one with a discount. */
export const ACCOUNT: AccountView = {
  seller: VIEW.seller,
  language: 'en',
  items: [
    {
      id: 'inv_1',
      number: 'INV-2026-000117',
      dueOn: '2026-03-30',
      overdueDays: 12,
      due: eur(33_768),
      pending: false,
      shut: false,
      marked: true,
      url: '/pay/one',
    },
    {
      id: 'inv_2',
      number: 'INV-2026-000121',
      dueOn: '2026-04-02',
      overdueDays: 9,
      due: eur(9_950),
      pending: true,
      shut: true,
      marked: true,
      url: '/pay/two',
    },
    {
      id: 'inv_3',
      number: 'INV-2026-000164',
      dueOn: '2026-05-08',
      overdueDays: 0,
      due: eur(120_540),
      earlyUntil: '2026-04-18',
      pending: false,
      shut: false,
      marked: false,
      url: '/pay/three',
    },
  ],
  open: eur(164_258),
  due: eur(154_308),
  overdue: eur(33_768),
  credit: eur(1_250),
  usable: eur(1_250),
  more: 0,
  bank: VIEW.bank,
  transfer: {
    text: 'INV-2026-000117 INV-2026-000164',
    epc: epcText({
      name: SELLER.name,
      iban: VIEW.bank.iban,
      bic: VIEW.bank.bic,
      amount: eur(154_308),
      text: 'INV-2026-000117 INV-2026-000164',
    }),
  },
  action: '/account/token',
  until: '2026-07-10',
};
/** Costs and interest of the first one, and of one that is paid. */
const besides = {
  rows: [
    { kind: 'fee' as const, on: '2026-04-07', amount: eur(500) },
    { kind: 'compensation' as const, on: '2026-04-07', amount: eur(4_000), source: '§ 288 Abs. 5 BGB' },
    {
      kind: 'interest' as const,
      on: '2026-04-07',
      amount: eur(97),
      interest: { days: 8, to: '2026-04-07', ppm: 102_700 },
      source: '§ 288 Abs. 2 BGB',
    },
  ],
  total: eur(4_597),
};
export const OWED: PayView = {
  ...late,
  notice: undefined,
  beside: besides,
};
const nothing = { ...OWED.invoice, open: eur(0), due: eur(0), overdueDays: 0 };
export const accountOwed: AccountView = {
  ...ACCOUNT,
  items: [
    { ...ACCOUNT.items[0]!, beside: besides },
    ...ACCOUNT.items.slice(1),
    {
      ...ACCOUNT.items[0]!,
      id: 'inv_4',
      number: 'INV-2026-000090',
      due: eur(0),
      overdueDays: 0,
      beside: { rows: besides.rows.slice(0, 1), total: eur(500) },
      url: '/pay/four',
    },
  ],
  open: eur(169_355),
  beside: eur(5_097),
  due: eur(159_405),
};
const BESIDES = Object.fromEntries(
  (['en', 'de', 'fr', 'es', 'it', 'nl'] as const).flatMap((language) => [
    [`beside-${language}`, payPage({ ...OWED, language })],
    [`beside-paid-${language}`, payPage({ ...OWED, language, invoice: nothing })],
    [`beside-account-${language}`, accountPage({ ...accountOwed, language })],
    [
      `beside-receipt-${language}`,
      receiptPage({
        ...late,
        language,
        payment: { ...payments[0]!, beside: eur(4_597), notOwed: eur(500) },
      }),
    ],
  ]),
);
const ACCOUNTS = Object.fromEntries(
  (['en', 'de', 'fr', 'es', 'it', 'nl'] as const).map((language) => [
    `account-${language}`,
    accountPage({
      ...ACCOUNT,
      language,
      ...(language !== 'en' && { notice: 'nothingMarked' as const, more: 3 }),
    }),
  ]),
);

export const PAGES: Readonly<Record<string, string>> = {
  pay: payPage(VIEW),
  early: payPage({
    ...VIEW,
    invoice: {
      ...VIEW.invoice,
      due: { minor: open.minor - 1_675, currency: 'EUR' },
      earlyUntil: '2026-04-10',
    },
  }),
  late: payPage(late),
  ...Object.fromEntries(
    (['en', 'de', 'fr', 'es', 'it', 'nl'] as const).map((language) => [
      `credit-${language}`,
      payPage({
        ...late,
        language,
        notice: WORDS[language].notices.credited,
        credited: true,
        credit: eur(50_000),
      }),
    ]),
  ),
  ...Object.fromEntries(
    (['en', 'de', 'fr', 'es', 'it', 'nl'] as const).map((language) => [
      `kept-back-${language}`,
      payPage({
        ...late,
        language,
        invoice: {
          ...late.invoice,
          clarified: eur(12_000),
          ...(language === 'de' && { rejected: eur(2_000) }),
        },
      }),
    ]),
  ),
  ...Object.fromEntries(
    (['en', 'de', 'fr', 'es', 'it', 'nl'] as const).flatMap((language) => [
      [
        `promising-${language}`,
        payPage({
          ...late,
          language,
          promisable: { from: '2026-04-20', to: '2026-05-20' },
          ...(language === 'fr' && { notice: WORDS.fr.notices.promise }),
        }),
      ],
      [
        `promised-${language}`,
        payPage({
          ...late,
          language,
          invoice: { ...late.invoice, promised: eur(50_000), promisedOn: '2026-05-11' },
        }),
      ],
    ]),
  ),
  'kept-back-account': accountPage({
    ...ACCOUNT,
    items: ACCOUNT.items.map((item, at) =>
      at === 0 ? { ...item, clarified: eur(12_000) } : { ...item, rejected: eur(9_950) },
    ),
  }),
  part: payPage({ ...late, least: eur(6_754) }),
  german: payPage({ ...late, language: 'de' }),
  french: payPage({ ...late, language: 'fr' }),
  spanish: payPage({ ...late, language: 'es' }),
  italian: payPage({ ...late, language: 'it' }),
  dutch: payPage({ ...late, language: 'nl' }),
  plan: payPage(planned),
  'plan-german': payPage({ ...planned, language: 'de' }),
  'plan-french': payPage({ ...planned, language: 'fr' }),
  'plan-account': accountPage({ ...ACCOUNT, steps, whole: eur(178_000) }),
  deposit: payPage({ ...late, invoice: { ...late.invoice, deposit: true } }),
  'deposit-receipt': receiptPage({
    ...late,
    invoice: { ...late.invoice, deposit: true },
    payment: payments[0]!,
  }),
  pending: payPage({ ...VIEW, pending: true, transferQr: undefined }),
  status: statusPage({ ...VIEW, asked: open }),
  receipt: receiptPage({ ...late, payment: payments[0]! }),
  paid: paidPage({
    ...VIEW,
    payments,
    invoice: { ...VIEW.invoice, open: { minor: 0, currency: 'EUR' }, due: { minor: 0, currency: 'EUR' } },
  }),
  error: errorPage('en'),
  ...BESIDES,
  ...ACCOUNTS,
  'account-nothing': accountPage({
    ...ACCOUNT,
    items: [],
    due: eur(0),
    overdue: eur(0),
    transfer: undefined,
  }),
  'account-receipt': accountReceiptPage({
    seller: VIEW.seller,
    language: 'en',
    payment: { on: '2026-04-11', amount: eur(154_308), method: 'card' },
    settled: [
      { number: 'INV-2026-000117', amount: eur(33_768) },
      { number: 'INV-2026-000164', amount: eur(120_540) },
    ],
    open: eur(9_950),
    back: '/account/token',
  }),
};
