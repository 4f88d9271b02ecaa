import type { Host } from "@beckon/contracts/hosts";
import { ToastEvent } from "@beckon/ui/ui-toast";
import { html, nothing, type ReactiveControllerHost } from "lit";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import type { DissolveConfirmed } from "./dissolve-sheet.ts";
import type { TeamConfirmed } from "./start-team-sheet.ts";
import { nextName } from "./team-words.ts";
import type { TeamWanted } from "./teams-events.ts";
import type { TeamsStore } from "./teams.store.ts";

type Page = ReactiveControllerHost & HTMLElement;
type Asking = Extract<TeamWanted, { kind: "start" | "dissolve" }>;

/** Does what the teams below a page ask for. What starts or ends processes of many is asked about once. */
export class Teaming {
  /** What something is being sent for: ids of teams and members, or the new one. */
  busy: ReadonlySet<string> = new Set();
  readonly #host: Page;
  readonly #store: () => TeamsStore;
  #asking: Asking | undefined;
  #name = "";
  #problem = "";
  #answered = false;

  constructor(host: Page, store: () => TeamsStore) {
    this.#host = host;
    this.#store = store;
    new StoreController<object>(host, store);
    host.addEventListener("team-wanted", ({ wanted }) => this.#wanted(wanted));
  }

  /** The question that is open, if one is; to stand in the page. */
  render(hosts: readonly Host[]) {
    const asking = this.#asking;
    if (!asking) return nothing;
    const close = () => this.#ask(undefined);
    if (asking.kind === "start")
      return html`<start-team-sheet
        .hosts=${hosts}
        name=${this.#name}
        .preview=${(members: Parameters<TeamsStore["preview"]>[0]) => this.#store().preview(members)}
        ?busy=${this.busy.has("new")}
        ?done=${this.#answered}
        problem=${this.#problem}
        @team-confirmed=${({ team }: TeamConfirmed) => this.#confirmed("new", () => this.#store().start(team))}
        @dialog-closed=${close}
      ></start-team-sheet>`;
    const { team } = asking;
    return html`<dissolve-sheet
      .team=${team}
      ?busy=${this.busy.has(team.id)}
      ?done=${this.#answered}
      problem=${this.#problem}
      @dissolve-confirmed=${({ tasks }: DissolveConfirmed) => this.#confirmed(team.id, () => this.#store().dissolve(team.id, tasks))}
      @dialog-closed=${close}
    ></dissolve-sheet>`;
  }

  #wanted(wanted: TeamWanted): void {
    const store = this.#store();
    if (wanted.kind === "start" || wanted.kind === "dissolve") this.#ask(wanted);
    else if (wanted.kind === "keep") void this.#try(wanted.team.id, () => store.keep(wanted.team.id, wanted.on));
    else if (wanted.kind === "member") void this.#try(wanted.memberId, () => store.startMember(wanted.team.id, wanted.memberId));
    else void this.#try("hand-out", () => store.switchHandOut(wanted.on));
  }

  #ask(asking: Asking | undefined): void {
    // The code of a question comes when it is first asked.
    if (asking?.kind === "start") void import("./start-team-sheet.ts");
    if (asking?.kind === "dissolve") void import("./dissolve-sheet.ts");
    this.#asking = asking;
    this.#name = nextName(this.#store().state.teams);
    this.#answered = false;
    this.#problem = "";
    this.#host.requestUpdate();
  }

  /** The question stays open, with the reason, where the server does not take it. */
  async #confirmed(key: string, act: () => Promise<unknown>): Promise<void> {
    const asked = this.#asking;
    const problem = await this.#run(key, act);
    if (this.#asking !== asked || problem === undefined) return;
    this.#answered = problem === "";
    this.#problem = problem;
    this.#host.requestUpdate();
  }

  async #try(key: string, act: () => Promise<unknown>): Promise<void> {
    const problem = await this.#run(key, act);
    if (problem) this.#host.dispatchEvent(new ToastEvent({ text: problem, icon: "alert" }));
  }

  /** What went wrong, in words; none while the same is already on its way. */
  async #run(key: string, act: () => Promise<unknown>): Promise<string | undefined> {
    if (this.busy.has(key)) return undefined;
    this.#become(new Set([...this.busy, key]));
    try {
      await act();
      return "";
    } catch (error) {
      return words(error);
    } finally {
      this.#become(new Set([...this.busy].filter((one) => one !== key)));
    }
  }

  #become(busy: ReadonlySet<string>): void {
    this.busy = busy;
    this.#host.requestUpdate();
  }
}
