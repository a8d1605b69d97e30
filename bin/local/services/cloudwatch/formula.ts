/** Metric math as far as it is honoured here: numbers, ids of metrics, + - * /, brackets and FILL(id, number). */

/** The value of a metric at the moment that is looked at; undefined where it has none. */
export type Values = Readonly<Record<string, number | undefined>>;
export type Formula = (values: Values) => number | undefined;

/** Reads an expression; throws where it has something that is not honoured, or an id that is none of `ids`. */
export const formula = (text: string, ids: readonly string[]): Formula => {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z_]\w*|[-+*/(),]|\S/g) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? 'the end';
  const expect = (wanted: string) => {
    const found = next();
    if (found !== wanted) throw new Error(`metric math "${text}": ${wanted} was expected, not ${found}`);
  };
  const metric = (): Formula => {
    const id = next();
    if (!ids.includes(id)) throw new Error(`metric math "${text}": ${id} is not known to the local cloud`);
    return (values) => values[id];
  };
  const factor = (): Formula => {
    const token = tokens[at] ?? '';
    if (/^\d/.test(token)) {
      at += 1;
      return () => Number(token);
    }
    if (token === '(') {
      at += 1;
      const inner = sum();
      expect(')');
      return inner;
    }
    if (token !== 'FILL') return metric();
    at += 1;
    expect('(');
    const filled = metric();
    expect(',');
    const otherwise = Number(next());
    expect(')');
    return (values) => filled(values) ?? otherwise;
  };
  const chain = (part: () => Formula, signs: Readonly<Record<string, (a: number, b: number) => number>>) => {
    let left = part();
    for (let sign = signs[tokens[at] ?? '']; sign; sign = signs[tokens[at] ?? '']) {
      at += 1;
      left = joined(left, part(), sign);
    }
    return left;
  };
  const product = (): Formula => chain(factor, { '*': (a, b) => a * b, '/': (a, b) => a / b });
  const sum = (): Formula => chain(product, { '+': (a, b) => a + b, '-': (a, b) => a - b });
  const whole = sum();
  if (at < tokens.length)
    throw new Error(`metric math "${text}": ${tokens[at]} is not known to the local cloud`);
  return whole;
};

/** What is missing on one side makes the whole missing, and so does a division by nothing. */
const joined =
  (left: Formula, right: Formula, sign: (a: number, b: number) => number): Formula =>
  (values) => {
    const [a, b] = [left(values), right(values)];
    const value = a === undefined || b === undefined ? undefined : sign(a, b);
    return value !== undefined && Number.isFinite(value) ? value : undefined;
  };
