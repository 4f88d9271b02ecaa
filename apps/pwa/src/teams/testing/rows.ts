import type { Team, TeamMember } from "@beckon/contracts/teams";
import { ago } from "../../fleet/testing/rows.ts";

/** A member as the server would send it, for tests. */
export const aMember = (id: string, more: Partial<TeamMember> = {}): TeamMember => ({
  id: `mb_${id}`,
  role: "builder",
  profile: "builder",
  hostId: "devbox",
  hostName: "devbox",
  agent: `builder-${id}`,
  agentId: `ag_${id}`,
  state: "running",
  startedAt: ago(720),
  starts: 1,
  ...more,
});

export const aTeam = (id: string, more: Partial<Team> = {}): Team => ({
  id,
  name: id,
  origin: "person",
  state: "active",
  keep: false,
  restartsPerHour: 5,
  members: [aMember("1")],
  by: { kind: "person", name: "Ada King" },
  createdAt: ago(720),
  startedAt: ago(720),
  ...more,
});
