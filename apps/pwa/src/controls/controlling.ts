import { ToastEvent } from "@beckon/ui/ui-toast";
import { html, nothing, type ReactiveController, type ReactiveControllerHost } from "lit";
import { StoreController } from "../platform/store-controller.ts";
import { words } from "../platform/words.ts";
import type { ActConfirmed } from "./act-sheet.ts";
import type { CommandWish } from "./controls.api.ts";
import type { ControlsStore } from "./controls.store.ts";
import { type ControlWantedEvent, ForgetWantedEvent, StartWantedEvent, type Target } from "./controls-events.ts";
import type { MessageWritten } from "./message-sheet.ts";
import type { StartConfirmed } from "./start-sheet.ts";

type Host = ReactiveControllerHost & HTMLElement;
type Asking = ControlWantedEvent | StartWantedEvent | ForgetWantedEvent;

/** A step may take minutes to come; a machine answers within seconds, or is away. */
const stepSeconds = 900;
/** Words may wait longer than an action: the longest that the server waits. */
const messageSeconds = 3_600;

/**
 * Does what the controls below a page ask for. What ends a process is asked about once, and what a machine is to start
 * is shown first; pause and resume go at once, for each takes the other back.
 */
export class Controlling implements ReactiveController {
  /** Whom something is being sent for: ids of processes, agents and machines. */
  busy: ReadonlySet<string> = new Set();
  readonly #host: Host;
  readonly #store: () => ControlsStore;
  #asking: Asking | undefined;
  #problem = "";
  /** The server took it: the question closes. */
  #answered = false;

  constructor(host: Host, store: () => ControlsStore) {
    this.#host = host;
    this.#store = store;
    new StoreController<object>(host, store);
    host.addController(this);
    host.addEventListener("control-wanted", (event) => this.#wanted(event));
    host.addEventListener("start-wanted", (event) => this.#ask(event));
    host.addEventListener("forget-wanted", (event) => this.#ask(event));
    host.addEventListener("cancel-wanted", ({ command }) => void this.#try(command.id, () => store().cancel(command.id)));
  }

  hostConnected(): void {
    void this.#store().load();
  }

  /** The question that is open, if one is; to stand in the page. */
  render() {
    const asking = this.#asking;
    if (!asking) return nothing;
    const close = () => this.#ask(undefined);
    if (asking instanceof ForgetWantedEvent) {
      const { id } = asking.host;
      return html`<forget-sheet
        .host=${asking.host}
        ?busy=${this.busy.has(id)}
        ?done=${this.#answered}
        problem=${this.#problem}
        @forget-confirmed=${() => this.#confirmed(id, () => this.#store().forget(id))}
        @dialog-closed=${close}
      ></forget-sheet>`;
    }
    if (asking instanceof StartWantedEvent) {
      const { host, profile } = asking;
      return html`<start-sheet
        .host=${host}
        .profile=${profile}
        ?busy=${this.busy.has(host.id)}
        ?done=${this.#answered}
        problem=${this.#problem}
        @start-confirmed=${({ count }: StartConfirmed) =>
          this.#confirmed(host.id, () => this.#store().send({ kind: "start", hostId: host.id, profile: profile.name, count }))}
        @dialog-closed=${close}
      ></start-sheet>`;
    }
    const { on } = asking;
    const key = keyOf(on);
    if (asking.action === "message")
      return html`<message-sheet
        .to=${on}
        ?busy=${this.busy.has(key)}
        ?done=${this.#answered}
        problem=${this.#problem}
        @message-written=${({ text }: MessageWritten) => this.#confirmed(key, () => this.#store().send({ ...wishOf(asking), text }))}
        @dialog-closed=${close}
      ></message-sheet>`;
    return html`<act-sheet
      action=${asking.action}
      .target=${on}
      .workOf=${(agentId: string) => this.#store().workOf(agentId)}
      ?busy=${this.busy.has(key)}
      ?done=${this.#answered}
      problem=${this.#problem}
      @act-confirmed=${({ reason, tasks }: ActConfirmed) =>
        this.#confirmed(key, () =>
          this.#store().send({ ...wishOf(asking), ...(reason !== "" && { reason }), ...(tasks !== undefined && { tasks }) }),
        )}
      @dialog-closed=${close}
    ></act-sheet>`;
  }

  #wanted(event: ControlWantedEvent): void {
    const { action, on } = event;
    if (action === "stop" || action === "restart" || action === "message") this.#ask(event);
    else void this.#try(keyOf(on), () => this.#store().send(wishOf(event)));
  }

  #ask(asking: Asking | undefined): void {
    // The code of a question comes when it is first asked.
    if (asking) void loadSheet(asking);
    this.#asking = asking;
    this.#answered = false;
    this.#problem = "";
    this.#host.requestUpdate();
  }

  /** The question stays open, with the reason, where the server does not take it. */
  async #confirmed(key: string, act: () => Promise<unknown>): Promise<void> {
    const asked = this.#asking;
    const problem = await this.#run(key, act);
    if (this.#asking !== asked || problem === undefined) return;
    // Closed as if by hand: the focus goes back to where it came from.
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

function loadSheet(asking: Asking): Promise<unknown> {
  if (asking instanceof StartWantedEvent) return import("./start-sheet.ts");
  if (asking instanceof ForgetWantedEvent) return import("./forget-sheet.ts");
  return asking.action === "message" ? import("./message-sheet.ts") : import("./act-sheet.ts");
}

const keyOf = (on: Target): string => ("process" in on ? on.process.id : on.agentId);

function wishOf({ action, on }: Pick<ControlWantedEvent, "action" | "on">): CommandWish {
  if ("process" in on) return { kind: action, hostId: on.host.id, processId: on.process.id };
  const seconds = { pause: stepSeconds, stop: stepSeconds, message: messageSeconds }[action as string];
  return { kind: action, agentId: on.agentId, ...(seconds !== undefined && { timeoutSeconds: seconds }) };
}
