import { html, nothing, type ReactiveController, type ReactiveControllerHost } from "lit";
import { StoreController } from "../platform/store-controller.ts";
import type { ActConfirmed } from "./act-sheet.ts";
import type { CommandWish } from "./controls.api.ts";
import type { ControlsStore } from "./controls.store.ts";
import { type ControlWantedEvent, ForgetWantedEvent, StartWantedEvent, type Target } from "./controls-events.ts";
import { Errands } from "./errands.ts";
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
  readonly #errands: Errands<Asking>;
  readonly #store: () => ControlsStore;

  constructor(host: Host, store: () => ControlsStore) {
    this.#errands = new Errands(host);
    this.#store = store;
    new StoreController<object>(host, store);
    host.addController(this);
    host.addEventListener("control-wanted", (event) => this.#wanted(event));
    host.addEventListener("start-wanted", (event) => this.#ask(event));
    host.addEventListener("forget-wanted", (event) => this.#ask(event));
    host.addEventListener("cancel-wanted", ({ command }) => void this.#errands.try(command.id, () => store().cancel(command.id)));
  }

  /** Whom something is being sent for: ids of processes, agents and machines. */
  get busy(): ReadonlySet<string> {
    return this.#errands.busy;
  }

  hostConnected(): void {
    void this.#store().load();
  }

  /** The question that is open, if one is; to stand in the page. */
  render() {
    const { asking } = this.#errands;
    if (!asking) return nothing;
    const close = () => this.#ask(undefined);
    if (asking instanceof ForgetWantedEvent) {
      const { id } = asking.host;
      return html`<forget-sheet
        .host=${asking.host}
        ?busy=${this.#errands.busy.has(id)}
        ?done=${this.#errands.answered}
        problem=${this.#errands.problem}
        @forget-confirmed=${() => this.#errands.confirmed(id, () => this.#store().forget(id))}
        @dialog-closed=${close}
      ></forget-sheet>`;
    }
    if (asking instanceof StartWantedEvent) {
      const { host, profile } = asking;
      return html`<start-sheet
        .host=${host}
        .profile=${profile}
        ?busy=${this.#errands.busy.has(host.id)}
        ?done=${this.#errands.answered}
        problem=${this.#errands.problem}
        @start-confirmed=${({ count }: StartConfirmed) =>
          this.#errands.confirmed(host.id, () => this.#store().send({ kind: "start", hostId: host.id, profile: profile.name, count }))}
        @dialog-closed=${close}
      ></start-sheet>`;
    }
    const { on } = asking;
    const key = keyOf(on);
    if (asking.action === "message")
      return html`<message-sheet
        .to=${on}
        ?busy=${this.#errands.busy.has(key)}
        ?done=${this.#errands.answered}
        problem=${this.#errands.problem}
        @message-written=${({ text }: MessageWritten) => this.#errands.confirmed(key, () => this.#store().send({ ...wishOf(asking), text }))}
        @dialog-closed=${close}
      ></message-sheet>`;
    return html`<act-sheet
      action=${asking.action}
      .target=${on}
      .workOf=${(agentId: string) => this.#store().workOf(agentId)}
      ?busy=${this.#errands.busy.has(key)}
      ?done=${this.#errands.answered}
      problem=${this.#errands.problem}
      @act-confirmed=${({ reason, tasks }: ActConfirmed) =>
        this.#errands.confirmed(key, () =>
          this.#store().send({ ...wishOf(asking), ...(reason !== "" && { reason }), ...(tasks !== undefined && { tasks }) }),
        )}
      @dialog-closed=${close}
    ></act-sheet>`;
  }

  #wanted(event: ControlWantedEvent): void {
    const { action, on } = event;
    if (action === "stop" || action === "restart" || action === "message") this.#ask(event);
    else void this.#errands.try(keyOf(on), () => this.#store().send(wishOf(event)));
  }

  #ask(asking: Asking | undefined): void {
    // The code of a question comes when it is first asked.
    if (asking) void loadSheet(asking);
    this.#errands.ask(asking);
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
