import { formatMoment } from "@beckon/ui/duration";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { StoreController } from "../platform/store-controller.ts";
import type { FigureWantedEvent, ValueLookEvent } from "./value-events.ts";
import { addressOf, rangeWords, readLook, type ValueLook } from "./value-look.ts";
import type { Part, ValueStore } from "./value.store.ts";

type Host = ReactiveControllerHost & HTMLElement;
type Page = {
  path: Parameters<typeof addressOf>[0];
  parts: readonly Part[];
  value: () => ValueStore;
  connection: () => ConnectionStore;
};

/** What every page of value does: looks as the address says, writes changes of it there, and follows while it is there. */
export class ValueEye implements ReactiveController {
  look: ValueLook = readLook(location.search);
  readonly #host: Host;
  readonly #page: Page;
  #state: string | undefined;

  constructor(host: Host, page: Page) {
    this.#host = host;
    this.#page = page;
    new StoreController<object>(host, page.value);
    new StoreController<object>(host, page.connection);
    host.addController(this);
    host.addEventListener("value-look", (event: ValueLookEvent) => this.turn(event.look));
    host.addEventListener("figure-wanted", (event: FigureWantedEvent) => this.turn({ figure: event.figure }));
    host.addEventListener("dialog-closed", () => this.look.figure !== undefined && this.turn({ figure: undefined }));
  }

  hostConnected(): void {
    this.#page.value().show(this.look, this.#page.parts);
  }

  hostDisconnected(): void {
    this.#page.value().leave();
  }

  /** Back on the network: what was told meanwhile is asked for. */
  hostUpdate(): void {
    const { state } = this.#page.connection().state;
    if (state === "live" && this.#state !== undefined && this.#state !== "live") this.#page.value().refresh();
    this.#state = state;
  }

  /** For pictures: of when the figures are, and what narrows them. */
  stamp(asOf: string | undefined): string {
    const { role, team, model, project, taskType, task, agent } = this.look;
    const only = [agent && "one agent", role, team && "one team", model, project, taskType, task && "one task"].filter(Boolean).join(", ");
    const when = asOf === undefined ? "" : ` · as of ${formatMoment(asOf)}`;
    return `${rangeWords(this.look, formatMoment)}${only ? ` · only ${only}` : ""}${when} · Beckon`;
  }

  /** Another way to look, in place: a link shows the same, and "back" still leaves the page. */
  turn(change: Partial<ValueLook>): void {
    this.look = { ...this.look, ...change };
    history.replaceState(history.state, "", addressOf(this.#page.path, this.look));
    const isOther = Object.keys(change).some((name) => name !== "figure");
    if (isOther) this.#page.value().show(this.look, this.#page.parts);
    this.#host.requestUpdate();
  }
}
