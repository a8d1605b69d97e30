/** An export as people see it: with a link of its own that opens for minutes, and without its place. */
import { without } from '../kernel/fields.ts';
import { linkTo } from '../runtime/links.ts';
import { fileNameOf, type Export } from './export.ts';
import type { RecipientView } from './recipient.ts';

const LINK_SECONDS = 900;

/** `recipients`: with what became of their mails and links; without it they are as they were asked for. */
export const viewed = async (
  { key, batch, ...file }: Export,
  recipients: readonly RecipientView[] | undefined = file.recipients,
) => ({
  ...file,
  ...(batch && { batch: without(batch, 'start', 'end') }),
  ...(recipients && { recipients: [...recipients] }),
  ...(key !== undefined && { url: await linkTo(key, fileNameOf(file), LINK_SECONDS) }),
});
