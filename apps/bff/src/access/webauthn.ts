/** Loaded at the first use of a passkey: the library costs start time and memory, and most servers never need it. */
export const webauthn = () => import("@simplewebauthn/server");
