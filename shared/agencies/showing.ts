/** Behind the link that an agency was mailed: the files of its case, each by a link of minutes. A GET changes nothing (rules §3.18). */
import { entityOf } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { documentsOf } from '../invoices/store.ts';
import { localDate } from '../kernel/dates.ts';
import { errorPage, stylesOf } from '../portal/pages.tsx';
import { instant } from '../runtime/context.ts';
import { linkTo } from '../runtime/links.ts';
import { about } from '../runtime/log.ts';
import { page, redirect, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { secret } from '../runtime/secrets.ts';
import { read, recall } from '../runtime/table.ts';
import { isFollowed, type AgencyCase } from './case.ts';
import { caseOpened } from './link.ts';
import { filesPage } from './page.tsx';
import { agencyBookVersion, caseById } from './store.ts';

const LINK_SECONDS = 300;

/** Forged, unknown, past and recalled links get the same answer. */
export const answerAgency = async (token: string, event: PageEvent): Promise<PageAnswer> => {
  const none = page(404, errorPage(), stylesOf(undefined));
  const of = caseOpened(await secret('linkKey'), token);
  const one = of && (await read(caseById(of.tenant, of.caseId)));
  if (!of || !one?.file || !isFollowed(one)) return none;
  about({ tenant: of.tenant, trace: one.trace });
  const seller = entityOf((await recall(tenantById(of.tenant)))!, one.entity)!;
  if (localDate(instant(), seller.zone) > one.filesUntil!) return none;
  const wanted = event.queryStringParameters?.['file'];
  if (wanted !== undefined) {
    const file = await fileOf(of.tenant, one, wanted);
    return file ? redirect(await linkTo(file.key, file.name, LINK_SECONDS)) : none;
  }
  const book = (await read(agencyBookVersion(of.tenant, one.agencyVersion!)))!;
  const { language } = book.agencies.find(({ agency }) => agency === one.agency)!;
  const { rows, total, csv, json } = one.file;
  const html = filesPage({
    language,
    seller: { name: seller.name, logo: seller.logo, email: seller.email, colour: seller.brand?.colour },
    id: one.id,
    until: one.filesUntil!,
    rows,
    total,
    csv: csv.sha256,
    json: json.sha256,
    invoices: one.items.map(({ invoiceId: id, number }) => ({ id, number })),
    own: `/agency/${token}`,
  });
  return page(200, html, stylesOf(seller.brand?.colour));
};

/** One of its own, and of no other case. */
const fileOf = async (
  tenant: string,
  { id, file, items }: AgencyCase,
  wanted: string,
): Promise<{ key: string; name: string } | undefined> => {
  if (wanted === 'csv' || wanted === 'json') return { key: file![wanted].key, name: `${id}.${wanted}` };
  const item = items.find(({ invoiceId }) => invoiceId === wanted);
  const pdf = item && (await read(documentsOf(tenant, item.invoiceId)))?.pdf;
  return pdf === undefined ? undefined : { key: pdf, name: `${item!.number}.pdf` };
};
