/** A customer with a card on file and an invoice that is due on Friday, 16 January 2026. */
import type { Entity } from '../../../shared/access/tenant.ts';
import { Entity as EntityShape } from '../../../shared/access/tenant.ts';
import type { Invoice } from '../../../shared/invoices/invoice.ts';
import { idFrom } from '../../../shared/kernel/ids.ts';
import type { Used } from '../../../shared/methods/ceilings.ts';
import type { Autopay, MethodOnFile } from '../../../shared/methods/method.ts';
import type { Situation } from '../../../shared/methods/rules.ts';
import type { Attempt } from '../../../shared/payments/payment.ts';
import { SELLER } from '../../../bin/demo/company.ts';
import { anInvoice, attemptId, customerId } from '../../support/drawn.ts';

const TRACE = 'a'.repeat(32);
export const methodId = (serial: number): `mtd_${string}` =>
  idFrom('mtd', 1_760_000_000_000 + serial, new Uint8Array(10).fill(serial));

export const aMethod = (over: Partial<MethodOnFile> = {}): MethodOnFile => ({
  id: methodId(1),
  version: 1,
  customerId,
  entity: 'main',
  provider: 'sandbox',
  kind: 'card',
  currency: 'EUR',
  scheme: 'card',
  brand: 'visa',
  last4: '4242',
  expires: '2029-12',
  token: 'mth_1',
  authorisation: {
    consent: {
      version: 1,
      language: 'en',
      text: 'Keep this.',
      at: '2026-01-02T09:00:00.000Z',
      by: 'payer',
      channel: 'invoice_page',
    },
    attemptId: attemptId(9),
    scope: 'invoices',
  },
  state: 'ACTIVE',
  at: '2026-01-02T09:00:00.000Z',
  trace: TRACE,
  ...over,
});

export const anAttempt = (over: Partial<Attempt> = {}): Attempt => ({
  id: attemptId(1),
  version: 1,
  invoiceId: anInvoice(1, 10_000).id,
  customerId,
  provider: 'sandbox',
  amount: { minor: 10_000, currency: 'EUR' },
  state: 'INITIATED',
  providerVersion: 0,
  createdAt: '2026-01-16T05:00:00.000Z',
  trace: TRACE,
  ...over,
});

interface Over {
  readonly invoice?: Partial<Invoice>;
  readonly entity?: Partial<Entity>;
  readonly autopay?: Partial<Autopay>;
  readonly methods?: readonly MethodOnFile[];
  readonly attempts?: readonly Attempt[];
  readonly unappliedMinor?: number;
  readonly used?: Used;
  readonly today?: string;
}
export const aSituation = ({
  invoice,
  entity,
  autopay,
  today = '2026-01-05',
  ...over
}: Over = {}): Situation => ({
  invoice: anInvoice(1, 10_000, invoice),
  entity: { ...EntityShape.parse(SELLER), autopay: { daysBefore: 0 }, ...entity },
  autopay: { customerId, version: 1, on: true, history: [], ...autopay },
  methods: [aMethod()],
  attempts: [],
  unappliedMinor: 0,
  uses: new Map(),
  used: new Map(),
  today,
  now: `${today}T06:00:00.000Z`,
  ...over,
});
