/** One thing of every kind in the world, each route with a path of one of them, and a body that it would take. */
import { createHash } from 'node:crypto';
import { SELLER } from '../../bin/demo/company.ts';
import { camt053 } from '../../bin/demo/camt.ts';
import { Webhook } from 'standardwebhooks';
import { openCompany } from '../../bin/demo/open.ts';
import { apis } from '../../lib/wiring.ts';
import { ROLES } from '../../shared/access/roles.ts';
import { SAMPLES } from '../../shared/intake/samples.ts';
import type { Route } from '../../shared/kernel/contract.ts';
import type { Order } from '../../shared/orders/order.ts';
import type { Unbilled } from '../../shared/orders/unbilled.ts';
import { FILES, sendForm, type Form } from './files.ts';
import { arrives, asksIn, mime } from './inbound.ts';
import { parkSomething } from './parked.ts';
import { Visitor } from './visitor.ts';
import type { Answer, Buyer, World } from './world.ts';

/** `GET /v1/orders/{id}` and its contract. */
export const ROUTES: readonly (readonly [string, Route])[] = Object.values(apis)
  .flatMap(({ api }) => Object.values(api))
  .map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);

const { id: _, zone: __, currency: ___, series: ____, ...PROFILE } = SELLER;
/** What an entity says of itself over the API. */
export { PROFILE };

/** So that one that began long ago is parked: more days are due than one run bills. */
const PLAN = {
  name: 'Basic',
  currency: 'EUR',
  interval: { unit: 'day' },
  validFrom: '2025-01-01',
  price: { model: 'flat', price: '1.00' },
  usage: [{ meter: 'calls', name: 'Calls', price: { model: 'unit', price: '0.01' } }],
};

/** Of an invoice that is not there. */
const INSTALMENTS = {
  invoices: [`inv_${'0'.repeat(26)}`],
  schedule: { by: 'count', count: 2, every: 'month', firstOn: '2027-01-31' },
};

/** Reminders and statements go out in the first minute of Sundays. */
const CLOSED = { hours: { from: '00:00', to: '00:01', days: [7] } };

/** A mailbox of SES's simulator that bounces. */
const DEAD = 'bounce@simulator.amazonses.com';

