/** Facts for tables of cases, and books that chance draws: what is booked and announced on some days, in the order of the commits. */
import fc from 'fast-check';
import { questionOf } from './asked.ts';
import type { Fact } from '../../../shared/figures/fact.ts';
import { addDays } from '../../../shared/kernel/dates.ts';
import { entry } from '../../../shared/ledger/rules.ts';
import type { PaymentPlan } from '../../../shared/plans/plan.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';

export { questionOf };
export const START = '2026-01-01';
export const dayAt = (days: number) => addDays(START, days);
export const idAt = (serial: number) => `act_${String(serial).padStart(26, '0')}`;

type Draft = Partial<Omit<Fact, 'entry'>> & {
  readonly kind?: Entry['kind'];
  readonly source?: string;
  readonly currency?: string;
  readonly lines?: Entry['lines'];
};
/** An act: booked where it has lines. */
export const fact = (
  serial: number,
  on: string,
  { kind = 'bank', source = `S-${serial}`, currency = 'EUR', lines, ...more }: Draft = {},
): Fact => {
  const made = lines && entry({ entity: 'main', on, currency, kind, source, memo: '', lines });
  const [id, at, actor] = [idAt(serial), `${more.day ?? on}T09:00:00Z`, more.actor ?? 'match-cash'];
  return {
    id,
    at,
    on,
    day: on,
    action: 'test',
    events: [],
    ...more,
    actor,
    entry: made && { ...made, id, at, actor },
  };
};
export const invoiced = (serial: number, on: string, dueOn: string, minor: number, more: Draft = {}): Fact =>
  fact(serial, on, {
    kind: 'invoice',
    lines: [
      { account: 'receivables', minor, customerId: `cus_${serial % 3}`, invoiceId: `inv_${serial}`, dueOn },
      { account: 'revenue', minor: 0 - minor },
    ],
    ...more,
  });
/** Of an invoice that `invoiced` made. */
export const settled = (
  serial: number,
  on: string,
  invoice: Fact,
  minor: number,
  { kind = 'receipt', over = 0, ...more }: Draft & { over?: number } = {},
): Fact => {
  const { invoiceId, customerId, dueOn } = invoice.entry!.lines[0]!;
  const other = { receipt: 'bank', write_off: 'badDebts', credit_note: 'revenue' } as const;
  return fact(serial, on, {
    kind,
    lines: [
      {
        account: other[kind as keyof typeof other] ?? 'unapplied',
        minor: minor + over,
        customerId: customerId!,
      },
      { account: 'receivables', minor: 0 - minor, invoiceId: invoiceId!, dueOn: dueOn! },
      { account: 'unapplied', minor: 0 - over, customerId: customerId! },
    ],
    ...more,
  });
};
export const told = (
  serial: number,
  on: string,
  type: string,
  subject: string,
  data: object,
  more: Draft = {},
) => fact(serial, on, { events: [{ type, subject, data }], ...more });

/** One act of the road; what it is of, and when, is drawn with it. */
const act = fc.record({
  what: fc.constantFrom(
    'invoice',
    'invoice',
    'instalments',
    'receipt',
    'receipt',
    'match',
    'unmatch',
    'credit_note',
    'write_off',
    'void',
    'promise',
    'dispute',
    'order',
  ),
  of: fc.nat(30),
  minor: fc.integer({ min: 1, max: 90_000 }),
  later: fc.nat(3),
  /** Booked so many days before it was known. */
  back: fc.constantFrom(0, 0, 0, 1, 5, 40),
  terms: fc.nat(60),
  person: fc.boolean(),
  /** Of all that is open, where anything is. */
  whole: fc.boolean(),
});
type Drawn = typeof act extends fc.Arbitrary<infer T> ? T : never;

