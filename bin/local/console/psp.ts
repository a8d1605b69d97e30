/**
 * The sandbox payment provider: hosted pay page, signed webhooks, payouts. It stands outside of the system,
 * as a real one does, and knows of it only a webhook URL, an API key and a signing secret.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../seam.ts';
import { openBook } from './psp/book.ts';
import { DEBIT_MS } from './psp/methods.ts';
import type { Session } from './psp/model.ts';
import type { Disputing } from './psp/disputes.ts';
import { readCharge, readRefund, readSession, shown, shownDispute, shownRefund } from './psp/model.ts';
import { noSession, payPage } from './psp/pages.ts';
import { setupPage } from './psp/setups.ts';
import type { Mischief } from './psp/webhooks.ts';
import { seeOther } from './page.ts';

export interface PspOptions {
  clock: Clock;
  stateDir: string;
  /** Read at each use: `webhookSecret` is `whsec_` and base64. */
  secret(): { apiKey: string; webhookSecret: string };
  webhookUrl: () => string;
  /** Where the console is reached by a browser. */
  baseUrl(): string;
  log?: (line: string) => void;
}
export interface Psp {
  /** Serves /psp…; undefined for anything else. */
  route(request: Request): Promise<Response> | undefined;
  sessions(): Session[];
  /** Webhooks that are due now. */
  busy(): string[];
  start(): void;
  stop(): void;
}

export const psp = (options: PspOptions): Psp => {
  const book = openBook(options);

  const pay = (session: Session, outcome: string | null): Response => {
    // A second click, or the back button: what happened stands.
    if (session.status !== 'open' && session.status !== 'failed') return seeOther(session.returnUrl);
    if (outcome === 'approve') book.change(session, 'succeeded', book.keptBy(session, 'card'));
    else if (outcome === 'pending')
      book.change(session, 'processing', {
        settlesAt: options.clock.now() + DEBIT_MS,
        ...book.keptBy(session, 'direct_debit'),
      });
    else if (outcome === 'cancel') book.change(session, 'canceled');
    else if (outcome === 'decline') {
      const failure = { code: 'insufficient_funds', message: 'The card has insufficient funds.' };
      book.change(session, 'failed', { failure });
      return seeOther(`/psp/pay/${session.id}`);
    } else return payPage(session, 400);
    return seeOther(session.returnUrl);
  };

  const api = async (request: Request, url: URL, [kind, id, verb]: string[]): Promise<Response> => {
    if (!authorized(request, options.secret().apiKey))
      return refuse(401, 'unauthorized', 'The API key is missing or wrong');
    if (kind === 'sessions' && request.method === 'POST' && id === undefined) {
      const given = readSession(await request.text());
      if (typeof given === 'string') return refuse(422, 'invalid_request', given);
      const made = book.create(given, request.headers.get('idempotency-key'));
      if (!made)
        return refuse(409, 'idempotency_conflict', 'This Idempotency-Key was used with another body');
      const headers = made.replayed ? { 'idempotent-replayed': 'true' } : {};
      return Response.json(shown(made.session, options.baseUrl()), { status: 201, headers });
    }
    if (kind === 'refunds' && request.method === 'POST' && id === undefined) {
      const given = readRefund(await request.text());
      if (typeof given === 'string') return refuse(422, 'invalid_request', given);
      const made = book.refund(given, request.headers.get('idempotency-key'));
      if (typeof made === 'string') return refuse(REFUSED[made].status, made, REFUSED[made].detail);
      const headers = made.replayed ? { 'idempotent-replayed': 'true' } : {};
      return Response.json(shownRefund(made.refund), { status: 201, headers });
    }
    if (kind === 'charges' && request.method === 'POST') {
      const given = readCharge(await request.text());
      if (typeof given === 'string') return refuse(422, 'invalid_request', given);
      const made = book.charge(given, request.headers.get('idempotency-key'));
      if (made === undefined) return refuse(404, 'no_such_method', 'No such method is on file');
      return Response.json(shown(made, options.baseUrl()), { status: 201 });
    }
    if (kind === 'setups' && request.method === 'POST') {
      const made = book.setup(await request.text());
      if (typeof made === 'string') return refuse(422, 'invalid_request', made);
      return Response.json(
        { id: made.id, url: `${options.baseUrl()}/psp/setup/${made.id}` },
        { status: 201 },
      );
    }
    if (kind === 'methods' && verb === 'forget')
      return book.end(id ?? '') ? Response.json({}) : refuse(404, 'no_such_method', 'No such method');
    if (kind === 'methods') {
      const method = book.methods.get(id ?? '');
      if (!method) return refuse(404, 'no_such_method', 'No such method is on file');
      return method.over
        ? refuse(410, 'method_over', 'It is charged no more')
        : Response.json({ ...method, next: undefined });
    }
    const session = book.sessions.get(id ?? '');
    if (kind === 'sessions' && session && verb === 'method') {
      const method = book.methods.get(session.token ?? '');
      return !method || method.over
        ? refuse(404, 'not_kept', 'What paid was not kept')
        : Response.json({ ...method, next: undefined });
    }
    if (kind === 'sessions' && session) return Response.json(shown(session, options.baseUrl()));
    if (kind === 'payouts' && id === undefined) {
      const currency = url.searchParams.get('currency');
      const since = url.searchParams.get('since') ?? '';
      const data = [...book.payouts.values()].filter(
        (each) => (currency === null || each.currency === currency) && each.createdAt >= since,
      );
      return Response.json({ data });
    }
    const dispute = book.disputes.get(id ?? '');
    if (kind === 'disputes' && dispute && request.method === 'GET')
      return Response.json(shownDispute(dispute));
    if (kind === 'disputes' && dispute && verb === 'close')
      return Response.json(shownDispute(book.close(dispute)));
    if (kind === 'events' && id === undefined) return Response.json(eventsOf(book.told, url.searchParams));
    const payout = book.payouts.get(id ?? '');
    if (kind === 'payouts' && payout) return Response.json(payout);
    return refuse(404, 'not_found', 'There is no such thing');
  };

  const serve = async (request: Request, url: URL, [area, ...rest]: string[]): Promise<Response> => {
    if (area === 'v1') return api(request, url, rest);
    if (area === 'pay') {
      const session = book.sessions.get(rest[0] ?? '');
      if (!session) return noSession();
      if (request.method !== 'POST') return payPage(session);
      return pay(session, new URLSearchParams(await request.text()).get('outcome'));
    }
    if (area === 'setup') {
      const setup = book.setups.get(rest[0] ?? '');
      if (!setup) return noSession();
      if (request.method !== 'POST') return setupPage(setup);
      return book.give(setup, new URLSearchParams(await request.text()).get('outcome'));
    }
    if (area === 'control') {
      const asked = request.method === 'POST' ? readMischief(await request.json()) : {};
      if (asked === undefined)
        return refuse(
          422,
          'invalid_request',
          'duplicate, drop, delaySeconds, failRefunds: number; reorder: boolean',
        );
      book.sender.misbehave(asked);
      return Response.json(book.sender.mischief);
    }
    // What payers and their banks do: `POST /psp/disputes` begins one, `POST /psp/disputes/<id>` decides it.
    if (area === 'disputes' && request.method === 'POST') {
      const asked = (await request.json()) as Disputing;
      const known = book.disputes.get(rest[0] ?? '');
      const made = known ? book.decide(known, asked.status ?? '') : book.dispute(asked);
      if (!made) return refuse(422, 'invalid_request', 'session of a payment, status and reason');
      return Response.json(shownDispute(made), { status: known ? 200 : 201 });
    }
    // `POST /psp/methods` with `kind` puts a card or an account on file; what becomes of its charges: `POST /psp/methods/<token>` with `next` (approve, pending, or a code) or with `ended`, a reason.
    if (area === 'methods' && request.method === 'POST') {
      const { next, ended, kind } = (await request.json()) as Record<string, string | undefined>;
      if (rest[0] === undefined) return Response.json(book.made(kind === 'card' ? kind : 'direct_debit'));
      const done = ended === undefined ? book.will(rest[0], next!) : book.end(rest[0], ended);
      return done ? Response.json(done) : refuse(404, 'no_such_method', 'No such method');
    }
    if (area === 'payouts' && request.method === 'POST') {
      const { currency } = (await request.json()) as { currency?: unknown };
      const payout = book.payOut(String(currency));
      if (!payout) return refuse(409, 'nothing_to_pay_out', `Nothing to pay out in ${String(currency)}`);
      return Response.json(payout, { status: 201 });
    }
    return refuse(404, 'not_found', 'There is no such thing');
  };

  return {
    route: (request) => {
      const url = new URL(request.url);
      const [, area, ...rest] = url.pathname.split('/');
      return area === 'psp' ? serve(request, url, rest) : undefined;
    },
    sessions: () => [...book.sessions.values()],
    busy: () => book.sender.busy(),
    start: () => book.start(),
    stop: () => book.stop(),
  };
};