/** By route: a body that it takes from somebody who may. */
export const fitting = (acme: Pick<Buyer, 'id'>, serial = 1): Readonly<Record<string, unknown>> => ({
  'POST /v1/keys': { name: `made ${serial}`, roles: ['auditor'] },
  'POST /v1/keys/{id}/rotate': {},
  'POST /v1/keys/{id}/revoke': { reason: 'because' },
  'PUT /v1/entities/{id}': PROFILE,
  'POST /v1/entities/{id}/keep-bank': { reason: 'because' },
  'POST /v1/approvals/{id}/approve': {},
  'POST /v1/approvals/{id}/reject': { reason: 'because' },
  'PUT /v1/customers/{source}/{externalId}': {
    name: 'X',
    address: { line1: 'W 1', postalCode: '1', city: 'B', country: 'DE' },
    emails: ['a@b.example'],
    currency: 'EUR',
  },
  'POST /v1/customers/{id}/addresses/allow': { email: DEAD, reason: 'because' },
  'PUT /v1/customers/{id}/mail-preferences': { off: ['statement'] },
  'POST /v1/customers/{id}/merge': { into: acme.id, reason: 'because' },
  'POST /v1/customer-duplicates/{id}/dismiss': { reason: 'because' },
  'POST /v1/customer-imports': `{"externalId":"F-${serial}","name":"X"}`,
  'POST /v1/invoice-imports': JSON.stringify({
    number: `OLD-${serial}`,
    customer: 'Refused',
    issuedOn: '2026-01-02',
    dueOn: '2026-01-16',
    currency: 'EUR',
    total: '10.00',
  }),
  'PUT /v1/rates/{base}/{quote}/{date}': { rate: '1.0876', source: 'ECB' },
  'POST /v1/rate-imports': `Date,USD\n2026-01-02,1.0${serial}\n`,
  'PUT /v1/customers/{id}/credit': { limit: { minor: 10_000_000, currency: 'EUR' } },
  'PUT /v1/customers/{id}/credit/block': { blocked: false, reason: 'because' },
  'POST /v1/customers/{id}/credit/signals': {
    kind: 'lost_dispute',
    reference: `D-${serial}`,
    on: '2026-01-02',
  },
  'PUT /v1/credit/rules': { rules: [{ when: 'limit_expired' }] },
  'POST /v1/orders': {
    source: 'shop',
    sourceOrderId: `refused-${serial}`,
    customer: { id: acme.id },
    currency: 'EUR',
    lines: [{ sku: 'A', description: 'Tea', quantity: '1', unitPrice: '1.00' }],
  },
  'POST /v1/quotes': {
    customer: { id: acme.id },
    currency: 'EUR',
    lines: [{ sku: 'A', description: 'Tea', quantity: '1', unitPrice: '1.00' }],
    keep: true,
  },
  'POST /v1/orders/{id}/amendments': {
    reason: 'because',
    changes: [{ change: 'replace', line: '1', description: `Tea ${serial}` }],
  },
  'POST /v1/orders/{id}/returns': { reason: 'because', lines: [{ line: '1', quantity: '0.5' }] },
  'PUT /v1/price-lists/{list}': {
    name: 'Retail',
    currency: 'EUR',
    validFrom: '2026-01-01',
    entries: [{ sku: 'A', rule: { model: 'unit', price: '1.00' } }],
  },
  'PUT /v1/payment-terms/{terms}': { name: 'Net 30', validFrom: '2026-01-01', lines: [{ days: 30 }] },
  'PUT /v1/contracts/{contract}': { name: 'Frame', customer: acme.id, validFrom: '2026-01-01' },
  'PUT /v1/customers/{id}/exemptions/{country}': { certificates: [] },
  'POST /v1/orders/{id}/release': { reason: 'because' },
  'POST /v1/orders/{id}/cancel': { reason: 'because' },
  'POST /v1/orders/{id}/fulfilments': {},
  'POST /v1/orders/{id}/milestones/{milestone}/reached': {},
  'POST /v1/orders/{id}/billing-events': {},
  'POST /v1/unbilled-deliveries/{id}/issue': {},
  'POST /v1/invoices/{id}/corrections': { reason: 'price', lines: [{ line: '1', unitPrice: '1' }] },
  'POST /v1/invoices/{id}/debit-notes': { reason: 'price', lines: [{ line: '1', netMinor: 100 }] },
  'POST /v1/invoices/{id}/credit-notes': { reason: 'goodwill', lines: [{ line: '1', netMinor: 100 }] },
  'POST /v1/invoices/{id}/void': { reason: 'because' },
  'POST /v1/invoices/{id}/write-offs': {
    amount: { minor: 100, currency: 'EUR' },
    reason: 'settlement',
  },
  'POST /v1/customers/{id}/erasure': { reason: 'because' },
  'POST /v1/write-offs/{id}/reversal': { reason: 'because' },
  'PUT /v1/write-off-rules': {},
  'POST /v1/invoices/{id}/deductions': { amount: { minor: 100, currency: 'EUR' }, reason: 'price' },
  'POST /v1/deductions/{id}/decide': { decision: 'reject' },
  'PUT /v1/deduction-rules': {},
  'PUT /v1/dunning-policies/{policy}': { levels: [{ after: { from: 'due', days: 5 }, tone: 1 }] },
  'POST /v1/dunning-policies/{policy}/preview': { levels: [{ after: { from: 'due', days: 5 }, tone: 1 }] },
  'PUT /v1/invoices/{id}/dunning-policy': { policy: 'stocked' },
  'PUT /v1/invoices/{id}/dunning-hold': { hold: { why: 'insolvent', reason: 'because' } },
  'PUT /v1/customers/{id}/dunning-hold': {},
  'POST /v1/invoices/{id}/disputes': {
    reason: 'price',
    text: 'Too dear',
    lines: [{ line: '1', netMinor: 100 }],
  },
  'POST /v1/questions/{id}': { do: 'answer', text: 'It was the tea' },
  'POST /v1/disputes/{id}/take': {},
  'POST /v1/disputes/{id}/messages': { text: 'We look into it' },
  'POST /v1/disputes/{id}/files': { name: 'cup.png', size: 16, sha256: '0'.repeat(64) },
  'POST /v1/disputes/{id}/decide': { decision: 'reject', text: 'As it was ordered' },
  'PUT /v1/dispute-rules': {},
  'PUT /v1/late-charges': {
    entities: [
      {
        entity: 'main',
        interest: { rate: 'legal' },
        small: [{ minor: 10, currency: 'EUR' }],
        order: 'principal_first',
        exact: 'invoices',
      },
    ],
  },
  'POST /v1/dispute-rules/preview': {
    caps: [{ reason: 'price', currency: 'EUR', perCaseMinor: 1, perCustomerMinor: 1, perMonthMinor: 1 }],
  },
  'POST /v1/invoices/{id}/claims': {
    kind: 'fee',
    amount: { minor: 500, currency: 'EUR' },
    reason: 'because',
  },
  'POST /v1/claims/{id}/waive': { amount: { minor: 10, currency: 'EUR' }, reason: 'because' },
  'POST /v1/claims/{id}/reversal': { reason: 'because' },
  'POST /v1/claims/{id}/settle': { paymentId: `pay_${'0'.repeat(26)}` },
  'PUT /v1/agencies': {
    agencies: [
      {
        agency: 'north',
        name: 'North Collect',
        address: { line1: 'Kai 7', postalCode: '20457', city: 'Hamburg', country: 'DE' },
        email: 'cases@north.example',
      },
    ],
  },
  'POST /v1/agency-cases': { customerId: acme.id, invoices: INSTALMENTS.invoices },
  'POST /v1/agency-cases/{id}': { do: 'recall', reason: 'because' },
  // Of a case that was not handed over.
  'POST /v1/agency-cases/{id}/remittances': {
    amount: { minor: 100, currency: 'EUR' },
    reference: `NC-${serial}`,
  },
  'POST /v1/payment-plans': INSTALMENTS,
  'POST /v1/payment-plan-preview': INSTALMENTS,
  'POST /v1/payment-plans/{id}/cancel': { reason: 'because' },
  'PUT /v1/entities/{id}/payment-plan-policy': {},
  // Of an invoice that is not there.
  'POST /v1/customers/{id}/promises': {
    invoices: INSTALMENTS.invoices,
    payOn: '2026-01-05',
    channel: 'phone',
  },
  'POST /v1/customers/{id}/replies': {
    messageId: '<stocked@mail.example>',
    sentAt: '2026-01-05T09:00:00Z',
    text: 'Please call me.',
  },
  'POST /v1/received-mails/{id}': { as: 'nobody' },
  'POST /v1/promises/{id}/cancel': { reason: 'because' },
  'PUT /v1/promise-rules': {},
  'PUT /v1/customers/{id}/collector': { owner: 'Ines', nextAction: 'call', dueOn: '2026-01-06' },
  'POST /v1/customers/{id}/contacts': { channel: 'phone', direction: 'out', result: 'reached' },
  'PUT /v1/collection-weights': {},
  'POST /v1/payments': { customerId: acme.id, method: 'cash', amount: { minor: 100, currency: 'EUR' } },
  'POST /v1/payments/{id}/refunds': {
    amount: { minor: 10, currency: 'EUR' },
    reason: 'other',
  },
  'POST /v1/payments/{id}/reverse': { reason: 'because' },
  'PUT /v1/unapplied-rules': {},
  'POST /v1/payments/{id}/reassign': { allocations: [], customerId: acme.id, reason: 'because' },
  'POST /v1/bank-lines/{id}/reassign': { allocations: [], customerId: acme.id, reason: 'because' },
  'POST /v1/chargebacks/{id}/accept': {},
  'POST /v1/chargebacks/{id}/write-off': { reason: 'uncollectible' },
  'POST /v1/chargebacks/{id}/payments': { paymentId: `pay_${'0'.repeat(26)}` },
  // Nobody's: what is asked of a provider is in the stories.
  'POST /v1/customers/{id}/payment-methods': {
    provider: 'sandbox',
    token: `mth_${serial}`,
    currency: 'EUR',
    consent: {
      text: 'Charge my invoices to this.',
      language: 'en',
      at: '2026-01-02T09:00:00Z',
      by: 'Lea Kaufmann',
      channel: 'paper',
    },
  },
  'POST /v1/customers/{id}/payment-method-links': {},
  'POST /v1/customers/{id}/payment-methods/{method}/end': {},
  'PUT /v1/customers/{id}/autopay': { on: false, daysBefore: serial },
  'POST /v1/invoices/{id}/skip-collection': {},
  'POST /v1/refunds/{id}/cancel': { reason: 'because' },
  'POST /v1/refunds/{id}/payment': { bankLineId: `bln_${'0'.repeat(26)}` },
  'POST /v1/statements': camt053({
    id: `F-${serial}`,
    iban: SELLER.bank.iban,
    currency: 'EUR',
    openingMinor: 0,
    date: '2026-01-05',
    transfers: [{ reference: `f-${serial}`, minor: 300, text: 'x', date: '2026-01-05' }],
  }),
  'POST /v1/bank-lines/{id}/match': { allocations: [], customerId: acme.id },
  'POST /v1/bank-lines/{id}/unmatch': { reason: 'because' },
  'POST /v1/bank-lines/{id}/dismiss': { reason: 'because' },
  'POST /v1/bank-lines/{id}/accept': {},
  'POST /v1/bank-lines/{id}/park': { owner: 'Ines', until: '2027-01-01' },
  'POST /v1/bank-lines/{id}/unpark': {},
  'POST /v1/paying-in-slips': { payments: [`pay_${'0'.repeat(26)}`] },
  'POST /v1/paying-in-slips/{id}/cancel': {},
  'POST /v1/paying-in-slips/{id}/hand-in': {},
  'POST /v1/paying-in-slips/{id}/clear': { lineId: `bln_${'0'.repeat(26)}` },
  'POST /v1/paying-in-slips/{id}/unclear': { lineId: `bln_${'0'.repeat(26)}`, reason: 'because' },
  'POST /v1/paying-in-slips/{id}/returns': { paymentId: `pay_${'0'.repeat(26)}`, reason: 'because' },
  'PUT /v1/matching-rules': {},
  'PUT /v1/charts/{entity}': { accounts: [{ account: 'receivables', number: '1400' }] },
  'POST /v1/cash/simulations': { month: '2026-01', rules: {} },
  'POST /v1/remittances': {
    amount: { minor: 100, currency: 'EUR' },
    paidOn: '2026-01-02',
    payerIban: 'DE02120300000000202051',
    claims: [{ number: 'INV-2020-000001' }],
  },
  'POST /v1/bank-lines/{id}/return': { lineId: `bln_${'0'.repeat(26)}`, reason: 'because' },
  'PUT /v1/bank-accounts/{iban}/layout': {
    name: 'Ours',
    delimiter: ';',
    decimal: ',',
    date: 'DD.MM.YYYY',
    columns: { bookedOn: 'Datum', amount: 'Betrag' },
  },
  'POST /v1/number-notes': { number: 'INV-2020-000001', reason: 'because' },
  'POST /v1/exports': { kind: 'open_items' },
  'POST /v1/exports/{id}/withdraw': { reason: 'because' },
  'POST /v1/warnings/{id}/acknowledge': {},
  'PUT /v1/warning-policy': { limitUse: { percents: [80] } },
  'PUT /v1/report-schedules': {
    schedules: [{ name: 'ageing', kind: 'ageing', entity: 'main', every: 'month' }],
  },
  'POST /v1/simulations': { trial: { kind: 'credit', draft: { rules: [] } } },
  'POST /v1/periods/{entity}/{month}/soft-close': {},
  'POST /v1/periods/{entity}/{month}/checks': {},
  'POST /v1/periods/{entity}/{month}/close': {},
  'POST /v1/periods/{entity}/{month}/reopen': { reason: 'because' },
  'POST /v1/periods/{entity}/{month}/tax-lock': {},
  'POST /v1/periods/{entity}/{month}/tax-unlock': { reason: 'because' },
  'POST /v1/periods/{entity}/{month}/adjustments': {
    currency: 'EUR',
    memo: 'because',
    lines: [
      { account: 'doubtful', minor: 100 },
      { account: 'allowance', minor: -100 },
    ],
  },
  'POST /v1/tasks/{id}/take': {},
  'POST /v1/tasks/{id}/done': {},
  // As the stock has them: what waits of it goes on waiting.
  'PUT /v1/mail-rules': CLOSED,
  'POST /v1/mail-health/override': { hours: 0, reason: 'because' },
  'POST /v1/held-mails/{id}/release': {},
  'POST /v1/parked/{id}/retry': {},
  'POST /v1/parked/{id}/dismiss': { reason: 'because' },
  'POST /v1/orders/{id}/invoice-preview': {},
  'POST /v1/orders/{id}/pro-forma': {},
  'POST /v1/orders/{id}/deposits': { percent: '1' },
  'POST /v1/deposits/{id}/close': { reason: 'because' },
  'PUT /v1/invoice-checks': { rules: [{ check: 'zero_total' }] },
  'POST /v1/parked-invoices/{id}/recheck': {},
  'POST /v1/parked-invoices/{id}/issue': { reason: 'because' },
  'PUT /v1/sources/{source}': { preset: 'shopify' },
  'POST /v1/sources/{source}/secret': {},
  'POST /v1/inbox/{id}/replay': {},
  // An address in the place of a name: nobody is asked for it, and nothing is sent there for an event that never happens.
  'POST /v1/webhooks': {
    url: 'https://8.8.8.8/hooks',
    events: ['mail.suppressed'],
    contact: 'ops@shop.example',
  },
  'PUT /v1/webhooks/{id}': {
    url: 'https://8.8.8.8/hooks',
    events: ['mail.suppressed'],
    contact: 'ops@shop.example',
    enabled: true,
  },
  'POST /v1/webhooks/{id}/secret': {},
  'POST /v1/webhooks/{id}/replay': { from: '2026-01-05T00:00:00Z', to: '2026-01-05T00:00:01Z' },
  'POST /v1/webhook-deliveries/{id}/replay': {},
  'PUT /v1/links/{system}/{kind}/{id}': { status: 'PENDING' },
  'POST /v1/customers/{id}/statements': { kind: 'open_items' },
  'PUT /v1/mail-templates/{purpose}/{language}': { subject: `Paid ${serial}`, text: 'Thank you.' },
  'POST /v1/mail-templates/{purpose}/{language}/{version}/preview': { about: `pay_${'0'.repeat(26)}` },
  'POST /v1/mail-templates/{purpose}/{language}/{version}/activate': {},
  'POST /v1/mail-templates/{purpose}/{language}/deactivate': {},
  'PUT /v1/plans/{plan}': PLAN,
  'POST /v1/quotes/{id}/pro-forma': {},
  'POST /v1/plans/{plan}/price-changes': { noticeDays: 30 },
  'POST /v1/plans/{plan}/price-changes/preview': {},
  'POST /v1/plans/{plan}/price-changes/{number}/take-back': {},
  'POST /v1/subscriptions': { customer: { id: acme.id }, plan: 'basic' },
  'POST /v1/subscriptions/{id}/changes': {
    change: 'terms',
    quantity: String(serial + 1),
    when: 'period_end',
  },
  'POST /v1/subscriptions/{id}/preview': {},
  'POST /v1/subscriptions/{id}/usage': {
    records: [{ id: `u-${serial}`, meter: 'calls', quantity: '1', at: '2026-01-05T09:00:00Z' }],
  },
  'POST /v1/subscriptions/{id}/resume-billing': { reason: 'because' },
});

