/** Which mails a change of the schedules brings that were not agreed to before. */
import type { ReportSchedule } from './schedule.ts';

/** Who gets what: an address, a kind of file, a legal entity. When and in which format is no other matter. */
const grants = ({ kind, entity, recipients = [] }: ReportSchedule): readonly [key: string, said: string][] =>
  recipients.map(({ email }) => [
    `${email.toLowerCase()}\n${kind}\n${entity}`,
    `${email} (${kind}, ${entity})`,
  ]);

/** Each once, as a sentence for whoever agrees says it. */
export const newlyMailed = (
  before: readonly ReportSchedule[],
  after: readonly ReportSchedule[],
): readonly string[] => {
  const known = new Set(before.flatMap(grants).map(([key]) => key));
  return [...new Map(after.flatMap(grants).filter(([key]) => !known.has(key))).values()];
};
