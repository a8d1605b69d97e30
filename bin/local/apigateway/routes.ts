/** Which route of an HTTP API answers a request: literal before variable before greedy, `$default` last. */

export interface Match<T> {
  target: T;
  pathParameters: Record<string, string>;
}
export interface Routes<T> {
  add(routeKey: string, target: T): void;
  find(method: string, path: string): Match<T> | undefined;
}

interface Node<T> {
  literal: Map<string, Node<T>>;
  variable: Node<T> | undefined;
  /** By method; `ANY` serves the rest. */
  ends: Map<string, { target: T; names: string[] }>;
  greedy: Map<string, { target: T; names: string[] }>;
}

export const routes = <T>(): Routes<T> => {
  const root = node<T>();
  let fallback: T | undefined;
  return {
    add: (routeKey, target) => {
      if (routeKey === '$default') {
        fallback = target;
        return;
      }
      const [method = '', path = ''] = routeKey.split(' ');
      let at = root;
      const names: string[] = [];
      for (const segment of split(path)) {
        const [, name, plus] = /^\{([^}+]+)(\+)?\}$/.exec(segment) ?? [];
        if (name !== undefined) names.push(name);
        if (plus !== undefined) {
          at.greedy.set(method, { target, names });
          return;
        }
        at = name === undefined ? child(at.literal, segment) : (at.variable ??= node());
      }
      at.ends.set(method, { target, names });
    },
    find: (method, path) => {
      const segments = split(path);
      const found = walk(root, { method, segments, at: 0, values: [] });
      if (!found) return fallback === undefined ? undefined : { target: fallback, pathParameters: {} };
      const entries = found.names.map((name, i) => [name, decode(found.values[i] ?? '')]);
      return { target: found.target, pathParameters: Object.fromEntries(entries) as Record<string, string> };
    },
  };
};

interface Walk {
  method: string;
  segments: string[];
  at: number;
  values: string[];
}

const walk = <T>(from: Node<T>, step: Walk): { target: T; names: string[]; values: string[] } | undefined => {
  const { method, segments, at, values } = step;
  const segment = segments[at];
  if (segment === undefined) {
    const end = from.ends.get(method) ?? from.ends.get('ANY');
    return end && { ...end, values };
  }
  const literal = from.literal.get(segment);
  const found =
    (literal && walk(literal, { ...step, at: at + 1 })) ??
    // A variable takes a segment only when there is something in it.
    (from.variable && segment !== ''
      ? walk(from.variable, { ...step, at: at + 1, values: [...values, segment] })
      : undefined);
  if (found) return found;
  const greedy = from.greedy.get(method) ?? from.greedy.get('ANY');
  return greedy && { ...greedy, values: [...values, segments.slice(at).join('/')] };
};

const node = <T>(): Node<T> => ({
  literal: new Map(),
  variable: undefined,
  ends: new Map(),
  greedy: new Map(),
});

const child = <T>(map: Map<string, Node<T>>, segment: string): Node<T> => {
  let found = map.get(segment);
  if (!found) map.set(segment, (found = node()));
  return found;
};

const split = (path: string): string[] => (path === '/' ? [] : path.slice(1).split('/'));

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
