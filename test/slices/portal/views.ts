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
  epcQr: svgOf(
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
  german: payPage({ ...late, language: 'de' }),
  french: payPage({ ...late, language: 'fr' }),
  spanish: payPage({ ...late, language: 'es' }),
  italian: payPage({ ...late, language: 'it' }),
  dutch: payPage({ ...late, language: 'nl' }),
  deposit: payPage({ ...late, invoice: { ...late.invoice, deposit: true } }),
  'deposit-receipt': receiptPage({
    ...late,
    invoice: { ...late.invoice, deposit: true },
    payment: payments[0]!,
  }),
  pending: payPage({ ...VIEW, pending: true, epcQr: undefined }),
  status: statusPage(VIEW),
  receipt: receiptPage({ ...late, payment: payments[0]! }),
  paid: paidPage({
    ...VIEW,
    payments,
    invoice: { ...VIEW.invoice, open: { minor: 0, currency: 'EUR' }, due: { minor: 0, currency: 'EUR' } },
  }),
  error: errorPage('en'),
};
