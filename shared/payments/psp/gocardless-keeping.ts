/** Mandates at GoCardless: every debit has one, and what the payer let us keep is debited again under it. */
import {
  BankAccount,
  BillingRequest,
  Creditor,
  Flow,
  GoCardlessRefusal,
  mandateOf,
  Mandate,
  Payment,
  type Wire,
} from './gocardless-wire.ts';
import { parseSetup, type Keeping, type KeptMethod, type News, type ProviderFact } from './port.ts';

/** What events of mandates say of one that is no more (developer.gocardless.com, "mandates"). */
export const OVER: ReadonlySet<string> = new Set(['cancelled', 'expired', 'failed', 'blocked', 'consumed']);

/** A debit may be made before the bank has heard of its mandate: it waits there. One that its payer still has to sign takes none. */
const CHARGEABLE: ReadonlySet<string> = new Set(['pending_submission', 'submitted', 'active']);

export const keepingAt = (api: Wire, newsOf: (payment: Payment, version: number) => News): Keeping => ({
  kept: async (capture) => {
    const { links } = await api.one('payments', Payment, capture);
    if (links.mandate === undefined) return undefined;
    const mandate = await api.one('mandates', Mandate, links.mandate);
    return OVER.has(mandate.status) ? undefined : described(api, mandate);
  },
  setup: async ({ reference, trace, currency, description, payerEmail, returnUrl, cancelUrl }) => {
    const metadata = { reference, ...(trace !== undefined && { trace }) };
    const asked = { mandate_request: { currency, description }, metadata };
    const request = await api.make('billing_requests', BillingRequest, asked, reference);
    return { url: await pageOf(api, request.id, { payerEmail, returnUrl, cancelUrl }) };
  },
  find: async (token, payer) => {
    const mandate = await mandateAt(api, token);
    if (typeof mandate === 'string') return { unusable: 'unknown', word: mandate };
    const { customer } = mandate.links;
    if (payer !== undefined && customer !== payer) return { unusable: 'payer', word: customer ?? '' };
    return CHARGEABLE.has(mandate.status)
      ? described(api, mandate)
      : { unusable: 'over', word: `mandate_${mandate.status}` };
  },
  // The same key finds the payment that was made, for good.
  charge: async ({ reference, trace, idempotencyKey, amount, token, begunAt }) => {
    const version = Math.floor(Date.parse(begunAt) / 1000);
    try {
      const payment = await api.make(
        'payments',
        Payment,
        {
          amount: amount.minor,
          currency: amount.currency,
          metadata: { reference, ...(trace !== undefined && { trace }) },
          links: { mandate: token },
        },
        idempotencyKey,
      );
      return newsOf(payment, version);
    } catch (error) {
      if (!(error instanceof GoCardlessRefusal)) throw error;
      const failure = error.reason;
      return { reference, providerRef: idempotencyKey, state: 'FAILED', version, amount, failure };
    }
  },
  forget: async (token) => {
    try {
      await api.act('mandates', token, 'cancel');
    } catch (error) {
      // It is over already.
      if (!(error instanceof GoCardlessRefusal)) throw error;
    }
  },
});

/** A text says in its own word why there is none. */
const mandateAt = async (api: Wire, token: string): Promise<Mandate | string> => {
  try {
    return await api.one('mandates', Mandate, token);
  } catch (error) {
    if (!(error instanceof GoCardlessRefusal)) throw error;
    return error.reason;
  }
};
const described = async (api: Wire, mandate: Mandate): Promise<KeptMethod> => {
  const { customer_bank_account: bank, creditor, customer } = mandate.links;
  const account = await api.one('customer_bank_accounts', BankAccount, bank);
  const known = creditor === undefined ? undefined : await api.one('creditors', Creditor, creditor);
  const identifier = known?.scheme_identifiers.find(({ scheme }) => scheme === mandate.scheme)?.reference;
  return {
    token: mandate.id,
    ...(customer !== undefined && { payer: customer }),
    kind: 'direct_debit',
    scheme: mandate.scheme,
    last4: account.account_number_ending,
    mandate: mandate.reference ?? mandate.id,
    ...(typeof identifier === 'string' && { creditor: identifier }),
  };
};

/** Where the payer gives the mandate. */
export const pageOf = async (
  api: Wire,
  request: string,
  { payerEmail, returnUrl, cancelUrl }: { payerEmail: string; returnUrl: string; cancelUrl: string },
): Promise<string> => {
  const flow = await api.make('billing_request_flows', Flow, {
    redirect_uri: returnUrl,
    exit_uri: cancelUrl,
    prefilled_customer: { email: payerEmail },
    links: { billing_request: request },
  });
  return flow.authorisation_url;
};
/** The mandate that was given on a page without a payment; undefined where the request is of a payment, or not fulfilled. */
export const filedBy = (request: BillingRequest): ProviderFact | undefined => {
  const [reference, token] = [request.metadata['reference'] ?? '', mandateOf(request)];
  return request.status === 'fulfilled' && token !== undefined && parseSetup(reference)
    ? { kind: 'filed', reference, token }
    : undefined;
};
