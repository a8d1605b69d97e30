import { choose } from '../../shared/methods/choosing.ts';
import { answering } from '../../shared/portal/actions.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { pageFault, type PageAnswer, type PageEvent } from '../../shared/runtime/page.ts';

/** The choice about a charge is a page of a slice that `portal` does not know. */
export const handler = frame<PageEvent, PageAnswer>(answering({ autopay: choose }), pageFault);
