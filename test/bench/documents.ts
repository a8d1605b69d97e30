/** An invoice's documents and its mail, part by part: milliseconds of one core, warm. */
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { pdfOf, type Fonts } from '../../shared/documents/pdf.ts';
import { ciiOf } from '../../shared/documents/cii.ts';
import { ublOf } from '../../shared/documents/ubl.ts';
import { invoiceMail } from '../../shared/dispatch/mails/documents.ts';
import { set } from '../../shared/dispatch/mails/set.ts';
import type { Snapshot } from '../../shared/invoices/invoice.ts';

export interface Parts {
  readonly pdf: number;
  readonly ubl: number;
  readonly mail: number;
  readonly mime: number;
  readonly pdfBytes: number;
}

/** Means over `times` documents of the snapshot, each under a number of its own. */
export const documentParts = async (snapshot: Snapshot, fonts: Fonts, times: number): Promise<Parts> => {
  const url = 'https://pay.example.com/pay/acme.0123456789abcdefghjkmnpqrs.0123456789abcdefghijkl';
  const spent = { pdf: 0, ubl: 0, mail: 0, mime: 0, pdfBytes: 0 };
  const timed = async <T>(part: keyof Parts, work: () => T | Promise<T>): Promise<T> => {
    const began = performance.now();
    const done = await work();
    spent[part] += performance.now() - began;
    return done;
  };
  for (let n = -WARM; n < times; n++) {
    if (n === 0) Object.assign(spent, { pdf: 0, ubl: 0, mail: 0, mime: 0, pdfBytes: 0 });
    const one = { ...snapshot, number: `INV-2026-${String(n + WARM).padStart(6, '0')}` };
    const pdf = await timed('pdf', () => pdfOf(one, fonts, { payUrl: url, cii: ciiOf(one) }));
    const ubl = await timed('ubl', () => ublOf(one));
    if (!ubl.ok) throw new Error(ubl.detail);
    const content = await timed('mail', () => set(invoiceMail(one, url)));
    await timed('mime', () =>
      new MailComposer({
        from: 'billing@quittance.example',
        to: one.buyer.email,
        ...content,
        attachments: [
          { filename: 'invoice.pdf', content: Buffer.from(pdf) },
          { filename: 'invoice.xml', content: ubl.value },
        ],
      })
        .compile()
        .build(),
    );
    spent.pdfBytes += pdf.length;
  }
  return {
    pdf: spent.pdf / times,
    ubl: spent.ubl / times,
    mail: spent.mail / times,
    mime: spent.mime / times,
    pdfBytes: spent.pdfBytes / times,
  };
};
const WARM = 20;
