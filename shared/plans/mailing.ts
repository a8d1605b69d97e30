/** Mails of payment plans: the schedule once it is agreed on, and a note before an instalment. Each says what the books say at its sending. */
import { customerById } from '../customers/store.ts';
import { accountUrl, payUrl, type Composed } from '../dispatch/compose.ts';
import type { Mail } from '../dispatch/mail.ts';
import type { Sent } from '../dispatch/outcome.ts';
import { dispatch } from '../dispatch/sending.ts';
import { invoiceById } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import type { Envelope } from '../kernel/events.ts';
import { idOfCause, type Deps } from '../runtime/context.ts';
import { read, readAll } from '../runtime/table.ts';
import { instalmentLetter, planLetter } from './letters.ts';
import type { PaymentPlan } from './plan.ts';
import { leftOf } from './rules.ts';
import { planById } from './store.ts';
import { standingOf } from './standing.ts';

export const mailOfPlan = (
  { id, customerId, entity, at }: PaymentPlan,
  purpose: 'payment_plan' | 'instalment',
  deps: Pick<Deps, 'now' | 'trace'>,
  dueOn?: LocalDate,
): Mail => ({
  id: idOfCause('mail', at, purpose, id, dueOn ?? ''),
  version: 1,
  purpose,
  customerId,
  plan: { entity, planId: id, ...(dueOn !== undefined && { dueOn }) },
  state: 'QUEUED',
  at: deps.now,
  history: [{ state: 'QUEUED', at: deps.now }],
  trace: deps.trace,
});

/** Worker: what is owed by now; nothing where the plan is over, or the instalment is paid. */
export const sendPlan = async (mail: Mail, deps: Deps, fact: Envelope): Promise<Sent> => {
  const { planId, entity, dueOn } = mail.plan!;
  const customer = (await read(customerById(deps.tenant, mail.customerId!)))!;
  return dispatch({ mail, customer, entity, fact }, deps, async (to, seller): Promise<Composed> => {
    const plan = (await read(planById(deps.tenant, planId)))!;
    if (plan.state !== 'OPEN') return { suppressed: `the plan is ${plan.state}` };
    const heads = await readAll(plan.items.map(({ invoiceId }) => invoiceById(deps.tenant, invoiceId)));
    const { parts } = standingOf(plan, leftOf(plan, heads));
    const [only] = plan.items;
    const today = localDate(deps.now, seller.zone);
    const said = {
      plan,
      parts,
      url:
        plan.items.length === 1
          ? await payUrl(deps.tenant, only!.invoiceId)
          : await accountUrl(deps.tenant, to, {
              entity: seller.id,
              currency: plan.total.currency,
              today,
            }),
      reference: plan.items.length === 1 ? heads[0]!.reference : undefined,
    };
    if (dueOn === undefined) return { letter: planLetter(said, to, seller) };
    const part = parts.find((one) => one.dueOn === dueOn);
    return part && part.dueOn >= today
      ? { letter: instalmentLetter(said, part, to, seller) }
      : { suppressed: 'the instalment is paid' };
  });
};
