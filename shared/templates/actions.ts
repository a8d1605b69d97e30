/** Drafts, versions and which of them is active. A version never changes, so a mail can say for ever what it was worded by. */
import { changeTenant, tenantById } from '../access/store.ts';
import type { Tenant } from '../access/tenant.ts';
import { faultsOf } from '../dispatch/liquid.ts';
import { putTemplate, templateVersion, templateVersions } from '../dispatch/store.ts';
import {
  TemplateName,
  wordingKey,
  type Template,
  type TemplateRef,
  type Wording,
} from '../dispatch/template.ts';
import type { ActionsOf } from '../kernel/contract.ts';
import { canonical } from '../kernel/fields.ts';
import { Language } from '../kernel/party.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Deps } from '../runtime/context.ts';
import { commit, list, listed, read, readEach, untilFresh } from '../runtime/table.ts';
import type { templatesApi } from './api.ts';
import { previewOf } from './previewing.ts';

export const actions: ActionsOf<typeof templatesApi, Deps> = {
  listActiveTemplates: async (_, { tenant }) => {
    const { wording = {} } = (await read(tenantById(tenant)))!;
    return ok({
      object: 'list',
      data: Object.entries(wording).map(([key, { version, at, by }]) => {
        const [purpose, language] = key.split('.');
        return {
          purpose: TemplateName.parse(purpose),
          language: Language.parse(language),
          version,
          activatedAt: at,
          activatedBy: by,
        };
      }),
    });
  },
  putTemplate: async ({ purpose, language, ...wording }, deps) => {
    const said = tidied(wording);
    const faults = faultsOf(purpose, said);
    if (faults.length > 0) return unfit(faults);
    return untilFresh(async () => {
      const [tenant, newest] = await Promise.all([
        read(tenantById(deps.tenant)),
        list(templateVersions(deps.tenant, { name: purpose, language }), { limit: 1 }),
      ]);
      const [before] = newest.data;
      if (before && canonical(wordingOf(before)) === canonical(said)) return ok(seen(tenant!, before));
      const made: Template = {
        purpose,
        language,
        version: (before?.version ?? 0) + 1,
        ...said,
        madeAt: deps.now,
        madeBy: deps.actor,
      };
      const act = { action: 'templates.put', subject: nameOf(made) };
      const kept = await commit(deps, act, [putTemplate(deps.tenant, made)]);
      return kept.ok ? ok(seen(tenant!, made)) : kept;
    });
  },
  listTemplateVersions: async ({ purpose, language, ...page }, { tenant: name }) => {
    const [tenant, found] = await Promise.all([
      read(tenantById(name)),
      list(templateVersions(name, { name: purpose, language }), page),
    ]);
    return listed({ ...found, data: found.data.map((one) => seen(tenant!, one)) });
  },
  previewTemplate: async ({ purpose, language, version, about }, deps) => {
    const template = await read(templateVersion(deps.tenant, { name: purpose, language, version }));
    return template ? previewOf(template, about, deps) : unknown({ name: purpose, language, version });
  },
  activateTemplate: ({ purpose: name, language, version }, deps) =>
    untilFresh(async () => {
      const ref: TemplateRef = { name, language, version };
      const [tenant, template] = await readEach(tenantById(deps.tenant), templateVersion(deps.tenant, ref));
      if (!template) return unknown(ref);
      // It was looked at when it was made: by the variables of that day.
      const faults = faultsOf(name, template);
      if (faults.length > 0) return unfit(faults);
      const active = { version, at: deps.now, by: deps.actor };
      const after = next(tenant!, { ...tenant!.wording, [wordingKey(ref)]: active });
      const answer = seen(after, template);
      const act = { action: 'templates.activate', subject: nameOf(template), answer };
      const kept = await commit(deps, act, [changeTenant(after)]);
      return kept.ok ? ok(answer) : kept;
    }),
  deactivateTemplate: ({ purpose, language }, deps) =>
    untilFresh(async () => {
      const tenant = (await read(tenantById(deps.tenant)))!;
      const key = wordingKey({ name: purpose, language });
      const { [key]: active, ...others } = tenant.wording ?? {};
      if (!active) return refuse('templates.not_active', `No template words ${purpose} in ${language}.`);
      const answer = { purpose, language };
      const subject = `${key}.${active.version}`;
      const act = { action: 'templates.deactivate', subject, answer };
      const kept = await commit(deps, act, [changeTenant(next(tenant, others))]);
      return kept.ok ? ok(answer) : kept;
    }),
};

const next = ({ wording: _, ...tenant }: Tenant, wording: NonNullable<Tenant['wording']>): Tenant => ({
  ...tenant,
  version: tenant.version + 1,
  ...(Object.keys(wording).length > 0 && { wording }),
});

const nameOf = ({ purpose, language, version }: Template): string =>
  `${wordingKey({ name: purpose, language })}.${version}`;

const seen = (tenant: Tenant, template: Template) => {
  const active = tenant.wording?.[wordingKey({ name: template.purpose, language: template.language })];
  return {
    ...template,
    ...(active?.version === template.version && {
      active: { activatedAt: active.at, activatedBy: active.by },
    }),
  };
};

/** Line breaks as Unix has them, so that a line of a fault is the line of the editor that wrote it. */
const tidied = ({ subject, title, text }: Wording): Wording => ({
  subject,
  ...(title !== undefined && { title }),
  text: text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim(),
});
const wordingOf = ({ subject, title, text }: Template): Wording => tidied({ subject, title, text });

const unknown = ({ name, language, version }: TemplateRef) =>
  refuse('templates.unknown', `There is no version ${version} of ${name} in ${language}.`);
const unfit = (faults: readonly { pointer: string; detail: string }[]) =>
  refuse('templates.invalid', 'The template does not fit the mails that it is for.', faults);
