/** Behind the link that a recipient was mailed: what the file is, and a button that fetches it. A GET changes nothing: mail scanners follow links (rules §3.18). */
import { tenantById } from '../access/store.ts';
import { entityOf, inForce } from '../access/tenant.ts';
import { localDate } from '../kernel/dates.ts';
import { stylesOf } from '../portal/style.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { env } from '../runtime/env.ts';
import { linkTo, placeOf } from '../runtime/links.ts';
import { about } from '../runtime/log.ts';
import { languageOf, page, redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { commit, read, readEach, recall, untilFresh } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { fileNameOf, type Export } from './export.ts';
import { filePage, gonePage } from './page.tsx';
import { exportById, putUse, useOf } from './store.ts';
import { next, unused } from './telling.ts';
import { fileOpened } from './token.ts';

/** The bucket's own link: long enough to be followed once. */
const LINK_SECONDS = 60;

/** Forged, unknown, expired and withdrawn links get the same answer. */
export const answerFile = async (token: string, event: PageEvent): Promise<PageAnswer> => {
  const none = page(404, gonePage(languageOf(event)), stylesOf(undefined));
  const of = fileOpened(await secret('linkKey'), token);
  if (!of) return none;
  const { tenant, exportId, recipient } = of;
  const [file, use] = await readEach(exportById(tenant, exportId), useOf(tenant, exportId, recipient));
  const to = file?.recipients?.[recipient - 1];
  if (!file?.key || !to || use?.withdrawn) return none;
  const deps: Deps = { tenant, actor: `recipient:${recipient}`, trace: newTrace(), now: instant() };
  about({ tenant, trace: deps.trace });
  const { zone, ...seller } = inForce(entityOf((await recall(tenantById(tenant)))!, file.entity)!, deps.now);
  if (localDate(deps.now, zone) > file.linksUntil!) return none;
  if (event.routeKey.startsWith('POST '))
    return (await opened(file, recipient, deps))
      ? redirect(await linkTo(file.key, fileNameOf(file), LINK_SECONDS))
      : none;
  const { name, logo, email, brand } = seller;
  const html = filePage({
    language: to.language,
    seller: { name, logo, email, colour: brand?.colour },
    file,
    own: `/report/${token}`,
  });
  // Browsers hold the redirect that answers the form against the policy, too.
  return page(200, html, stylesOf(brand?.colour), [placeOf(env('bucket'), '').origin]);
};

/** That it was fetched, by whose link and when, is an act before there is anything to fetch; false where the link was withdrawn meanwhile. */
const opened = async ({ id }: Export, recipient: number, deps: Deps): Promise<boolean> => {
  const noted = await untilFresh(async () => {
    const use = (await read(useOf(deps.tenant, id, recipient))) ?? unused(id, recipient);
    if (use.withdrawn) return { ok: false as const };
    const counted = { ...next(use), opened: use.opened + 1, openedAt: deps.now };
    return commit(deps, { action: 'exports.fetch', subject: id }, [putUse(deps.tenant, counted)]);
  });
  return noted.ok;
};
