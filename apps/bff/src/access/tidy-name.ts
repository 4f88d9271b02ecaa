import { nameEmpty } from "./access.errors.ts";

/** One line without outer spaces: names stand in lists, notifications and the audit. */
export const tidyName = (name: string, pointer: string): string => {
  const tidy = name.replace(/\s+/gu, " ").trim();
  if (tidy === "")
    throw nameEmpty({
      detail: `${pointer}: must hold a visible character`,
      extra: { errors: [{ pointer, detail: "must hold a visible character" }] },
    });
  return tidy;
};
