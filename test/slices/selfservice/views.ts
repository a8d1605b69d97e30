/** A view of each page behind a code for tests. */
import { addressPage, type Changing } from '../../../shared/selfservice/address.tsx';
import { answerPage, stopPage } from '../../../shared/selfservice/linked.tsx';
import { closedPage, codePage, doorPage } from '../../../shared/selfservice/door.tsx';
import { invoicePage, type InvoiceShown } from '../../../shared/selfservice/invoice.tsx';
import { invoicesPage, type InvoiceRow } from '../../../shared/selfservice/invoices.tsx';
import { paymentsPage, statementsPage, whosePage } from '../../../shared/selfservice/money.tsx';
import { contactsPage } from '../../../shared/selfservice/contacts.tsx';
import { methodsPage } from '../../../shared/selfservice/methods.tsx';
import { disputesPage, type DisputeRow } from '../../../shared/selfservice/disputes.tsx';
import { planPreviewPage, plansPage } from '../../../shared/selfservice/plans.tsx';
import { ordersPage } from '../../../shared/selfservice/orders.tsx';
import { questionPage, questionsPage, type QuestionRow } from '../../../shared/selfservice/questions.tsx';
import { verifyPage } from '../../../shared/selfservice/verify.tsx';
import { previewPage, type Previewed } from '../../../shared/selfservice/subscription-preview.tsx';
import {
  subscriptionPage,
  subscriptionsPage,
  type SubscriptionRow,
} from '../../../shared/selfservice/subscriptions.tsx';
import type { Around } from '../../../shared/selfservice/shell.tsx';
import { startPage } from '../../../shared/selfservice/start.tsx';
import type { Language } from '../../../shared/kernel/party.ts';
import { VIEW } from '../portal/views.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const ID = `inv_${'0'.repeat(26)}`;
const row: InvoiceRow = {
  id: ID,
  number: 'INV-2026-000117',
  issuedOn: '2026-03-31',
  dueOn: '2026-04-30',
  overdueDays: 12,
  total: eur(83_768),
  open: eur(33_768),
  state: 'PART_PAID',
};
const shown: InvoiceShown = {
  row,
  deliveredOn: '2026-03-30',
  promisedOn: '2026-05-15',
  disputed: eur(4_000),
  steps: [
    { on: '2026-04-12', method: 'bank_transfer', amount: eur(40_000) },
    { on: '2026-04-13', method: 'credit_note', amount: eur(9_000) },
    { on: '2026-04-14', method: 'write_off', amount: eur(900) },
  ],
  discount: eur(100),
  basket: VIEW.invoice,
  prepaid: eur(1_000),
  claims: [{ kind: 'compensation', on: '2026-05-12', open: eur(4_000) }],
  credits: [{ number: 'CINV-2026-000004', issuedOn: '2026-04-13', total: eur(9_000), pdf: '/my/x' }],
  pdf: '/my/invoices/x/pdf',
  xml: '/my/invoices/x/xml',
  payUrl: '/pay/x',
  wrongUrl: '/dispute/x',
};

const answer = { seller: VIEW.seller, customer: 'Müller & Söhne', action: '/my/yes/x' };
const changing = (waitsFor: Changing['waitsFor']): Changing => ({
  id: `adc_${'0'.repeat(26)}`,
  wish: {
    old: 'alt@mueller.example',
    email: 'neue-rechnungsabteilung@mueller-und-soehne.example',
    name: 'Anna Müller',
    roles: ['billing'],
  },
  by: 'a•••@mueller.example',
  askedAt: '2026-05-12T09:00:00.000Z',
  from: '2026-05-13T09:00:00.000Z',
  zone: 'Europe/Berlin',
  waitsFor,
  codeTo: 'neue-rechnungsabteilung@mueller-und-soehne.example',
});

