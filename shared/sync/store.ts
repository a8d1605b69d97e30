/**
 * Table: LINK `${t}#LINK#${system}#${kind}#${id}`/LINK (g1 `${t}#LINKS#${system}`/status#kind#id; g2 while it has a name there
 * `${t}#LINKX#${system}`/externalId#kind#id)
 * 1. link: 1 read · 2. links of a system, or of one status: 1 query + 1 batch · 3. by the other's id: 1 query + 1 batch
 */
import { docOf, version, type Listing, type Read, type Write } from '../kernel/storage.ts';
import { Link } from './link.ts';

const key = (tenant: string, { system, kind, id }: Pick<Link, 'system' | 'kind' | 'id'>) => ({
  pk: `${tenant}#LINK#${system}#${kind}#${id}`,
  sk: 'LINK',
});
export const linkOf = (tenant: string, named: Pick<Link, 'system' | 'kind' | 'id'>): Read<Link> => ({
  key: key(tenant, named),
  parse: docOf(Link),
});
export const linksOf = (tenant: string, system: string, status?: Link['status']): Listing<Link> => ({
  index: 'g1',
  partition: `${tenant}#LINKS#${system}`,
  ...(status && { begins: `${status}#` }),
  parse: docOf(Link),
});
export const linksByName = (tenant: string, system: string, externalId: string): Listing<Link> => ({
  index: 'g2',
  partition: `${tenant}#LINKX#${system}`,
  begins: `${externalId}#`,
  parse: docOf(Link),
});
/** `version` of a link is the other system's business: what its write is held to is its revision. */
export const putLink = (tenant: string, link: Link): Write<'table.stale'> => ({
  put: {
    ...key(tenant, link),
    kind: 'link',
    v: link.revision,
    doc: link,
    g1p: `${tenant}#LINKS#${link.system}`,
    g1s: `${link.status}#${link.kind}#${link.id}`,
    ...(link.externalId !== undefined && {
      g2p: `${tenant}#LINKX#${link.system}`,
      g2s: `${link.externalId}#${link.kind}#${link.id}`,
    }),
  },
  if: version(link.revision === 1 ? undefined : link.revision - 1),
  clash: 'table.stale',
  about: `link ${link.system} ${link.id}`,
});
