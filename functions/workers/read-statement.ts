import { readStatement } from '../../shared/bank/actions.ts';
import { StatementReceived } from '../../shared/bank/statement.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('read-statement', [on(StatementReceived, readStatement)]);
