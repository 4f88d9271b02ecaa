import { keyMalformed } from "./tasks.errors.ts";

/** 1–200 visible ASCII characters. */
export const readKey = (header: string | undefined): string | undefined => {
  if (header !== undefined && !/^[\x21-\x7e]{1,200}$/.test(header)) throw keyMalformed({ detail: "1–200 visible ASCII characters" });
  return header;
};