/** Oldest first, a hundred at a time, after the id that `after` names. */
const eventsOf = (told: readonly string[], query: URLSearchParams) => {
  const since = query.get('since') ?? '';
  const all = told
    .map((body) => JSON.parse(body) as { id: string; createdAt: string })
    .filter(({ createdAt }) => createdAt >= since);
  const from = all.findIndex(({ id }) => id === query.get('after')) + 1;
  const data = all.slice(from, from + 100);
  return { data, ...(all.length > from + 100 && { next: data.at(-1)!.id }) };
};

const REFUSED = {
  idempotency_conflict: { status: 409, detail: 'This Idempotency-Key was used with another body' },
  no_such_session: { status: 404, detail: 'Nothing was paid by such a session in this currency' },
  refund_too_large: { status: 422, detail: 'More than was paid cannot go back' },
} as const;

const authorized = (request: Request, apiKey: string): boolean => {
  const given = Buffer.from(request.headers.get('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${apiKey}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};

const readMischief = (given: unknown): Partial<Mischief> | undefined => {
  const kinds: Record<string, string> = {
    duplicate: 'number',
    drop: 'number',
    delaySeconds: 'number',
    reorder: 'boolean',
    failRefunds: 'number',
  };
  const fine = Object.entries(given as object).every(([name, value]) => kinds[name] === typeof value);
  return fine ? (given as Partial<Mischief>) : undefined;
};

const refuse = (status: number, code: string, message: string): Response =>
  Response.json({ error: { code, message } }, { status });
