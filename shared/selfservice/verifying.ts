/** The page that proves an invoice: open to anybody, and it says nothing but yes to who has all of it before him. */
import { entityOf, inForce, type Tenant } from '../access/tenant.ts';
import { tenantById } from '../access/store.ts';
import { snapshotById } from '../invoices/store.ts';
import { documentByNumber } from '../numbering/store.ts';
import { stylesOf } from '../portal/pages.tsx';
import { bodyOf } from '../portal/switches.ts';
import { instant } from '../runtime/context.ts';
import { languageOf, page, type PageAnswer, type PageEvent } from '../runtime/page.ts';
import { paceOf } from '../runtime/rate.ts';
import { shareOf } from '../runtime/strangers.ts';
import { read, recall } from '../runtime/table.ts';
import { isGenuine, type Shown } from './genuine.ts';
import { brandOf, isPost, nothing } from './outside.ts';
import { MY_STYLE } from './shell.tsx';
import { verifyPage, type VerifyView } from './verify.tsx';

/** `/verify?at=<company>`: a company puts this link on its site and its letters. */
export const verify = async (event: PageEvent): Promise<PageAnswer> => {
  const tenant = event.queryStringParameters?.['at'] ?? '';
  const company = /^[a-z][a-z0-9-]{1,30}$/.test(tenant) ? await recall(tenantById(tenant)) : undefined;
  if (!company) return nothing();
  const seller = brandOf(company);
  const said = isPost(event) ? await answerTo(event, company) : undefined;
  const view = { language: languageOf(event), seller, action: `/verify?at=${tenant}` };
  const html = verifyPage({ ...view, ...(said !== undefined && { said }) });
  return page(200, html, stylesOf(seller?.colour, MY_STYLE));
};

/** Of one part of the world, and of all of it, in a minute: what is more is answered as what is unknown. */
const PER_SHARE = 20;
const PER_TENANT = 120;

const answerTo = async (event: PageEvent, company: Tenant): Promise<NonNullable<VerifyView['said']>> => {
  const { id: tenant } = company;
  const now = instant();
  const share = `verify:${shareOf(event.requestContext.http.sourceIp)}`;
  const here = await paceOf({ tenant, actor: share, perMinute: PER_SHARE }, now);
  const all = await paceOf({ tenant, actor: 'verify:all', perMinute: PER_TENANT }, now);
  const form = new URLSearchParams(bodyOf(event));
  const text = (name: string) => (form.get(name) ?? '').trim();
  const asked: Shown = {
    number: text('number').toUpperCase().slice(0, 40),
    date: text('date'),
    amount: text('amount'),
    digits: text('digits'),
  };
  if (here.over || all.over) return 'unknown';
  // What is not there is looked for as well: how long it takes tells nothing.
  const id = (await read(documentByNumber(tenant, asked.number))) ?? `inv_${'0'.repeat(26)}`;
  const snapshot = await read(snapshotById(tenant, id));
  const entities = company.entities.map((one) => inForce(one, now));
  const seller = snapshot && entityOf({ ...company, entities }, snapshot.seller.id);
  return snapshot && seller && isGenuine(asked, snapshot, seller.bank)
    ? { number: snapshot.number, seller: snapshot.seller.name }
    : 'unknown';
};
