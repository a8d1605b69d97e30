import { announceAgain } from '../../shared/operations/actions.ts';
import { AnnounceAgain } from '../../shared/operations/operation.ts';
import { frame } from '../../shared/runtime/frame.ts';

export const handler = frame<unknown, unknown>(async (input) => announceAgain(AnnounceAgain.parse(input)));
