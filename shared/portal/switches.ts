/** Behind the link at the foot of a mail that may be switched off. A GET asks; a POST does it, a mail program's own too (RFC 8058). */
import { tenantById } from '../access/store.ts';
import { whoIsNow } from '../customers/alias.ts';
import { mailOpened, type MailLink } from '../customers/mail-link.ts';
import { customerById } from '../customers/store.ts';
import { switchMails } from '../customers/switching.ts';
import { instant, type Deps } from '../runtime/context.ts';
import { about } from '../runtime/log.ts';
import { page, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { read, recall } from '../runtime/table.ts';
import { newTrace } from '../runtime/trace.ts';
import { mailsPage } from './mails.tsx';
import { errorPage, stylesOf } from './pages.tsx';

/** Forged links and those of customers that are no more get the same answer; whoever has no secret of ours makes us read nothing. */
export const switches = async (token: string, posted: string | undefined): Promise<PageAnswer> => {
  const nothing = page(404, errorPage(), stylesOf(undefined));
  const link = mailOpened(await secret('linkKey'), token);
  if (!link) return nothing;
  const actor = `customer:${link.customerId}`;
  const deps: Deps = { tenant: link.tenant, actor, trace: newTrace(), now: instant() };
  about({ tenant: deps.tenant, trace: deps.trace });
  const customer = await asSaid(link, posted, deps);
  if (!customer || customer.erased) return nothing;
  // The switch is for all legal entities: of several none speaks for the others.
  const { entities } = (await recall(tenantById(deps.tenant)))!;
  const [only] = entities.length === 1 ? entities : [];
  const seller = only && { name: only.name, logo: only.logo, colour: only.brand?.colour };
  return page(
    200,
    mailsPage({
      language: customer.language,
      seller,
      customerName: customer.name,
      kind: link.kind,
      off: (customer.mailsOff ?? []).some(({ kind }) => kind === link.kind),
      action: `/mails/${token}`,
    }),
    stylesOf(seller?.colour),
  );
};

/** The customer after what was said; a mail program says `List-Unsubscribe=One-Click`, and only our own form `mails=on`. */
const asSaid = async ({ customerId, kind }: MailLink, posted: string | undefined, deps: Deps) => {
  if (posted === undefined) return whoIsNow(deps, await read(customerById(deps.tenant, customerId)));
  const on = new URLSearchParams(posted).get('mails') === 'on';
  const done = await switchMails(
    customerId,
    (now) => (on ? now.filter((one) => one !== kind) : [...new Set([...now, kind])]),
    deps,
  );
  return done.ok ? done.value : undefined;
};

export const bodyOf = ({ body, isBase64Encoded }: PageEvent): string =>
  isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
