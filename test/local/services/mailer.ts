/** A mail service with a client and what it told, for the tests. */
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';
import { afterEach } from 'vitest';
import { mailRoutes } from '../../../bin/local/console/mailbox.ts';
import { events as eventsService } from '../../../bin/local/services/events.ts';
import { ses as sesService } from '../../../bin/local/services/ses.ts';
import { sqs as sqsService } from '../../../bin/local/services/sqs.ts';
import type { TestCloud, Parsed } from './cloud.ts';
import { testCloud } from './cloud.ts';

const open: TestCloud[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

export const set = async (options: { dir?: string } = {}) => {
  const lab = await testCloud(options);
  open.push(lab);
  lab.add(sqsService);
  lab.add(eventsService);
  const ses = lab.add(sesService);
  await lab.make('AWS::SES::EmailIdentity', 'Domain', { EmailIdentity: 'acme.example' });
  await lab.make('AWS::SES::ConfigurationSet', 'Mails');
  await lab.make('AWS::SES::ConfigurationSetEventDestination', 'ToBus', {
    ConfigurationSetName: 'Mails',
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: ['SEND', 'delivery', 'bounce', 'complaint', 'DELIVERY_DELAY'],
      EventBridgeDestination: { EventBusArn: 'arn:aws:events:eu-central-1:000000000000:event-bus/default' },
    },
  });
  const events: Parsed[] = [];
  const fn = 'arn:aws:lambda:eu-central-1:000000000000:function:feedback';
  lab.functions.set(fn, (event) => void events.push(event));
  await lab.make('AWS::Events::Rule', 'Feedback', {
    EventPattern: { source: ['aws.ses'] },
    Targets: [{ Id: 'f', Arn: fn }],
  });
  await lab.start();
  const client = new SESClient({ ...lab.client, maxAttempts: 1 });
  const raw = async (data: string, more: object = {}) =>
    (
      await client.send(
        new SendRawEmailCommand({
          RawMessage: { Data: Buffer.from(data) },
          ConfigurationSetName: 'Mails',
          ...more,
        }),
      )
    ).MessageId!;
  const routes = mailRoutes(lab.cloud, ses);
  const ask = async (method: string, path: string, body?: object) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    return (await routes(new Request(`http://127.0.0.1${path}`, init)))!;
  };
  const what = async () => {
    await lab.settle();
    return events.splice(0).map((event) => event['detail-type'] as string);
  };
  return { ...lab, ses, client, events, raw, ask, what };
};
