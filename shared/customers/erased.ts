/** What a record says of itself once its personal data are to be taken out; `privacy` does it. */
import * as z from 'zod';
import { Instant } from '../kernel/dates.ts';
import { idOf } from '../kernel/ids.ts';

export const ErasureId = idOf('era').meta({ id: 'ErasureId' });

export const Erased = z.object({ erasure: ErasureId, state: z.enum(['BEGUN', 'DONE']), at: Instant }).meta({
  description:
    'Its personal data are being taken out, or are: nothing new is begun with it, and only ids, country, currency and days of terms are left.',
});
