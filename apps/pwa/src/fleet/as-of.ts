import { sharedTicker, Ticker } from "@beckon/ui/ticker";
import type { ConnectionState } from "../platform/connection.store.ts";

/** The clock by which the fleet is judged. */
export type FleetClock = { ticker: Ticker; /** ISO instant up to which all is known, where that is not now. */ asOf?: string };

/**
 * Without a connection nothing is known of now: agents that worked at the last sync did not fall
 * silent since, this device did. So states and ages are those of the last sync, and are said to be.
 */
export class AsOf {
  #frozen: FleetClock | undefined;

  clock({ state, asOf }: ConnectionState): FleetClock {
    if (state === "live" || asOf === undefined) return { ticker: sharedTicker };
    const at = Date.parse(asOf);
    if (this.#frozen?.asOf !== asOf) this.#frozen = { ticker: new Ticker({ now: () => at }), asOf };
    return this.#frozen;
  }
}
