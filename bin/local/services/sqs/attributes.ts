/** Message attributes and the MD5 sums over them, which SDK clients check. */
import { createHash } from 'node:crypto';

export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  /** Base64, as on the wire. */
  BinaryValue?: string;
}
export type MessageAttributes = Record<string, MessageAttribute>;

export const md5 = (data: string | Buffer): string => createHash('md5').update(data).digest('hex');

/** AWS's canonical form: by name, each part with its length in front, one byte for the kind of value. */
export const attributesMd5 = (attributes: MessageAttributes): string | undefined => {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts = names.flatMap((name) => {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    const binary = DataType.startsWith('Binary');
    const value = binary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? '');
    return [
      ...sized(Buffer.from(name)),
      ...sized(Buffer.from(DataType)),
      Buffer.from([binary ? 2 : 1]),
      ...sized(value),
    ];
  });
  return md5(Buffer.concat(parts));
};

const sized = (data: Buffer): Buffer[] => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return [length, data];
};

/** The attributes that a receiver asked for: by name, by `prefix.*`, or all. */
export const chosen = (attributes: MessageAttributes, wanted: string[]): MessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) =>
      wanted.some(
        (want) =>
          want === 'All' ||
          want === '.*' ||
          want === name ||
          (want.endsWith('.*') && name.startsWith(want.slice(0, -2))),
      ),
    ),
  );

/** The form in which a Lambda function receives them. */
export const forLambda = (attributes: MessageAttributes): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );
