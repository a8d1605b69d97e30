/** The one client of the table; `table.ts`, `fetch.ts` and `tally.ts` are who speak through it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { patience } from './patience.ts';

export const client = /* @__PURE__ */ new DynamoDBClient({
  maxAttempts: 5,
  requestHandler: /* @__PURE__ */ patience(3),
});
// It copies every answer for a log that nobody keeps, which is a tenth of what a call costs.
client.middlewareStack.remove('loggerMiddleware');