/** What is in the world, as far as it can be written down. */
export interface Filled {
  readonly acme: Buyer;
  readonly ids: Readonly<
    Record<
      | 'order'
      | 'held'
      | 'quote'
      | 'invoice'
      | 'creditNote'
      | 'payment'
      | 'line'
      | 'statement'
      | 'export'
      | 'key'
      | 'approval'
      | 'waitingOrder'
      | 'wholeInvoice',
      string
    >
  >;
  /** By path: the thing that its route is tried with, where it is not the first of its kind. */
  readonly spare: Readonly<Record<string, string>>;
  /** By the second word of a path. */
  readonly things: Readonly<Record<string, string>>;
  /** By the name of a part of a path. */
  readonly parts: Readonly<Record<string, string>>;
}
export interface Stock extends Pick<Filled, 'acme' | 'ids'> {
  /** The route's path, with the id of acme's thing in it. */
  pathOf(route: Pick<Route, 'path'>): string;
  send(route: Route, body: unknown, over?: Parameters<World['call']>[3]): Promise<Answer<unknown>>;
}

/** Of a world, and of what `fill` put into it. */
export const stockOf = (world: World, { acme, ids, spare, things, parts }: Filled): Stock => {
  const pathOf = ({ path }: Pick<Route, 'path'>): string =>
    Object.entries(parts)
      .reduce((made, [part, value]) => made.replace(`{${part}}`, value), named(path))
      .replace('{id}', spare[path] ?? things[path.split('/')[2]!] ?? '');
  return {
    acme,
    ids,
    pathOf,
    send: (route, body, over = {}) =>
      world.call(route.method.toUpperCase(), pathOf(route), route.method === 'get' ? undefined : body, {
        raw: route.media !== undefined,
        ...over,
      }),
  };
};

