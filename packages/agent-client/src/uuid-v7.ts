/** The last one made: those of the same millisecond follow it. */
let last = { at: 0, count: 0 };

/** A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, 12 that count within one of them, then randomness; sorts by the order of making. */
export function uuidV7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // Begins anywhere in the lower half, so that what is known of one says little of another process's.
  const begin = ((bytes[6]! & 0x07) << 8) | bytes[7]!;
  last = { at: now, count: now === last.at ? (last.count + 1) & 0xfff : begin };
  for (let index = 0; index < 6; index++) bytes[index] = Math.floor(now / 2 ** (8 * (5 - index))) % 256;
  bytes[6] = (last.count >> 8) | 0x70;
  bytes[7] = last.count & 0xff;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
