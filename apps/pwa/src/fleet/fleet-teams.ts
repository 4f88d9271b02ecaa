import { html } from "lit";
import type { SessionState } from "../access/session.store.ts";
import type { ControlsStore } from "../controls/controls.store.ts";
import { mayControl, whyNot } from "../controls/may-control.ts";
import type { ConnectionState } from "../platform/connection.store.ts";
import type { Teaming } from "../teams/teaming.ts";
import type { TeamsStore } from "../teams/teams.store.ts";
import type { FleetClock } from "./as-of.ts";
import { renderAsOf } from "./render-as-of.ts";

type Given = {
  teams: TeamsStore;
  controls: ControlsStore;
  teaming: Teaming;
  session: SessionState;
  connection: ConnectionState;
  clock: FleetClock;
};

/** The teams, and the question that is open about one of them. */
export function renderTeams({ teams, controls, teaming, session, connection, clock }: Given) {
  // Whoever looks at agents alone does not wait for this code.
  void import("../teams/team-list.ts");
  const { ready, teams: all, handOut } = teams.state;
  if (!ready) return html`<p class="visually-hidden" role="status">Loading</p>`;
  const { hosts } = controls.state;
  return html`${renderAsOf(clock, connection)}
    <team-list
      .teams=${all}
      .handOut=${handOut}
      ?machines=${hosts.some(({ profiles }) => profiles.length > 0)}
      ?mayAct=${mayControl(session)}
      why=${whyNot(connection)}
      .busy=${teaming.busy}
      .ticker=${clock.ticker}
    ></team-list>
    ${teaming.render(hosts)}`;
}
