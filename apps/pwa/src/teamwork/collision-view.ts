import type { Session } from "@beckon/contracts/agents";
import type { Collision } from "@beckon/contracts/coordination";

/** Open ones first, hot before soft, the latest first. */
export function collisionsInOrder(collisions: readonly Collision[]): Collision[] {
  const rank = ({ status, kind }: Collision) => (status === "open" ? 0 : 2) + (kind === "hot" ? 0 : 1);
  return [...collisions].sort((a, b) => rank(a) - rank(b) || (a.lastAt < b.lastAt ? 1 : -1));
}

/** Who was first in the file, then who came. */
export const partiesInOrder = ({ parties }: Collision): Collision["parties"] =>
  [...parties].sort((a, b) => (a.firstAt < b.firstAt ? -1 : 1));

/** "lines 10–24, 80": as many as a glance takes in. */
export function lineWords(lines: readonly (readonly [number, number])[] | undefined): string | undefined {
  if (!lines || lines.length === 0) return undefined;
  const most = 4;
  const words = lines.slice(0, most).map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  const more = lines.length - most;
  return `${lines.length === 1 && lines[0]?.[0] === lines[0]?.[1] ? "line" : "lines"} ${words.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Whether the run of a party goes on, as far as this device knows. */
export const goesOn = (session: Pick<Session, "endedAt"> | undefined): boolean => session !== undefined && session.endedAt === undefined;