export const fill = async (world: World): Promise<Filled> => {
  const acme = await world.customer('Refused');
  const invoice = await acme.isInvoiced('50.00');
  const credit = await world.call<{ id: string }>(
    'POST',
    `/v1/invoices/${invoice.id}/credit-notes`,
    fitting(acme)['POST /v1/invoices/{id}/credit-notes'],
  );
  const order = await acme.orders('30.00');
  const held = await acme.orders('200000.00');
  const waitingOrder = await acme.orders('35.00');
  const whole = await acme.isInvoiced('45.00');
  const paid = await world.call<{ id: string }>('POST', '/v1/payments', fitting(acme)['POST /v1/payments'], {
    key: 'partner',
  });
  for (const path of ['/v1/price-lists/{list}', '/v1/payment-terms/{terms}', '/v1/contracts/{contract}'])
    await world.call('PUT', named(path), fitting(acme)[`PUT ${path}`], { key: 'partner' });
  const billing = await billed(world, acme);
  const template = '/v1/mail-templates/{purpose}/{language}';
  await world.call('PUT', '/v1/mail-templates/receipt/en', fitting(acme)[`PUT ${template}`]);
  const policy = '/v1/dunning-policies/{policy}';
  await world.call('PUT', '/v1/dunning-policies/stocked', fitting(acme)[`PUT ${policy}`]);
  const quote = await world.call<{ id: string }>('POST', '/v1/quotes', fitting(acme)['POST /v1/quotes'], {
    key: 'partner',
  });
  const statement = await world.bank([{ minor: 700, text: 'no idea', payer: { name: 'Nobody' } }]);
  const [line] = await world.all<{ id: string }>('/v1/exceptions');
  const doubtful = await acme.isInvoiced('55.00');
  const given = await world.call<{ id: string }>(
    'POST',
    `/v1/invoices/${doubtful.id}/write-offs`,
    fitting(acme)['POST /v1/invoices/{id}/write-offs'],
  );
  const planned = await world.call<{ id: string }>('POST', '/v1/payment-plans', {
    invoices: [(await acme.isInvoiced('65.00')).id],
    schedule: { ...INSTALMENTS.schedule, firstOn: world.today() },
  });
  const promised = await world.call<{ id: string }>('POST', `/v1/customers/${acme.id}/promises`, {
    invoices: [(await acme.isInvoiced('95.00')).id],
    payOn: world.today(),
    channel: 'phone',
  });
  const short = await acme.isInvoiced('85.00');
  const keptBack = await world.call<{ id: string }>(
    'POST',
    `/v1/invoices/${(await acme.isInvoiced('75.00')).id}/deductions`,
    fitting(acme)['POST /v1/invoices/{id}/deductions'],
  );
  const wrong = await world.call<{ id: string }>(
    'POST',
    `/v1/invoices/${(await acme.isInvoiced('45.00')).id}/disputes`,
    fitting(acme)['POST /v1/invoices/{id}/disputes'],
  );
  const shown = await showFile(world, wrong.body.id);
  await world.call('PUT', '/v1/late-charges', fitting(acme)['PUT /v1/late-charges']);
  const claim = await world.call<{ id: string }>(
    'POST',
    `/v1/invoices/${short.id}/claims`,
    fitting(acme)['POST /v1/invoices/{id}/claims'],
  );
  const payer = await world.customer('Refunded', {}, 0);
  const onAccount = await world.call<{ id: string }>('POST', '/v1/payments', {
    customerId: payer.id,
    method: 'cash',
    amount: { minor: 900, currency: 'EUR' },
  });
  const back = await world.call<{ id: string }>(
    'POST',
    `/v1/payments/${onAccount.body.id}/refunds`,
    fitting(acme)['POST /v1/payments/{id}/refunds'],
  );
  const chargeback = await disputed(world);
  const made = await world.call<{ id: string }>('POST', '/v1/exports', {
    kind: 'open_items',
    recipients: [{ email: 'ines@firm.example' }],
  });
  const trial = { kind: 'discount' };
  const tried = await world.call<{ id: string }>('POST', '/v1/simulations', { trial });
  const layout = 'PUT /v1/bank-accounts/{iban}/layout';
  await world.call('PUT', `/v1/bank-accounts/${SELLER.bank.iban}/layout`, fitting(acme)[layout]);
  // What waits for a second person: other bank data, asked for by a key that may.
  Object.assign(world.keys, await openCompany(world.cloud, OPENING));
  const onFile = await charged(world);
  const asked = await world.call<{ id: string }>(
    'PUT',
    '/v1/entities/main',
    { ...PROFILE, bank: { ...SELLER.bank, iban: 'DE02120300000000202051' } },
    { key: 'as admin' },
  );
  const key = await world.call<{ id: string }>(
    'POST',
    '/v1/keys',
    { name: 'made', roles: ['auditor'] },
    { key: 'as admin' },
  );
  await world.customer('Refused2', { emails: [acme.email], ibans: [acme.iban] }, 0);
  const file = await world.call<{ id: string }>(
    'POST',
    '/v1/customer-imports',
    fitting(acme)['POST /v1/customer-imports'],
    { key: 'partner', raw: true },
  );
  await world.call('PUT', '/v1/rates/EUR/USD/2026-01-02', { rate: '1.0812', source: 'ECB' });
  const old = await world.call<{ id: string }>(
    'POST',
    '/v1/invoice-imports?source=crm',
    fitting(acme)['POST /v1/invoice-imports'],
    { raw: true },
  );
  await world.settle();
  const ids = {
    order: order.id,
    held: held.id,
    quote: quote.body.id,
    invoice: invoice.id,
    creditNote: credit.body.id,
    payment: paid.body.id,
    line: line!.id,
    statement: statement.body.id,
    export: made.body.id,
    key: key.body.id,
    approval: asked.body.id,
    waitingOrder: waitingOrder.id,
    wholeInvoice: whole.id,
  };
  const unreachable = await openTask(world);
  const deposit = await world.call<{ id: string }>(
    'POST',
    `/v1/orders/${waitingOrder.id}/deposits`,
    fitting(acme)['POST /v1/orders/{id}/deposits'],
  );
  const account = await world.call<{ id: string }>('POST', `/v1/customers/${acme.id}/statements`, {
    kind: 'open_items',
  });
  // What the routes before them leave nothing to do for.
  const spare: Readonly<Record<string, string>> = {
    '/v1/orders/{id}/invoice-preview': ids.waitingOrder,
    '/v1/orders/{id}/deposits': ids.waitingOrder,
    '/v1/customers/{id}/addresses/allow': unreachable.customer,
    '/v1/invoices/{id}/corrections': ids.wholeInvoice,
    '/v1/invoices/{id}/write-offs': doubtful.id,
    '/v1/invoices/{id}/deductions': short.id,
    '/v1/invoices/{id}/disputes': short.id,
    '/v1/paying-in-slips/{id}/cancel': await onSlip(world, payer),
    '/v1/payments/{id}/refunds': onAccount.body.id,
    '/v1/customers/{id}/payment-methods/{method}/end': onFile.customer,
    '/v1/customers/{id}/autopay': onFile.customer,
    '/v1/invoices/{id}/skip-collection': onFile.invoice,
    '/v1/orders/{id}/milestones/{milestone}/reached': billing.staged,
    '/v1/orders/{id}/billing-events': billing.eventful,
  };
  const things: Readonly<Record<string, string>> = {
    customers: acme.id,
    ledger: acme.id,
    orders: ids.order,
    quotes: ids.quote,
    invoices: ids.invoice,
    'credit-notes': ids.creditNote,
    'write-offs': given.body.id,
    'payment-plans': planned.body.id,
    promises: promised.body.id,
    deductions: keptBack.body.id,
    disputes: wrong.body.id,
    questions: await askSomething(world, acme, invoice.number),
    claims: claim.body.id,
    'legal-notices': await giveNotice(world),
    'agency-cases': await prepareCase(world),
    'received-mails': await receiveSpam(world, short.number),
    refunds: back.body.id,
    chargebacks: chargeback,
    'paying-in-slips': await onSlip(world, payer),
    payments: ids.payment,
    statements: ids.statement,
    'bank-lines': ids.line,
    exports: ids.export,
    warnings: await warnOfSomebody(world),
    simulations: tried.body.id,
    keys: ids.key,
    entities: 'main',
    approvals: ids.approval,
    'customer-duplicates': (await world.all<{ id: string }>('/v1/customer-duplicates'))[0]!.id,
    'customer-imports': file.body.id,
    'invoice-imports': old.body.id,
    parked: (await parkSomething(world)).id,
    tasks: unreachable.task,
    'held-mails': await holdMail(world, acme),
    'unbilled-deliveries': billing.collective,
    'parked-invoices': await parkInvoice(world, acme),
    deposits: deposit.body.id,
    subscriptions: await parkSubscription(world, acme),
    erasures: await forgetSomebody(world),
    ...(await partners(world, acme)),
  };
  const parts = {
    'source}/{externalId': 'crm/Refused',
    base: 'EUR',
    quote: 'USD',
    date: '2026-01-02',
    source: 'stocked',
    system: 'erp',
    kind: 'customer',
    purpose: 'receipt',
    language: 'en',
    version: '1',
    day: '2026-01-01',
    entity: 'main',
    month: '2026-01',
    method: onFile.method,
    file: shown,
    account: 'receivables',
    statement: account.body.id,
    policy: 'stocked',
    milestone: 'start',
    format: 'pdf',
    figure: 'cei',
    iban: SELLER.bank.iban,
  };
  return { acme, ids, spare, things, parts };
};

