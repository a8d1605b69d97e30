/** What the core knows of a payment provider: start a payment on its hosted page, ask for its truth, read its webhooks. */
import type { Instant } from '../../kernel/dates.ts';
import type { Money } from '../../kernel/money.ts';
import type { AttemptState, DisputeCause, DisputeState, Payout, ProviderName } from '../payment.ts';

/** The only way out of an adapter: the runtime's guarded fetch. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>;

export interface StartPayment {
  /** `att_….inv_…`: the provider hands it back with everything it says of this payment. */
  readonly reference: string;
  /** Handed back likewise: what the provider says of the payment goes on under the invoice's trace. */
  readonly trace: string | undefined;
  /** The attempt's id: starting twice starts once. */
  readonly idempotencyKey: string;
  readonly amount: Money;
  readonly description: string;
  readonly payerEmail: string;
  readonly returnUrl: string;
  /** Where a payer comes back to who did not pay, at providers that tell the two apart. */
  readonly cancelUrl: string;
  /** From then on nobody may pay through it: another attempt may have begun. */
  readonly until: Instant;
  /** What pays is to be kept, for charges without the payer. */
  readonly keep?: true;
}
export interface Started {
  readonly providerRef: string;
  readonly url: string;
}

/** What a provider says of one payment. `version` rises with every change (a version or a time in seconds). */
export interface News {
  readonly reference: string;
  readonly providerRef: string;
  readonly state: AttemptState;
  readonly version: number;
  readonly amount: Money;
  readonly failure?: string;
  /** A debit of an account can be given back for weeks, a card payment is there; card where absent. */
  readonly method?: 'card' | 'direct_debit';
}
/** What a provider says of one dispute or returned debit, as a whole: later news take the place of earlier ones. */
export interface DisputeNews {
  /** The provider's id of it. */
  readonly disputeId: string;
  /** Of the attempt that it is about, and the provider's id of that payment. */
  readonly reference: string;
  readonly capture: string;
  readonly state: DisputeState;
  readonly version: number;
  readonly amount: Money;
  /** What the provider takes for it beside the money itself, in all. */
  readonly feeMinor: number;
  readonly cause: DisputeCause;
  /** The provider's own word. */
  readonly reason: string;
  readonly evidenceBy?: Instant;
  /** That all is well again: of no interest where nothing was disputed. */
  readonly onlyIfKnown?: true;
}
/** What is to go back of what a provider collected. */
export interface GiveBack {
  /** Handed back with everything that the provider says of it; refunding the same id twice refunds once. */
  readonly refundId: string;
  /** The provider's id of the payment. */
  readonly capture: string;
  readonly amount: Money;
  readonly trace: string | undefined;
}
export interface RefundNews {
  readonly refundId: string;
  /** Absent where the provider refused it. */
  readonly providerRef?: string;
  readonly state: 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'UNKNOWN';
  readonly failure?: string;
}
/** What paid, as the provider keeps it: names that open nothing without our key there, and what a payer knows it by. */
export interface KeptMethod {
  readonly token: string;
  /** The provider's customer that it belongs to, at providers that have such. */
  readonly payer?: string;
  readonly kind: 'card' | 'direct_debit';
  /** The provider's word for how money moves: `card`, `sepa_debit`, `bacs`. */
  readonly scheme: string;
  readonly brand?: string;
  readonly last4: string;
  /** Of a card: its last month, YYYY-MM. */
  readonly expires?: string;
  /** Of a debit: the mandate's reference and the creditor's identifier, as they stand on the payer's bank statement. */
  readonly mandate?: string;
  readonly creditor?: string;
}
/** unknown: this account there has none such. payer: it is another customer's. over: it cannot be charged, by the provider's own word. */
export interface Unusable {
  readonly unusable: 'unknown' | 'payer' | 'over';
  readonly word: string;
}
export interface ChargeKept {
  /** As of a payment that is started. */
  readonly reference: string;
  readonly trace: string | undefined;
  /** The attempt's id: charging twice charges once. */
  readonly idempotencyKey: string;
  readonly amount: Money;
  readonly description: string;
  readonly token: string;
  readonly payer: string | undefined;
  /** When the attempt was begun: what was made of it since is looked for before it is made again. */
  readonly begunAt: Instant;
  readonly again: boolean;
}
/** A page on which a payer gives a card or a mandate, and pays nothing. */
export interface SetupPage {
  /** `ivt_….n`: handed back with what was kept, and its key: opening it twice opens it once. */
  readonly reference: string;
  readonly trace: string | undefined;
  readonly currency: string;
  readonly description: string;
  readonly payerEmail: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
  readonly until: Instant;
}
/** What a provider can do with methods on file. */
export interface Keeping {
  /** What paid this payment, where the provider keeps it for charges. */
  kept(capture: string): Promise<KeptMethod | undefined>;
  /** Opens such a page; what comes of it is told as `filed`. */
  setup(request: SetupPage): Promise<{ readonly url: string }>;
  /** What is there under this name, of this customer of the provider's where one is named, and can be charged now. */
  find(token: string, payer: string | undefined): Promise<KeptMethod | Unusable>;
  /** Charges it without the payer. What is refused is FAILED with the provider's own word; what could not be answered is thrown, and asked again. */
  charge(request: ChargeKept): Promise<News>;
  /** Lets the provider forget it; doing it twice does it once. */
  forget(token: string): Promise<void>;
}
export type ProviderFact =
  | { readonly kind: 'payment'; readonly news: News }
  | { readonly kind: 'refunds'; readonly news: readonly RefundNews[] }
  | { readonly kind: 'disputes'; readonly news: readonly DisputeNews[] }
  /** What was given on a setup page, by the reference of that. */
  | { readonly kind: 'filed'; readonly reference: string; readonly token: string }
  /** A method on file that the provider, the payer or the bank has ended there. */
  | { readonly kind: 'ended'; readonly token: string; readonly reason: string }
  | { readonly kind: 'payout'; readonly payout: Omit<Payout, 'version' | 'state' | 'bankLineId'> }
  | { readonly kind: 'several'; readonly facts: readonly ProviderFact[] }
  /** A type that says nothing about money here; kept, not worked on. */
  | { readonly kind: 'other'; readonly type: string };

