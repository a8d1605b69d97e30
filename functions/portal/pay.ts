import { answerAgency } from '../../shared/agencies/showing.ts';
import { answerDispute } from '../../shared/disputes/answering.ts';
import { choose } from '../../shared/methods/choosing.ts';
import { answerFile } from '../../shared/exports/showing.ts';
import { keep } from '../../shared/methods/invited.ts';
import { answering } from '../../shared/portal/actions.ts';
import { promisableUntil, promiseOn } from '../../shared/promises/paging.ts';
import { frame } from '../../shared/runtime/frame.ts';
import { pageFault, type PageAnswer, type PageEvent } from '../../shared/runtime/page.ts';
import { usableFor, useFor } from '../../shared/unapplied/paying.ts';

/**
 * What a payer has with the company, the promise of a day, the choice about a charge, what is kept without paying, what is wrong with an invoice, the files of an agency, and those that finance mails are of
 * slices that `portal` does not know.
 */
export const handler = frame<PageEvent, PageAnswer>(
  answering(
    { usable: usableFor, use: useFor },
    { until: promisableUntil, make: promiseOn },
    { autopay: choose, method: keep, dispute: answerDispute, agency: answerAgency, report: answerFile },
  ),
  pageFault,
);