const had: SubscriptionRow = {
  id: `sub_${'0'.repeat(26)}`,
  plan: 'Hosting M',
  quantity: '4',
  state: 'ACTIVE',
  price: '196,00 €',
};
const wished: Omit<Previewed, 'wish'> = {
  id: had.id,
  plan: 'Hosting M × 5',
  from: '2026-05-12',
  currency: 'EUR',
  seen: '0'.repeat(32),
  bills: [
    {
      on: '2026-05-12',
      lines: VIEW.invoice.lines.map((line) => ({
        ...line,
        period: { from: '2026-05-12', until: '2026-05-31' },
      })) as never,
      totals: { netMinor: 70_395, taxMinor: 13_373, grossMinor: 83_768, taxes: VIEW.invoice.taxes } as never,
      credits: [
        {
          orderId: `ord_${'0'.repeat(26)}`,
          line: '1',
          netMinor: 4_200,
          from: '2026-05-12',
          until: '2026-05-31',
        },
      ],
    },
  ],
};

const parts = ['2026-05-20', '2026-06-20', '2026-07-20'].map((dueOn) => ({ dueOn, amount: eur(30_000) }));
const turn = { by: 'x', at: '2026-05-12T09:00:00.000Z', on: '2026-05-12' } as const;
const asked: DisputeRow = {
  state: 'IN_REVIEW',
  invoiceNumber: row.number,
  reason: 'price',
  disputed: eur(4_000),
  thread: [
    { ...turn, what: 'opened', side: 'customer', text: 'The tea costs 9.00 in our contract, not 10.00.' },
    { ...turn, what: 'asked', side: 'us', text: 'Which contract is it? Please tell us its number.' },
  ],
  answerBy: '2026-05-20',
  url: '/dispute/x',
};

const question: QuestionRow = {
  id: `qst_${'0'.repeat(26)}`,
  topic: 'invoice',
  number: row.number,
  state: 'ANSWERED',
  askedOn: '2026-05-12',
};

