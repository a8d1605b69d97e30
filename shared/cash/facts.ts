/** What a line is decided by, read from the books, and no more of it than the decision takes. */
import { tenantById } from '../access/store.ts';
import { debitSeries, depositSeries } from '../access/tenant.ts';
import type { BankLine } from '../bank/statement.ts';
import { keysOfName } from '../customers/likeness.ts';
import { customerById, payersOf, underKey } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { latest } from '../invoices/latest.ts';
import { invoiceById, openInvoices } from '../invoices/store.ts';
import { addDays } from '../kernel/dates.ts';
import { plainNumber } from '../numbering/series.ts';
import { documentByNumber, documentByOriginal, originals } from '../numbering/store.ts';
import type { Target } from '../payments/rules.ts';
import { paidBy, payoutByReference } from '../payments/store.ts';
import { hiddenKey, type Deps } from '../runtime/context.ts';
import { each, list, read, readAll, recall, recallOr } from '../runtime/table.ts';
import { advisedFor } from './advising.ts';
import { payersIn } from './answers.ts';
import type { Decision, Facts } from './decision.ts';
import { payersKeys } from './learning.ts';
import type { Mention } from './match.ts';
import { mentionsOf, originalsIn, payoutNamesOf } from './mentions.ts';
import { NO_RULES, type MatchingRules } from './policy.ts';
import { asRepeat, mayRepeat, repeatedOf } from './repeats.ts';
import { byReference } from './rules.ts';
import { aliasesOf, matchingRules } from './store.ts';
import { doubtedIn, trustedBy } from './trust.ts';
import { byPayer } from './weighing.ts';

export const factsOf = async (line: BankLine, { tenant: name }: Deps): Promise<Facts> => {
  const tenant = (await recall(tenantById(name)))!;
  const { mentions: written, broken } = mentionsOf(
    line,
    tenant.entities
      .flatMap(({ series, earlierSeries = [] }) => [series, ...earlierSeries])
      .flatMap((series) => [series, debitSeries({ series }), depositSeries({ series })]),
  );
  const ids = await readAll(written.map(({ number }) => documentByNumber(name, number)));
  const known = await readAll(ids.map((id) => invoiceById(name, id)));
  const elsewhere = written.length > 0 ? NONE : await numberedElsewhere(line, name);
  const { named, mentions } = await meant(
    [...written, ...elsewhere.mentions],
    [...known, ...elsewhere.invoices],
    name,
  );
  const { iban } = line.counterparty;
  const payers = iban === undefined ? [] : await payersNow(iban, name);
  const payoutNames = payoutNamesOf(line);
  const payouts = await readAll(payoutNames.map((reference) => payoutByReference(name, reference)));
  const children = payers.length === 0 ? [] : await childrenAmong(named, payers, name);
  return { line, mentions, broken, named, payers, children, payoutNames, payouts };
};

/** Whose invoices are named and who belongs to a payer; only where another customer's account pays is it asked. */
const childrenAmong = async (named: readonly Invoice[], payers: readonly string[], tenant: string) => {
  const others = new Set(named.map(({ customerId }) => customerId).filter((id) => !payers.includes(id)));
  const found = await readAll([...others].map((id) => customerById(tenant, id)));
  return found.flatMap(({ id, parent }) => (parent !== undefined && payers.includes(parent) ? [id] : []));
};

/**
 * The decision, with what it takes to come to it: the company's rules where money is missing or comes from nobody known, aliases and
 * names where no account says who paid, and what these payers owe. What a reference settles in full is asked none of it.
 */
export const weigh = async (
  facts: Facts,
  deps: Deps,
): Promise<{ decision: Decision; rules: MatchingRules }> => {
  const plain = byReference(facts);
  if (plain && isPlain(facts, plain)) return { decision: plain, rules: NO_RULES };
  const rules = await recallOr(matchingRules(deps.tenant), NO_RULES);
  const named = plain && byReference(facts, rules);
  if (named) return { decision: named, rules };
  const who = facts.payers.length > 0 ? facts : { ...facts, ...(await whoElse(facts.line, deps)) };
  const ids = payersIn(who).map(({ customerId }) => customerId);
  const all = { ...who, advised: await advisedFor(facts.line, ids, deps) };
  if (all.advised) return { decision: byPayer(all, new Map(), rules), rules };
  const owed = new Map<string, readonly Invoice[] | undefined>();
  for (const customerId of ids) owed.set(customerId, await owedBy(customerId, deps));
  const decision = byPayer(all, owed, rules);
  return { decision: await unlessRepeated(all, decision, rules, deps), rules };
};

/** Whether its references alone settle it: no rule and nothing else that is known of the payer would change that. */
export const isPlain = ({ line, payers }: Facts, decision: Decision): boolean =>
  decision.is !== 'apply' || (payers.length > 0 && !isShort(line, decision.targets));

