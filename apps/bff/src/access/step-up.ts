import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { StepUp } from "../decisions/decisions.types.ts";
import type { Db } from "../platform/db/database.ts";
import { challengeUnknown, confirmFirst, noPasskey, passkeyNotVerified } from "./access.errors.ts";
import type { AccessDeps } from "./access.types.ts";
import type { DeviceCaller } from "./callers.ts";
import {
  countPasskeys,
  hasStepUp,
  listCredentials,
  putChallenge,
  putStepUp,
  takeChallenge,
  usePasskey,
  type StoredPasskey,
} from "./passkeys.repository.ts";
import { requireRelyingParty } from "./relying-party.ts";
import { webauthn } from "./webauthn.ts";

/** How long a challenge waits for its answer, and for how long a confirmation counts. */
export const challengeMs = 5 * 60_000;
const freshMs = 2 * 60_000;

/** The purpose of a confirmation that is about passkeys themselves, not about a request. */
export const aboutPasskeys = "passkeys";

/** For decisions: whether an answer of high risk was confirmed. */
export const stepUpOf = (deps: Pick<AccessDeps, "clock">): StepUp => ({
  enrolled: async (db, personId) => (await countPasskeys(db, personId)) > 0,
  fresh: (db, { deviceId, requestId }) => isFresh(deps, db, deviceId, requestId),
});

const isFresh = (deps: Pick<AccessDeps, "clock">, db: Db, deviceId: string, purpose: string) =>
  hasStepUp(db, { deviceId, purpose, since: new Date(deps.clock().getTime() - freshMs) });

/** Whoever holds only the session must not be able to swap the passkey that guards high risk. */
export const assertConfirmed = async (deps: AccessDeps, db: Db, caller: DeviceCaller) => {
  if ((await countPasskeys(db, caller.personId)) === 0 || (await isFresh(deps, db, caller.deviceId, aboutPasskeys))) return;
  throw confirmFirst({ detail: "Adding or removing a passkey is confirmed with one you have." });
};

/** What the passkey is to sign, bound to this person, device and purpose (the id of a request). */
export const stepUpOptions =
  (deps: AccessDeps) =>
  async (caller: DeviceCaller, purpose: string): Promise<PublicKeyCredentialRequestOptionsJSON> => {
    const { id: rpID } = requireRelyingParty(deps.config.publicOrigin);
    const { db } = deps.database;
    const credentials = await listCredentials(db, caller.personId);
    if (credentials.length === 0) throw noPasskey({ detail: "Add one in Settings." });
    const options = await (
      await webauthn()
    ).generateAuthenticationOptions({
      rpID,
      userVerification: "required",
      timeout: challengeMs,
      allowCredentials: credentials.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    });
    const now = deps.clock();
    await putChallenge(
      db,
      { deviceId: caller.deviceId, purpose, challenge: options.challenge, expiresAt: new Date(now.getTime() + challengeMs) },
      now,
    );
    return options;
  };

/** Accepts the signature: for two minutes this device may do what it confirmed. */
export const stepUp =
  (deps: AccessDeps) =>
  async (caller: DeviceCaller, purpose: string, response: AuthenticationResponseJSON): Promise<void> => {
    const party = requireRelyingParty(deps.config.publicOrigin);
    const { db } = deps.database;
    const now = deps.clock();
    const challenge = await takeChallenge(db, { deviceId: caller.deviceId, purpose, now });
    if (!challenge) throw challengeUnknown({ detail: "Start the confirmation again." });
    const passkey = (await listCredentials(db, caller.personId)).find((entry) => entry.credentialId === response.id);
    if (!passkey) throw passkeyNotVerified({ detail: "It is none of yours." });
    const counter = await verify({ response, challenge, party, passkey });
    await deps.database.transaction(async (work) => {
      if (!(await usePasskey(work.db, { id: passkey.id, counter, now })))
        throw passkeyNotVerified({ detail: "Its counter did not move on: it may be a copy." });
      await putStepUp(work.db, { deviceId: caller.deviceId, purpose, passkeyId: passkey.id, at: now }, new Date(now.getTime() - freshMs));
    });
  };

type Verification = {
  response: AuthenticationResponseJSON;
  challenge: string;
  party: { id: string; origin: string };
  passkey: StoredPasskey;
};

/** The authenticator's new counter; whatever is wrong with the answer is the caller's fault. */
const verify = async ({ response, challenge, party, passkey }: Verification): Promise<number> => {
  const result = await (
    await webauthn()
  )
    .verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
        counter: passkey.counter,
      },
    })
    .catch(() => undefined);
  if (!result?.verified) throw passkeyNotVerified({ detail: `Use it on ${party.origin}.` });
  return result.authenticationInfo.newCounter;
};
