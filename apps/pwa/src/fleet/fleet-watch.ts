import { sharedTicker } from "@beckon/ui/ticker";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { DecisionsState, DecisionsStore } from "../decisions/decisions.store.ts";
import type { ConnectionStore } from "../platform/connection.store.ts";
import { StoreController } from "../platform/store-controller.ts";
import { AsOf, type FleetClock } from "./as-of.ts";
import type { FleetState, FleetStore } from "./fleet.store.ts";
import { type FleetView, fleetView } from "./fleet-view.ts";
import { keepSame } from "./same-row.ts";

type Stores = { fleet: () => FleetStore; decisions: () => DecisionsStore; connection: () => ConnectionStore };
type Seen = Pick<FleetState, "agents" | "sessions"> & Pick<DecisionsState, "pending" | "snoozed"> & Pick<FleetClock, "asOf">;

/** Keeps the fleet as it is right now for a page: after every change of the rows, and when time alone moves an agent to another state. */
export class FleetWatch implements ReactiveController {
  /** The clock by which states and ages are told. */
  clock: FleetClock = { ticker: sharedTicker };
  view: FleetView = { families: [], counts: { waiting: 0, failed: 0, stale: 0, working: 0, idle: 0, offline: 0 }, changesAt: Infinity };
  readonly #host: ReactiveControllerHost;
  readonly #stores: Stores;
  readonly #asOf = new AsOf();
  #seen: Seen | undefined;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, stores: Stores) {
    this.#host = host;
    this.#stores = stores;
    for (const store of [stores.fleet, stores.decisions, stores.connection]) new StoreController<object>(host, store);
    host.addController(this);
  }

  hostConnected(): void {
    void this.#stores.fleet().load();
    // Each second costs one comparison.
    this.#stop = sharedTicker.listen(() => {
      if (this.clock.ticker.now() >= this.view.changesAt) this.#host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  hostUpdate(): void {
    this.clock = this.#asOf.clock(this.#stores.connection().state);
    const { agents, sessions } = this.#stores.fleet().state;
    const { pending, snoozed } = this.#stores.decisions().state;
    const seen: Seen = { agents, sessions, pending, snoozed, asOf: this.clock.asOf };
    const now = this.clock.ticker.now();
    if (now < this.view.changesAt && isSame(seen, this.#seen)) return;
    this.#seen = seen;
    // Whoever put a question off until later has not answered it.
    const view = fleetView({ agents, sessions, requests: [...pending, ...snoozed.map(({ request }) => request)] }, now);
    this.view = { ...view, families: keepSame(this.view.families, view.families) };
  }
}

const isSame = (a: Seen, b: Seen | undefined) =>
  b !== undefined &&
  a.agents === b.agents &&
  a.sessions === b.sessions &&
  a.pending === b.pending &&
  a.snoozed === b.snoozed &&
  a.asOf === b.asOf;
