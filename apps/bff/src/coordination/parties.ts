import type { CoordinationDeps, Party, Word } from "./coordination.types.ts";

/** Who it was told of. */
export const partyBy = ({ byId, byName = "", byRole }: Word): Party => ({
  ...(byId ? { id: byId } : {}),
  name: byName,
  ...(byRole ? { role: byRole } : {}),
});

export const partyUp = ({ upId, upName = "", upRole }: Word): Party => ({
  ...(upId ? { id: upId } : {}),
  name: upName,
  ...(upRole ? { role: upRole } : {}),
});

/** The other side as a word names it, where it does. */
export const partyTo = ({ to, toId, toRole }: Word): Party | undefined =>
  to === undefined ? undefined : { ...(toId ? { id: toId } : {}), name: to, ...(toRole ? { role: toRole } : {}) };

/** How a side is found again: an agent by its id, and a mere name marked as one. */
export const partyKey = (party: Party | undefined): string => (party === undefined ? "" : (party.id ?? `=${party.name}`));
export const nameOfKey = (key: string): string | undefined => (key.startsWith("=") ? key.slice(1) : undefined);

export type Known = Awaited<ReturnType<CoordinationDeps["agents"]["called"]>>[number];

/**
 * Which agent a name means: a sub-agent of who names it, else the token's own, else the only one of that name.
 * Where that does not decide it stays a name. A demo's agents and others never meet.
 */
export const chosen = (
  known: readonly Known[],
  { name, ownerId, fromId, demo }: { name: string; ownerId?: string; fromId?: string | undefined; demo: boolean },
): Known | undefined => {
  const same = known.filter((one) => one.name === name && one.demo === demo);
  const own = same.filter((one) => one.ownerId === ownerId);
  const tries = [
    own.filter(({ parentId }) => parentId !== "" && parentId === fromId),
    own.filter(({ parentId }) => parentId === ""),
    same.filter(({ parentId }) => parentId === ""),
  ];
  const found = tries.find((some) => some.length > 0);
  return found?.length === 1 ? found[0] : undefined;
};