/** An event as its webhook brings it. */
export interface KeptEvent {
  readonly id: string;
  readonly raw: string;
}

export interface Provider {
  readonly name: ProviderName;
  /** Where its hosted page lives: the pay page's forms may end there. */
  readonly pageOrigin: string;
  start(request: StartPayment): Promise<Started>;
  /** The provider's present truth of a payment. */
  ask(providerRef: string, now: string): Promise<News>;
  /**
   * Gives money back, or says what became of it where that was asked before, however long ago. What the provider refuses for good is
   * FAILED; what it could not answer is thrown, and asked again.
   */
  refund(request: GiveBack): Promise<RefundNews>;
  /** The provider's present truth of a dispute; undefined where it is of another system on the same account. */
  askDispute(disputeId: string, now: string): Promise<DisputeNews | undefined>;
  /** Gives a dispute up: the provider takes no evidence any more. Doing it twice does it once. */
  acceptDispute(disputeId: string, now: string): Promise<DisputeNews | undefined>;
  /** Methods on file; absent where the provider keeps none, or this adapter cannot say it. */
  readonly keeping?: Keeping;
  /** The id of a webhook whose signature over the raw bytes holds now; undefined for any other. */
  verify(raw: string, headers: Readonly<Record<string, string | undefined>>, now: string): string | undefined;
  /** The events of one webhook, where a provider puts several into it; else it is one, under the id that `verify` found. */
  eventsIn?(raw: string): readonly KeptEvent[];
  /**
   * What was told since then, in any order, a page at a time, each as its webhook would have brought it; absent where a provider keeps no
   * list of it.
   */
  events?(
    since: Instant,
    cursor: string | undefined,
  ): Promise<{ readonly events: readonly KeptEvent[]; readonly next?: string | undefined }>;
  /** Reads a kept webhook; may ask the provider for what it leaves out. */
  read(raw: string): Promise<ProviderFact>;
}

/** Per tenant and provider, as the operator put them into the vault. */
export interface Credentials {
  readonly apiKey: string;
  /** Several while one is rotated: whatever one of them signed is the provider's. */
  readonly webhookSecret: string | readonly string[];
  /** Where the provider answers, when that is not its public address: the sandbox, or a test. */
  readonly baseUrl?: string;
  /** Of the generic hosted checkout: what its API is like (hosted.ts), and where its page lives, when that is elsewhere. */
  readonly checkout?: unknown;
  readonly pageOrigin?: string;
}

export const secretsOf = ({ webhookSecret }: Pick<Credentials, 'webhookSecret'>): readonly string[] =>
  [webhookSecret].flat();

export const referenceOf = (attemptId: string, invoiceId: string): string => `${attemptId}.${invoiceId}`;
export const parseReference = (reference: string): { attemptId: string; invoiceId: string } | undefined => {
  const [, attemptId, invoiceId] = /^(att_[0-9a-z]{26})\.(inv_[0-9a-z]{26})$/.exec(reference) ?? [];
  return attemptId === undefined || invoiceId === undefined ? undefined : { attemptId, invoiceId };
};

export const setupOf = (invitationId: string, place: number): string => `${invitationId}.${place}`;
export const parseSetup = (reference: string): { id: string; place: number } | undefined => {
  const [, id, place] = /^(ivt_[0-9a-z]{26})\.(\d{1,2})$/.exec(reference) ?? [];
  return id === undefined ? undefined : { id, place: Number(place) };
};

/** Of our form; whose refund it is, is looked up by whoever hears of it. */
export const isRefundId = (text: string): boolean => /^ref_[0-9a-z]{26}$/.test(text);

/** The trace that we gave a provider with a payment, in what it signed. It leads to nothing but log lines and acts. */
export const traceNoted = (raw: string): string | undefined =>
  /"trace"\s*:\s*"([0-9a-f]{32})"/.exec(raw)?.[1];
