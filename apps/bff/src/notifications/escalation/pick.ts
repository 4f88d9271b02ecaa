import type { EscalationTell } from "@beckon/contracts/escalation";
import type { NotifiedDevice } from "../notifications.types.ts";

/** A device that may be told, and whether pushes to it have been failing. */
export type Candidate = Pick<NotifiedDevice, "id" | "name" | "personId" | "role" | "lastSeenAt"> & { failing: boolean };

/** Those who may act, owners first, then by who came first; whose it is goes before all. */
const peopleOf = (devices: readonly Candidate[], first: string | undefined): string[] => {
  const inOrder = [...devices.filter(({ role }) => role === "owner"), ...devices].map(({ personId }) => personId);
  return [...new Set([...(first !== undefined && inOrder.includes(first) ? [first] : []), ...inOrder])];
};

/** What works before what fails, what was used last before what lies in a drawer. */
const byUse = (a: Candidate, b: Candidate) => Number(a.failing) - Number(b.failing) || b.lastSeenAt.getTime() - a.lastSeenAt.getTime();

/** Whom the next step tells, of those that take notifications; `told`: the devices of this round so far, in order. */
export const pick = (options: {
  tell: Exclude<EscalationTell, "channel">;
  devices: readonly Candidate[];
  first: string | undefined;
  told: readonly string[];
}): Candidate[] => {
  const { tell, first, told } = options;
  const devices = options.devices.filter(({ role }) => role !== "viewer");
  const left = devices.filter(({ id }) => !told.includes(id)).toSorted(byUse);
  if (tell === "everyone") return left;
  const people = peopleOf(devices, first);
  const last = devices.find(({ id }) => id === told.at(-1))?.personId;
  const hand = last ?? people[0];
  const of = (personId: string | undefined) => left.filter((device) => device.personId === personId);
  if (tell === "devices") return of(hand);
  if (tell === "device") return of(hand).slice(0, 1);
  const after = people.slice(last === undefined ? 0 : people.indexOf(last) + 1);
  return of(after.find((personId) => of(personId).length > 0));
};
