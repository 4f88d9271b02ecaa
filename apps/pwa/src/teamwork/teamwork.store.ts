import type {
  Collision,
  CoordinationFlow,
  CoordinationPage,
  CoordinationSummary,
  Diagnostics,
  FailurePage,
} from "@beckon/contracts/coordination";
import type { View } from "../platform/cached-view.ts";
import { reading } from "../platform/first-reads.ts";
import type { Replica, ReplicaChange } from "../platform/replica.ts";
import { FollowedParts } from "../platform/followed-parts.ts";
import { Store } from "../platform/store.ts";
import { figureQuery, flowQuery, rowsQuery, type TeamworkLook, viewKey } from "./teamwork-look.ts";
import type { TeamworkApi } from "./teamwork.api.ts";

export type TeamworkState = {
  summary: View<CoordinationSummary>;
  flow: View<CoordinationFlow>;
  failures: View<FailurePage>;
  records: View<CoordinationPage>;
  diagnostics: View<Diagnostics>;
  /** As the replica holds them; undefined until it is read. */
  collisions: Collision[] | undefined;
};
/** The parts that a page shows. */
export type Part = Exclude<keyof TeamworkState, "collisions">;
type Bodies = { [P in Part]: NonNullable<TeamworkState[P]["body"]> };
const parts: readonly Part[] = ["summary", "flow", "failures", "records", "diagnostics"];
type Deps = {
  replica: Replica;
  api: TeamworkApi;
  now?: () => number;
  pauseMs?: number;
  /** Time alone moves a window. */ everyMs?: number;
};

/** Figures of teamwork as the server last told them, and collisions as the replica has them; followed while a page shows them. */
export class TeamworkStore extends Store<TeamworkState> {
  readonly #deps: Deps;
  readonly #parts: FollowedParts<Bodies>;
  #open = false;
  #reading = false;

  constructor(deps: Deps) {
    const loading = { loading: true };
    super({ summary: loading, flow: loading, failures: loading, records: loading, diagnostics: loading, collisions: undefined });
    this.#deps = deps;
    const { replica, pauseMs = 2_000, everyMs = 60_000 } = deps;
    this.#parts = new FollowedParts<Bodies>({ replica, pauseMs, everyMs }, parts, (part, view) => this.set({ [part]: view }));
    deps.replica.subscribe((change) => this.#note(change));
  }

  /** Shows these parts of a look from now on, and nothing else. */
  show(look: TeamworkLook, parts: readonly Part[]): void {
    this.#open = true;
    this.#parts.show(parts);
    for (const part of parts) this.#want(part, look);
    if (this.state.collisions === undefined) this.#readCollisions();
  }

  /** The page is left. */
  leave(): void {
    this.#open = false;
    this.#parts.leave();
  }

  /** Asks again for what is shown. */
  refresh(): void {
    this.#parts.refresh();
  }

  /** The next page of rows, or of patterns. Throws `ApiProblem`. */
  moreRecords(look: TeamworkLook, cursor: string): Promise<CoordinationPage> {
    return this.#deps.api.records({ ...rowsQuery(look, this.#now()), cursor });
  }

  moreFailures(look: TeamworkLook, cursor: string): Promise<FailurePage> {
    return this.#deps.api.failures({ ...figureQuery(look, this.#now()), cursor, limit: 50 });
  }

  /** Collisions that are over, the latest first. Throws `ApiProblem`. */
  earlierCollisions(cursor?: string): ReturnType<TeamworkApi["collisions"]> {
    return this.#deps.api.collisions({ status: "over", cursor });
  }

  /** Asks a run to stop at its next step, or lets it go on; what then really happens comes by sync. Throws `ApiProblem`. */
  async pause(sessionId: string, wanted: "pause" | "resume"): Promise<void> {
    const { api, replica } = this.#deps;
    const pause = await api[wanted](sessionId);
    const db = await replica.db();
    const session = await db.get("sessions", sessionId);
    if (!session) return;
    await db.put("sessions", { ...session, pause });
    replica.changed({ sessions: [sessionId] });
  }

  #want(part: Part, look: TeamworkLook): void {
    const { api } = this.#deps;
    // A relative window ends now, whenever it is asked for again.
    const figures = () => figureQuery(look, this.#now());
    if (part === "summary") this.#parts.want("summary", { key: viewKey(part, look), ask: (signal) => api.summary(figures(), { signal }) });
    if (part === "flow")
      this.#parts.want("flow", { key: viewKey(part, look), ask: (signal) => api.flow(flowQuery(look, this.#now()), { signal }) });
    if (part === "failures")
      this.#parts.want("failures", { key: viewKey(part, look), ask: (signal) => api.failures({ ...figures(), limit: 20 }, { signal }) });
    if (part === "records")
      this.#parts.want("records", { key: viewKey(part, look), ask: (signal) => api.records(rowsQuery(look, this.#now()), { signal }) });
    if (part === "diagnostics")
      this.#parts.want("diagnostics", { key: "teamwork:diagnostics", ask: (signal) => api.diagnostics({ signal }) });
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }

  #note(change: ReplicaChange): void {
    if (!this.#open) {
      // Read when a page comes; what is known now may be old by then.
      if (change.collisions || change.reset) this.set({ collisions: undefined });
      return;
    }
    if (change.teamwork || change.reset) this.refresh();
    if (change.collisions || change.reset) this.#readCollisions();
  }

  #readCollisions(): void {
    if (this.#reading) return;
    this.#reading = true;
    const read = this.#deps.replica.db().then((db) => {
      this.#reading = false;
      return db.getAll("collisions");
    });
    void reading(read).then(
      (collisions) => this.set({ collisions }),
      () => {
        this.#reading = false;
      },
    );
  }
}
