import { createECDH } from "node:crypto";
import { sha256 } from "../platform/ids.ts";

export type VapidKeys = { publicKey: string; privateKey: string };

/** Made once per server, at its first start. A new pair ends every subscription. */
export const makeVapidKeys = (): string => {
  const pair = createECDH("prime256v1");
  const publicKey = pair.generateKeys("base64url");
  // A private key may begin with zeros, which OpenSSL leaves out.
  const privateKey = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
    .subarray(-32)
    .toString("base64url");
  return JSON.stringify({ publicKey, privateKey });
};

/** Names a key pair without telling it. */
export const keyId = (keys: VapidKeys): string => sha256(keys.publicKey).slice(0, 16);

/** Valid for every service but Apple's, which wants an address at which somebody can be reached. */
const neutral = "https://beckon.invalid";

/** Whom a push service may write to about our pushes (RFC 8292): as configured, else the public https origin. */
export const vapidSubject = (config: { publicOrigin: string; vapidSubject?: string }): { subject: string; apple: boolean } => {
  if (config.vapidSubject) return { subject: config.vapidSubject, apple: true };
  const origin = new URL(config.publicOrigin);
  if (origin.protocol === "https:" && origin.hostname !== "localhost") return { subject: origin.origin, apple: true };
  return { subject: neutral, apple: false };
};
