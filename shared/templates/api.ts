/** A tenant says in its own words what its mails begin with. */
import * as z from 'zod';
import { Template, TemplateName, TemplateVersion, Wording } from '../dispatch/template.ts';
import { VARIABLES, type Variable } from '../dispatch/variables.ts';
import { get, listOf, Page, post, put } from '../kernel/contract.ts';
import { Instant } from '../kernel/dates.ts';
import { Language } from '../kernel/party.ts';

const template = z.strictObject({ purpose: TemplateName, language: Language });
const version = template.extend({ version: z.coerce.number().int().min(1).max(999_999) });
const unknown = { 'templates.unknown': 404 } as const;

const listed = (variables: Readonly<Record<string, Variable>>): string =>
  Object.entries(variables)
    .map(
      ([name, { about, optional }]) => `\`${name}\` (${about.toLowerCase()}${optional ? ', may lack' : ''})`,
    )
    .join(', ');
/** By template, so that nobody has to look for them in the code. */
const ALL_VARIABLES = Object.entries(VARIABLES)
  .map(([name, variables]) => `- ${name}: ${listed(variables)}`)
  .join('\n');

const ActiveTemplate = z
  .object({
    purpose: TemplateName,
    language: Language,
    version: TemplateVersion,
    activatedAt: Instant,
    activatedBy: z.string(),
  })
  .meta({ id: 'ActiveMailTemplate' });

/** A version, and since when mails go out in it, where they do. */
const TemplateView = Template.extend({
  active: ActiveTemplate.pick({ activatedAt: true, activatedBy: true }).optional(),
}).meta({ id: 'MailTemplateVersion' });

export const templatesApi = {
  listActiveTemplates: get('/v1/mail-templates', {
    scope: 'templates:read',
    summary: 'The templates that mails go out in now; all others go out in the built-in words',
    output: z.object({ object: z.literal('list'), data: z.array(ActiveTemplate) }),
  }),
  putTemplate: put('/v1/mail-templates/{purpose}/{language}', {
    scope: 'templates:write',
    summary: 'Say how a mail begins: a new version, which is used once it is activated',
    description:
      'Liquid, with `if`, `unless`, `case` and `comment`, and the filters append, capitalize, default, downcase, prepend, remove, replace, ' +
      'size, strip, truncate and upcase. Subject, heading, greeting and opening are the template’s; amounts, links, attachments, bank data ' +
      'and what a reminder must say are the layout’s, below it. It is tried at once with every mail that it may be for, and refused with ' +
      'field, line and column where it does not fit. The newest version again is no new one. Variables, with amounts and days as people ' +
      `of the language write them:\n\n${ALL_VARIABLES}`,
    params: template,
    body: Wording,
    output: TemplateView,
    refusals: { 'templates.invalid': 422 },
  }),
  listTemplateVersions: get('/v1/mail-templates/{purpose}/{language}', {
    scope: 'templates:read',
    summary: 'Every version of a template, newest first, with which one is active',
    params: template,
    query: Page,
    output: listOf(TemplateView),
  }),
  previewTemplate: post('/v1/mail-templates/{purpose}/{language}/{version}/preview', {
    scope: 'templates:read',
    summary: 'See a version with something of yours that a mail may be about; nothing is sent',
    description:
      '`about`: an order for confirmations, an invoice for invoices and reminders, a credit note, a payment for a receipt, a statement, a subscription for the price that was announced for it. ' +
      'The key must be one that may read it. Links in it lead nowhere.',
    params: version,
    body: z.strictObject({
      about: z.string().regex(/^(ord|inv|crn|pay|soa|sub)_[0-9a-hjkmnp-tv-z]{26}$/),
    }),
    output: z.object({ subject: z.string(), text: z.string(), html: z.string() }).meta({ id: 'MailPreview' }),
    refusals: {
      ...unknown,
      'templates.about_scope': 403,
      'templates.about_unknown': 422,
      'templates.about_other': 422,
      'templates.invalid': 422,
    },
  }),
  activateTemplate: post('/v1/mail-templates/{purpose}/{language}/{version}/activate', {
    scope: 'templates:write',
    summary: 'Let mails go out in a version, an older one too; within half a minute',
    params: version,
    output: TemplateView,
    refusals: { ...unknown, 'templates.invalid': 422 },
  }),
  deactivateTemplate: post('/v1/mail-templates/{purpose}/{language}/deactivate', {
    scope: 'templates:write',
    summary: 'Let mails go out in the built-in words again',
    params: template,
    output: z.object({ purpose: TemplateName, language: Language }),
    refusals: { 'templates.not_active': 409 },
  }),
};
