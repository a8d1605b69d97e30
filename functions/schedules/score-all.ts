import { tenants } from '../../shared/access/actions.ts';
import { judgeContacts } from '../../shared/collecting/judging.ts';
import { keepRow } from '../../shared/collecting/keeping.ts';
import { followAtNight } from '../../shared/dunning/triggering.ts';
import { foretell } from '../../shared/forecasting/foretelling.ts';
import { learn } from '../../shared/predicting/learning.ts';
import { scoreAll } from '../../shared/risk/actions.ts';
import { log } from '../../shared/runtime/log.ts';
import { tick } from '../../shared/runtime/tick.ts';
import { lookOut } from '../../shared/warnings/looking.ts';

/** What the company learned of its customers, and what followed contacts, comes before whom to speak with; warnings are by the scores of this night. */
const night = {
  learn,
  judgeContacts,
  score: scoreAll(async (customer, score, own) => {
    await followAtNight(customer, await keepRow(customer, score, own), own);
  }),
  foretell,
  lookOut,
};

/** What fails goes by what the last night did, and keeps nothing after it waiting. */
export const handler = tick('score-all', tenants, async (deps) => {
  let failed = 0;
  for (const [step, run] of Object.entries(night))
    try {
      await run(deps);
    } catch (error) {
      failed += 1;
      log.error('night.failed', error, { step });
    }
  if (failed > 0) throw new Error(`${failed} steps of the night failed`);
});
