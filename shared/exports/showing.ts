/** Behind the link that a recipient was mailed: what the file is, and a button that fetches it. A GET changes nothing: mail scanners follow links (rules §3.18). */
import { tenantById } from '../access/store.ts';
import { entityOf, inForce } from '../access/tenant.ts';
import { localDate, type Instant } from '../kernel/dates.ts';
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
import type { LinkUse } from './recipient.ts';
import { exportById, putUse, useOf } from './store.ts';
import { next, unused } from './telling.ts';
import { fileOpened } from './token.ts';

/** The bucket's own link: long enough to be followed once. */
const LINK_SECONDS = 60;

/** Who fetches again within this is the same person at the same button: no other act. */
const SAME_MS = 60_000;
/** More than anybody needs in seven days; who goes on has a machine ask. */
const MOST_FETCHES = 200;
const isFresh = ({ openedAt }: LinkUse, now: Instant): boolean =>
  openedAt !== undefined && Date.parse(now) - Date.parse(openedAt) < SAME_MS;
/** Neither withdrawn nor used up. */
const opens = (use: LinkUse, now: Instant): boolean =>
  !use.withdrawn && (use.opened < MOST_FETCHES || isFresh(use, now));

/** Forged, unknown, expired, withdrawn and used-up links get the same answer. */
export const answerFile = async (token: string, event: PageEvent): Promise<PageAnswer> => {
  const none = page(404, gonePage(languageOf(event)), stylesOf(undefined));
  const of = fileOpened(await secret('linkKey'), token);
  if (!of) return none;
  const { tenant, exportId, recipient } = of;
  const [file, use] = await readEach(exportById(tenant, exportId), useOf(tenant, exportId, recipient));
  const to = file?.recipients?.[recipient - 1];
  const deps: Deps = { tenant, actor: `recipient:${recipient}`, trace: newTrace(), now: instant() };
  if (!file?.key || !to || (use && !opens(use, deps.now))) return none;
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

/** That it was fetched, by whose link and when, is an act before there is anything to fetch; false where the link opens nothing by now. */
const opened = async ({ id }: Export, recipient: number, deps: Deps): Promise<boolean> => {
  const noted = await untilFresh(async () => {
    const use = (await read(useOf(deps.tenant, id, recipient))) ?? unused(id, recipient);
    if (!opens(use, deps.now)) return { ok: false as const };
    if (isFresh(use, deps.now)) return { ok: true as const };
    const counted = { ...next(use), opened: use.opened + 1, openedAt: deps.now };
    return commit(deps, { action: 'exports.fetch', subject: id }, [putUse(deps.tenant, counted)]);
  });
  return noted.ok;
};
