import { makeStatement } from '../../shared/accounts/actions.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { pageFault, type PageAnswer, type PageEvent } from '../../shared/runtime/page.ts';
import { answering } from '../../shared/selfservice/actions.ts';

/** Statements are made as over the API. */
export const handler = frame<PageEvent, PageAnswer>(answering({ statement: makeStatement }), pageFault);
