/** Gathers the file of a case and keeps it: as it is once, for good. */
import type { Entity } from '../access/tenant.ts';
import type { Claim } from '../claims/claim.ts';
import { idsOf, type Customer } from '../customers/customer.ts';
import { mailsAmong } from '../dispatch/store.ts';
import { wentOut, type Mail } from '../dispatch/mail.ts';
import { fileName } from '../documents/document.ts';
import { documentsOf, snapshotById } from '../invoices/store.ts';
import { localDate, type LocalDate } from '../kernel/dates.ts';
import { disputesOf } from '../disputes/store.ts';
import { noticeById } from '../notices/store.ts';
import { keep } from '../runtime/blobs.ts';
import { sha256, type Deps } from '../runtime/context.ts';
import { all, list, readAll, readEach } from '../runtime/table.ts';
import type { Agency } from './agency.ts';
import type { AgencyCase } from './case.ts';
import { textsOf, type Filed } from './file.ts';

interface ToFile {
  readonly agencyCase: AgencyCase;
  readonly agency: Agency;
  readonly seller: Entity;
  readonly customer: Customer;
  readonly claims: readonly Claim[];
  readonly today: LocalDate;
}

/** Under a key of its bytes: whoever files the same again finds it there. */
export const filed = async (of: ToFile, deps: Deps): Promise<NonNullable<AgencyCase['file']>> => {
  const { agencyCase, agency, seller, customer, today } = of;
  const invoices = await factsOf(of, deps);
  const { csv, json, rows, total } = textsOf({ agencyCase, agency, seller, customer, on: today, invoices });
  const kept = async (text: string, kind: 'csv' | 'json', media: string) => {
    const hash = sha256(text);
    const key = `${deps.tenant}/agencies/${agencyCase.id}-${hash.slice(0, 16)}.${kind}`;
    await keep(key, text, media);
    return { key, sha256: hash };
  };
  return {
    rows,
    total,
    csv: await kept(csv, 'csv', 'text/csv; charset=utf-8'),
    json: await kept(json, 'json', 'application/json'),
  };
};

/** Reminders of so many of its newest mails are named. */
const MOST_MAILS = 200;

const factsOf = async ({ agencyCase, seller, customer, claims }: ToFile, deps: Deps): Promise<Filed[]> => {
  const { tenant } = deps;
  const ids = idsOf(customer);
  const [mails, disputes] = await Promise.all([
    Promise.all(ids.map((id) => list(mailsAmong(tenant, id), { limit: MOST_MAILS }))),
    Promise.all(ids.map((id) => all(disputesOf(tenant, id)))),
  ]);
  const reminders = mails
    .flatMap(({ data }) => data)
    .filter((mail): mail is Mail => mail?.purpose === 'reminder' && wentOut(mail))
    .toReversed();
  const notices = await readAll(
    reminders.flatMap(({ reminder }) => reminder?.notice ?? []).map((id) => noticeById(tenant, id)),
  );
  return Promise.all(
    agencyCase.items.map(async (item): Promise<Filed> => {
      const [snapshot, documents] = await readEach(
        snapshotById(tenant, item.invoiceId),
        documentsOf(tenant, item.invoiceId),
      );
      return {
        item,
        orderedUnder: snapshot?.poNumber,
        interest: claims
          .filter(({ id, interest }) => interest && item.claims.some(({ claimId }) => claimId === id))
          .flatMap(({ interest }) => interest!.rows),
        reminders: reminders.flatMap((mail) => {
          const step = mail.reminder?.steps?.find(({ invoiceId }) => invoiceId === item.invoiceId);
          const channel = mail.via ?? 'mail';
          return step ? [{ on: localDate(sentAt(mail), seller.zone), channel, level: step.reminded }] : [];
        }),
        notices: notices
          .filter(({ items }) => items.some(({ invoiceId }) => invoiceId === item.invoiceId))
          .map(({ number, issuedOn: on, payBy }) => ({ number, on, payBy })),
        disputes: disputes
          .flat()
          .filter(({ invoiceId }) => invoiceId === item.invoiceId)
          .map(({ reason, state, openedOn, disputed }) => ({ reason, state, openedOn, disputed })),
        documents: documents?.pdf === undefined ? [] : [named(item.number, documents.pdf)],
      };
    }),
  );
};
const sentAt = ({ history, at }: Mail): string => history.find(({ state }) => state === 'SENT')?.at ?? at;
/** Its key has the first digits of what it hashes to. */
const named = (number: string, key: string) => ({
  name: fileName(number, 'pdf'),
  sha256Begins: /-([0-9a-f]{16})\//.exec(key)?.[1] ?? '',
});
