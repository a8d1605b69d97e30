/** Hands a case to an agency, once a second person agrees: what may be handed over by then, with interest to the day, in one commit with its file. */
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { entryOf, madeIn, settingOf, writesOf } from '../claims/charging.ts';
import { fitting, interestCharge, standingAfter, together, type Effect } from '../claims/rules.ts';
import { rulesOf } from '../claims/terms.ts';
import { whoIsNow } from '../customers/alias.ts';
import type { Customer } from '../customers/customer.ts';
import { customerById } from '../customers/store.ts';
import { invoiceById, putInvoice } from '../invoices/store.ts';
import { addDays } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { toText } from '../kernel/money.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, read, readAll, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import { AgencyName, NO_AGENCIES, type Agency } from './agency.ts';
import type { AgencyCase } from './case.ts';
import { AgencyHandedOver } from './events.ts';
import { filed } from './filing.ts';
import { lookAt, type Looked } from './gathering.ts';
import { noting, taskDone } from './noting.ts';
import { askedOf, factOf, freed, itemOf, marked, openOf, splitBy, takes } from './rules.ts';
import { agencyBook, caseById, putCase } from './store.ts';

/** The agency's own link to its files opens so long. */
const LINK_DAYS = 30;

type NotHanded =
  | 'agencies.unknown'
  | 'agencies.not_prepared'
  | 'agencies.agency_unknown'
  | 'agencies.not_taken'
  | 'agencies.nothing_to_hand_over';

export const unknown = (id: string) => refuse('agencies.unknown', `There is no case ${id}.`);

export const askHandOver = async (
  { id, agency }: { readonly id: AgencyCase['id']; readonly agency?: string | undefined },
  deps: Deps,
) => {
  const ready = await readyOf(id, agency, deps);
  if (!ready.ok) return ready;
  const { after, agency: to, customer } = ready.value;
  const asked = askedOf(after);
  return ask(
    {
      operation: 'agencies.hand_over',
      subject: id,
      scope: 'writeoffs:write',
      summary: `${after.items.length} invoices of ${customer.name} over ${toText(asked)} ${asked.currency} to the agency ${to.name}. Interest to the day comes to it.`,
      input: { agency: to.agency },
    },
    deps,
  );
};

/** Performs what two persons agreed on: what was paid, promised or disputed since stays here. */
export const performHandOver = ({ subject, input }: Approval, deps: Deps, ended: Ended) =>
  untilFresh(() => handOverOnce(subject as AgencyCase['id'], AgencyName.parse(input['agency']), ended, deps));

interface Ready {
  /** With what is handed over of it, and nothing else. */
  readonly after: AgencyCase;
  readonly agency: Agency;
  readonly agencyVersion: number;
  readonly customer: Customer;
  readonly looked: Looked;
  readonly split: ReturnType<typeof splitBy>;
  readonly effects: readonly Effect[];
}
const readyOf = async (
  id: AgencyCase['id'],
  name: string | undefined,
  deps: Deps,
): Promise<Result<Ready, NotHanded>> => {
  const before = await read(caseById(deps.tenant, id));
  if (!before) return unknown(id);
  if (before.state !== 'PREPARED')
    return refuse('agencies.not_prepared', `The case is ${before.state}: it is not to be handed over.`);
  const { agencies, version: agencyVersion } = (await read(agencyBook(deps.tenant))) ?? NO_AGENCIES;
  const agency = agencies.find((one) => one.agency === (name ?? before.agency));
  if (!agency)
    return refuse('agencies.agency_unknown', 'No agency of that name is in the book of agencies.', [
      { pointer: '/agency', detail: 'say which agency gets it' },
    ]);
  const customer = (await whoIsNow(deps, await read(customerById(deps.tenant, before.customerId))))!;
  const heads = await readAll(before.items.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)));
  const looked = await lookAt(customer, heads, id, deps);
  const effects = await interestOf(looked, deps);
  const standings = looked.standings.map((one) => standingAfter(one, effects));
  const split = splitBy(standings, looked.whyOf);
  const kept = split.left.map(({ number, why }, at) => ({
    pointer: `/invoices/${at}`,
    detail: `${number}: ${why}`,
  }));
  if (split.handed.length === 0)
    return refuse('agencies.nothing_to_hand_over', 'Nothing of the case may be handed over now.', kept);
  const items = split.handed.map((one) => itemOf(one, looked.today));
  const after: AgencyCase = {
    ...before,
    items,
    left: split.left.map(({ invoiceId, number, why }) => ({ invoiceId, number, why })),
    open: openOf({ items, currency: before.currency }),
  };
  if (!takes(agency, customer, askedOf(after)))
    return refuse(
      'agencies.not_taken',
      `${agency.name} does not take this case: look at its amounts, countries and debtors.`,
      [{ pointer: '/agency', detail: 'does not take it' }],
    );
  const used = effects.filter(({ charged }) =>
    split.handed.some(({ invoice }) => invoice.id === charged.invoiceId),
  );
  return ok({ after, agency, agencyVersion, customer, looked, split, effects: used });
};

