/** Refunds: above a limit, or to an account that is not known, a second person agrees; then a provider or the bank carries them out. */
import type { Approval } from '../approvals/approval.ts';
import { ask, type Ended } from '../approvals/asking.ts';
import { lineById, putLine } from '../bank/store.ts';
import type { BankLine } from '../bank/statement.ts';
import { none, type PaidOut } from '../cash/decision.ts';
import { decided } from '../cash/verdict.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { within } from '../kernel/limits.ts';
import { ok, refuse } from '../kernel/result.ts';
import { paymentById } from '../payments/store.ts';
import { newId, type Deps } from '../runtime/context.ts';
import { list, listed, read, readAll, untilFresh } from '../runtime/table.ts';
import { follow } from '../runtime/trace.ts';
import type { refundsApi } from './api.ts';
import { asked, giveBackOnce, keep, planOf, todayOf } from './giving-back.ts';
import { RefundPayment } from './refund.ts';
import { canceled, paid, whyNotPaid } from './outcome.ts';
import { referencesIn, worthOf } from './rules.ts';
import { refundById, refundByReference, refunds, refundsToPay, writesOf } from './store.ts';

export const actions: ActionsOf<typeof refundsApi, Deps> = {
  refundPayment: ({ id, ...wanted }, deps) => {
    const refundId = newId('ref');
    return untilFresh(async () => {
      const plan = await planOf(id, wanted, deps);
      if (!plan.ok) return plan;
      const { amount, payment, strange } = plan.value;
      if (!strange && within(deps.may?.limits, 'refund', worthOf(amount, payment)))
        return giveBackOnce(plan.value, wanted, refundId, deps);
      return ask(asked(plan.value, wanted), deps);
    });
  },
  listRefunds: async ({ state, ...page }, { tenant }) =>
    listed(await list(state ? refundsToPay(tenant) : refunds(tenant), page)),
  getRefund: async ({ id }, { tenant }) => {
    const refund = await read(refundById(tenant, id));
    return refund ? ok(refund) : unknown(id);
  },
  cancelRefund: ({ id, reason }, deps) =>
    untilFresh(async () => {
      const refund = await read(refundById(deps.tenant, id));
      if (!refund) return unknown(id);
      const payment = (await read(paymentById(deps.tenant, refund.paymentId)))!;
      const effect = canceled(refund, payment, await todayOf(refund.entity, deps), reason);
      return effect.ok ? keep('refunds.cancel', effect.value, follow(deps, [refund])) : effect;
    }),
  settleRefund: ({ id, bankLineId }, deps) =>
    untilFresh(async () => {
      const [refund, line] = [
        await read(refundById(deps.tenant, id)),
        await read(lineById(deps.tenant, bankLineId)),
      ];
      if (!refund) return unknown(id);
      if (!line)
        return refuse('refunds.line_unknown', 'There is no such bank line.', [
          { pointer: '/bankLineId', detail: 'is not known' },
        ]);
      const why =
        line.state === 'MATCHED'
          ? `The line ${line.id} is something else already.`
          : whyNotPaid(refund, line);
      if (why !== undefined) return refuse('refunds.not_its_line', why);
      const effect = paid(refund, line);
      const after = decided(
        line,
        'MATCHED',
        { ...none(`Refund ${id}, named by ${deps.actor}.`), tier: 'person' },
        deps,
      );
      return keep('refunds.paid', effect, follow(deps, [refund]), { also: [putLine(deps.tenant, after)] });
    }),
};

const unknown = (id: string) => refuse('refunds.unknown', `There is no refund ${id}.`);

/** Performs what two persons agreed on: the refund and the approval's end are one commit, which who approves repeats. */
export const performRefund = async ({ subject, input }: Approval, deps: Deps, ended: Ended) => {
  const wanted = RefundPayment.parse(input);
  const plan = await planOf(subject, wanted, deps);
  if (!plan.ok) return plan;
  // Who agreed to a refund by its provider did not agree to an account.
  if (wanted.iban === undefined && 'to' in plan.value.way)
    return refuse('refunds.account_needed', 'It cannot go back by its provider any more.');
  return giveBackOnce(plan.value, wanted, newId('ref'), deps, ended);
};

/** A debit whose text or reference names a refund is its payment, or a person looks why it is not. */
export const payRefund = async (line: BankLine, deps: Deps): Promise<PaidOut | undefined> => {
  const references = referencesIn([line.text, ...line.references, line.endToEndId ?? ''].join(' | '));
  if (references.length === 0) return undefined;
  const ids = await readAll(references.map((reference) => refundByReference(deps.tenant, reference)));
  const [refund] = await readAll(ids.map((id) => refundById(deps.tenant, id)));
  if (!refund) return undefined;
  const why = ids.length > 1 ? 'The line names several refunds.' : whyNotPaid(refund, line);
  if (why !== undefined) return { state: 'EXCEPTION', match: none(why), writes: [] };
  const effect = paid(refund, line);
  return {
    state: 'MATCHED',
    match: { ...none(`It is refund ${refund.id}, named by ${refund.reference}.`), tier: 'refund' },
    entry: effect.entry,
    events: effect.facts,
    writes: writesOf(deps.tenant, effect),
    of: refund,
  };
};
