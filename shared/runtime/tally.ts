/** Single updates of what is no business fact: a counter of a minute, the day of a key's last use. No act, no event. */
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item, Write } from '../kernel/storage.ts';
import { client } from './dynamo.ts';
import { toTransact } from './expressions.ts';
import { log } from './log.ts';

/**
 * The item as it is afterwards; undefined where the condition did not hold, or where the table did not answer: nobody is
 * kept from work because a figure about it is late, and the log says so.
 */
export const bump = async (one: Write): Promise<Item | undefined> => {
  const { ReturnValuesOnConditionCheckFailure: _, ...update } = toTransact(one).Update!;
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        ...update,
        UpdateExpression: update.UpdateExpression!,
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes && (unmarshall(Attributes) as Item);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) log.error('tally.failed', error);
    return undefined;
  }
};
