/**
 * Which of its equals a line is, in a file of any length: sixteen to thirty-two bytes for each line, where its text would be hundreds. Two of four million
 * lines that differ are taken for equals once in two million files: the second one then has the ordinal 2, and no line is lost.
 */
import { createHash } from 'node:crypto';

const FIRST = 1_024;

export class Ordinals {
  /** Open addressing: the two halves of a hash in each place, and at least every second place free. */
  private places = new Uint32Array(2 * FIRST);
  private taken = 0;
  /** Only of what came more than once. */
  private readonly again = new Map<string, number>();

  /** 1 for the first with this key, 2 for the next one. */
  next(key: string): number {
    const hash = createHash('sha256').update(key).digest();
    // A place with nothing in it has 0.
    if (this.isNew(hash.readUInt32LE(0) || 1, hash.readUInt32LE(4))) return 1;
    const name = hash.toString('base64url', 0, 15);
    const ordinal = (this.again.get(name) ?? 1) + 1;
    this.again.set(name, ordinal);
    return ordinal;
  }

  private isNew(high: number, low: number): boolean {
    const at = placeOf(this.places, high, low);
    if (this.places[at] !== 0) return false;
    this.places.set([high, low], at);
    this.taken += 1;
    if (this.taken * 4 > this.places.length) this.grow();
    return true;
  }
  private grow(): void {
    const larger = new Uint32Array(2 * this.places.length);
    for (let at = 0; at < this.places.length; at += 2) {
      const [high, low] = [this.places[at]!, this.places[at + 1]!];
      if (high !== 0) larger.set([high, low], placeOf(larger, high, low));
    }
    this.places = larger;
  }
}

/** Where it stands, or where it would. */
const placeOf = (places: Uint32Array, high: number, low: number): number => {
  let at = (2 * low) % places.length;
  while (places[at] !== 0 && (places[at] !== high || places[at + 1] !== low)) at = (at + 2) % places.length;
  return at;
};
