import type { Passkey } from "@beckon/contracts/access";
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { Caller } from "../platform/http/env.ts";
import { newId } from "../platform/ids.ts";
import { challengeUnknown, passkeyKnown, passkeyNotFound, passkeyNotVerified } from "./access.errors.ts";
import type { AccessDeps } from "./access.types.ts";
import { actorOf, deviceOf, type DeviceCaller } from "./callers.ts";
import { deletePasskey, insertPasskey, listCredentials, listPasskeys, putChallenge, takeChallenge } from "./passkeys.repository.ts";
import { requireRelyingParty } from "./relying-party.ts";
import { assertConfirmed, challengeMs } from "./step-up.ts";
import { tidyName } from "./tidy-name.ts";
import { webauthn } from "./webauthn.ts";

const toRegister = "register";

/** One's own; the command line sees everybody's. */
export const list =
  (deps: AccessDeps) =>
  (caller: Caller): Promise<Passkey[]> =>
    listPasskeys(deps.database.db, caller.kind === "local" ? undefined : deviceOf(caller).personId);

/** What the browser makes a passkey from. */
export const registrationOptions =
  (deps: AccessDeps) =>
  async (caller: DeviceCaller): Promise<PublicKeyCredentialCreationOptionsJSON> => {
    const { id: rpID } = requireRelyingParty(deps.config.publicOrigin);
    const { db } = deps.database;
    await assertConfirmed(deps, db, caller);
    const known = await listCredentials(db, caller.personId);
    const options = await (
      await webauthn()
    ).generateRegistrationOptions({
      rpName: "Beckon",
      rpID,
      userID: new TextEncoder().encode(caller.personId),
      userName: caller.personName,
      userDisplayName: caller.personName,
      timeout: challengeMs,
      attestationType: "none",
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    });
    const now = deps.clock();
    await putChallenge(
      db,
      { deviceId: caller.deviceId, purpose: toRegister, challenge: options.challenge, expiresAt: new Date(now.getTime() + challengeMs) },
      now,
    );
    return options;
  };

/** Enrols what the browser made. */
export const register =
  (deps: AccessDeps) =>
  async (caller: DeviceCaller, input: { name: string; response: RegistrationResponseJSON }): Promise<Passkey> => {
    const party = requireRelyingParty(deps.config.publicOrigin);
    const name = tidyName(input.name, "/name");
    const now = deps.clock();
    const challenge = await takeChallenge(deps.database.db, { deviceId: caller.deviceId, purpose: toRegister, now });
    if (!challenge) throw challengeUnknown({ detail: "Start again." });
    const result = await (
      await webauthn()
    )
      .verifyRegistrationResponse({
        response: input.response,
        expectedChallenge: challenge,
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
      })
      .catch(() => undefined);
    if (!result?.verified) throw passkeyNotVerified({ detail: `Make it on ${party.origin}.` });
    const { credential } = result.registrationInfo;

    return deps.database.transaction(async (work) => {
      // Again, for a first passkey may have come while this one's challenge was open.
      await assertConfirmed(deps, work.db, caller);
      const passkey = await insertPasskey(work.db, {
        id: newId("pk", now.getTime()),
        personId: caller.personId,
        name,
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString("base64url"),
        counter: credential.counter,
        transports: input.response.response.transports ?? [],
        createdAt: now,
      });
      if (!passkey) throw passkeyKnown();
      await deps.audit.append(work, { actor: actorOf(caller), action: "passkey.added", subject: passkey.id, detail: { name } });
      return passkey;
    });
  };

/** One's own, confirmed with one of them. A lost last one is removed on the server's machine. */
export const remove =
  (deps: AccessDeps) =>
  async (caller: Caller, id: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      const mine = caller.kind === "local" ? {} : { personId: deviceOf(caller).personId };
      if (caller.kind !== "local") await assertConfirmed(deps, work.db, deviceOf(caller));
      const passkey = await deletePasskey(work.db, { id, ...mine });
      if (!passkey) throw passkeyNotFound();
      await deps.audit.append(work, {
        actor: actorOf(caller),
        action: "passkey.removed",
        subject: id,
        detail: { name: passkey.name, person: passkey.personId },
      });
    });
