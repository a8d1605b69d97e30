/**
 * Table: MAIL `${t}#MAIL#${id}`/MAIL
 * 1. by id: 1 read. The id comes back with every SES event as a tag, and follows from the mail's cause.
 */
import { docOf, saved, type Read, type Write } from '../kernel/storage.ts';
import { Mail } from './mail.ts';

export const mailById = (tenant: string, id: string): Read<Mail> => ({ key: { pk: `${tenant}#MAIL#${id}`, sk: 'MAIL' }, parse: docOf(Mail) });
export const putMail = (tenant: string, mail: Mail): Write<'table.stale'> => saved({ pk: `${tenant}#MAIL#${mail.id}`, sk: 'MAIL' }, 'mail', mail, `mail ${mail.id}`);
