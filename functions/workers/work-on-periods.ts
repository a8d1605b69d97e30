import { workOn } from '../../shared/closing/working.ts';
import { PeriodAsked } from '../../shared/ledger/period.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('work-on-periods', [on(PeriodAsked, workOn)]);
