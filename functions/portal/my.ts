import { actions as accounts } from '../../shared/accounts/actions.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { pageFault, type PageAnswer, type PageEvent } from '../../shared/runtime/page.ts';
import { answering } from '../../shared/selfservice/actions.ts';

/** Statements are made as over the API; what its route has besides is a query without a name. */
export const handler = frame<PageEvent, PageAnswer>(
  answering({ statement: (asked, deps) => accounts.makeAccountStatement(asked as never, deps) }),
  pageFault,
);
