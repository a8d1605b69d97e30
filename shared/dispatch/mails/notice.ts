/** To an entity itself: that two persons agreed on other bank data or another address of it. */
import type { Approval } from '../../approvals/approval.ts';
import { oneLine, type Mail, type Sender } from './letter.ts';
import { set } from './set.ts';

/** `from`: when other bank data are in force; absent where the address alone is another. No account number is in it. */
export const entityChanging = (
  { id, requestedBy, decidedBy }: Pick<Approval, 'id' | 'requestedBy' | 'decidedBy'>,
  from: string | undefined,
  seller: Sender,
): Mail => {
  const what = from === undefined ? 'mail address' : 'bank data';
  return set({
    language: 'en',
    seller,
    subject: `The ${what} of ${seller.name} will change`,
    title: `Other ${what}`,
    greeting: oneLine(`To ${seller.name}`),
    opening: [
      from === undefined
        ? 'Two persons agreed on another mail address of this company. It is in force, and this is the last mail to the old one.'
        : `Two persons agreed on other bank data of this company. They will be on invoices from ${from} on.`,
    ],
    rows: [],
    sums: [],
    after: [
      from === undefined
        ? 'If nobody of yours asked for this, have the keys that are named here revoked, and the address put right.'
        : 'If nobody of yours asked for this, have the change stopped before that moment (keep-bank), and the keys that are named here revoked.',
    ],
    facts: [
      ['Request', id],
      ['Asked for by', requestedBy],
      ['Agreed to by', decidedBy ?? ''],
    ],
  });
};
