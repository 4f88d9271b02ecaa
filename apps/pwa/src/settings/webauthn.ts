import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";

/** Makes a passkey on this device. Throws in words when the person or the device says no; so does `confirm`. */
export const register = (optionsJSON: PublicKeyCredentialCreationOptionsJSON) => startRegistration({ optionsJSON }).catch(inWords);

/** Has the person confirm with a passkey that is there. */
export const confirm = (optionsJSON: PublicKeyCredentialRequestOptionsJSON) => startAuthentication({ optionsJSON }).catch(inWords);

function inWords(error: unknown): never {
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") throw new Error("This device already has a passkey here.", { cause: error });
  if (name === "NotAllowedError" || name === "AbortError")
    throw new Error("The passkey was not confirmed. Try again, and confirm within a minute.", { cause: error });
  throw new Error("The passkey could not be used on this device.", { cause: error });
}
