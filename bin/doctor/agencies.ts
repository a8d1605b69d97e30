/** Collection agencies: who has an invoice is said by it and by one case alone, nobody reminds of it meanwhile, and what was collected adds up. */
import type { Books, Raw } from './books.ts';
import { rule, sumOf, type Finding } from './finding.ts';
import { misplaced } from './invoices.ts';
import type { Kept, Money } from './shapes.ts';

interface Case {
  readonly id: string;
  readonly state: string;
  readonly customerId: string;
  readonly items: readonly {
    readonly invoiceId: string;
    readonly asked: Money;
    readonly open: Money;
    readonly claims: readonly { readonly asked: Money; readonly open: Money }[];
  }[];
  readonly open: Money;
  readonly handed?: Money;
  readonly handedAt?: string;
  readonly file?: { readonly rows: number; readonly total: Money };
  readonly collected: Money;
  readonly fees: Money;
  readonly ended?: { readonly at: string };
}
interface Remittance {
  readonly caseId: string;
  readonly paymentId: string;
  readonly entity: string;
  readonly amount: Money;
  readonly fee: Money;
  readonly net: Money;
  readonly lineId?: string;
}

const marked = rule(
  'agency.invoice',
  'The case and its invoices are one commit: reminders of them go out, or do not. Look at the acts of both.',
);
const totals = rule(
  'agency.totals',
  'The case, its file and its invoices do not say the same amount: tell the agency what is right, and find what wrote the case.',
);
const reminded = rule(
  'agency.reminded',
  'A reminder went out for an invoice that an agency had: tell the payer whom to speak with.',
);
const collected = rule(
  'agency.collected',
  'What the agency reported and what the case says differ: compare the remittances with the payments that name them.',
);
const indexed = rule(
  'table.index',
  'The item is not found where it should be: write the item again with its keys.',
);

const LIVE = ['PREPARED', 'WITH_AGENCY', 'SETTLED'];
const docs = <T>({ dunning }: Books, kind: string): Kept<T>[] =>
  dunning.flatMap((item: Raw) => (item.kind === kind ? [{ ...(item.doc as T), item }] : []));
const remittances = (books: Books) => docs<Remittance>(books, 'agency-remittance');

export function* agencies(books: Books): Generator<Finding> {
  const { tenant, invoices } = books;
  const cases = docs<Case>(books, 'agency-case');
  yield* marks(books, cases);
  const heads = new Map(invoices.map((head) => [head.id, head]));
  for (const one of cases) {
    yield* added(tenant, one);
    const { id, state, customerId, item } = one;
    for (const { invoiceId, open } of one.items)
      if (state === 'SETTLED' && heads.get(invoiceId)?.open.minor !== open.minor)
        yield totals(
          tenant,
          `${open.minor} are told to be open, and ${heads.get(invoiceId)?.open.minor} are`,
          id,
        );
    const wrong = misplaced(item, {
      g1: [`${tenant}#AGENCYCASES`, id],
      g2: [`${tenant}#AGENCYCASES_OF#${customerId}`, id],
      g3: LIVE.includes(state) ? [`${tenant}#AGENCYCASES_LIVE`, id] : undefined,
    });
    for (const index of wrong) yield indexed(tenant, `${index} does not say that the case is ${state}`, id);
  }
  yield* silence(books, cases);
  yield* money(books, cases);
}

/** Each invoice names the live case that has it, and no other. */
function* marks({ tenant, invoices }: Books, cases: readonly Case[]): Generator<Finding> {
  const wanted = new Map<string, string>();
  for (const { id, state, items } of cases.filter((one) => LIVE.includes(one.state)))
    for (const { invoiceId } of items) {
      if (wanted.has(invoiceId)) yield marked(tenant, 'two cases have one invoice', id, invoiceId);
      wanted.set(invoiceId, `${id} ${state === 'PREPARED' ? 'PREPARED' : 'WITH_AGENCY'}`);
    }
  const said = new Map(
    invoices.flatMap(({ id, agency }) => (agency ? [[id, `${agency.id} ${agency.state}`] as const] : [])),
  );
  for (const id of new Set([...wanted.keys(), ...said.keys()]))
    if (wanted.get(id) !== said.get(id))
      yield marked(tenant, `its case is ${wanted.get(id) ?? 'none'}, it says ${said.get(id) ?? 'none'}`, id);
}

