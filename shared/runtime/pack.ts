/** Text as few bytes of an item: JSON is mostly names of fields. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export const packed = (text: string): Uint8Array => deflateRawSync(text);
export const unpacked = (bytes: Uint8Array): string => inflateRawSync(bytes).toString();
