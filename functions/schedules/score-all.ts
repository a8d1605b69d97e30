import { tenants } from '../../shared/access/actions.ts';
import { judgeContacts } from '../../shared/collecting/judging.ts';
import { keepRow } from '../../shared/collecting/keeping.ts';
import { scoreAll } from '../../shared/risk/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('score-all', tenants, async (deps) => {
  // What followed contacts comes before whom to speak with.
  await judgeContacts(deps);
  await scoreAll(keepRow)(deps);
});
