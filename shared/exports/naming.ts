/** Names of customers for people who read a file: each is read once, as long as it is remembered. */
import { customerById } from '../customers/store.ts';
import type { Deps } from '../runtime/context.ts';
import { readAll } from '../runtime/table.ts';

const REMEMBERED = 20_000;

export type Naming = (ids: Iterable<string>) => Promise<ReadonlyMap<string, string>>;
export const naming = ({ tenant }: Pick<Deps, 'tenant'>): Naming => {
  const names = new Map<string, string>();
  return async (ids) => {
    if (names.size > REMEMBERED) names.clear();
    const unknown = [...new Set(ids)].filter((id) => !names.has(id));
    for (const id of unknown) names.set(id, '');
    for (const { id, name } of await readAll(unknown.map((one) => customerById(tenant, one))))
      names.set(id, name);
    return names;
  };
};
