import { defineError } from "../errors.ts";

export const keyReused = defineError({
  code: "idempotency.key_reused",
  status: 422,
  title: "This idempotency key was used for another request",
});
const keyMalformed = defineError({ code: "idempotency.key_malformed", status: 400, title: "The Idempotency-Key does not fit" });

/** The `Idempotency-Key` of a request: 1–200 visible ASCII characters, or none. */
export const readKey = (header: string | undefined): string | undefined => {
  if (header !== undefined && !/^[\x21-\x7e]{1,200}$/.test(header)) throw keyMalformed({ detail: "1–200 visible ASCII characters" });
  return header;
};