const made = (all: readonly Drawn[]): Fact[] => {
  let day = 60;
  const invoices: Fact[] = [];
  const open = new Map<string, number>();
  const received = new Set<string>();
  return all.map((one, serial) => {
    day += one.later;
    const [on, known] = [dayAt(day - one.back), dayAt(day)];
    const more = { day: known, actor: one.person ? 'person:1' : 'match-cash', trace: `t${one.of}` };
    const of = invoices[one.of % Math.max(1, invoices.length)];
    if (one.what === 'order') return told(serial, known, 'order.confirmed', `ord_${one.of}`, {}, more);
    if (one.what === 'invoice' || one.what === 'instalments' || !of) {
      const invoice = invoiceOf(one, serial, on, more);
      invoices.push(invoice);
      open.set(invoice.entry!.lines[0]!.invoiceId!, one.minor);
      return invoice;
    }
    const invoiceId = of.entry!.lines[0]!.invoiceId!;
    const said = { amount: { minor: one.minor, currency: 'EUR' }, customerId: `cus_${one.of % 3}` };
    if (one.what === 'promise') {
      const type = ['made', 'kept', 'partly_kept', 'broken', 'reopened'][one.terms % 5]!;
      const data = { ...said, payOn: dayAt(day), invoices: [invoiceId], paidMinor: one.minor >> 1 };
      return told(serial, known, `promise.${type}`, `prm_${one.of}`, data, more);
    }
    if (one.what === 'dispute') {
      const type = ['opened', 'opened', 'accepted', 'rejected'][one.terms % 4]!;
      return told(serial, known, `dispute.${type}`, `dsp_${one.of}`, { ...said, invoiceId }, more);
    }
    // What is matched and taken back came before.
    const moved = one.what === 'match' || one.what === 'unmatch';
    const kind = moved && !received.has(`pay_${one.of}`) ? 'receipt' : (one.what as Entry['kind']);
    const events =
      kind === 'credit_note'
        ? [
            {
              type: 'invoice.credited',
              subject: `crn_${serial}`,
              data: { invoiceId, reason: one.person ? 'price' : 'returned' },
            },
          ]
        : [];
    const left = open.get(invoiceId)!;
    const minor = kind === 'unmatch' ? 0 - one.minor : one.whole && left > 0 ? left : one.minor;
    open.set(invoiceId, left - minor);
    const over = kind === 'receipt' && one.person ? one.terms : 0;
    // A payment comes once.
    const again = kind === 'receipt' && received.has(`pay_${one.of}`);
    const source = again ? `pay_${one.of}_${serial}` : `pay_${one.of}`;
    if (kind === 'receipt') received.add(source);
    return settled(serial, on, of, minor, {
      kind,
      source,
      over,
      events,
      ...more,
    });
  });
};

const invoiceOf = (one: Drawn, serial: number, on: string, more: Draft): Fact => {
  if (one.what !== 'instalments' || one.minor < 10)
    return invoiced(serial, on, addDays(on, one.terms), one.minor, more);
  const line = {
    account: 'receivables' as const,
    customerId: `cus_${serial % 3}`,
    invoiceId: `inv_${serial}`,
  };
  const first = Math.floor(one.minor / 3);
  return fact(serial, on, {
    kind: 'invoice',
    lines: [
      { ...line, minor: first, dueOn: addDays(on, 10) },
      { ...line, minor: one.minor - first, dueOn: addDays(on, 40) },
      { account: 'revenue', minor: 0 - one.minor },
    ],
    ...more,
  });
};

/** In the order of the commits. */
export const books = (most: number, least = 0) =>
  fc.array(act, { minLength: least, maxLength: most }).map(made);

/** A plan over the first two invoices. */
export const planOf = (facts: readonly Fact[], on: string, endedOn?: string): PaymentPlan[] => {
  const own = facts.flatMap(({ entry }) => (entry?.kind === 'invoice' ? [entry.lines[0]!] : [])).slice(0, 2);
  const items = own.map(({ invoiceId, dueOn }) => ({
    invoiceId,
    dueOn,
    openMinor: 1,
    relievedMinor: 0,
    number: 'x',
  }));
  const total = { minor: 200_000, currency: 'EUR' };
  const instalments = [5, 35, 65].map((later) => ({ dueOn: dayAt(100 + later), minor: 66_000 }));
  const plan = {
    id: 'ppl_1',
    on,
    at: `${on}T00:00:00Z`,
    items,
    instalments,
    total,
    ...(endedOn && { endedOn }),
  };
  return items.length === 0 ? [] : [plan as unknown as PaymentPlan];
};
/** The whole of such an invoice, less a discount for paying early. */
export const discounted = (serial: number, on: string, invoice: Fact, discount: number): Fact => {
  const { account, minor, ...whose } = invoice.entry!.lines[0]!;
  return fact(serial, on, {
    kind: 'receipt',
    lines: [
      { account: 'bank', minor: minor - discount },
      { account: 'discounts', minor: discount },
      { account, minor: 0 - minor, ...whose },
    ],
  });
};
