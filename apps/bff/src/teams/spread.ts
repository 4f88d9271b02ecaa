import type { TeamWish } from "@beckon/contracts/teams";

/** A machine as far as it matters for who may run there. */
export type Room = {
  id: string;
  name: string;
  connected: boolean;
  profiles: readonly { name: string; role?: string | undefined; free: number }[];
};
export type Place = { wish: number; hostId: string; profile: string };
export type Short = { wish: number; missing: number; why: string };

/**
 * Who runs where: each wish in its order, each of it where most places are free, so that no machine is filled while
 * another stands empty. Never more than are free; the same machines and wishes give the same places.
 */
export const spread = (wishes: readonly TeamWish[], rooms: readonly Room[]): { places: Place[]; short: Short[] } => {
  const free = new Map<string, number>();
  for (const { id, profiles } of rooms) for (const { name, free: some } of profiles) free.set(`${id}\n${name}`, some);
  const places: Place[] = [];
  const short: Short[] = [];
  for (const [wish, { count, ...wanted }] of wishes.entries()) {
    let missing = count;
    const fitting = fits(wanted, rooms);
    for (; missing > 0; missing -= 1) {
      const best = fitting
        .map((one) => ({ ...one, left: free.get(`${one.hostId}\n${one.profile}`) ?? 0 }))
        .filter(({ left, connected }) => connected && left > 0)
        .toSorted(
          (a, b) => b.left - a.left || byText(a.hostName, b.hostName) || byText(a.hostId, b.hostId) || byText(a.profile, b.profile),
        )[0];
      if (!best) break;
      free.set(`${best.hostId}\n${best.profile}`, best.left - 1);
      places.push({ wish, hostId: best.hostId, profile: best.profile });
    }
    if (missing > 0) short.push({ wish, missing, why: whyShort(wanted, { rooms, fitting, missing, count }) });
  }
  return { places, short };
};

type Wanted = Omit<TeamWish, "count">;
type Fit = { hostId: string; hostName: string; connected: boolean; profile: string };

/** A profile by its name alone, where one is named: its role need not be said again. */
const fits = ({ role, profile, hostId }: Wanted, rooms: readonly Room[]): Fit[] =>
  rooms
    .filter(({ id }) => hostId === undefined || id === hostId)
    .flatMap(({ id, name, connected, profiles }) =>
      profiles
        .filter((one) => (profile === undefined ? one.role === role : one.name === profile))
        .map((one) => ({ hostId: id, hostName: name, connected, profile: one.name })),
    );

const whyShort = (
  { role, profile, hostId }: Wanted,
  { rooms, fitting, missing, count }: { rooms: readonly Room[]; fitting: readonly Fit[]; missing: number; count: number },
): string => {
  const what = profile === undefined ? `the role ${role}` : `the profile ${profile}`;
  if (rooms.length === 0) return "No machine has a runner.";
  if (hostId !== undefined && !rooms.some(({ id }) => id === hostId)) return "There is no such machine.";
  if (fitting.length === 0) return `No machine offers ${what}.`;
  const away = [...new Set(fitting.filter(({ connected }) => !connected).map(({ hostName }) => hostName))].toSorted(byText);
  if (fitting.every(({ connected }) => !connected)) return `${away.join(", ")}: no word of it, and nobody else offers ${what}.`;
  const beside = away.length > 0 ? ` No word of ${away.join(", ")}.` : "";
  return missing === count
    ? `All places for ${what} are taken.${beside}`
    : `Only ${count - missing} of ${count} places for ${what} are free.${beside}`;
};

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
