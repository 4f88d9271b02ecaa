/**
 * An agent's text as the database and the contracts can hold it: at most `max` UTF-16 units,
 * without NUL, well-formed. Anything but text, and what is empty then, is nothing.
 */
export const clip = (value: unknown, max: number): string | undefined => {
  if (typeof value !== "string" || value === "") return undefined;
  // Cut before it is looked through: a megabyte costs no more than what is kept of it.
  const cut = value.length > max ? copyOf(value.slice(0, max)) : value;
  const clean = (cut.includes("\0") ? cut.replaceAll("\0", "") : cut).toWellFormed();
  return clean === "" ? undefined : clean;
};

/** A part of a text is a view of all of it, which stays in memory for as long as the part does. In UTF-16, that half a pair stays one. */
const copyOf = (part: string): string => Buffer.from(part, "utf16le").toString("utf16le");