/** A mail that waits for a person. */
const receiveSpam = async (world: World, number: string): Promise<string> => {
  const { to } = await asksIn(world, number);
  await arrives(world, mime({ from: 'x@customer.example', to, text: 'Hello' }), '?spam=FAIL');
  return (await world.all<{ id: string }>('/v1/received-mails'))[0]!.id;
};

/** Orders that are billed apart from their deliveries, and deliveries that wait for each other. */
const billed = async (world: World, acme: Buyer) => {
  const place = async (over: Record<string, unknown>) =>
    (await world.call<Order>('POST', '/v1/orders', { ...acme.basket('3.00'), ...over }, { key: 'partner' }))
      .body;
  const plan = [
    { id: 'start', name: 'Start', percent: '50' },
    { id: 'end', name: 'End' },
  ];
  const staged = await place({ billing: { on: 'milestone' }, plan });
  const eventful = await place({ billing: { on: 'event' } });
  await acme.delivered(eventful);
  await acme.delivered(await place({ billing: { on: 'fulfilment', consolidate: { every: 'month' } } }));
  const waiting = await world.all<Unbilled>('/v1/unbilled-deliveries');
  const { collective } = waiting.find(({ closesOn }) => closesOn !== undefined)!;
  return { staged: staged.id, eventful: eventful.id, collective };
};

