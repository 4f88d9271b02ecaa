import type { ValueInputs, ValueSummary, ValueTrend } from "@beckon/contracts/value";
import type { ValueAssumptions } from "@beckon/contracts/value-assumptions";
import type { ValueReport, ValueReportInput, ValueReportLink, ValueReportWhole } from "@beckon/contracts/value-reports";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import type { ValueResult } from "@beckon/metrics/value/types";
import { cachedView, type View } from "../platform/cached-view.ts";
import type { Replica, ReplicaChange } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import { uuid7 } from "../platform/uuid7.ts";
import { FollowedParts } from "../platform/followed-parts.ts";
import { scopeOf, type ValueLook, viewKey } from "./value-look.ts";
import type { ScenarioFigures, ValueModel } from "./value-model.ts";
import type { ValueApi } from "./value.api.ts";

/** The ones that stand, and those before, newest first. */
export type AssumptionsPage = { current: ValueAssumptions | null; items: ValueAssumptions[]; cursor?: string };

export type ReportPage = { items: ValueReport[]; cursor?: string };
/** `url` is told this once. */
export type LinkMade = { link: ValueReportLink; url: string };

export type ValueState = {
  summary: View<ValueSummary>;
  groups: View<ValueSummary>;
  trend: View<ValueTrend>;
  inputs: View<ValueInputs>;
  assumptions: View<AssumptionsPage>;
  reports: View<ReportPage>;
  report: View<ValueReportWhole>;
};
/** The parts that a page shows. */
export type Part = keyof ValueState;
type Bodies = { [P in Part]: NonNullable<ValueState[P]["body"]> };
const parts: readonly Part[] = ["summary", "groups", "trend", "inputs", "assumptions", "reports", "report"];
type Deps = {
  replica: Replica;
  api: ValueApi;
  model: ValueModel;
  now?: () => number;
  pauseMs?: number;
  /** Time alone moves a window, and what is spent is not told of. */
  everyMs?: number;
};
const loading = { loading: true };
const yearMs = 300 * 86_400_000;

/** Figures of value as the server last told them, followed while a page shows them; and the model, which computes them here. */
export class ValueStore extends Store<ValueState> {
  readonly #deps: Deps;
  readonly #parts: FollowedParts<Bodies>;

  constructor(deps: Deps) {
    super({ summary: loading, groups: loading, trend: loading, inputs: loading, assumptions: loading, reports: loading, report: loading });
    this.#deps = deps;
    const { replica, pauseMs = 2_000, everyMs = 60_000 } = deps;
    this.#parts = new FollowedParts<Bodies>({ replica, pauseMs, everyMs }, parts, (part, view) => this.set({ [part]: view }));
    deps.replica.subscribe((change) => this.#note(change));
  }

  /** Shows these parts of a look from now on, and nothing else. `report` is the id of one. */
  show(look: ValueLook, parts: readonly Part[], report?: string): void {
    this.#parts.show(parts);
    for (const part of parts) this.#want(part, look, report);
  }

  /** The page is left. */
  leave(): void {
    this.#parts.leave();
  }

  /** Asks again for what is shown. */
  refresh(): void {
    this.#parts.refresh();
  }

  /** The figures of these inputs, with other assumptions if given: computed on this device, by the model that the server has. */
  compute(inputs: ValueInputs, terms: ValueTerms | null = inputs.terms): Promise<ValueResult> {
    return this.#deps.model.figures(inputs, terms);
  }

  /** The three ready scenarios, in the same way. */
  scenarios(inputs: ValueInputs, terms: ValueTerms | null): Promise<ScenarioFigures[]> {
    return this.#deps.model.scenarios(inputs, terms);
  }

  /** Throws `ApiProblem`; 409 where another version stands by now. */
  async setAssumptions(wish: { version: number; terms: ValueTerms; note?: string }, look: ValueLook): Promise<void> {
    const { from, to, tz } = scopeOf(look, this.#now());
    await this.#deps.api.setAssumptions({ ...wish, window: { from, to, tz } }, uuid7());
    // What the assumptions page stands on is had at once, and kept: it is the first that is looked at without network.
    const { api, replica } = this.#deps;
    await Promise.all([
      cachedView<AssumptionsPage>(
        { replica, key: "value:assumptions" },
        () => api.assumptions(),
        (assumptions) => this.set({ assumptions }),
      ),
      cachedView<ValueInputs>(
        { replica, key: viewKey("inputs", look) },
        () => api.inputs(scopeOf(look, this.#now())),
        (inputs) => this.set({ inputs }),
      ),
    ]);
  }

  /** Freezes what a look shows. Throws `ApiProblem`. */
  async makeReport(look: ValueLook, wish: Pick<ValueReportInput, "title" | "include">): Promise<ValueReport> {
    const made = await this.#deps.api.makeReport({ ...wish, scope: scopeOf(look, this.#now()) }, uuid7());
    this.#parts.refresh(["reports"]);
    return made;
  }

  /** A link that shows the report to whoever has it; its address is told this once. Throws `ApiProblem`. */
  async makeLink(id: string, days: number): Promise<LinkMade> {
    const made = await this.#deps.api.makeLink(id, days, uuid7());
    this.#parts.refresh(["reports", "report"]);
    return made;
  }

  /** Throws `ApiProblem`. */
  async revokeLink(id: string, linkId: string): Promise<void> {
    await this.#deps.api.revokeLink(id, linkId);
    this.#parts.refresh(["reports", "report"]);
  }

  /** The next groups of a breakdown. Throws `ApiProblem`. */
  moreGroups(look: ValueLook, cursor: string): Promise<ValueSummary> {
    return this.#deps.api.summary({ ...scopeOf(look, this.#now()), groupBy: look.by ?? "agent", cursor });
  }

  #want(part: Part, look: ValueLook, report: string | undefined): void {
    const { api } = this.#deps;
    // A relative window ends now, whenever it is asked for again.
    const scope = () => scopeOf(look, this.#now());
    const key = viewKey(part, look);
    const parts = this.#parts;
    if (part === "summary") parts.want("summary", { key, ask: (signal) => api.summary(scope(), { signal }) });
    if (part === "groups")
      parts.want("groups", { key, ask: (signal) => api.summary({ ...scope(), groupBy: look.by ?? "agent", limit: 50 }, { signal }) });
    if (part === "trend") parts.want("trend", { key, ask: (signal) => api.trend({ ...scope(), unit: unitOf(scope()) }, { signal }) });
    if (part === "inputs") parts.want("inputs", { key, ask: (signal) => api.inputs(scope(), { signal }) });
    if (part === "assumptions") parts.want("assumptions", { key: "value:assumptions", ask: (signal) => api.assumptions({}, { signal }) });
    if (part === "reports") parts.want("reports", { key: "value:reports", ask: (signal) => api.reports({}, { signal }) });
    if (part === "report" && report)
      parts.want("report", { key: `value:report:${report}`, ask: (signal) => api.report(report, { signal }) });
  }

  #note(change: ReplicaChange): void {
    if (change.value || change.reset) this.refresh();
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }
}

/** Months where weeks would be too many to tell apart. */
const unitOf = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from) > yearMs ? "month" : "week");
