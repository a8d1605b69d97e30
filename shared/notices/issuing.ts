/** Issues a formal notice in the second of its sending: number, document and what it names are in the commit that counts the step. */
import { noticeSeries } from '../access/tenant.ts';
import type { Formal } from '../dispatch/terms.ts';
import { keepDocument } from '../documents/keeping.ts';
import { addDays } from '../kernel/dates.ts';
import { announce } from '../kernel/events.ts';
import { seriesByName, take } from '../numbering/store.ts';
import { numberOf, seriesName } from '../numbering/series.ts';
import { bytesOf } from '../runtime/blobs.ts';
import { idOfCause, sha256, type Deps } from '../runtime/context.ts';
import { read } from '../runtime/table.ts';
import { NoticeIssued, type LegalNotice } from './notice.ts';
import { putNotice, noticeById } from './store.ts';

/** Only here: a reminder that is no formal notice never runs what draws it. */
const drawer = () => import('./paper.ts');

/** `days`: how long it gives, from the day after it is sent. What reached nobody and is sent anew is another notice, with another number. */
export const formalNotice =
  (days: number, deps: Deps): Formal =>
  async ({ mail, letter, facts, asked, claims, customer, seller, today, trace }) => {
    const { tenant } = deps;
    const { noticeLetter, noticePaper, namedClaims } = await drawer();
    // Its sender died: what has a number is sent as it is.
    const before = mail.reminder!.notice;
    const known = before && (await read(noticeById(tenant, before)));
    if (known) {
      const bytes = await bytesOf(known.document.key);
      const paper = () => Promise.resolve({ number: known.number, bytes });
      return {
        id: known.id,
        written: { letter: noticeLetter(letter, known, facts), paper },
        writes: [],
        events: [],
      };
    }
    const id = idOfCause('lgn', deps.now, mail.id, String(mail.version));
    const name = seriesName(noticeSeries(seller), today);
    const series = (await read(seriesByName(tenant, name))) ?? { name, next: 1 };
    const of = {
      number: numberOf(name, series.next),
      payBy: addDays(today, days),
      language: customer.language,
      country: seller.address.country,
      claims: namedClaims(claims),
    };
    const said = noticeLetter(letter, of, facts);
    const [{ paperPdf }, { FONTS }] = await Promise.all([
      import('../documents/paper.ts'),
      import('../documents/fonts.ts'),
    ]);
    const bytes = await paperPdf(noticePaper(said, facts, { customer, seller, today }, of), FONTS);
    const drawn = { number: of.number, bytes };
    const notice: LegalNotice = {
      ...of,
      id,
      entity: seller.id,
      customerId: customer.id,
      currency: facts.total.currency,
      issuedOn: today,
      total: facts.total,
      items: asked.map(({ id: invoiceId, number, issuedOn, dueOn }, at) => ({
        invoiceId,
        number,
        issuedOn,
        dueOn,
        asked: facts.items[at]!.open,
      })),
      mailId: mail.id,
      document: {
        key: await keepDocument(tenant, mail.id, { ...drawn, kind: 'pdf' }),
        sha256: sha256(bytes),
      },
      at: deps.now,
      trace,
    };
    return {
      id,
      written: { letter: said, paper: () => Promise.resolve(drawn) },
      writes: [...take(tenant, series, today, [id]), putNotice(tenant, notice)],
      events: [announce(NoticeIssued, id, toldOf(notice))],
    };
  };

const toldOf = (notice: LegalNotice) => {
  const { id: noticeId, number, entity, customerId, currency, issuedOn, payBy, total, items } = notice;
  const invoices = items.map(({ invoiceId }) => invoiceId);
  return { noticeId, number, entity, customerId, currency, issuedOn, payBy, total, invoices };
};
