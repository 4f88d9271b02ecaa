import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

type Cbor = number | string | Buffer | Map<number | string, Cbor>;

const head = (major: number, value: number) => {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
};

/** The few shapes of CBOR that WebAuthn needs. */
const cbor = (value: Cbor): Buffer => {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, entry]) => [cbor(key), cbor(entry)])]);
};

const sha = (value: string | Buffer) => createHash("sha256").update(value).digest();
const userPresent = 0x01;
const userVerified = 0x04;
const attestedData = 0x40;

const coseKey = (key: KeyObject) => {
  const { x, y } = key.export({ format: "jwk" }) as { x: string; y: string };
  return cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]),
  );
};

type Site = { origin: string; /** Whether a finger or PIN was checked. */ verified?: boolean };

/** An authenticator in software (ES256): makes and uses one passkey as a browser would. */
export const createAuthenticator = (options: { counter?: number } = {}) => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const credentialId = randomBytes(32);
  const id = credentialId.toString("base64url");
  let counter = options.counter ?? 1;

  const clientData = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const authenticatorData = (site: Site, flags: number, rest = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const verified = site.verified === false ? 0 : userVerified;
    return Buffer.concat([sha(new URL(site.origin).hostname), Buffer.from([flags | userPresent | verified]), count, rest]);
  };
  const shared = { id, rawId: id, type: "public-key" as const, clientExtensionResults: {}, authenticatorAttachment: "platform" as const };

  return {
    id,
    setCounter: (value: number) => {
      counter = value;
    },
    /** What `navigator.credentials.create()` gives, as JSON. */
    create: (challenge: string, site: Site) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const authData = authenticatorData(site, attestedData, Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey)]));
      const attestation = cbor(
        new Map<string, Cbor>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", authData],
        ]),
      );
      return {
        ...shared,
        response: {
          clientDataJSON: clientData("webauthn.create", challenge, site.origin).toString("base64url"),
          attestationObject: attestation.toString("base64url"),
          transports: ["internal", "of-the-future"],
        },
      };
    },
    /** What `navigator.credentials.get()` gives, as JSON. */
    get: (challenge: string, site: Site) => {
      const client = clientData("webauthn.get", challenge, site.origin);
      const authData = authenticatorData(site, 0);
      return {
        ...shared,
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: sign("sha256", Buffer.concat([authData, sha(client)]), privateKey).toString("base64url"),
          userHandle: null,
        },
      };
    },
  };
};
export type Authenticator = ReturnType<typeof createAuthenticator>;
