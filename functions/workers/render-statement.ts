import { AccountStatementMade, AccountStatementRendered } from '../../shared/accounts/account.ts';
import { renderStatement, sendStatement } from '../../shared/accounts/rendering.ts';
import { drain, on } from '../../shared/runtime/drain.ts';

export const handler = drain('render-statement', [
  on(AccountStatementMade, renderStatement),
  on(AccountStatementRendered, sendStatement),
]);