const asked = ({ items }: Case): number =>
  sumOf(items, (item) => item.asked.minor + sumOf(item.claims, (claim) => claim.asked.minor));
const open = ({ items }: Case): number =>
  sumOf(items, (item) => item.open.minor + sumOf(item.claims, (claim) => claim.open.minor));

function* added(tenant: string, one: Case): Generator<Finding> {
  const { id, handed, file } = one;
  if (open(one) !== one.open.minor)
    yield totals(tenant, `${one.open.minor} are open, and its items add up to ${open(one)}`, id);
  if (!handed) return;
  if (asked(one) !== handed.minor || file?.total.minor !== handed.minor || file.rows !== one.items.length)
    yield totals(
      tenant,
      `${handed.minor} were handed over, its items add up to ${asked(one)}, its file to ${file?.total.minor}`,
      id,
    );
}

/** No request lives longer: what had begun before the hand-over was committed may have set out in it. */
const REQUEST_MS = 60_000;

/** From hand-over to its end: no reminder set out. */
function* silence({ tenant, mails }: Books, cases: readonly Case[]): Generator<Finding> {
  for (const { id, items, handedAt, ended } of cases) {
    if (handedAt === undefined) continue;
    const own = new Set(items.map(({ invoiceId }) => invoiceId));
    for (const mail of mails) {
      const of = mail.reminder?.steps?.some(({ invoiceId }) => own.has(invoiceId)) === true;
      const sent = mail.history?.findLast(({ state }) => state === 'SENDING')?.at;
      const isMeanwhile =
        sent !== undefined &&
        Date.parse(sent) - Date.parse(handedAt) > REQUEST_MS &&
        (ended === undefined || sent < ended.at);
      if (of && isMeanwhile)
        yield reminded(
          tenant,
          `it went out at ${sent}, and was with the agency since ${handedAt}`,
          id,
          mail.id,
        );
    }
  }
}

/** What a case says was collected is its remittances, each of which is a payment. */
function* money(books: Books, cases: readonly Case[]): Generator<Finding> {
  const { tenant, payments } = books;
  const all = remittances(books);
  for (const { id, collected: sum, fees } of cases) {
    const own = all.filter(({ caseId }) => caseId === id);
    const [amount, fee] = [sumOf(own, (one) => one.amount.minor), sumOf(own, (one) => one.fee.minor)];
    if (amount !== sum.minor || fee !== fees.minor)
      yield collected(tenant, `${sum.minor} less ${fees.minor}, and it reported ${amount} less ${fee}`, id);
  }
  const byId = new Map(payments.map((one) => [one.id, one]));
  for (const { caseId, paymentId, amount } of all)
    if (byId.get(paymentId)?.amount.minor !== amount.minor)
      yield collected(tenant, `${amount.minor} were reported, and are no such payment`, caseId, paymentId);
  const named = new Set(all.map(({ paymentId }) => paymentId));
  for (const { id, method } of payments)
    if (method === 'agency' && !named.has(id)) yield collected(tenant, 'nobody reported it', id);
}

const row = ({ entity, amount }: Remittance, minor: number) => ({
  key: `${entity} ${amount.currency}`,
  minor,
});
/** What agencies kept or paid over is with them no more. */
export const heldByAgencies = (books: Books) =>
  remittances(books).map((one) =>
    row(one, 0 - one.fee.minor - (one.lineId === undefined ? 0 : one.net.minor)),
  );
export const keptByAgencies = (books: Books) => remittances(books).map((one) => row(one, one.fee.minor));
/** Where its line was a receipt before, the receipt has brought it. */
export const paidOver = (books: Books, direct: (lineId: string | undefined) => boolean) =>
  remittances(books).map((one) =>
    row(one, one.lineId !== undefined && direct(one.lineId) ? one.net.minor : 0),
  );
