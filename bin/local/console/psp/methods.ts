/** Methods on file at the sandbox provider: what a payer let it keep, charges by it, and what becomes of them. */
import type { Clock } from '../../seam.ts';
import type { KeptMethod, NewCharge, NewSession, Session } from './model.ts';
import { newId } from './model.ts';
import type { Sender } from './webhooks.ts';

/** So long a bank takes for a debit. */
export const DEBIT_MS = 120_000;

interface Around {
  clock: Clock;
  methods: Map<string, KeptMethod>;
  sender: Sender;
  write(entry: { method: KeptMethod }): void;
  create(given: NewSession, key: string | null): { session: Session; replayed: boolean } | undefined;
  change(session: Session, status: Session['status'], more?: Partial<Session>): void;
}

export const openMethods = ({ clock, methods, sender, write, create, change }: Around) => {
  const keep = (method: KeptMethod) => {
    methods.set(method.token, method);
    write({ method });
    return method;
  };
  /** People know the last digits. */
  const named = (name: string): KeptMethod | undefined =>
    methods.get(name) ?? [...methods.values()].find(({ last4 }) => last4 === name);
  const made = (kind: KeptMethod['kind']): KeptMethod => {
    const serial = methods.size + 1;
    return keep({
      token: newId('mth'),
      kind,
      next: kind === 'card' ? 'approve' : 'pending',
      ...(kind === 'card'
        ? { scheme: 'card', brand: 'visa', last4: String(4241 + serial), expires: '2029-12' }
        : {
            scheme: 'sepa_debit',
            last4: String(3000 + serial),
            mandate: `SBX-MANDATE-${serial}`,
            creditor: 'DE98ZZZ09999999999',
          }),
    });
  };
  return {
    /** As if it had been kept through a page of the merchant’s own. */
    made,
    /** By what the session is paid, and under which name it is kept where that was asked for. */
    keptBy: (session: Session, kind: KeptMethod['kind']): Partial<Session> => {
      if (!session.keep) return { method: kind };
      const { token } = made(kind);
      return { method: kind, token };
    },
    /** The same key charges once. Undefined where nothing is on file under that name. */
    charge: ({ method: token, ...given }: NewCharge, key: string | null): Session | undefined => {
      const method = methods.get(token);
      if (!method || method.over) return undefined;
      const made = create({ ...given, returnUrl: 'http://127.0.0.1/' }, key);
      if (!made) return undefined;
      const { session, replayed } = made;
      if (replayed) return session;
      const by = { method: method.kind, token };
      if (method.next === 'approve') change(session, 'succeeded', by);
      else if (method.next === 'pending')
        change(session, 'processing', { ...by, settlesAt: clock.now() + DEBIT_MS });
      else
        change(session, 'failed', {
          ...by,
          failure: { code: method.next, message: 'The charge was refused.' },
        });
      return session;
    },
    will: (token: string, next: string): KeptMethod | undefined => {
      const method = named(token);
      return method && keep({ ...method, next });
    },
    /** `reason`: the bank or the payer ended it, and that is told; absent where we asked for it. */
    end: (name: string, reason?: string): KeptMethod | undefined => {
      const method = named(name);
      if (method && !method.over) {
        keep({ ...method, over: true });
        if (reason !== undefined) sender.emit('method.ended', { token: method.token, reason });
      }
      return method;
    },
  };
};
