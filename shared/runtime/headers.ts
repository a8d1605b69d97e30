/** What every answer says, page or data: nothing is kept on the way, nothing is taken for another type, and only over TLS. */
export const SAFE = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
} as const;
