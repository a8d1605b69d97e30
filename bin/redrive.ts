/**
 * `npm run redrive -- --stage prod`: moves dead letters back to the queues that they came from, after their reason was put
 * right. `--queue IssueInvoice` only those; `--dry-run` says what is there and moves nothing. `--local .local` works on
 * the system of this machine.
 */
import { SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { parseArgs } from 'node:util';
import { firstOf, lettersOf, reasonOf, type Letters } from './tool/letters.ts';
import { PLACE_OPTIONS, placeOf, Problem, run, type Place } from './tool/place.ts';

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { ...PLACE_OPTIONS, queue: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
  });
  const place = placeOf(values);
  const sqs = new SQSClient(place.client);
  const all = await lettersOf(sqs, place);
  const chosen = all.filter(({ name }) => values.queue === undefined || name.startsWith(values.queue));
  if (chosen.length === 0)
    throw new Problem(
      all.length === 0
        ? `No queue begins with ${place.deployment}-: is the stage deployed, in this account and region?`
        : `No such queue: there are ${all.map(({ name }) => name).join(', ')}.`,
    );
  let moved = 0;
  for (const letters of chosen) {
    await show(sqs, letters, place);
    if (letters.count === 0 || !letters.movable || values['dry-run']) continue;
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: letters.arn }));
    moved += letters.count;
  }
  sqs.destroy();
  console.log(
    values['dry-run'] ? '\nNothing was moved (--dry-run).' : `\n${moved} messages go back to their queues.`,
  );
};

const show = async (sqs: SQSClient, letters: Letters, place: Place): Promise<void> => {
  const { name, count, movable } = letters;
  console.log(`${String(count).padStart(6)}  ${name}`);
  if (count === 0) return;
  const first = await firstOf(sqs, letters);
  if (first) {
    console.log(`        the first, since ${first.sentAt}: ${first.about}`);
    console.log(`        it died of: ${reasonOf(first.id, place)}`);
  }
  if (!movable) console.log(`        ${HOW[name.endsWith('Missed') ? 'missed' : 'lost']}`);
};

/** Queues that no queue gave up on: their messages are not work themselves. */
const HOW = {
  missed: 'stays here: run the job itself, then delete the message (lib/RUNBOOK.md, Jobs)',
  lost: 'stays here: it is a range of the stream, not a fact (lib/RUNBOOK.md#outbox-lost)',
} as const;

await run(main);
