/** Loads, decides and commits what is charged of a late invoice, and what it turns out not to owe. */
import { tenantById } from '../access/store.ts';
import { entityOf } from '../access/tenant.ts';
import { whoIsNow } from '../customers/alias.ts';
import { customerById } from '../customers/store.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { money } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Write } from '../kernel/storage.ts';
import { entry } from '../ledger/rules.ts';
import type { Entry } from '../ledger/entry.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { commit, read, readAll, readEach, recall, recallOr, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { ChargeClaim, Claim } from './claim.ts';
import { courseOf, lateFrom } from './interest.ts';
import { MOST_CHARGED, NO_RULES, type LateChargeRules, type MailCharges } from './late-charge.ts';
import {
  compensationCharge,
  feeCharge,
  fitting,
  interestCharge,
  standingAfter,
  together,
  uncharged,
  type Effect,
  type Made,
  type Standing,
} from './rules.ts';
import { missingOf, type Missing } from './missing.ts';
import { chargedOf, claimById, lateChargeRules, putCharged, putClaim } from './store.ts';
import { changedFact, forgotten, linesOf, taken } from './steps.ts';
import { rulesOf, termsOf, type Agreed, type NoTerms } from './terms.ts';

/** Invoices with what was charged of them: a read for each, together, and one for the claims that there are. */
export const standingsOf = async (tenant: string, invoices: readonly Invoice[]): Promise<Standing[]> => {
  const known = await readAll(invoices.map(({ id }) => chargedOf(tenant, id)));
  const claims = await readAll(known.flatMap((one) => one.claims).map((id) => claimById(tenant, id)));
  return invoices.map((invoice) => {
    const charged = known.find(({ invoiceId }) => invoiceId === invoice.id) ?? uncharged(invoice);
    return { invoice, charged, claims: claims.filter(({ invoiceId }) => invoiceId === invoice.id) };
  });
};

interface Setting {
  readonly rules: LateChargeRules;
  readonly today: LocalDate;
  /** By which law and rate interest runs for an invoice of this entity and customer. */
  readonly termsFor: (invoice: Invoice) => Result<Agreed, NoTerms>;
}
export const settingOf = async (
  { entity, customerId }: Pick<Invoice, 'entity' | 'customerId'>,
  { tenant, now }: Pick<Deps, 'tenant' | 'now'>,
): Promise<Setting> => {
  const [found, customer] = await readEach(lateChargeRules(tenant), customerById(tenant, customerId));
  const rules = found ?? NO_RULES;
  const seller = entityOf((await recall(tenantById(tenant)))!, entity)!;
  const buyer = await whoIsNow({ tenant }, customer!);
  return {
    rules,
    today: localDate(now, seller.zone),
    termsFor: (invoice) => termsOf(rules, seller, buyer, lateFrom(courseOf(invoice))),
  };
};

/** The same claim of the same cause has one id: the how manieth of its invoice it is. */
export const madeIn = (
  invoice: Pick<Invoice, 'id' | 'trace'>,
  on: LocalDate,
  { tenant, now, actor, trace }: Pick<Deps, 'tenant' | 'now' | 'actor' | 'trace'>,
  mailId?: string,
): Made => ({
  id: (kind, count) => idOfCause('clm', now, tenant, invoice.id, kind, String(count)),
  on,
  at: now,
  by: actor,
  trace: invoice.trace ?? trace,
  ...(mailId !== undefined && { mailId }),
});

/** Somebody charges something of an invoice by hand. */
export const chargeOnce = (id: Invoice['id'], wanted: ChargeClaim, deps: Deps) =>
  untilFresh(async () => {
    const invoice = await read(invoiceById(deps.tenant, id));
    if (!invoice || invoice.deposit) return refuse('invoices.unknown', `There is no invoice ${id}.`);
    const { today, termsFor } = await settingOf(invoice, deps);
    const [standing] = await standingsOf(deps.tenant, [invoice]);
    const charge = chargeOf(wanted, termsFor(invoice), madeIn(invoice, today, deps));
    if (!charge.ok) return charge;
    const effect = together(standing!, [charge.value]);
    const claim = effect?.claims.find(({ version }) => version === 1);
    if (!effect || !claim)
      return refuse('claims.nothing_due', `Nothing is to be charged of invoice ${invoice.number}.`);
    const kept = await keepCharges('claims.charge', { ...standing!, today }, effect, deps, claim);
    return kept.ok ? ok(claim) : kept;
  });

const chargeOf = (wanted: ChargeClaim, terms: Result<Agreed, NoTerms>, made: Made) => {
  if (wanted.kind === 'fee') return ok(feeCharge(wanted.amount, wanted.reason, made));
  if (!terms.ok) return terms;
  if (wanted.kind === 'interest') {
    const { to = made.on } = wanted;
    return to > made.on
      ? refuse('claims.not_yet', 'Interest of days to come is not charged.', [
          { pointer: '/to', detail: `must not be after ${made.on}` },
        ])
      : ok(interestCharge(terms.value, to, made));
  }
  const { compensation } = terms.value;
  return compensation
    ? ok(compensationCharge(compensation, made))
    : refuse('claims.no_law', 'No fixed sum is known of the law for this buyer.');
};

const keepCharges = (
  action: string,
  { invoice, today }: Standing & { readonly today: LocalDate },
  effect: Effect,
  deps: Deps,
  answer?: Claim,
) =>
  commit(
    follow(deps, [invoice]),
    {
      action,
      subject: invoice.id,
      entry: entryOf([effect], invoice, today, invoice.number),
      events: effect.facts,
      answer,
    },
    writesOf(deps.tenant, [effect]),
  );

