import { hash, randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const base62 = (value: bigint, width: number) => {
  let rest = value;
  let out = "";
  for (let i = 0; i < width; i += 1) {
    out = alphabet[Number(rest % 62n)] + out;
    rest /= 62n;
  }
  return out;
};

/** `<prefix>_` + 8 characters of milliseconds + 14 random ones (83 bits): sorts by time, cannot be guessed. */
export const newId = (prefix: string, now = Date.now()) =>
  `${prefix}_${base62(BigInt(now), 8)}${base62(BigInt(`0x${randomBytes(11).toString("hex")}`), 14)}`;

/** A bearer secret: 256 random bits. Only its hash is stored. */
export const newSecret = (prefix: string) => `${prefix}_${randomBytes(32).toString("base64url")}`;

export const sha256 = (value: string) => hash("sha256", value);
