/** Dunning: that reminders go on under a version that is there, whom the versions are for, and what was handed on to others. */
import type { Books, Raw } from './books.ts';
import { rule, type Finding } from './finding.ts';

interface Policy {
  readonly policy: string;
  readonly version: number;
  readonly levels: readonly unknown[];
  readonly customers: readonly string[];
  readonly segments: readonly string[];
  readonly entities: readonly string[];
}

const missing = rule(
  'dunning.version',
  'Invoices are asked for under a version that is not there: write it again from the acts, or reminders of them fail.',
);
const twice = rule(
  'dunning.assigned',
  'Somebody has two policies: write the next version of one of them without the name.',
);
const handedOn = rule(
  'dunning.escalated',
  'Nobody is told once it is paid: write the item ESCALATED of the invoice again.',
);

const stopped = rule(
  'dunning.service',
  'A customer is not supplied, or is warned, for what is paid: a payment of it that is announced again puts it right, the next morning’s look at the latest where its invoices were handed on.',
);

interface Standing {
  readonly customerId: string;
  readonly service?: { readonly state: string; readonly invoices: readonly string[] };
}

export function* dunning({ tenant, dunning: items, invoices }: Books): Generator<Finding> {
  const of = (kind: string): Raw[] => items.filter((item) => item.kind === kind);
  const kept = new Map(
    of('dunning-policy-version').map((item) => {
      const policy = item.doc as Policy;
      return [`${policy.policy} ${policy.version}`, policy];
    }),
  );
  const told = new Set(of('escalated').map(({ sk }) => sk));
  const book = of('dunning-policies').flatMap((item) => (item.doc as { assigned: Policy[] }).assigned);
  for (const { policy, version } of book)
    if (!kept.has(`${policy} ${version}`))
      yield missing(tenant, `the book names version ${version} of ${policy}`, policy);
  for (const { id, number, dunning: by, open } of invoices) {
    if (by && !kept.has(`${by.policy} ${by.version}`))
      yield missing(tenant, `${number} goes by version ${by.version} of ${by.policy}`, id);
    if (by?.escalated !== undefined && open.minor > 0 && !told.has(id))
      yield handedOn(tenant, `${number} was handed on for ${by.escalated}`, id);
  }
  const byId = new Map(invoices.map((one) => [one.id, one]));
  for (const item of of('standing')) {
    const { customerId, service } = item.doc as Standing;
    if (service && service.invoices.every((id) => (byId.get(id)?.open.minor ?? 0) === 0))
      yield stopped(tenant, `it is ${service.state}, and nothing of what that is for is open`, customerId);
  }
  const owners = new Map<string, string>();
  for (const { policy, customers, segments, entities } of book)
    for (const name of [...customers, ...segments.map((one) => `segment ${one}`), ...entities]) {
      const other = owners.get(name) ?? policy;
      if (other !== policy) yield twice(tenant, `${name} has ${other} and ${policy}`, policy);
      owners.set(name, other);
    }
}
