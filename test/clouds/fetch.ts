/** Fetches and compiles what `npm run check:clouds` needs, while other checks run: it takes what is there. */
import { dynamodbLocal, einvoice, python, runtimeClient, verapdf } from './tools.ts';

for (const tool of [runtimeClient, python, dynamodbLocal, verapdf, einvoice]) await tool();
