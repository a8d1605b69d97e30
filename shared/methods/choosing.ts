/** Behind the link of a notice. A GET shows what is planned; a POST skips it, or stops all (rules §3.18). */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { tokenOf } from '../invoices/link.ts';
import { invoiceById } from '../invoices/store.ts';
import { errorPage, stylesOf } from '../portal/pages.tsx';
import { bodyOf } from '../portal/switches.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { about } from '../runtime/log.ts';
import { page, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { read, readEach, recall } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import type { Collection } from './collection.ts';
import { choiceOpened } from './link.ts';
import type { Autopay } from './method.ts';
import { choicePage, type ChoiceView } from './page.tsx';
import { skip, switchAutopay } from './skipping.ts';
import { autopayOf, collectionOf, methodById } from './store.ts';

/** Forged links get the same answer as those of invoices that are no more; whoever has no secret of ours makes us read nothing. */
export const choose = async (token: string, event: PageEvent): Promise<PageAnswer> => {
  const nothing = page(404, errorPage(), stylesOf(undefined));
  const linkKey = await secret('linkKey');
  const of = choiceOpened(linkKey, token);
  if (!of) return nothing;
  const invoice = await read(invoiceById(of.tenant, of.id));
  if (!invoice) return nothing;
  const deps: Deps = {
    tenant: of.tenant,
    actor: `customer:${invoice.customerId}`,
    trace: invoice.trace ?? newTrace(),
    now: instant(),
  };
  about({ tenant: deps.tenant, trace: deps.trace });
  if (event.routeKey.startsWith('POST')) {
    const wanted = new URLSearchParams(bodyOf(event)).get('do');
    if (wanted === 'skip') await skip(invoice.id, deps);
    if (wanted === 'stop')
      await switchAutopay(invoice.customerId, (before) => ({ ...before, on: false }), deps);
  }
  const [collection, autopay] = await readEach(
    collectionOf(deps.tenant, invoice.id),
    autopayOf(deps.tenant, invoice.customerId),
  );
  const method = collection && (await read(methodById(deps.tenant, invoice.customerId, collection.methodId)));
  const entity = entityOf((await recall(tenantById(deps.tenant)))!, invoice.entity)!;
  const { name, logo, email, brand } = entity;
  const view: ChoiceView = {
    language: invoice.language,
    seller: { name, logo, email, colour: brand?.colour },
    number: invoice.number,
    said: saidOf(collection, autopay),
    amount: collection?.notice?.amount ?? invoice.open,
    on: collection?.on ?? invoice.dueOn,
    method,
    action: `/autopay/${token}`,
    payUrl: `/pay/${tokenOf(linkKey, deps.tenant, invoice.id)}`,
  };
  return page(200, choicePage(view), stylesOf(brand?.colour));
};

const saidOf = (collection: Collection | undefined, autopay: Autopay | undefined): ChoiceView['said'] => {
  if (collection?.state === 'CHARGING') return 'underWay';
  if (collection?.stop === 'skipped') return 'skipped';
  if (!autopay?.on) return 'stopped';
  return collection?.state === 'PLANNED' ? 'planned' : 'over';
};
