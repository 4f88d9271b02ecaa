import { createHmac, timingSafeEqual } from "node:crypto";

/** `X-Hub-Signature-256` of a body. */
export const signatureOf = (secret: string, body: Uint8Array | string): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

/** Whether the body was signed with this secret, in a time that tells nothing of how far it is from right. */
export const isSigned = (secret: string, body: Uint8Array, signature: string): boolean => {
  if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(signatureOf(secret, body)), Buffer.from(signature));
};

/** A webhook's secret: made again from the server's key whenever it is needed, so that it stands in no table. */
export const secretOf = (serverKey: string, hookId: string): string =>
  createHmac("sha256", serverKey).update(`github-webhook:${hookId}`).digest("base64url");
