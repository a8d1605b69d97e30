/** Remittance advice is kept as it comes, and found by the money that it is about: whichever of both is first. */
import { tenantById } from '../access/store.ts';
import type { BankLine } from '../bank/statement.ts';
import { customerById } from '../customers/store.ts';
import { latest } from '../invoices/latest.ts';
import { invoiceById } from '../invoices/store.ts';
import { announce } from '../kernel/events.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { documentByNumber } from '../numbering/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { commit, list, read, readAll, recall } from '../runtime/table.ts';
import { claimsIn, isAbout, sharesOf } from './advice.ts';
import type { Advised } from './decision.ts';
import { RemittanceReceived, type Remittance, type RemittanceSaid } from './remittance.ts';
import { advisedOf, anyRemittance, noteRemittances, putRemittance } from './store.ts';

/** More payments of one amount at once are told apart by a person. */
const MOST_OF_AMOUNT = 20;

/** The one remittance that is about the line and adds up; only where any came is it asked. */
export const advisedFor = async (
  line: BankLine,
  payers: readonly string[],
  { tenant }: Deps,
): Promise<Advised | undefined> => {
  // Not remembered: the first one may be about the next line.
  if (!(await read(anyRemittance(tenant)))) return undefined;
  const { data, nextCursor } = await list(advisedOf(tenant, line.amount), { limit: MOST_OF_AMOUNT });
  const about = data.filter((one) => isAbout(one, line, payers));
  const [remittance] = about;
  if (!remittance || about.length > 1 || nextCursor !== undefined) return undefined;
  const shares = sharesOf(remittance, await claimedBy(remittance, tenant));
  const owner = shares && payerOf(shares, remittance, payers);
  return owner === undefined ? undefined : { remittance, shares: shares!, owner };
};

/** Whether any open one is over exactly the line's amount: one read, where none ever came. */
export const mayBeAdvised = async ({ amount }: BankLine, { tenant }: Deps): Promise<boolean> =>
  (await read(anyRemittance(tenant))) === true &&
  (await list(advisedOf(tenant, amount), { limit: 1 })).data.some(({ state }) => state === 'OPEN');

/** Whose money it is: the customer's of all that it names, else the one known payer's, who may pay for others. */
const payerOf = (
  shares: Advised['shares'],
  { customerId }: Remittance,
  payers: readonly string[],
): Advised['owner'] | undefined => {
  const [owner, ...others] = [...new Set(shares.map(({ invoice }) => invoice.customerId))];
  if (others.length === 0) return owner;
  return customerId ?? (payers.length === 1 ? (payers[0] as Advised['owner']) : undefined);
};

const claimedBy = async ({ claims }: Remittance, tenant: string) => {
  const ids = await readAll(claims.map(({ number }) => documentByNumber(tenant, number)));
  const found = await readAll(ids.map((id) => invoiceById(tenant, id)));
  return Promise.all(found.map((one) => latest(one, { tenant })));
};

/** The line was matched by it. */
export const joined = (tenant: string, { remittance }: Advised, lineId: string): Write<'table.stale'> =>
  putRemittance(tenant, {
    ...remittance,
    version: remittance.version + 1,
    state: 'JOINED',
    bankLineId: lineId,
  });

/** Keeps it; its event has the worker look for money that is there already. */
export const receiveRemittance = async ({ claims: said, text, ...about }: RemittanceSaid, deps: Deps) => {
  const { tenant, actor: by, now: at, trace } = deps;
  if (about.customerId === undefined && about.payerIban === undefined)
    return refuse('cash.no_payer', 'Say who pays: the customer, the account, or both.', [
      { pointer: '/payerIban', detail: 'must be there where the customer is not' },
    ]);
  if (about.customerId !== undefined && !(await read(customerById(tenant, about.customerId))))
    return refuse('cash.customer_unknown', `There is no customer ${about.customerId}.`);
  const prefixes = (await recall(tenantById(tenant)))!.entities.map(({ series }) => series);
  const claims = said ?? claimsIn(text!, prefixes, about.amount.currency);
  if (claims.length === 0)
    return refuse('cash.nothing_claimed', 'The text names no invoice of ours.', [
      { pointer: '/text', detail: 'must name invoices by their numbers' },
    ]);
  const id = newId('rem');
  const one: Remittance = { ...about, id, version: 1, state: 'OPEN', claims, at, by, trace };
  const kept = await commit(
    deps,
    {
      action: 'cash.receive_remittance',
      events: [announce(RemittanceReceived, id, { remittanceId: id })],
      answer: one,
    },
    [putRemittance(tenant, one), noteRemittances(tenant)],
  );
  return kept.ok ? ok(one) : kept;
};
