import { tenants } from '../../shared/access/actions.ts';
import { judgeContacts } from '../../shared/collecting/judging.ts';
import { keepRow } from '../../shared/collecting/keeping.ts';
import { followAtNight } from '../../shared/dunning/triggering.ts';
import { foretell } from '../../shared/forecasting/foretelling.ts';
import { learn } from '../../shared/predicting/learning.ts';
import { scoreAll } from '../../shared/risk/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';

export const handler = tick('score-all', tenants, async (deps) => {
  // What the company learned of its customers, and what followed contacts comes before whom to speak with; what fails of it keeps nobody waiting.
  const learned = await learn(deps).catch((error: unknown) => ({ error }));
  await judgeContacts(deps);
  await scoreAll(async (customer, own) => {
    await keepRow(customer, own);
    await followAtNight(customer, own);
  })(deps);
  // By what was learned, or by what the last night did.
  await foretell(deps);
  if (learned) throw learned.error;
});
