/** What two persons agreed on is done here, by operation. */
import { performCorrection } from './correcting.ts';
import { performCredit } from './take-back.ts';
import { performVoid } from './voiding.ts';

export const CORRECTED = {
  'corrections.credit': performCredit,
  'corrections.correct': performCorrection,
  'corrections.void': performVoid,
} as const;
