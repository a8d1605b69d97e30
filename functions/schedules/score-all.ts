import { tenants } from '../../shared/access/actions.ts';
import { judgeContacts } from '../../shared/collecting/judging.ts';
import { keepRow } from '../../shared/collecting/keeping.ts';
import { followAtNight } from '../../shared/dunning/triggering.ts';
import { learn } from '../../shared/predicting/learning.ts';
import { scoreAll } from '../../shared/risk/actions.ts';
import { tick } from '../../shared/runtime/tick.ts';
import { lookOut } from '../../shared/warnings/looking.ts';

export const handler = tick('score-all', tenants, async (deps) => {
  const failing = (error: unknown) => ({ error });
  // What the company learned of its customers, and what followed contacts comes before whom to speak with; what fails of it keeps nobody waiting.
  const learned = await learn(deps).catch(failing);
  const ranked = await judgeContacts(deps)
    .then(() =>
      scoreAll(async (customer, own) => {
        await keepRow(customer, own);
        await followAtNight(customer, own);
      })(deps),
    )
    .catch(failing);
  // By the scores of this night; who has none of it is judged by the last.
  await lookOut(deps);
  const failed = learned ?? ranked;
  if (failed) throw failed.error;
});