export const writesOf = (tenant: string, effects: readonly Effect[]): Write<'table.stale'>[] =>
  effects.flatMap(({ charged, claims }) => [
    putCharged(tenant, charged),
    ...claims.map((claim) => putClaim(tenant, claim)),
  ]);
export const entryOf = (
  effects: readonly Pick<Effect, 'lines'>[],
  { entity, total: { currency } }: Pick<Invoice, 'entity' | 'total'>,
  on: LocalDate,
  source: string,
): Entry | undefined =>
  entry({
    entity,
    on,
    currency,
    kind: 'late_charge',
    source,
    memo: `Late: ${source}`,
    lines: effects.flatMap(({ lines }) => lines),
  });

/** What a reminder charges of its debts, to be committed with its steps: the fee once, of the debt that sets its level, interest of each. What the commit has no room for is left to the next one. */
export const chargesOf = async (
  owed: readonly Invoice[],
  { feeMinor, interest }: MailCharges,
  mailId: string,
  deps: Deps,
): Promise<{ effects: Effect[]; standings: Standing[]; missing: Missing[] }> => {
  const standings = await standingsOf(deps.tenant, owed);
  const { rules, today, termsFor } = await settingOf(owed[0]!, deps);
  const level = Math.max(...owed.map(({ reminded }) => reminded)) + 1;
  const leading = owed.find(({ reminded }) => reminded + 1 === level);
  const first = standings.toSorted((a, b) => Number(b.invoice === leading) - Number(a.invoice === leading));
  const effects = first.slice(0, MOST_CHARGED).flatMap((standing) => {
    const { invoice } = standing;
    const [terms, made] = [termsFor(invoice), madeIn(invoice, today, deps, mailId)];
    const { currency } = invoice.total;
    const own = rulesOf(rules, invoice.entity);
    const least = own?.least?.find((one) => one.currency === currency)?.minor;
    const fixed = own?.compensation && terms.ok ? terms.value.compensation : undefined;
    // What a plan puts off is not made dearer by itself.
    const runs = interest && !invoice.plan;
    const effect = together(standing, [
      ...(feeMinor !== undefined && feeMinor > 0 && invoice === leading
        ? [feeCharge(money(feeMinor, currency), `Reminder ${level}`, made, level)]
        : []),
      ...(runs && terms.ok ? [interestCharge(terms.value, today, made, least)] : []),
      ...(runs && fixed ? [compensationCharge(fixed, made)] : []),
    ]);
    return effect ? [effect] : [];
  });
  const now = fitting(effects, owed.length);
  const terms = owed.flatMap((invoice) => {
    const agreed = interest && !invoice.plan ? termsFor(invoice) : undefined;
    return agreed?.ok ? [agreed.value] : [];
  });
  return {
    effects: now,
    standings: standings.map((one) => standingAfter(one, now)),
    missing: missingOf(terms, today),
  };
};

/** A reminder that reached nobody charged nothing: what is still as it charged it is reversed. */
export const chargesBack = async (
  ids: readonly Claim['id'][],
  today: LocalDate,
  deps: Deps,
): Promise<Effect[]> => {
  const hit = await readAll(ids.map((id) => claimById(deps.tenant, id)));
  const charged = await readAll(
    [...new Set(hit.map(({ invoiceId }) => invoiceId))].map((id) => chargedOf(deps.tenant, id)),
  );
  const claims = await readAll(charged.flatMap((one) => one.claims).map((id) => claimById(deps.tenant, id)));
  const by = { on: today, by: deps.actor, reason: 'its reminder reached nobody' };
  return charged.flatMap((before) => {
    const all = claims.filter(({ invoiceId }) => invoiceId === before.invoiceId);
    const own = all.filter(({ id, state }) => ids.includes(id) && state === 'OPEN');
    if (own.length === 0) return [];
    const reversed = own.map((claim) => taken(claim, { is: 'reversed', amount: claim.open, ...by }));
    return [
      {
        charged: forgotten(before, own, all),
        claims: reversed,
        lines: own.flatMap((claim) => linesOf(claim, 0 - claim.open.minor)),
        facts: reversed.map(changedFact),
      },
    ];
  });
};

type Kept = Result<void, 'once.taken' | 'table.stale'>;
/** Worker: money moved of an invoice. Interest that was charged for days on which it was not owed is reversed; nothing is charged. */
export const regardInterest = async (
  { invoiceId }: { readonly invoiceId: Invoice['id'] },
  deps: Deps,
): Promise<Kept> => {
  if ((await recallOr(lateChargeRules(deps.tenant), NO_RULES)).version === 0) return ok(undefined);
  return untilFresh(async () => {
    const charged = await read(chargedOf(deps.tenant, invoiceId));
    if (charged?.interestTo === undefined) return ok(undefined);
    const invoice = (await read(invoiceById(deps.tenant, invoiceId)))!;
    const [standing] = await standingsOf(deps.tenant, [invoice]);
    const { today, termsFor } = await settingOf(invoice, deps);
    const terms = termsFor(invoice);
    if (!terms.ok) return ok(undefined);
    const never = Number.MAX_SAFE_INTEGER;
    const charge = interestCharge(terms.value, charged.interestTo, madeIn(invoice, today, deps), never);
    const effect = together(standing!, [charge]);
    return effect ? keepCharges('claims.recompute', { ...standing!, today }, effect, deps) : ok(undefined);
  });
};
