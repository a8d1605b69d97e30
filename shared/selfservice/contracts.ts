/** The pages of subscriptions: which there are, and what their forms do. */
import { redirect, type PageAnswer } from '../runtime/page.ts';
import { aroundOf, html } from './around.ts';
import type { In } from './entering.ts';
import { nothing } from './outside.ts';
import { previewPage } from './subscription-preview.tsx';
import { subscriptionPage, subscriptionsPage } from './subscriptions.tsx';
import {
  changeMade,
  changeShown,
  ownSubscription,
  subscriptionShown,
  subscriptionsShown,
} from './subscribing.ts';

type Query = Readonly<Record<string, string | undefined>> | undefined;

/** `/my/subscriptions`, `/my/subscriptions/<id>`, and what a change would be: `/my/subscriptions/<id>/preview?wish=…`. */
export const subscriptionsAt = async (
  who: In,
  [id, what, ...more]: readonly string[],
  query: Query,
): Promise<PageAnswer> => {
  const around = aroundOf(who);
  if (id === undefined) return html(who, subscriptionsPage(around, await subscriptionsShown(who)));
  const one = more.length === 0 ? await ownSubscription(who, id) : undefined;
  if (!one) return nothing();
  if (what === undefined)
    return html(who, subscriptionPage(around, await subscriptionShown(one, who, query?.['said'])));
  if (what !== 'preview') return nothing();
  const shown = await changeShown(one, who, new URLSearchParams(query as Record<string, string>));
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