/** More receipts of the days are not looked through. */
const MOST_RECENT = 50;
/** Nothing that is open fits: whether the payer gave the same before. */
const unlessRepeated = async (
  facts: Facts,
  decision: Decision,
  { repeatDays }: MatchingRules,
  { tenant }: Deps,
): Promise<Decision> => {
  const payers = payersIn(facts);
  if (decision.is !== 'exception' || !mayRepeat(facts, payers, decision)) return decision;
  const since = addDays(facts.line.valueOn, -repeatDays);
  const { data } = await list(paidBy(tenant, payers[0]!.customerId, since), { limit: MOST_RECENT });
  const before = repeatedOf(facts.line, data);
  return before ? asRepeat(decision, before) : decision;
};

const isShort = ({ amount }: BankLine, targets: readonly Target[]): boolean =>
  targets.reduce((left, { invoice }) => left + invoice.open.minor, 0) > amount.minor;

/** A name that more customers have says nothing. */
const MOST_NAMESAKES = 5;
/** Who the payer was said to be before; else who has exactly this name in the country of the account. */
const whoElse = async (line: BankLine, { tenant }: Deps): Promise<Pick<Facts, 'aliases' | 'namesakes'>> => {
  const found = await Promise.all(
    payersKeys(tenant, line).map(async (key) => (await list(aliasesOf(tenant, key), { limit: 10 })).data),
  );
  const aliases = trustedBy(found, line.bookedOn);
  const { name, iban } = line.counterparty;
  if (aliases.length > 0 || name === undefined || iban === undefined) return { aliases };
  const keys = keysOfName(name, iban.slice(0, 2)).map((key) => hiddenKey(tenant, key));
  const ids = await Promise.all(
    keys.map(async (key) => (await list(underKey(tenant, key), { limit: MOST_NAMESAKES + 1 })).data),
  );
  const doubted = doubtedIn(found);
  const known = await readAll(
    [...new Set(ids.flat())].filter((id) => !doubted.has(id)).map((id) => customerById(tenant, id)),
  );
  const now = known.filter((one) =>
    keysOfName(one.name, one.address.country).some((key) => keysOfName(name, iban.slice(0, 2)).includes(key)),
  );
  const namesakes = [...new Set(now.map(({ id, mergedInto }) => mergedInto ?? id))];
  return { aliases, namesakes: namesakes.length > MOST_NAMESAKES ? [] : namesakes };
};

/** Invoices under the numbers of another system. A line with a number of ours is not read for them, nor any where none came in. */
const numberedElsewhere = async (line: BankLine, tenant: string): Promise<Elsewhere> => {
  if (!(await recallOr(originals(tenant), false))) return NONE;
  const words = originalsIn(line);
  const ids = await readAll(words.map(({ number }) => documentByOriginal(tenant, number)));
  const invoices = await readAll(ids.map((id) => invoiceById(tenant, id)));
  const mentions = invoices.flatMap(({ number }) => {
    const word = words.find((one) => one.number === plainNumber(number));
    return word ? [{ ...word, number }] : [];
  });
  return { mentions, invoices };
};
interface Elsewhere {
  readonly mentions: readonly Mention[];
  readonly invoices: readonly Invoice[];
}
const NONE: Elsewhere = { mentions: [], invoices: [] };

/** Whoever pays by the number of an invoice that was corrected means the one in its place. */
const meant = async (mentions: readonly Mention[], invoices: readonly Invoice[], tenant: string) => {
  const places = new Map<string, Invoice>();
  for (const invoice of invoices) places.set(invoice.number, await latest(invoice, { tenant }));
  const named = [...new Map([...places.values()].map((one) => [one.id, one])).values()];
  return {
    named,
    mentions: mentions.map((one) => ({ ...one, number: places.get(one.number)?.number ?? one.number })),
  };
};

/** Records that were merged into one payer are that payer; only where several pay from an account is it asked. */
const payersNow = async (iban: string, tenant: string): Promise<string[]> => {
  const { data: payers } = await list(payersOf(tenant, iban), { limit: 10 });
  if (payers.length < 2) return payers;
  const found = await readAll(payers.map((id) => customerById(tenant, id)));
  return [...new Set(found.map(({ id, mergedInto }) => mergedInto ?? id))];
};

/** More open invoices than that are not looked through for one amount. */
const MAX_OPEN = 500;
const owedBy = async (customerId: string, { tenant }: Deps): Promise<Invoice[] | undefined> => {
  const found: Invoice[] = [];
  const aliases = (await read(customerById(tenant, customerId)))?.aliases ?? [];
  for (const id of [customerId, ...aliases])
    for await (const invoice of each(openInvoices(tenant, id))) {
      if (invoice.open.minor > 0) found.push(invoice);
      if (found.length > MAX_OPEN) return undefined;
    }
  return found;
};