/** Interest up to today, where the company's rules charge any: from then on no reminder does. What the commit has no room for beside the heads is not charged. */
const interestOf = async ({ standings, today, seller }: Looked, deps: Deps): Promise<Effect[]> => {
  const { rules, termsFor } = await settingOf(standings[0]!.invoice, deps);
  if (!rulesOf(rules, seller.id)?.interest) return [];
  const effects = standings.flatMap((standing) => {
    const terms = termsFor(standing.invoice);
    if (!terms.ok) return [];
    const charge = interestCharge(terms.value, today, madeIn(standing.invoice, today, deps));
    return together(standing, [charge]) ?? [];
  });
  return fitting(effects, standings.length);
};

const handOverOnce = async (id: AgencyCase['id'], name: string, ended: Ended, deps: Deps) => {
  const ready = await readyOf(id, name, deps);
  if (!ready.ok) return ready;
  const { agency, agencyVersion, customer, looked, split, effects } = ready.value;
  const { today, seller } = looked;
  const under = follow(deps, [ready.value.after, ...split.handed.map(({ invoice }) => invoice)]);
  const claims = split.handed.flatMap((one) => one.claims);
  const file = await filed({ agencyCase: ready.value.after, agency, seller, customer, claims, today }, deps);
  const after: AgencyCase = {
    ...ready.value.after,
    version: ready.value.after.version + 1,
    state: 'WITH_AGENCY',
    customerId: customer.id,
    agency: agency.agency,
    agencyVersion,
    handed: file.total,
    handedOn: today,
    handedAt: deps.now,
    approvedBy: deps.actor,
    filesUntil: addDays(today, LINK_DAYS),
    file,
    turns: ready.value.after.turns + 1,
  };
  const told = noting(after, { what: 'handed_over', changes: [] }, under);
  const task = await taskDone(after, deps);
  const kept = await commit(
    under,
    {
      action: 'agencies.hand_over',
      subject: id,
      entry: entryOf(effects, split.handed[0]!.invoice, today, id),
      events: [
        announce(AgencyHandedOver, id, factOf(after)),
        ...effects.flatMap(({ facts }) => facts),
        ...told.facts,
        ...task.facts,
      ],
      answer: ended.answer,
    },
    [
      putCase(deps.tenant, after),
      ...split.handed.map(({ invoice }) =>
        putInvoice(deps.tenant, marked(after, invoice, { agency, on: today })),
      ),
      ...split.left.map(({ head }) => putInvoice(deps.tenant, freed(head))),
      ...writesOf(deps.tenant, effects),
      ...told.writes,
      ...task.writes,
      ended.write,
    ],
  );
  return kept.ok ? ok(after) : kept;
};
