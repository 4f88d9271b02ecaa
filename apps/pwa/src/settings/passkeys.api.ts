import type { Passkey } from "@beckon/contracts/access";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import type { ApiClient } from "../platform/api-client.ts";

export const passkeysApi = (request: ApiClient) => ({
  list: () => request<{ items: Passkey[] }>("GET", "/api/passkeys"),
  registrationOptions: () => request<PublicKeyCredentialCreationOptionsJSON>("POST", "/api/passkeys/registration-options", { body: {} }),
  register: (name: string, response: RegistrationResponseJSON) => request<Passkey>("POST", "/api/passkeys", { body: { name, response } }),
  remove: (id: string) => request<void>("DELETE", `/api/passkeys/${encodeURIComponent(id)}`),
  stepUpOptions: (requestId: string) =>
    request<PublicKeyCredentialRequestOptionsJSON>("POST", "/api/passkeys/step-up-options", { body: { requestId } }),
  stepUp: (requestId: string, response: AuthenticationResponseJSON) =>
    request<void>("POST", "/api/passkeys/step-up", { body: { requestId, response } }),
});
export type PasskeysApi = ReturnType<typeof passkeysApi>;
