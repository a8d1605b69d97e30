/** What policies say of a reminder at the second of its sending: for `dispatch`, which knows none. */
import type { Judge } from '../dispatch/queued.ts';
import { formalNotice } from '../notices/issuing.ts';
import { judged } from './judged.ts';
import { named, versionsOf, weekOf } from './reading.ts';
import { putEscalated } from './store.ts';

export const judge: Judge = async (debts, about, deps) => {
  const { under = [] } = about.mail.reminder!;
  const [week, versions] = await Promise.all([weekOf(deps), versionsOf(under, deps)]);
  const known = new Map(under.map((one) => [one.invoiceId, versions.get(named(one))!]));
  const terms = judged(debts, about, { known, week, formal: (days) => formalNotice(days, deps) });
  return {
    ...terms,
    say: (owed) => {
      const said = terms.say(owed);
      return 'suppressed' in said
        ? said
        : { ...said, marks: said.events!.map(({ subject }) => putEscalated(deps.tenant, subject)) };
    },
  };
};
