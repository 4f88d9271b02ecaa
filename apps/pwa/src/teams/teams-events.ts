import type { Team } from "@beckon/contracts/teams";

export type TeamWanted =
  | { kind: "start" }
  | { kind: "dissolve"; team: Team }
  | { kind: "keep"; team: Team; on: boolean }
  | { kind: "member"; team: Team; memberId: string }
  | { kind: "hand-out"; on: boolean };

/** A person tapped a control of teams. Nothing has been asked of the server yet. */
export class TeamWantedEvent extends Event {
  readonly wanted: TeamWanted;
  constructor(wanted: TeamWanted) {
    super("team-wanted", { bubbles: true, composed: true });
    this.wanted = wanted;
  }
}

declare global {
  interface HTMLElementEventMap {
    "team-wanted": TeamWantedEvent;
  }
}
