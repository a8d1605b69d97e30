/**
 * The sandbox's printer of letters: takes documents as services that carry them do (POST /letters/v1/documents with an Idempotency-Key, GET
 * …/{id}), says at once that it has them and afterwards that they were delivered, and shows what it printed at /letters.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, moment, page } from './page.ts';

export interface LettersOptions {
  readonly apiKey: string;
  readonly stateDir: string;
  readonly now: () => number;
}
interface Letter {
  readonly id: string;
  readonly at: number;
  readonly filename: string;
  readonly to: { readonly name?: string; readonly address?: Readonly<Record<string, string>> };
  /** Base64. */
  readonly content: string;
}

const row = ({ id, at, filename, to }: Letter) =>
  html`<li>
    <a href="/letters/${id}.pdf">
      <span class="subject">${filename}</span><span class="right soft small">${moment(at)}</span>
      <span class="soft small" style="grid-column:1/-1"
        >To ${[to.name, ...Object.values(to.address ?? {})].filter(Boolean).join(', ')}</span
      ></a
    >
  </li>`;

/** Serves /letters…; undefined for anything else. */
export const letters = ({ apiKey, stateDir, now }: LettersOptions) => {
  mkdirSync(stateDir, { recursive: true });
  const fileOf = (id: string): string => join(stateDir, `${id}.json`);
  const known = (id: string): Letter | undefined =>
    /^let_[0-9a-f]{24}$/.test(id) && existsSync(fileOf(id))
      ? (JSON.parse(readFileSync(fileOf(id), 'utf8')) as Letter)
      : undefined;

  const take = async (request: Request): Promise<Response> => {
    const key = request.headers.get('idempotency-key');
    const { route, filename, content } = (await request.json()) as {
      route?: { to?: Letter['to'] };
      filename?: unknown;
      content?: unknown;
    };
    if (key === null || typeof filename !== 'string' || typeof content !== 'string' || !route?.to)
      return Response.json({ message: 'A key, a receiver, a filename and a content' }, { status: 400 });
    const id = `let_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
    const letter: Letter = { id, at: now(), filename, to: route.to, content };
    if (!known(id)) writeFileSync(fileOf(id), JSON.stringify(letter));
    return Response.json({ id, state: 'SUBMITTED' }, { status: 202 });
  };

  const service = async (request: Request, id: string | undefined): Promise<Response> => {
    if (request.headers.get('authorization') !== `Bearer ${apiKey}`)
      return Response.json({ message: 'Unauthorized' }, { status: 401 });
    if (request.method === 'POST') return take(request);
    return known(id ?? '')
      ? Response.json({ id, state: 'DELIVERED' })
      : Response.json({ message: 'There is no such document' }, { status: 404 });
  };

  const printed = (): Letter[] =>
    readdirSync(stateDir)
      .flatMap((name) => known(name.replace('.json', '')) ?? [])
      .sort((a, b) => b.at - a.at);

  const shown = (): Response =>
    page({
      title: 'Letters',
      place: 'Letters',
      home: '/letters',
      body: html`<h1>Letters</h1>
        <p class="soft">What was printed for customers who want no mail.</p>
        <div class="card">
          <ul class="list">
            ${printed().map(row)}
          </ul>
        </div>`,
    });

  const file = (name: string): Response => {
    const letter = known(name.replace(/\.pdf$/, ''));
    return letter
      ? new Response(Buffer.from(letter.content, 'base64'), {
          headers: { 'content-type': 'application/pdf' },
        })
      : Response.json({ message: 'Not Found' }, { status: 404 });
  };

  return (request: Request): Promise<Response> | undefined => {
    const [, area, part, , id] = new URL(request.url).pathname.split('/');
    if (area !== 'letters') return undefined;
    if (part === 'v1') return service(request, id);
    return Promise.resolve(part === undefined || part === '' ? shown() : file(part));
  };
};
