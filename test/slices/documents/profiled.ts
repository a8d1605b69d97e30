/** Snapshots under a profile of e-invoices: the standing one, and any that the rules let be issued. */
import * as fc from 'fast-check';
import type { EInvoiceProfile } from '../../../shared/customers/customer.ts';
import { issueFaults } from '../../../shared/customers/e-invoice.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import type { Entity } from '../../../shared/access/tenant.ts';
import type { Snapshot } from '../../../shared/invoices/invoice.ts';
import { anySnapshot } from './snapshots.ts';

/** The example of KoSIT's "Format der Leitweg-ID". */
export const LEITWEG_ID = '04011000-1234512345-06';
const CONTACT = {
  name: 'Buchhaltung, Frau Petersen',
  phone: '+49 40 123456-17',
  email: 'petersen@nordlicht.example',
};

export const under = (profile: EInvoiceProfile, of: Snapshot): Snapshot => ({
  ...of,
  eInvoice: {
    profile,
    buyerReference: LEITWEG_ID,
    contact: CONTACT,
    buyer: { scheme: '0204', id: LEITWEG_ID },
    seller: { scheme: '9930', id: 'DE136695976' },
  },
});

export const taken = (of: Snapshot): Snapshot => ({
  ...of,
  credits: { number: 'INV-2026-000001', issuedOn: '2026-01-02', reason: 'price', text: 'As agreed' },
});

/** The customer and the entity that such an invoice was made of. */
export const sidesOf = ({
  buyer,
  seller,
  eInvoice,
  currency,
}: Snapshot): { customer: Customer; entity: Entity } => ({
  customer: {
    ...buyer,
    currency,
    ...(eInvoice && {
      eInvoice: {
        profile: eInvoice.profile,
        buyerReference: eInvoice.buyerReference,
        endpoint: eInvoice.buyer,
      },
    }),
  } as unknown as Customer,
  entity: { ...seller, endpoint: eInvoice?.seller, contact: eInvoice?.contact } as unknown as Entity,
});

const TERMS = { id: 'agr_01k9xq4n5e8y7v3m2c1b0a9z8w', version: 1, name: 'Early' };
const ONE = [{ days: 30 }];
const TWO = [{ percent: '50', days: 10 }, ...ONE];

/** In currencies with cents; some with less to pay for who pays early, at one due date or two. */
export const anyUnder = (profile: EInvoiceProfile): fc.Arbitrary<Snapshot> =>
  fc
    .record({
      of: anySnapshot(['EUR', 'EUR', 'GBP', 'USD', 'HUF'], 6),
      lacks: fc.subarray(['buyerReference', 'contact', 'seller', 'buyer'] as const),
      early: fc.constantFrom(undefined, undefined, 'gross' as const, 'net' as const, 'taxed' as const),
      lines: fc.constantFrom(ONE, TWO),
    })
    .map(({ of, lacks, early, lines }) => {
      const whole = under(profile, of);
      const eInvoice = { ...whole.eInvoice! };
      for (const one of lacks) delete eInvoice[one];
      return {
        ...whole,
        eInvoice,
        ...(early && {
          terms: { ...TERMS, lines, earlyPayment: { percent: '2.5', days: 10, mode: early } },
        }),
      };
    })
    .filter((of) => {
      const { customer, entity } = sidesOf(of);
      return issueFaults(customer, entity, of).length === 0;
    });
