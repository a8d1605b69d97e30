/** A letter as it leaves: in the tenant's words, with its paper, the entity's sender, colour and logo, and a way to switch its kind off. */
import type { Entity, Tenant } from '../access/tenant.ts';
import { mailToken } from '../customers/mail-link.ts';
import { isCourtesy } from '../customers/rules.ts';
import { fileName, MEDIA } from '../documents/document.ts';
import { keepDocument } from '../documents/keeping.ts';
import { announce, type Fact } from '../kernel/events.ts';
import { env } from '../runtime/env.ts';
import type { Attachment, Content } from '../runtime/mail.ts';
import { GENUINE, verifyPath } from '../portal/verifywords.ts';
import { secret } from '../runtime/secrets.ts';
import type { Written } from './compose.ts';
import type { Mail } from './mail.ts';
import type { Letter } from './mails/letter.ts';
import { set } from './mails/set.ts';
import { replyAddress, replyThread } from './reply-address.ts';
import { MailTemplateFailed, type TemplateRef } from './template.ts';
import { worded } from './wording.ts';
import { WORDS } from './words.ts';

/** As it goes by whatever way: the template that worded it, what is to be told of one that did not, and the paper that was drawn of it. */
interface Said {
  readonly letter: Letter;
  readonly template?: TemplateRef | undefined;
  readonly events: readonly Fact[];
  readonly attachments: readonly Attachment[];
  /** Key of the paper in the bucket. */
  readonly pdf?: string;
}

/** Words it, and draws and keeps its paper: the same facts make the same file. */
export const said = async (
  { letter: plain, attachments = [], paper }: Written,
  { mail, tenant }: { mail: Mail; tenant: Tenant },
): Promise<Said> => {
  const { letter, template, unfit } = await worded(tenant, plain);
  const all = { letter, template, events: unfit ? [failed(mail, unfit)] : [], attachments };
  if (!paper) return all;
  const { FONTS } = await import('../documents/fonts.ts');
  const { number, bytes } = await paper(letter, FONTS);
  const pdf = await keepDocument(tenant.id, mail.id, { number, kind: 'pdf', bytes });
  const file = { filename: fileName(number, 'pdf'), contentType: MEDIA.pdf, content: bytes };
  return { ...all, attachments: [file, ...attachments], pdf };
};

/** What SES is given. */
export const finished = async (
  { letter, attachments }: Said,
  { mail, seller, tenant }: { mail: Mail; seller: Entity; tenant: Tenant },
): Promise<Content> => {
  const unsubscribe = await switchOf(mail, tenant.id);
  const answers = await answersOf(mail, tenant.id);
  const logo = logoOf(seller);
  const all = [...attachments, ...(logo ? [logo] : [])];
  const { language, genuine } = letter;
  return {
    ...set(
      {
        ...letter,
        ...(genuine && {
          check: { label: GENUINE[language], url: `${env('publicUrl')}${verifyPath(tenant.id)}` },
        }),
        ...(unsubscribe !== undefined && { off: { label: WORDS[language].off, url: unsubscribe } }),
      },
      { colour: seller.brand?.colour, logo: logo && `cid:${logo.cid}` },
    ),
    fromName: seller.sender?.name ?? seller.name,
    // Who has a mailbox of its own for them has said so; the thread leads here all the same.
    replyTo: seller.sender?.replyTo ?? answers?.address ?? seller.email,
    ...(answers && { thread: answers.thread }),
    ...(all.length > 0 && { attachments: all }),
    ...(unsubscribe !== undefined && { unsubscribe }),
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

/** Where mails come in: an address that says what is answered. A notice is to the company itself. */
const answersOf = async (
  { id: mailId, customerId, invoiceId, creditNoteId }: Mail,
  tenant: string,
): Promise<{ address: string; thread: string } | undefined> => {
  const domain = env('replyDomain');
  if (domain === '' || customerId === undefined) return undefined;
  // The mail of a credit note stands with it, where its id alone does not lead.
  const of = { tenant, id: invoiceId ?? (creditNoteId === undefined ? mailId : customerId) };
  const key = await secret('linkKey');
  return { address: replyAddress(key, of, domain), thread: replyThread(key, of, domain) };
};

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
