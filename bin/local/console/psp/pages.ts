/** The pay page of the sandbox provider. */
import type { Html } from '../page.ts';
import { html, page } from '../page.ts';
import type { Session } from './model.ts';

/** What every page of it says at its foot. */
export const standIn = html`<p class="soft small" style="text-align:center">
  A stand-in for a payment provider. No money moves, no card is asked for.
</p>`;
const PLACE = 'Sandbox Pay';

export const money = ({ minor, currency }: Session['amount']): string => {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};

export const payPage = (session: Session, status = 200): Response => {
  const { amount, reference, description, metadata, returnUrl } = session;
  const body = html`<div class="pay">
    <div class="card">
      ${notice(session)}
      <p class="soft small" style="margin:0">Pay ${metadata['merchant'] ?? 'Test merchant'}</p>
      <h1 class="amount">${money(amount)}</h1>
      <dl>
        <dt>Reference</dt>
        <dd>${reference}</dd>
        ${
          description !== '' &&
          html`<dt>For</dt>
            <dd>${description}</dd>`
        }
      </dl>
      ${
        session.status === 'open' || session.status === 'failed'
          ? choices
          : html`<a class="button" style="width:100%" href="${returnUrl}">Back to the merchant</a>`
      }
    </div>
    ${standIn}
  </div>`;
  return page({ title: `Pay ${money(amount)}`, place: PLACE, body, status });
};

const choices = html`<form method="post" aria-label="How should this payment end?">
  <button class="main" name="outcome" value="approve">Pay with the test card</button>
  <button name="outcome" value="decline">Pay with a card that is declined</button>
  <button name="outcome" value="pending">Pay by bank debit (takes 2 minutes)</button>
  <button class="plain" name="outcome" value="cancel">Cancel and go back</button>
</form>`;

const notice = ({ status, failure }: Session): Html | undefined => {
  if (status === 'failed')
    return html`<p class="alert" role="alert">
      <strong>Payment declined.</strong> ${failure?.message} Please try another way.
    </p>`;
  if (status === 'succeeded')
    return html`<p class="alert good" role="status"><strong>Paid.</strong> Thank you.</p>`;
  if (status === 'processing')
    return html`<p class="alert wait" role="status">
      <strong>On its way.</strong> Your bank is processing the debit.
    </p>`;
  if (status === 'canceled')
    return html`<p class="alert wait" role="status"><strong>Canceled.</strong> Nothing was paid.</p>`;
  return undefined;
};

export const noSession = (): Response => {
  const body = html`<div class="pay">
    <div class="card">
      <h1>No such payment</h1>
      <p class="soft">The link is wrong or incomplete.</p>
    </div>
  </div>`;
  return page({ title: 'No such payment', place: PLACE, body, status: 404 });
};
