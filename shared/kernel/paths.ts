/** The paths of a function that has one route of the gateway for many of them: `ANY /v1/claims/{proxy+}`. */

export const GREEDY = '/{proxy+}';
interface Asked {
  readonly routeKey: string;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | undefined;
}

/** The same request as if the path that it means had a route of its own. What means none of them is left as it is. */
export const routed = <E extends Asked>(event: E, paths: readonly string[]): E => {
  if (!event.routeKey.endsWith(GREEDY)) return event;
  const head = event.routeKey.slice(event.routeKey.indexOf('/'), -GREEDY.length);
  const asked = `${head}/${event.pathParameters?.['proxy'] ?? ''}`.split('/');
  const [path] = paths.filter((each) => means(each, asked)).toSorted(literalFirst);
  return path === undefined
    ? event
    : { ...event, routeKey: `ANY ${path}`, pathParameters: parametersOf(path, asked) };
};

const isVariable = (segment: string): boolean => segment.startsWith('{');
/** A variable takes a segment only when there is something in it. */
const means = (path: string, asked: readonly string[]): boolean => {
  const segments = path.split('/');
  return (
    segments.length === asked.length &&
    segments.every((segment, i) => (isVariable(segment) ? asked[i] !== '' : segment === asked[i]))
  );
};
/** As the gateway has it: the first segment in which they differ decides. `{` sorts behind every letter. */
const literalFirst = (a: string, b: string): number => (a < b ? -1 : 1);

const parametersOf = (path: string, asked: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    path
      .split('/')
      .flatMap((segment, i) => (isVariable(segment) ? [[segment.slice(1, -1), asked[i]!] as const] : [])),
  );
