import { expect, test } from 'vitest';
import { deploy } from '../../../bin/local/template.ts';
import type { Provider } from '../../../bin/local/seam.ts';
import type { Template } from '../../../bin/local/assembly.ts';

const place = { region: 'eu-central-1', accountId: '123456789012', partition: 'aws' };
const made: { id: string; properties: Record<string, unknown> }[] = [];
const thing: Provider = {
  properties: ['Name', 'Of', 'List'],
  make: (id, properties) => {
    made.push({ id, properties });
    return { ref: `ref-${id}`, attributes: { Arn: `arn-${id}` } };
  },
};
const providers = new Map([['Test::Thing', thing]]);
const run = (...templates: Partial<Template>[]) => {
  made.length = 0;
  const stacks = templates.map((template, i) => ({
    name: `S${i}`,
    template: { Resources: {}, ...template },
  }));
  return deploy({ assembly: { stacks, assets: new Map() }, providers, place });
};
const of = (Properties: Record<string, unknown>, more: object = {}) => ({
  Type: 'Test::Thing',
  Properties,
  ...more,
});

test('resources are made after what they name', async () => {
  await run({
    Resources: {
      C: of({ Of: { 'Fn::Sub': '${B.Arn}/${AWS::Region}/${!kept}' } }),
      A: of({}),
      B: of({ Of: { 'Fn::GetAtt': ['A', 'Arn'] } }, { DependsOn: ['D'] }),
      D: of({}),
    },
  });
  expect(made.map(({ id }) => id)).toEqual(['S0-A', 'S0-D', 'S0-B', 'S0-C']);
  expect(made.at(-1)?.properties).toEqual({ Of: 'arn-S0-B/eu-central-1/${kept}' });
});

test('intrinsics become values', async () => {
  const { outputs } = await run({
    Parameters: { Size: { Type: 'String', Default: 'big' } },
    Mappings: { M: { a: { b: 'mapped' } } },
    Conditions: {
      Big: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] },
      Small: { 'Fn::Not': [{ Condition: 'Big' }] },
    },
    Resources: {
      A: of({
        Name: { 'Fn::If': ['Small', 'x', { Ref: 'AWS::NoValue' }] },
        Of: { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] },
        List: [
          { Ref: 'AWS::NoValue' },
          { 'Fn::FindInMap': ['M', 'a', 'b'] },
          { 'Fn::Join': ['-', ['x', { Ref: 'Size' }]] },
        ],
      }),
      Never: of({}, { Condition: 'Small' }),
    },
    Outputs: { Out: { Value: { Ref: 'A' } } },
  });
  expect(made).toEqual([{ id: 'S0-A', properties: { Of: 'b', List: ['mapped', 'x-big'] } }]);
  expect(outputs).toEqual({ 'S0.Out': 'ref-S0-A' });
});

test('one stack imports what another exports', async () => {
  await run(
    { Resources: { A: of({}) }, Outputs: { O: { Value: { Ref: 'A' }, Export: { Name: 'shared' } } } },
    { Resources: { B: of({ Of: { 'Fn::ImportValue': 'shared' } }) } },
  );
  expect(made.at(-1)).toEqual({ id: 'S1-B', properties: { Of: 'ref-S0-A' } });
});

test('everything that is not known is listed at once, before anything is made', async () => {
  const bad = { Resources: { A: of({ Colour: 'red' }), B: { Type: 'AWS::Strange::Thing' }, C: of({}) } };
  await expect(run(bad)).rejects.toThrow(
    /S0\/A: Test::Thing has no property Colour here\n.*S0\/B: the type AWS::Strange::Thing is not known/,
  );
  expect(made).toEqual([]);
});

test.each([
  ['an unknown intrinsic', { Of: { 'Fn::Cidr': ['10.0.0.0/8'] } }, 'the intrinsic Fn::Cidr is not known'],
  ['an unknown attribute', { Of: { 'Fn::GetAtt': ['Z', 'Colour'] } }, 'Z has no attribute Colour here'],
  ['a reference to nothing', { Of: { Ref: 'Nobody' } }, 'there is no Nobody'],
  ['an import of nothing', { Of: { 'Fn::ImportValue': 'x' } }, 'nothing is exported as x'],
])('%s is refused by name and place', async (_, properties, message) => {
  const result = run({ Resources: { Z: of({}), A: of(properties) } });
  await expect(result).rejects.toThrow('S0/A (Test::Thing)');
  await expect(result).rejects.toThrow(message);
});

test('a circle is refused', async () => {
  const circle = { Resources: { A: of({ Of: { Ref: 'B' } }), B: of({ Of: { Ref: 'A' } }) } };
  await expect(run(circle)).rejects.toThrow('circular reference A → B → A');
});
