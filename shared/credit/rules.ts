import type { CreditAccount } from './credit.ts';

export interface Hold {
  readonly code: 'credit.no_limit' | 'credit.over_limit';
  readonly detail: string;
}

/** Every reason that holds an order of this gross amount; none means that the credit may be taken. */
export const holdsFor = (account: CreditAccount | undefined, grossMinor: number): Hold[] => {
  if (account?.limit === undefined)
    return [{ code: 'credit.no_limit', detail: 'No credit limit is set in this currency.' }];
  const over = account.exposure.minor + grossMinor - account.limit.minor;
  return over > 0
    ? [
        {
          code: 'credit.over_limit',
          detail: `The order would pass the credit limit by ${over} minor units of ${account.currency}.`,
        },
      ]
    : [];
};
