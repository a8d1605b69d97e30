import { answer } from '../../shared/portal/actions.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { pageFault, type PageAnswer, type PageEvent } from '../../shared/runtime/page.ts';

export const handler = frame<PageEvent, PageAnswer>(answer, pageFault);
