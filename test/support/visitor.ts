/** A browser as far as HTTP goes: it keeps cookies, follows nothing by itself, and sends the forms that it was shown. */
import { expect } from 'vitest';
import type { World } from './world.ts';

export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly to: string | null;
}

export class Visitor {
  readonly cookies = new Map<string, string>();
  private readonly world: World;
  constructor(world: World) {
    this.world = world;
  }

  async ask(
    method: string,
    path: string,
    form?: Record<string, string>,
    headers: Record<string, string> = {},
  ) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.world.cloud.urls.api), {
      method,
      redirect: 'manual',
      headers: { ...(cookie !== '' && { cookie }), ...headers },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const said of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(said)!;
      if (said.includes('Max-Age=0')) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    const body = await response.text();
    return { status: response.status, headers: response.headers, body, to: response.headers.get('location') };
  }
  get(path: string): Promise<Seen> {
    return this.ask('GET', path);
  }
  post(path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Seen> {
    return this.ask('POST', path, form, headers);
  }
  /** The form of a page, with what is typed into it. */
  async sends(from: string, path: string, typed: Record<string, string> = {}): Promise<Seen> {
    return this.post(path, { token: tokenIn((await this.get(from)).body), ...typed });
  }

  /** Asks for a code from the page of a link, and says what the newest mail to the address has. */
  async asks(link: string, email: string): Promise<string> {
    const own = new URL(link).pathname.replace(/^\/(?:pay|account)\//, (kind) =>
      kind === '/pay/' ? '/my/invoice/' : '/my/account/',
    );
    const { body } = await this.get(own);
    const [, choice] = /name="address" value="([\w-]{22})"/.exec(body)!;
    const { status, to } = await this.post(own, { address: choice! });
    expect([status, to]).toEqual([303, '/my/code']);
    return codeTo(this.world, email);
  }
  async types(code: string): Promise<Seen> {
    return this.sends('/my/code', '/my/code', { code });
  }
  async comesIn(link: string, email: string): Promise<void> {
    const { status, to } = await this.types(await this.asks(link, email));
    expect([status, to]).toEqual([303, '/my']);
  }
}

export const tokenIn = (html: string): string => /name="token" value="([\w-]{22})"/.exec(html)?.[1] ?? '';

/** The newest code that went to an address. */
export const codeTo = async (world: World, email: string): Promise<string> => {
  await world.settle();
  // The newest is the first.
  const all = await world.mails(email, 'Your code');
  const codes = all.map(({ text }) => /\b(\d{3}) (\d{3})\b/.exec(text)!.slice(1).join(''));
  return codes[0]!;
};

/** The fields that a form has and nobody types: what the page shows, said back by the button below it. */
export const hiddenIn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  );
