/** The pages of subscriptions and of instalments: which there are, and what their forms do. */
import { redirect, type PageAnswer } from '../runtime/page.ts';
import { planPreviewed, plansShown, planTaken } from './agreeing.ts';
import { aroundOf, html } from './around.ts';
import type { In } from './entering.ts';
import { nothing } from './outside.ts';
import { planPreviewPage, plansPage } from './plans.tsx';
import { previewPage } from './subscription-preview.tsx';
import { subscriptionPage, subscriptionsPage } from './subscriptions.tsx';
import {
  changeMade,
  changeShown,
  ownSubscription,
  subscriptionShown,
  subscriptionsShown,
} from './subscribing.ts';

/** `/my/subscriptions`, `/my/subscriptions/<id>`, and what a change would be: `/my/subscriptions/<id>/preview?wish=…`. */
export const subscriptionsAt = async (
  who: In,
  [id, what, ...more]: readonly string[],
  query: string,
): Promise<PageAnswer> => {
  const form = new URLSearchParams(query);
  const around = aroundOf(who);
  if (id === undefined) return html(who, subscriptionsPage(around, await subscriptionsShown(who)));
  const one = more.length === 0 ? await ownSubscription(who, id) : undefined;
  if (!one) return nothing();
  if (what === undefined)
    return html(
      who,
      subscriptionPage(around, await subscriptionShown(one, who, form.get('said') ?? undefined)),
    );
  if (what !== 'preview') return nothing();
  const shown = await changeShown(one, who, form);
  return typeof shown === 'string'
    ? html(who, subscriptionPage(around, await subscriptionShown(one, who, shown)))
    : html(who, previewPage(around, shown));
};

export const subscriptionChanged = async (
  who: In,
  [id, ...more]: readonly string[],
  form: URLSearchParams,
): Promise<PageAnswer> => {
  const one = id !== undefined && more.length === 0 ? await ownSubscription(who, id) : undefined;
  return one ? redirect(`/my/subscriptions/${one.id}?said=${await changeMade(one, who, form)}`) : nothing();
};

/** `/my/plans`, and what a plan would be: `/my/plans/preview?invoice=…`, once for each. */
export const plansAt = async (
  who: In,
  [what, ...more]: readonly string[],
  query: string,
): Promise<PageAnswer> => {
  const form = new URLSearchParams(query);
  const around = aroundOf(who);
  const page = async (said: string | null) =>
    html(who, plansPage(around, await plansShown(who, said ?? undefined)));
  if (what === undefined) return page(form.get('said'));
  if (what !== 'preview' || more.length > 0) return nothing();
  const shown = await planPreviewed(who, form);
  return typeof shown === 'string' ? page(shown) : html(who, planPreviewPage(around, shown));
};

export const planAgreed = async (who: In, form: URLSearchParams): Promise<PageAnswer> =>
  redirect(`/my/plans?said=${await planTaken(who, form)}`);