/** Somebody who cannot be reached: its confirmation comes back. */
const openTask = async (world: World) => {
  const lost = await world.customer('Unreachable', { emails: [DEAD] });
  await lost.orders('1.00');
  await world.settle();
  const [task] = await world.all<{ id: string }>('/v1/tasks');
  return { task: task!.id, customer: lost.id };
};

/** An invoice that waits: of a free delivery, while that was checked. */
const parkInvoice = async (world: World, acme: Buyer): Promise<string> => {
  const check = async (rules: unknown[]) => {
    await world.call('PUT', '/v1/invoice-checks', { rules });
    // Functions remember the rules for half a minute.
    await world.passes(31_000);
  };
  await check([{ check: 'zero_total' }]);
  await acme.delivered(await acme.orders('0.00'));
  await check([]);
  return (await world.all<{ id: string }>('/v1/parked-invoices'))[0]!.id;
};

/** A statement whose recipient's hours are over. */
const holdMail = async (world: World, acme: Buyer): Promise<string> => {
  await world.call('PUT', '/v1/mail-rules', CLOSED);
  await world.passes(31_000);
  await world.call('POST', `/v1/customers/${acme.id}/statements`, { kind: 'open_items', send: true });
  await world.settle();
  return (await world.all<{ id: string }>('/v1/held-mails'))[0]!.id;
};

