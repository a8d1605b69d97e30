/**
 * How long a service may be silent. The SDK would wait for five minutes, which is longer than any function lives: one lost
 * answer would cost the whole invocation. After this the call is tried again within the same invocation.
 */
export const patience = (seconds: number) => ({ connectionTimeout: 1_000, socketTimeout: seconds * 1_000 });
