/** To an entity itself: that two persons agreed on other bank data or another address of it. */
import type { Approval } from '../../approvals/approval.ts';
import { oneLine, type Letter, type Sender } from './letter.ts';

type Agreed = Pick<Approval, 'id' | 'requestedBy' | 'decidedBy' | 'input' | 'before'>;

/** `from`: when other bank data are in force; absent where an address alone is another. No account number is in it. */
export const entityChanging = (agreed: Agreed, from: string | undefined, seller: Sender): Letter => {
  const { id, requestedBy, decidedBy } = agreed;
  const { what, opening, after } = said(agreed, from);
  return {
    language: 'en',
    seller,
    subject: `The ${what} of ${seller.name} will change`,
    title: `Other ${what}`,
    greeting: oneLine(`To ${seller.name}`),
    opening: [opening],
    rows: [],
    sums: [],
    after: [after],
    facts: [
      ['Request', id],
      ['Asked for by', requestedBy],
      ['Agreed to by', decidedBy ?? ''],
    ],
  };
};

const said = ({ input, before }: Agreed, from: string | undefined) => {
  if (from !== undefined)
    return {
      what: 'bank data',
      opening: `Two persons agreed on other bank data of this company. They will be on invoices from ${from} on.`,
      after:
        'If nobody of yours asked for this, have the change stopped before that moment (keep-bank), and the keys that are named here revoked.',
    };
  const after =
    'If nobody of yours asked for this, have the keys that are named here revoked, and the address put right.';
  return input['email'] === before?.['email']
    ? {
        what: 'reply address',
        opening:
          'Two persons agreed on another address that customers’ answers to mails of this company go to. It is in force.',
        after,
      }
    : {
        what: 'mail address',
        opening:
          'Two persons agreed on another mail address of this company. It is in force, and this is the last mail to the old one.',
        after,
      };
};
