import { hearOfMail, hearOfMails } from '../../shared/dispatch/outcome.ts';
import { SesEvent } from '../../shared/dispatch/mail.ts';
import { drainRaw } from '../../shared/runtime/drain.ts';

export const handler = drainRaw((body) => hearOfMail(SesEvent.parse(body)), {
  together: (bodies) => hearOfMails(bodies.map((body) => SesEvent.parse(body))),
});
