/** Four eyes: what needs two persons had two, once, and did what was asked for. */
import type { Books } from './books.ts';
import { rule, type Finding } from './finding.ts';

/** Which version of a template is active, by its key. */
export type Wording = Readonly<Record<string, { readonly version: number }>>;
/** What a second person agreed to. */
export interface Approval {
  readonly id: string;
  readonly operation: string;
  readonly subject: string;
  readonly state: string;
  readonly requestedBy: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  readonly input: { readonly bank?: { readonly iban: string } };
}
export interface Entity {
  readonly id: string;
  readonly bankNext?: { readonly bank: { readonly iban: string }; readonly from: string };
}
const two = rule(
  'approval.two',
  'One person decided alone: look at the audit of both names, revoke the key, and undo what was done.',
);
const effect = rule(
  'approval.effect',
  'The decision and its act differ: read both in the audit, and put right by hand what was not done or done twice.',
);
const bank = rule(
  'entity.bank',
  'Nobody agreed on these bank data: stop them (keep-bank) before their moment, and find who wrote them.',
);

export function* approvals({ tenant, approvals: all, entities, seconded }: Books): Generator<Finding> {
  const agreed = all.filter(({ state }) => state === 'APPROVED');
  for (const { id, operation, subject, requestedBy, decidedBy, decidedAt } of agreed) {
    if (decidedBy === undefined || decidedBy === requestedBy)
      yield two(tenant, `${operation} was asked for and agreed to by ${requestedBy}`, id, subject);
    const acts = seconded.filter(
      (act) =>
        act['action'] === operation &&
        act['subject'] === subject &&
        act['at'] === decidedAt &&
        act['actor'] === decidedBy &&
        act['requestedBy'] === requestedBy,
    );
    if (acts.length !== 1)
      yield effect(
        tenant,
        `${operation} was agreed to at ${decidedAt} and done ${acts.length} times`,
        id,
        subject,
      );
  }
  const decided = all.filter(({ state }) => state === 'APPROVED' || state === 'REJECTED').length;
  if (decided !== seconded.length)
    yield effect(tenant, `${decided} decisions and ${seconded.length} acts of two persons`);
  for (const { id, bankNext } of entities)
    if (
      bankNext &&
      !agreed.some(({ subject, input }) => subject === id && input.bank?.iban === bankNext.bank.iban)
    )
      yield bank(tenant, `other bank data of ${id} wait for ${bankNext.from}`, id);
}
