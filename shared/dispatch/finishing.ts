/** A letter as it leaves: in the tenant's words, with the entity's sender, colour and logo, and a way to switch its kind off. */
import type { Entity, Tenant } from '../access/tenant.ts';
import { mailToken } from '../customers/mail-link.ts';
import { isCourtesy } from '../customers/rules.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { env } from '../runtime/env.ts';
import type { Attachment, Content } from '../runtime/mail.ts';
import { secret } from '../runtime/secrets.ts';
import type { Written } from './compose.ts';
import type { Mail } from './mail.ts';
import { set } from './mails/set.ts';
import { MailTemplateFailed, type TemplateRef } from './template.ts';
import { worded } from './wording.ts';
import { WORDS } from './words.ts';

/** What SES is given, the template that worded it, and what is to be told of one that did not. */
interface Finished {
  readonly content: Content;
  readonly template?: TemplateRef | undefined;
  readonly events?: readonly Fact[];
}

export const finished = async (
  { letter: plain, attachments = [] }: Written,
  { mail, seller, tenant }: { mail: Mail; seller: Entity; tenant: Tenant },
): Promise<Finished> => {
  const { letter, template, unfit } = await worded(tenant, plain);
  const unsubscribe = await switchOf(mail, tenant.id);
  const logo = logoOf(seller);
  const all = [...attachments, ...(logo ? [logo] : [])];
  return {
    content: {
      ...set(
        unsubscribe === undefined
          ? letter
          : { ...letter, off: { label: WORDS[letter.language].off, url: unsubscribe } },
        { colour: seller.brand?.colour, logo: logo && `cid:${logo.cid}` },
      ),
      fromName: seller.sender?.name ?? seller.name,
      replyTo: seller.sender?.replyTo ?? seller.email,
      ...(all.length > 0 && { attachments: all }),
      ...(unsubscribe !== undefined && { unsubscribe }),
    },
    template,
    ...(unfit && { events: [failed(mail, unfit)] }),
  };
};

const failed = ({ id: mailId, customerId }: Mail, { name: purpose, ...unfit }: Unfit): Fact =>
  announce(MailTemplateFailed, mailId, {
    mailId,
    ...(customerId !== undefined && { customerId }),
    purpose,
    ...unfit,
  });
type Unfit = TemplateRef & { readonly why: string };

/** Of courtesies only: what must be told has no switch. */
const switchOf = async ({ purpose, customerId }: Mail, tenant: string): Promise<string | undefined> =>
  customerId !== undefined && isCourtesy(purpose)
    ? `${env('publicUrl')}/mails/${mailToken(await secret('linkKey'), { tenant, customerId, kind: purpose })}`
    : undefined;

/** With the mail and shown in it: nothing is loaded from elsewhere. */
const logoOf = ({ logo }: Entity): (Attachment & { readonly cid: string }) | undefined => {
  const [, type, text] = /^data:image\/(png|jpeg);base64,(.+)$/.exec(logo ?? '') ?? [];
  return type === undefined
    ? undefined
    : {
        filename: `logo.${type === 'png' ? 'png' : 'jpg'}`,
        contentType: `image/${type}`,
        content: Buffer.from(text!, 'base64'),
        cid: 'logo',
      };
};
