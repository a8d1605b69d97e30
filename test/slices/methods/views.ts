/** What pages and mails of charges show, drawn. */
import { SELLER } from '../../../bin/demo/company.ts';
import type { ChoiceView } from '../../../shared/methods/page.tsx';
import type { KeepView } from '../../../shared/methods/keep.tsx';
import { CONSENT } from '../../../shared/portal/consentwords.ts';
import type { Language } from '../../../shared/kernel/party.ts';

export const LANGUAGES: readonly Language[] = ['en', 'de', 'fr', 'es', 'it', 'nl'];
export const SENDER = SELLER;
const METHOD = {
  kind: 'direct_debit',
  last4: '3001',
  mandate: 'QUIT-7F3K2M9A',
  creditor: 'DE98ZZZ09999999999',
} as const;
const eur = (minor: number) => ({ minor, currency: 'EUR' });

export const CHOICE: ChoiceView = {
  language: 'en',
  seller: { name: SELLER.name, email: SELLER.email },
  number: 'INV-2026-000117',
  said: 'planned',
  amount: eur(123_456_78),
  on: '2026-04-30',
  method: METHOD,
  action: '/autopay/x',
  payUrl: '/pay/x',
};
export const KEEP: KeepView = {
  language: 'en',
  seller: { name: SELLER.name, email: SELLER.email },
  said: 'asked',
  consent: CONSENT.en(SELLER.name, 14),
  until: '2026-04-30',
  method: METHOD,
  action: '/method/x',
};
export const DEBIT = {
  invoice: { number: 'INV-2026-000117', open: eur(1_190_00) },
  on: '2026-04-30',
  amount: eur(1_190_00),
  method: METHOD,
  payUrl: 'https://pay.example/pay/x',
  choice: 'https://pay.example/autopay/x',
};
