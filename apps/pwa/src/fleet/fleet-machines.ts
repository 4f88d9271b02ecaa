import type { Host } from "@beckon/contracts/hosts";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import { html } from "lit";
import type { SessionState } from "../access/session.store.ts";
import type { Controlling } from "../controls/controlling.ts";
import type { ControlsStore } from "../controls/controls.store.ts";
import { mayControl, mayForget, whyNot } from "../controls/may-control.ts";
import type { ConnectionState } from "../platform/connection.store.ts";
import type { FleetClock } from "./as-of.ts";
import { renderAsOf } from "./render-as-of.ts";
import "@beckon/ui/ui-segmented";

export type FleetPart = "agents" | "machines" | "teams";
const parts: readonly FleetPart[] = ["agents", "machines", "teams"];

/** What an address of the fleet shows. */
export const partOf = (search: string): FleetPart => parts.find((part) => part === new URLSearchParams(search).get("view")) ?? "agents";
export const addressOf = (part: FleetPart): string => (part === "agents" ? "/fleet" : `/fleet?view=${part}`);

/** A single `beckon run` stands on its agent's page. */
const machinesOf = (hosts: readonly Host[]): Host[] => hosts.filter(({ run }) => run !== true);

/** Agents, machines, or teams; a machine that is away is told also while agents are looked at. */
export function renderParts({ part, hosts, show }: { part: FleetPart; hosts: readonly Host[]; show: (part: FleetPart) => void }) {
  const away = machinesOf(hosts).filter(({ connected }) => !connected).length;
  return html`<ui-segmented
    class="parts"
    label="What to look at"
    .segments=${[
      { value: "agents", label: "Agents" },
      { value: "machines", label: away > 0 ? `Machines · ${away} away` : "Machines" },
      { value: "teams", label: "Teams" },
    ]}
    value=${part}
    @segment-chosen=${(event: SegmentChosenEvent) => show(event.value as FleetPart)}
  ></ui-segmented>`;
}

type Given = { controls: ControlsStore; controlling: Controlling; session: SessionState; connection: ConnectionState; clock: FleetClock };

/** The machines with what runs there, and the question that is open about one of them. */
export function renderMachines({ controls, controlling, session, connection, clock }: Given) {
  // Whoever looks at agents alone does not wait for this code.
  void import("../controls/machine-list.ts");
  const { ready, hosts, commands } = controls.state;
  if (!ready) return html`<p class="visually-hidden" role="status">Loading</p>`;
  return html`${renderAsOf(clock, connection)}
    <machine-list
      .hosts=${machinesOf(hosts)}
      .commands=${commands}
      ?mayAct=${mayControl(session)}
      ?mayForget=${mayForget(session)}
      why=${whyNot(connection)}
      .busy=${controlling.busy}
      .read=${(host: string, process: string) => controls.output(host, process)}
      .ticker=${clock.ticker}
    ></machine-list>
    ${controlling.render()}`;
}