/** Whose limit is used up, at the first look; the warning's id. */
const warnOfSomebody = async (world: World): Promise<string> => {
  const close = await world.customer('Close', {}, 10_000);
  await close.isInvoiced('90.00');
  await world.cloud.invoke('ScoreAll', {});
  return (await world.all<{ id: string; customerId?: string }>('/v1/warnings')).find(
    ({ customerId }) => customerId === close.id,
  )!.id;
};

/** An old debt of another system, of who is asked for it by a formal notice at once; the notice's id. */
const giveNotice = async (world: World): Promise<string> => {
  const { id } = await world.customer('Noticed');
  const levels = [{ after: { from: 'due', days: 1 }, tone: 3, legal: { payWithin: 7 } }];
  await world.call('PUT', '/v1/dunning-policies/noticed', { customers: [id], levels });
  const old = { number: 'OLD-N', customer: 'Noticed', issuedOn: '2025-11-02', dueOn: '2025-11-16' };
  const file = JSON.stringify({ ...old, currency: 'EUR', total: '10.00' });
  await world.call('POST', '/v1/invoice-imports?source=crm', file, { raw: true });
  await world.settle();
  await world.cloud.invoke('FindOverdue', {});
  await world.settle();
  return (await world.all<{ id: string }>('/v1/legal-notices'))[0]!.id;
};

/** Of the invoice that had its notice. */
const prepareCase = async (world: World): Promise<string> => {
  const invoices = await world.all<{ id: string; number: string; customerId: string }>('/v1/invoices');
  const { id, customerId } = invoices.find(({ number }) => number === 'OLD-N')!;
  const made = await world.call<{ id: string }>('POST', '/v1/agency-cases', { customerId, invoices: [id] });
  return made.body.id;
};

/** Cash that is on its way to the bank; the slip's id. */
const onSlip = async (world: World, { id: customerId }: Buyer): Promise<string> => {
  const cash = { customerId, method: 'cash', amount: { minor: 800, currency: 'EUR' } };
  const paid = await world.call<{ id: string }>('POST', '/v1/payments', cash, { key: 'partner' });
  const slip = { payments: [paid.body.id] };
  return (await world.call<{ id: string }>('POST', '/v1/paying-in-slips', slip)).body.id;
};

/** A customer asks on its own page; that page is the only way. */
const askSomething = async (world: World, acme: Buyer, number: string): Promise<string> => {
  const visitor = new Visitor(world);
  await visitor.comesIn(await acme.link(number), acme.email);
  await visitor.sends('/my/questions', '/my/questions', {
    form: 'stock',
    topic: 'other',
    text: 'Why is it so?',
  });
  return (await world.all<{ id: string }>('/v1/questions'))[0]!.id;
};

/** A subscription that is not billed until somebody looked: whatever is asked of it, nothing follows in the middle of a story. */
const parkSubscription = async (world: World, acme: Buyer): Promise<string> => {
  await world.call('PUT', '/v1/plans/basic', PLAN, { key: 'partner' });
  const made = await world.call<{ id: string }>('POST', '/v1/subscriptions', {
    customer: { id: acme.id },
    plan: 'basic',
    start: '2025-12-01',
  });
  await world.call('POST', '/v1/plans/basic/price-changes', {}, { key: 'partner' });
  await world.settle();
  return made.body.id;
};

