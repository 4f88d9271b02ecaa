import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/browser";
import type { ApiClient } from "../platform/api-client.ts";

export const passkeysApi = (request: ApiClient) => ({
  list: () => request("GET", "/api/passkeys"),
  registrationOptions: () => request("POST", "/api/passkeys/registration-options"),
  register: (name: string, response: RegistrationResponseJSON) => request("POST", "/api/passkeys", { body: { name, response } }),
  remove: (id: string) => request("DELETE", "/api/passkeys/:id", { params: { id } }),
  stepUpOptions: (requestId: string) => request("POST", "/api/passkeys/step-up-options", { body: { requestId } }),
  stepUp: (requestId: string, response: AuthenticationResponseJSON) =>
    request("POST", "/api/passkeys/step-up", { body: { requestId, response } }),
});
export type PasskeysApi = ReturnType<typeof passkeysApi>;
