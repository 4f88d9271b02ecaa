/** What a person typed or pasted as an eight-character code: also a whole pairing address, or with spaces. */
export function readCode(typed: string): string {
  const fragment = /#([A-Za-z0-9-]+)\s*$/u.exec(typed)?.[1];
  return (fragment ?? typed)
    .replace(/[^A-Za-z0-9]/gu, "")
    .toUpperCase()
    .slice(0, 8);
}

/** In two groups of four, as it is printed. */
export const groupCode = (code: string): string => (code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code);
