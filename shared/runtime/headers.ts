/**
 * What every answer says, page or data: it is kept nowhere on the way, is of no other type, comes by TLS only, loads and
 * frames nothing, and tells no other site where one came from. Pages say more in their own policy.
 */
export const SAFE = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;
