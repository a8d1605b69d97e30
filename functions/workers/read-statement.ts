import { readStatement } from '../../shared/bank/reading.ts';
import { receiveDropped } from '../../shared/bank/receiving.ts';
import { StatementReceived } from '../../shared/bank/statement.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('read-statement', [on(StatementReceived, readStatement)], {
  created: receiveDropped,
});
