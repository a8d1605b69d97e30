/** Whether what a partner says was agreed to can be put on file: what its provider says of it decides. Pure. */
import type { Instant, LocalDate } from '../kernel/dates.ts';
import { refuse, type Refusal } from '../kernel/result.ts';
import type { KeptMethod, Unusable } from '../payments/psp/port.ts';
import type { Autopay, MethodOnFile } from './method.ts';
import type { NewMethod } from './new-method.ts';

/** Schemes that move one currency only; cards move any. Others are left to their provider, who refuses a charge. */
const SCHEMES: Readonly<Record<string, string>> = {
  sepa_debit: 'EUR',
  sepa_core: 'EUR',
  bacs_debit: 'GBP',
  bacs: 'GBP',
  us_bank_account: 'USD',
  ach: 'USD',
  pad: 'CAD',
  au_becs_debit: 'AUD',
  becs: 'AUD',
  nz_bank_account: 'NZD',
  becs_nz: 'NZD',
  autogiro: 'SEK',
  betalingsservice: 'DKK',
};

export type Objection = Refusal<
  | 'methods.not_at_provider'
  | 'methods.of_another_payer'
  | 'methods.not_chargeable'
  | 'methods.not_as_shown'
  | 'methods.currency'
  | 'methods.consent'
>;
/** Why it cannot be put on file; undefined where it can. */
export const objection = (
  wanted: NewMethod,
  found: KeptMethod | Unusable,
  { now, today }: { now: Instant; today: LocalDate },
): Objection | undefined =>
  'unusable' in found
    ? REFUSED[found.unusable](found.word)
    : (unlike(wanted, found) ?? untimely(wanted, now, today));

const REFUSED = {
  unknown: (word: string) =>
    refuse('methods.not_at_provider', 'The company’s account at the provider has no such method.', [
      { pointer: '/token', detail: `is not known there (${word})` },
    ]),
  payer: () =>
    refuse('methods.of_another_payer', 'The provider has it with another customer of its own.', [
      { pointer: '/payer', detail: 'is not whose it is there' },
    ]),
  over: (word: string) =>
    refuse('methods.not_chargeable', 'The provider has it, and does not charge it.', [
      { pointer: '/token', detail: `cannot be charged (${word})` },
    ]),
} as const;

const unlike = (wanted: NewMethod, found: KeptMethod): Objection | undefined => {
  for (const name of ['last4', 'mandate'] as const)
    if (wanted[name] !== undefined && wanted[name] !== found[name])
      return refuse('methods.not_as_shown', 'The provider knows it by other digits or another reference.', [
        { pointer: `/${name}`, detail: 'is not what the provider has' },
      ]);
  for (const name of ['perCharge', 'perMonth'] as const)
    if (wanted.ceiling?.[name] && wanted.ceiling[name].currency !== wanted.currency)
      return refuse(
        'methods.currency',
        `The method is charged in ${wanted.currency}, and so is its ceiling.`,
        [{ pointer: `/ceiling/${name}/currency`, detail: `must be ${wanted.currency}` }],
      );
  const only = SCHEMES[found.scheme];
  return only === undefined || only === wanted.currency
    ? undefined
    : refuse('methods.currency', `Debits by ${found.scheme} are in ${only}.`, [
        { pointer: '/currency', detail: `must be ${only}` },
      ]);
};

const untimely = (
  { consent, expiresOn }: NewMethod,
  now: Instant,
  today: LocalDate,
): Objection | undefined => {
  if (Date.parse(consent.at) > Date.parse(now))
    return refuse('methods.consent', 'Nobody has agreed to it yet.', [
      { pointer: '/consent/at', detail: `must not be after ${now}` },
    ]);
  return expiresOn !== undefined && expiresOn < today
    ? refuse('methods.consent', 'What was agreed to is over.', [
        { pointer: '/expiresOn', detail: `must not be before ${today}` },
      ])
    : undefined;
};

/** What was agreed to, as it is kept with the method. */
export const authorisationOf = ({
  consent,
  expiresOn,
  ceiling,
}: NewMethod): MethodOnFile['authorisation'] => ({
  consent: { version: 1, ...consent, at: new Date(Date.parse(consent.at)).toISOString() },
  scope: 'invoices',
  ...(expiresOn !== undefined && { expiresOn }),
  ...(ceiling && { ceiling }),
});

/** What the customer said last wins: who has stopped charges after it agreed wants none. */
export const wantsCharges = ({ history }: Autopay, { consent }: MethodOnFile['authorisation']): boolean => {
  const last = history.at(-1);
  return last === undefined || last.on || last.at <= consent.at;
};

/** What stands for it already: itself, or whom the provider's name belongs to while that may be charged; undefined where it is new. */
export const standing = (
  { id }: Pick<MethodOnFile, 'id'>,
  itself: MethodOnFile | undefined,
  holder: MethodOnFile | undefined,
): MethodOnFile | undefined =>
  itself ?? (holder && (holder.id === id || holder.state === 'ACTIVE') ? holder : undefined);
