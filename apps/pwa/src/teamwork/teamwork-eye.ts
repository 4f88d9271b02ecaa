import { formatMoment } from "@beckon/ui/duration";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { StoreController } from "../platform/store-controller.ts";
import { navigate } from "../shell/router.ts";
import { addressOf, rangeWords, readLook, type TeamworkLook } from "./teamwork-look.ts";
import type { Part, TeamworkStore } from "./teamwork.store.ts";
import type { PlaceWantedEvent, TeamworkLookEvent } from "./teamwork-events.ts";

type Host = ReactiveControllerHost & HTMLElement;
type Page = {
  path: Parameters<typeof addressOf>[0];
  parts: readonly Part[];
  teamwork: () => TeamworkStore;
  connection: () => ConnectionStore;
};

/** What every page of teamwork does: looks as the address says, writes changes of it there, and follows while it is there. */
export class TeamworkEye implements ReactiveController {
  look: TeamworkLook = readLook(location.search);
  readonly #host: Host;
  readonly #page: Page;
  #state: string | undefined;

  constructor(host: Host, page: Page) {
    this.#host = host;
    this.#page = page;
    new StoreController<object>(host, page.teamwork);
    new StoreController<object>(host, page.connection);
    host.addController(this);
    host.addEventListener("teamwork-look", (event: TeamworkLookEvent) => this.#turn(event.look));
    host.addEventListener("place-wanted", (event: PlaceWantedEvent) => navigate(event.href));
  }

  hostConnected(): void {
    this.#page.teamwork().show(this.look, this.#page.parts);
  }

  hostDisconnected(): void {
    this.#page.teamwork().leave();
  }

  /** Back on the network: what was told meanwhile is asked for. */
  hostUpdate(): void {
    const { state } = this.#page.connection().state;
    if (state === "live" && this.#state !== undefined && this.#state !== "live") this.#page.teamwork().refresh();
    this.#state = state;
  }

  /** For pictures: of when the figures are, and what narrows them. */
  stamp(asOf: string | undefined): string {
    const { role, type, task, agent } = this.look;
    const only = [agent && "one agent", role, type, task && "one task"].filter(Boolean).join(", ");
    const when = asOf === undefined ? "" : ` · as of ${formatMoment(asOf)}`;
    return `${rangeWords(this.look, formatMoment)}${only ? ` · only ${only}` : ""}${when} · Beckon`;
  }

  /** Another way to look, in place: a link shows the same, and "back" still leaves the page. */
  #turn(change: Partial<TeamworkLook>): void {
    this.look = { ...this.look, ...change };
    history.replaceState(history.state, "", addressOf(this.#page.path, this.look));
    this.#page.teamwork().show(this.look, this.#page.parts);
    this.#host.requestUpdate();
  }
}