/** A full page of rows, so that its size is that of the largest. */
export const pagesIn = (language: Language): Readonly<Record<string, string>> => {
  const around: Around = {
    language,
    seller: { ...VIEW.seller, colour: '#7a1f3d' },
    name: 'Müller & Söhne GmbH',
    token: 'T'.repeat(22),
  };
  const outside = { language, seller: around.seller };
  const rows = Array.from({ length: 20 }, (_, n) => ({
    ...row,
    number: `INV-2026-${String(n).padStart(6, '0')}`,
    payUrl: '/pay/x',
  }));
  return {
    closed: closedPage({ language, said: 'over' }),
    door: doorPage({ ...outside, action: '/my/at/acme', said: 'tooMany' }),
    choice: doorPage({
      ...outside,
      action: '/my/invoice/x',
      addresses: [
        { choice: 'A'.repeat(22), masked: 'b•••@example.com' },
        { choice: 'B'.repeat(22), masked: 'o•••@example.com' },
      ],
    }),
    code: codePage({ ...outside, token: 'T'.repeat(22), again: '/my/at/acme', wrong: true }),
    start: startPage(around, {
      standings: [
        {
          seller: 'Nordwind Kontor GmbH',
          open: eur(100_000),
          due: { late: eur(20_000), week: eur(30_000), month: eur(0), later: eur(50_000) },
          payUrl: '/account/x',
        },
      ],
      overdue: 2,
      asked: [{ number: row.number, url: '/dispute/x' }],
      addresses: true,
      credits: [eur(5_000)],
    }),
    settled: startPage(around, { standings: [], overdue: 0, asked: [], credits: [], addresses: false }),
    invoices: invoicesPage(around, { show: 'all', rows, next: 'at=0.x', later: true }),
    none: invoicesPage(around, { show: 'open', rows: [], later: false }),
    invoice: invoicePage(around, shown),
    handed: invoicePage(around, {
      ...shown,
      payUrl: undefined,
      inCharge: { name: 'North', contact: '+49 1' },
    }),
    payments: paymentsPage(around, {
      since: '2024-05-12',
      rows: Array.from({ length: 20 }, () => ({
        on: '2026-04-12',
        method: 'bank_transfer',
        amount: eur(50_000),
        free: eur(10_000),
        settled: [{ number: row.number, url: '/my/x', amount: eur(40_000) }],
      })),
      uses: ['/account/x'],
      next: 'at=0.x',
      later: true,
    }),
    statements: statementsPage(around, {
      rows: [
        {
          kind: 'open_items',
          asOf: '2026-04-30',
          balance: eur(33_768),
          url: 'https://papers.customer.example/x',
        },
        { kind: 'activity', asOf: '2026-03-31', balance: eur(-100) },
      ],
      today: '2026-05-12',
      from: '2026-04-12',
      entities: [
        { id: 'main', name: 'Nordwind Kontor GmbH' },
        { id: 'swiss', name: 'Nordwind AG' },
      ],
      form: 'f',
      said: 'made',
    }),
    methods: methodsPage(around, {
      methods: [
        {
          id: `pmt_${'0'.repeat(26)}` as never,
          kind: 'card',
          brand: 'visa',
          last4: '4242',
          expires: '2029-12',
        },
        { id: `pmt_${'1'.repeat(26)}` as never, kind: 'direct_debit', last4: '3000' },
      ],
      on: true,
      more: true,
      refused: true,
    }),
    contacts: contactsPage(around, {
      addresses: [
        {
          email: 'rechnungen@mueller-und-soehne.example',
          gets: ['billing', 'orders'],
          dead: false,
          choice: 'A'.repeat(22),
        },
        { email: 'einkauf@mueller-und-soehne.example', gets: ['orders'], dead: true, choice: 'B'.repeat(22) },
        {
          email: 'geschaeftsleitung@mueller-und-soehne.example',
          gets: [],
          dead: false,
          choice: 'C'.repeat(22),
        },
      ],
      off: ['statement'],
      said: 'saved',
    }),
    // A change waits for its code here; the other views say where else it is answered.
    changing: contactsPage(around, {
      addresses: [{ email: 'alt@mueller.example', gets: ['billing'], dead: false, choice: 'A'.repeat(22) }],
      off: [],
      change: changing('code'),
      said: 'asked',
    }),
    ...Object.fromEntries(
      (['codeElsewhere', 'link', 'night'] as const).map((waitsFor) => [
        `changing${waitsFor}`,
        contactsPage(around, { addresses: [], off: [], change: changing(waitsFor), said: 'wrong' }),
      ]),
    ),
    address: addressPage(around, {
      which: { choice: 'A'.repeat(22), email: 'alt@mueller.example' },
      name: 'Anna Müller',
      roles: ['billing', 'orders'],
      form: '0'.repeat(16),
    }),
    newAddress: addressPage(around, { name: '', roles: ['billing'], form: '0'.repeat(16) }),
    answer: answerPage({ ...answer, language, state: 'asks' }),
    answered: answerPage({
      ...answer,
      language,
      state: { from: '2026-05-13T09:00:00.000Z', zone: 'Europe/Berlin' },
    }),
    answerOver: answerPage({ ...answer, language, state: 'over' }),
    stop: stopPage({
      language,
      seller: VIEW.seller,
      state: {
        is: 'waits',
        action: '/my/no/x',
        what: 'alt@mueller.example → neu@mueller.example',
        by: 'a•••@x',
      },
    }),
    stopDone: stopPage({ language, state: { is: 'stopped' } }),
    stopOver: stopPage({ language, state: { is: 'over' } }),
    noMethods: methodsPage(around, { methods: [], on: false, more: false, refused: false }),
    verify: verifyPage({ ...outside, action: '/verify?at=acme' }),
    genuine: verifyPage({
      ...outside,
      action: '/verify?at=acme',
      said: { number: row.number, seller: 'Nordwind' },
    }),
    unknown: verifyPage({ ...outside, action: '/verify?at=acme', said: 'unknown' }),
    subscriptions: subscriptionsPage(
      around,
      Array.from({ length: 50 }, () => had),
    ),
    noSubscriptions: subscriptionsPage(around, []),
    subscription: subscriptionPage(around, {
      ...had,
      next: '2026-06-01',
      minimumUntil: '2026-09-01',
      announced: '2026-07-01',
      allowed: {
        quantity: { least: 1, most: 20 },
        plans: [
          { plan: 'a', name: 'Hosting L', price: '89,00 €' },
          { plan: 'b', name: 'Hosting XL', price: '129,00 €' },
        ],
        pauseUntil: '2026-08-01',
        cancel: true,
      },
      today: '2026-05-12',
      said: 'stale',
    }),
    ending: subscriptionPage(around, {
      ...had,
      end: '2026-07-01',
      noticeAt: '12.05.2026, 11:00 (Europe/Berlin)',
      pausedUntil: '2026-06-01',
      allowed: { plans: [], resume: 'end', cancel: false },
      today: '2026-05-12',
      said: 'done',
    }),
    change: previewPage(around, { ...wished, wish: { wish: 'quantity', quantity: '5' } }),
    cancel: previewPage(around, { ...wished, wish: { wish: 'cancel' }, bills: [] }),
    unpriced: previewPage(around, {
      ...wished,
      wish: { wish: 'pause', until: '2026-06-01' },
      bills: undefined,
    }),
    plans: plansPage(around, {
      plans: (['OPEN', 'BROKEN'] as const).map((state) => ({
        state,
        total: eur(90_000),
        numbers: ['INV-2026-000117', 'INV-2026-000118'],
        ...(state === 'OPEN' && { left: { owed: eur(60_000), parts } }),
      })),
      offers: [1, 2].map((n) => ({
        seller: `Nordwind ${n}`,
        mostInstalments: 3,
        firstUntil: '2026-05-26',
        invoices: Array.from({ length: 20 }, (_, at) => ({
          id: `inv_${n}${String(at).padStart(25, '0')}`,
          number: `INV-2026-${String(at).padStart(6, '0')}`,
          dueOn: '2026-04-30',
          open: eur(33_768),
        })),
      })),
      today: '2026-05-12',
      said: 'refused',
    }),
    noPlans: plansPage(around, { plans: [], offers: [], today: '2026-05-12' }),
    planPreview: planPreviewPage(around, {
      invoices: [{ id: ID, number: row.number }],
      schedule: { by: 'count', count: 3, every: 'month', firstOn: '2026-05-20' },
      total: eur(90_000),
      parts,
      graceBankDays: 3,
      seen: '0'.repeat(32),
    }),
    orders: ordersPage(around, {
      rows: Array.from({ length: 40 }, () => ({
        name: 'SO-2026-0815',
        placedOn: '2026-03-28',
        state: 'HELD' as const,
        total: eur(83_768),
        deliveries: ['2026-03-30', '2026-04-02'],
        invoices: [{ id: ID, number: row.number }],
        url: '/order/x',
      })),
      next: 'at=0.x',
      later: true,
    }),
    noOrders: ordersPage(around, { rows: [], later: false }),
    disputes: disputesPage(around, {
      rows: Array.from({ length: 20 }, () => asked),
      next: 'at=0.x',
      later: true,
    }),
    noDisputes: disputesPage(around, { rows: [], later: false }),
    questions: questionsPage(around, {
      rows: Array.from({ length: 20 }, () => question),
      invoices: rows.map(({ number }) => ({ id: ID, number })),
      form: 'f',
      said: 'tooMany',
    }),
    question: questionPage(around, {
      ...question,
      answerBy: '2026-05-15',
      thread: [
        { side: 'customer', on: '2026-05-12', text: 'Why is the tea dearer?' },
        { side: 'us', on: '2026-05-13', text: 'It has another tax since May.' },
      ],
      mayRate: true,
      form: 'f',
      said: 'sent',
    }),
    closedQuestion: questionPage(around, {
      ...question,
      number: undefined,
      state: 'CLOSED',
      answerBy: '2026-05-15',
      thread: [],
      stars: 4,
      mayRate: false,
      form: 'f',
    }),
    whose: whosePage(around, [
      { id: 'cus_1', name: 'Müller & Söhne GmbH', here: true },
      { id: 'cus_2', name: 'Müller Holding', here: false },
    ]),
  };
};
