import type { Host } from "@beckon/contracts/hosts";
import { html, nothing, type ReactiveControllerHost } from "lit";
import { Errands } from "../controls/errands.ts";
import { StoreController } from "../platform/store-controller.ts";
import type { DissolveConfirmed } from "./dissolve-sheet.ts";
import type { TeamConfirmed } from "./start-team-sheet.ts";
import { nextName } from "./team-words.ts";
import type { TeamWanted } from "./teams-events.ts";
import type { TeamsStore } from "./teams.store.ts";

type Page = ReactiveControllerHost & HTMLElement;
type Asking = Extract<TeamWanted, { kind: "start" | "dissolve" }>;

/** Does what the teams below a page ask for. What starts or ends processes of many is asked about once. */
export class Teaming {
  readonly #errands: Errands<Asking>;
  readonly #store: () => TeamsStore;
  #name = "";

  constructor(host: Page, store: () => TeamsStore) {
    this.#errands = new Errands(host);
    this.#store = store;
    new StoreController<object>(host, store);
    host.addEventListener("team-wanted", ({ wanted }) => this.#wanted(wanted));
  }

  /** What something is being sent for: ids of teams and members, or the new one. */
  get busy(): ReadonlySet<string> {
    return this.#errands.busy;
  }

  /** The question that is open, if one is; to stand in the page. */
  render(hosts: readonly Host[]) {
    const { asking } = this.#errands;
    if (!asking) return nothing;
    const close = () => this.#ask(undefined);
    if (asking.kind === "start")
      return html`<start-team-sheet
        .hosts=${hosts}
        name=${this.#name}
        .preview=${(members: Parameters<TeamsStore["preview"]>[0]) => this.#store().preview(members)}
        ?busy=${this.#errands.busy.has("new")}
        ?done=${this.#errands.answered}
        problem=${this.#errands.problem}
        @team-confirmed=${({ team }: TeamConfirmed) => this.#errands.confirmed("new", () => this.#store().start(team))}
        @dialog-closed=${close}
      ></start-team-sheet>`;
    const { team } = asking;
    return html`<dissolve-sheet
      .team=${team}
      ?busy=${this.#errands.busy.has(team.id)}
      ?done=${this.#errands.answered}
      problem=${this.#errands.problem}
      @dissolve-confirmed=${({ tasks }: DissolveConfirmed) => this.#errands.confirmed(team.id, () => this.#store().dissolve(team.id, tasks))}
      @dialog-closed=${close}
    ></dissolve-sheet>`;
  }

  #wanted(wanted: TeamWanted): void {
    const store = this.#store();
    if (wanted.kind === "start" || wanted.kind === "dissolve") this.#ask(wanted);
    else if (wanted.kind === "keep") void this.#errands.try(wanted.team.id, () => store.keep(wanted.team.id, wanted.on));
    else if (wanted.kind === "member") void this.#errands.try(wanted.memberId, () => store.startMember(wanted.team.id, wanted.memberId));
    else void this.#errands.try("hand-out", () => store.switchHandOut(wanted.on));
  }

  #ask(asking: Asking | undefined): void {
    // The code of a question comes when it is first asked.
    if (asking?.kind === "start") void import("./start-team-sheet.ts");
    if (asking?.kind === "dissolve") void import("./dissolve-sheet.ts");
    this.#name = nextName(this.#store().state.teams);
    this.#errands.ask(asking);
  }
}
