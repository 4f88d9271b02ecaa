import type { Signal } from "@beckon/contracts/signals";
import type { AgentRow } from "./agents.repository.ts";
import type { SignalOwner } from "./locate.ts";

/** What is said of a session that has no row yet: who runs it, and where. */
export type Hint = {
  name: { ownerId: string; key: string };
  owner: SignalOwner;
  /** The earliest word of it. */
  at: string;
  parentKey?: string;
  agent?: Signal["agent"];
};

/**
 * Which of the known agents is meant. One name on two machines is two agents; telemetry that tells
 * no machine belongs to the only agent of its name, and an agent that told none is the one that now does.
 */
export const chooseAgent = (known: readonly AgentRow[], hint: Hint, parentId: string | undefined): AgentRow | undefined => {
  const name = hint.agent?.name ?? hint.owner.name;
  const host = hint.agent?.host ?? "";
  const same = known.filter((row) => row.ownerId === hint.owner.id && row.name === name && row.parentId === (parentId ?? ""));
  const exact = same.find((row) => row.host === host);
  if (exact) return exact;
  if (host !== "") return same.find((row) => row.host === "");
  return same.length === 1 ? same[0] : undefined;
};
