/** The money that an agency pays over: which bank line it came in with, found by the worker or said by a person. */
import type { BankLine } from '../bank/statement.ts';
import { lineById, putLine } from '../bank/store.ts';
import { none, type Facts, type PaidOut } from '../cash/decision.ts';
import type { OurMoney } from '../cash/deciding.ts';
import { paymentOf, today } from '../cash/keeping.ts';
import { decided } from '../cash/verdict.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import type { Entry } from '../ledger/entry.ts';
import { becomePayout } from '../payments/payout.ts';
import { writesOf } from '../payments/store.ts';
import type { Deps } from '../runtime/context.ts';
import { all, read, recallOr } from '../runtime/table.ts';
import { bankSlip } from '../slips/banking.ts';
import { NO_AGENCIES } from './agency.ts';
import { paidOverEntry } from './booking.ts';
import type { Remittance } from './case.ts';
import { agencyBook, putRemittance, remittancesDue } from './store.ts';

/**
 * Worker's part: a line from the account of an agency. It is the rest of what one statement of the agency says, by its amount, or by the
 * reference where several are as much; all else from there is for a person, because the agency is no debtor. A company without agencies
 * pays a read in half a minute.
 */
const bankRemittance = async (facts: Facts, deps: Deps): Promise<PaidOut | undefined> => {
  const { line } = facts;
  const { iban } = line.counterparty;
  if (iban === undefined || line.amount.minor <= 0 || line.reversal) return undefined;
  const { agencies } = await recallOr(agencyBook(deps.tenant), NO_AGENCIES);
  const agency = agencies.find((one) => one.iban === iban);
  if (!agency) return undefined;
  const found = whichOf(line, iban, await all(remittancesDue(deps.tenant)));
  if (!found)
    return {
      state: 'EXCEPTION',
      match: none(`It is from the agency ${agency.name}, and no statement of it says this amount.`),
      book: true,
      writes: [],
    };
  const after = { ...found, version: found.version + 1, lineId: line.id };
  return {
    state: 'MATCHED',
    action: 'agencies.pay_over',
    match: { ...none(`The agency ${agency.name} pays over what ${found.reference} says.`), tier: 'agency' },
    entry: paidOverEntry(found, line, undefined),
    writes: [putRemittance(deps.tenant, after)],
  };
};

/** Worker's part: cash and cheques that were paid in, else what an agency pays over. */
export const ourMoney: OurMoney = async (facts, deps) =>
  (await bankSlip(facts, deps)) ?? bankRemittance(facts, deps);

/** Undefined where none fits, or more than one does. */
export const whichOf = (
  line: Pick<BankLine, 'amount' | 'entity' | 'text' | 'references' | 'endToEndId'>,
  iban: string,
  due: readonly Remittance[],
): Remittance | undefined => {
  const fit = due.filter(
    (one) =>
      one.iban === iban &&
      one.entity === line.entity &&
      one.net.minor === line.amount.minor &&
      one.net.currency === line.amount.currency,
  );
  const words = [line.text, ...line.references, line.endToEndId ?? ''].join(' ').toLowerCase();
  const named = fit.filter(({ reference }) => words.includes(reference.toLowerCase()));
  const among = named.length > 0 ? named : fit;
  return among.length === 1 ? among[0] : undefined;
};

export interface PaidOver {
  readonly remittance: Remittance;
  readonly entry: Entry | undefined;
  readonly writes: readonly Write<'table.stale'>[];
}
/** A person names the line, which waits: what it was kept as, an unapplied receipt, is nobody's money any more. */
export const paidOver = async (
  made: Remittance,
  lineId: BankLine['id'],
  deps: Deps,
): Promise<Result<PaidOver, 'agencies.line'>> => {
  const line = await read(lineById(deps.tenant, lineId));
  const receipt = line && (await paymentOf(line, deps));
  const isIts =
    line?.state === 'EXCEPTION' &&
    line.entity === made.entity &&
    line.amount.minor === made.net.minor &&
    line.amount.currency === made.net.currency &&
    receipt?.payout === undefined &&
    receipt?.unapplied.minor === line.amount.minor;
  if (!isIts)
    return refuse('agencies.line', 'With this line the rest did not come in, or it is something else.', [
      { pointer: '/lineId', detail: `is no line of ${made.net.minor} ${made.net.currency} that waits` },
    ]);
  const match = {
    ...none(`What ${made.reference} of an agency says, named by ${deps.actor}.`),
    tier: 'agency' as const,
    evidence: line.match ? [`Before: ${line.match.reason}`] : [],
  };
  return ok({
    remittance: { ...made, lineId: line.id },
    entry: paidOverEntry(made, line, { receipt, on: await today(line, deps) }),
    writes: [
      ...writesOf(deps.tenant, becomePayout(receipt, made.reference)),
      putLine(deps.tenant, decided(line, 'MATCHED', match, deps)),
    ],
  });
};
