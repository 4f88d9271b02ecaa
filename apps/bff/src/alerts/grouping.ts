import { alertKindOf, worseBy, type AlertKind } from "@beckon/contracts/alert-kinds";
import type { Firing } from "./watching.ts";

/** What makes one alert: all that fires of a kind, or one subject of it. */
export type Group = { kind: AlertKind; group: string; firing: Firing[] };

export const groupOf = (kind: AlertKind, key: string): string => (alertKindOf(kind).group === "each" ? key : "");
export const groupKey = ({ kind, group }: { kind: AlertKind; group: string }): string => `${kind}/${group}`;

/** All that fires, the worst of each group first. */
export const grouped = (firing: readonly Firing[]): Map<string, Group> => {
  const groups = new Map<string, Group>();
  for (const one of firing) {
    const group = groupOf(one.kind, one.key);
    const key = groupKey({ kind: one.kind, group });
    const own = groups.get(key) ?? { kind: one.kind, group, firing: [] };
    own.firing.push(one);
    groups.set(key, own);
  }
  for (const { kind, firing: own } of groups.values()) own.sort(worstFirst(kind));
  return groups;
};

const worstFirst = (kind: AlertKind) => {
  const sign = worseBy(kind);
  const weight = ({ value }: Firing) => (value === null ? Number.NEGATIVE_INFINITY : sign * value);
  return (a: Firing, b: Firing): number => {
    const [one, other] = [weight(a), weight(b)];
    return one === other ? (a.key < b.key ? -1 : 1) : other > one ? 1 : -1;
  };
};
