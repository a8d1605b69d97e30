import { disputeBy, sayBy } from '../../shared/disputes/mailed.ts';
import { takeScan, uploading } from '../../shared/disputes/taking-in.ts';
import { MailAssigned } from '../../shared/inbound/received.ts';
import { receiving } from '../../shared/inbound/receiving.ts';
import { promiseBy } from '../../shared/promises/paging.ts';
import { drain, on } from '../../shared/runtime/drain.ts';
import { byFolder } from '../../shared/runtime/objects.ts';

const { mails, takeAssigned } = receiving({ promise: promiseBy, dispute: disputeBy, say: sayBy });

export const handler = drain('read-mail', [on(MailAssigned, takeAssigned)], {
  created: byFolder({ ...mails, ...uploading() }),
  scanned: takeScan,
});
