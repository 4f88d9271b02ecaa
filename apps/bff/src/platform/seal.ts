import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/* Others' secrets that we have to say again. Sealed, so that a look at the table, or a list of it in a log, tells none. */

const keyOf = (serverKey: string) => createHash("sha256").update(serverKey).digest();

/** AES-256-GCM: nonce, tag and text in one word. */
export const seal = (serverKey: string, text: string): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(serverKey), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
};

/** Throws where it was sealed with another key, or changed. */
export const unseal = (serverKey: string, sealed: string): string => {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(serverKey), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
};
