/** A letter in the words of the tenant's active template, where it has one; in ours where it does not fit. */
import type { Tenant } from '../access/tenant.ts';
import { log } from '../runtime/log.ts';
import { recall } from '../runtime/table.ts';
import type { Letter } from './mails/letter.ts';
import { reworded } from './reworded.ts';
import { templateVersion } from './store.ts';
import { wordingKey, type TemplateRef } from './template.ts';

export interface Worded {
  readonly letter: Letter;
  /** The version that it is worded by. */
  readonly template?: TemplateRef;
  /** The version that should have worded it, and why it did not. */
  readonly unfit?: TemplateRef & { readonly why: string };
}

/** Which versions are active stands in the tenant's record, which every mail reads anyhow: without one nothing more is read. */
export const worded = async ({ id: tenant, wording }: Tenant, letter: Letter): Promise<Worded> => {
  const { said, language } = letter;
  const active = said && wording?.[wordingKey({ name: said.name, language })];
  if (!active) return { letter };
  const template: TemplateRef = { name: said.name, language, version: active.version };
  const kept = (await recall(templateVersion(tenant, template)))!;
  // Only here: a function that words nothing never runs the engine.
  const { rendered, told } = await import('./liquid.ts');
  try {
    return { letter: reworded(letter, rendered(kept, said.facts)), template };
  } catch (error) {
    log.warn('mail.template_failed', template);
    return { letter, unfit: { ...template, why: told(error) } };
  }
};
