/** Methods on file at Stripe: what Checkout kept for charges without the payer, and those charges. */
import Stripe from 'stripe';
import {
  parseSetup,
  type ChargeKept,
  type Keeping,
  type KeptMethod,
  type News,
  type ProviderFact,
  type SetupPage,
  type Unusable,
} from './port.ts';
import { toStripe } from './stripe-amounts.ts';

/** In the metadata of an intent that was made without its payer: nobody is at a page to try again. */
export const UNATTENDED = { attended: 'no' } as const;

export const keepingAt = (
  client: Stripe,
  intentOf: (capture: string) => Promise<string>,
  newsOf: (intent: Stripe.PaymentIntent, version: number) => News | undefined,
): Keeping => ({
  kept: async (capture) => {
    const intent = await client.paymentIntents.retrieve(await intentOf(capture), {
      expand: ['payment_method', 'latest_charge'],
    });
    const { payment_method: method, customer, latest_charge: charge } = intent;
    if (!intent.setup_future_usage || customer === null || method === null || typeof method === 'string')
      return undefined;
    // It was taken off again before anybody asked: the intent goes on naming it.
    if (method.customer === null) return undefined;
    const said = describe(method);
    const mandate = typeof charge === 'string' ? undefined : mandateIn(charge);
    return (
      said && {
        token: method.id,
        payer: idIn(customer),
        scheme: method.type,
        ...said,
        ...(mandate !== undefined && (await namesOf(client, mandate)).names),
      }
    );
  },
  setup: (request) => setUp(client, request),
  find: (token, payer) => found(client, token, payer),
  charge: async (request) => {
    const known = request.again ? await madeBefore(client, request) : undefined;
    if (known) return newsOf(known, secondsOf(request.begunAt))!;
    return charged(client, request, newsOf);
  },
  forget: async (token) => {
    try {
      await client.paymentMethods.detach(token);
    } catch (error) {
      // It is nobody's any more already.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
  },
});

const idIn = (one: string | { readonly id: string }): string => (typeof one === 'string' ? one : one.id);

/** Checkout in the mode that takes no money. A customer of theirs is made, because a charge without the payer is made of both. */
const setUp = async (
  client: Stripe,
  { reference, trace, currency, description, payerEmail, returnUrl, cancelUrl, until }: SetupPage,
): Promise<{ url: string }> => {
  const metadata = { reference, ...(trace !== undefined && { trace }) };
  const session = await client.checkout.sessions.create(
    {
      mode: 'setup',
      currency: currency.toLowerCase(),
      customer_creation: 'always',
      customer_email: payerEmail,
      client_reference_id: reference,
      success_url: returnUrl,
      cancel_url: cancelUrl,
      expires_at: secondsOf(until),
      metadata,
      setup_intent_data: { metadata, description },
    },
    { idempotencyKey: reference },
  );
  return { url: session.url! };
};
/** What was given on such a page; undefined where the session is none of these, or of another system on the same account. */
export const filedBy = async (
  client: Stripe,
  { mode, setup_intent: intent, metadata }: Stripe.Checkout.Session,
): Promise<ProviderFact | undefined> => {
  const reference = metadata?.['reference'] ?? '';
  if (mode !== 'setup' || intent === null || !parseSetup(reference)) return undefined;
  const { payment_method: method } = await client.setupIntents.retrieve(idIn(intent));
  return method === null ? undefined : { kind: 'filed', reference, token: idIn(method) };
};

const found = async (
  client: Stripe,
  token: string,
  payer: string | undefined,
): Promise<KeptMethod | Unusable> => {
  const method = await methodAt(client, token);
  if (typeof method === 'string') return { unusable: 'unknown', word: method };
  if (method.customer === null) return { unusable: 'over', word: 'detached' };
  const owner = idIn(method.customer);
  if (payer !== undefined && owner !== payer) return { unusable: 'payer', word: owner };
  const said = describe(method);
  if (!said) return { unusable: 'over', word: method.type };
  const common = { token, payer: owner, scheme: method.type, ...said };
  if (said.kind === 'card') return common;
  const mandate = await mandateOf(client, token, owner);
  if (mandate === undefined) return { unusable: 'over', word: 'no_mandate' };
  const { status, names } = await namesOf(client, mandate);
  return status === 'inactive' ? { unusable: 'over', word: 'mandate_inactive' } : { ...common, ...names };
};
/** A text says in its own word why there is none. */
const methodAt = async (client: Stripe, token: string): Promise<Stripe.PaymentMethod | string> => {
  try {
    return await client.paymentMethods.retrieve(token);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    return error.code ?? error.type;
  }
};
/** It was given with a setup, or with the payment that the method was kept with. */
const mandateOf = async (client: Stripe, token: string, customer: string): Promise<string | undefined> => {
  const { data: setups } = await client.setupIntents.list({ payment_method: token, limit: 100 });
  for (const { mandate } of setups) if (mandate !== null) return idIn(mandate);
  const expand = ['data.latest_charge'];
  const { data: intents } = await client.paymentIntents.list({ customer, limit: 100, expand });
  for (const { payment_method: method, latest_charge: charge } of intents) {
    if (method === null || idIn(method) !== token || typeof charge === 'string') continue;
    const mandate = mandateIn(charge);
    if (mandate !== undefined) return mandate;
  }
  return undefined;
};

const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** Stripe forgets keys after a day; what was made under this reference is found for good. */
const madeBefore = async (
  client: Stripe,
  { payer, reference, begunAt }: ChargeKept,
): Promise<Stripe.PaymentIntent | undefined> => {
  const asked = {
    ...(payer !== undefined && { customer: payer }),
    created: { gte: secondsOf(begunAt) - 300 },
  };
  for await (const one of client.paymentIntents.list({ ...asked, limit: 100 }))
    if (one.metadata['reference'] === reference) return one;
  return undefined;
};

const charged = async (
  client: Stripe,
  { reference, trace, idempotencyKey, amount, description, token, payer, begunAt }: ChargeKept,
  newsOf: (intent: Stripe.PaymentIntent, version: number) => News | undefined,
): Promise<News> => {
  const version = secondsOf(begunAt);
  try {
    const intent = await client.paymentIntents.create(
      {
        amount: toStripe(amount),
        currency: amount.currency.toLowerCase(),
        ...(payer !== undefined && { customer: payer }),
        payment_method: token,
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        off_session: true,
        confirm: true,
        description,
        metadata: { reference, ...(trace !== undefined && { trace }), ...UNATTENDED },
      },
      { idempotencyKey },
    );
    return newsOf(intent, version)!;
  } catch (error) {
    const refused =
      error instanceof Stripe.errors.StripeCardError ||
      error instanceof Stripe.errors.StripeInvalidRequestError;
    if (!refused) throw error;
    return {
      reference,
      // What was refused before there was a payment has no id there.
      providerRef: error.payment_intent?.id ?? idempotencyKey,
      state: 'FAILED',
      version,
      amount,
      failure: error.decline_code ?? error.code ?? error.type,
    };
  }
};

/** The fields of a bank debit's method differ in where its last digits stand, and not in what they are called. */
const describe = (
  method: Stripe.PaymentMethod,
): Pick<KeptMethod, 'kind' | 'brand' | 'last4' | 'expires'> | undefined => {
  const { card, type } = method;
  if (card)
    return {
      kind: 'card',
      brand: card.brand,
      last4: card.last4,
      expires: `${card.exp_year}-${String(card.exp_month).padStart(2, '0')}`,
    };
  const debit = (method as unknown as Record<string, { last4?: string | null } | undefined>)[type];
  return debit?.last4 ? { kind: 'direct_debit', last4: debit.last4 } : undefined;
};

type Details = Record<string, { mandate?: string | null; reference?: string | null } | undefined>;
const mandateIn = (charge: Stripe.Charge | null): string | undefined => {
  const details = charge?.payment_method_details;
  return (details && (details as unknown as Details)[details.type]?.mandate) || undefined;
};
const namesOf = async (
  client: Stripe,
  id: string,
): Promise<{ status: string; names: Pick<KeptMethod, 'mandate'> }> => {
  const { payment_method_details: details, status } = await client.mandates.retrieve(id);
  const reference = (details as unknown as Details)[details.type]?.reference;
  return { status, names: { mandate: reference ?? id } };
};