/** Two persons agree to take out the data of a customer that nothing else is done with. */
const forgetSomebody = async (world: World): Promise<string> => {
  const { id } = await world.customer('Forgotten');
  const reason = { reason: 'because' };
  const asked = await world.call<{ id: string }>('POST', `/v1/customers/${id}/erasure`, reason, {
    key: 'as admin',
  });
  await world.call('POST', `/v1/approvals/${asked.body.id}/approve`, {}, { key: 'as finance' });
  // So that nothing follows by itself in the middle of a story.
  await world.passes(120_000);
  return (await world.get<{ data: { id: string }[] }>('/v1/erasures', 'as admin')).data[0]!.id;
};

/** A partner of every kind: a source with a message, an endpoint with a delivery, a row of the mapping table. */
const partners = async (world: World, acme: Buyer): Promise<Record<string, string>> => {
  const as = { key: 'partner' };
  const put = async (path: string, body: unknown) =>
    (await world.call<{ path: string; secret: string }>('PUT', path, body, as)).body;
  const { path, secret } = await put('/v1/sources/stocked', { preset: 'shopify' });
  await put(`/v1/links/erp/customer/${acme.id}`, { status: 'SYNCED' });
  const at = new Date(world.cloud.clock.now());
  const raw = JSON.stringify({ ...SAMPLES.shopify, total_discounts: '9.00' });
  const sent = await fetch(`${world.cloud.urls.api}${path}`, {
    method: 'POST',
    headers: {
      'webhook-id': 'msg_stock',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('msg_stock', at, raw),
    },
    body: raw,
  });
  // The stand-in provider of the local cloud is an address that may be called; it knows no such page, which is an answer, too.
  const endpoint = {
    url: `${world.cloud.urls.console}/psp/hooks`,
    events: ['customer.saved'],
    contact: 'ops@shop.example',
  };
  const made = await world.call<{ id: string }>('POST', '/v1/webhooks', endpoint, as);
  await world.passes(31_000);
  await world.customer('Stocked');
  await world.settle();
  const { data } = await world.get<{ data: { id: string }[] }>(
    `/v1/webhooks/${made.body.id}/deliveries`,
    'partner',
  );
  // Disabled until what waits is set aside, so that nothing is tried again in the middle of a story.
  for (const enabled of [false, true]) {
    await put(`/v1/webhooks/${made.body.id}`, { ...endpoint, events: ['mail.suppressed'], enabled });
    await world.passes(400_000);
  }
  return {
    inbox: ((await sent.json()) as { id: string }).id,
    webhooks: made.body.id,
    'webhook-deliveries': data[0]!.id,
    links: acme.id,
  };
};

/** Agreements are called as people call them. */
const named = (path: string): string =>
  path
    .replace('{list}', 'retail')
    .replace('{terms}', 'net30')
    .replace('{contract}', 'frame')
    .replace('{plan}', 'basic')
    .replace('price-changes/{number}', 'price-changes/1')
    .replace('{country}', 'DE');

/** A key of every role; opening again leaves the keys that are there. */
const OPENING = {
  tenant: 'acme',
  entities: [SELLER],
  keys: Object.keys(ROLES).map((role) => ({ name: `as ${role}`, roles: [role] })),
};

/** A file of a case that a scanner found clean; its id. */
const showFile = async (world: World, dispute: string): Promise<string> => {
  const { png } = FILES;
  const wanted = {
    name: 'cup.png',
    size: png.length,
    sha256: createHash('sha256').update(png).digest('hex'),
  };
  const { body } = await world.call<{ id: string; upload: Form }>(
    'POST',
    `/v1/disputes/${dispute}/files`,
    wanted,
  );
  await sendForm(body.upload, png, wanted.name);
  await world.settle();
  return body.id;
};
/** A payment by card whose payer wants it back; the chargeback's id. */
const disputed = async (world: World): Promise<string> => {
  const acme = await world.customer('Disputes');
  await acme.paysByCard((await acme.isInvoiced('31.00')).number);
  const [paid] = await acme.payments();
  await world.control('/psp/disputes', { session: paid!.reference });
  await world.settle();
  return (await world.all<{ id: string }>('/v1/chargebacks'))[0]!.id;
};

/** A customer whose card is on file, and its invoice that will be charged. */
const charged = async (world: World): Promise<{ customer: string; method: string; invoice: string }> => {
  const as = { key: 'as admin' };
  const profile = (over: object) => world.call('PUT', '/v1/entities/main', { ...PROFILE, ...over }, as);
  await profile({ autopay: { daysBefore: 0 } });
  // Functions remember the company for half a minute.
  await world.passes(31_000);
  const payer = await world.customer('Charged');
  const { number } = await payer.isInvoiced('32.00');
  const page = await fetch(await payer.link(number), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ keep: '1' }),
  });
  const outcome = new URLSearchParams({ outcome: 'approve' });
  await fetch(page.headers.get('location')!, { method: 'POST', redirect: 'manual', body: outcome });
  await world.settle();
  const [method] = await world.all<{ id: string }>(`/v1/customers/${payer.id}/payment-methods`);
  const invoice = await payer.isInvoiced('33.00');
  await world.cloud.invoke('CollectDue', {});
  await profile({});
  return { customer: payer.id, method: method!.id, invoice: invoice.id };
};
