import type { ValueInputs, ValueSummary, ValueTrend } from "@beckon/contracts/value";
import type { ValueAssumptions } from "@beckon/contracts/value-assumptions";
import type { ValueReport, ValueReportInput, ValueReportLink, ValueReportWhole } from "@beckon/contracts/value-reports";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import type { ValueResult } from "@beckon/metrics/value/types";
import { cachedView, type View } from "../platform/cached-view.ts";
import type { Replica, ReplicaChange } from "../platform/replica.ts";
import { Store } from "../platform/store.ts";
import { uuid7 } from "../platform/uuid7.ts";
import { Followed } from "../teamwork/followed.ts";
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
  readonly #parts: { [P in Part]: Followed<NonNullable<ValueState[P]["body"]>> };
  #shown = new Set<Part>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(deps: Deps) {
    super({ summary: loading, groups: loading, trend: loading, inputs: loading, assumptions: loading, reports: loading, report: loading });
    this.#deps = deps;
    const follow = <P extends Part>(part: P) =>
      new Followed<NonNullable<ValueState[P]["body"]>>({ replica: deps.replica, pauseMs: deps.pauseMs ?? 2_000 }, (view) =>
        this.set({ [part]: view } as unknown as Partial<ValueState>),
      );
    this.#parts = {
      summary: follow("summary"),
      groups: follow("groups"),
      trend: follow("trend"),
      inputs: follow("inputs"),
      assumptions: follow("assumptions"),
      reports: follow("reports"),
      report: follow("report"),
    };
    deps.replica.subscribe((change) => this.#note(change));
  }

  /** Shows these parts of a look from now on, and nothing else. `report` is the id of one. */
  show(look: ValueLook, parts: readonly Part[], report?: string): void {
    for (const part of this.#shown) if (!parts.includes(part)) this.#parts[part].stop();
    this.#shown = new Set(parts);
    for (const part of parts) this.#want(part, look, report);
    this.#timer ??= setInterval(() => this.refresh(), this.#deps.everyMs ?? 60_000);
  }

  /** The page is left. */
  leave(): void {
    for (const part of this.#shown) this.#parts[part].stop();
    this.#shown = new Set();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Asks again for what is shown. */
  refresh(): void {
    if (document.hidden) return;
    for (const part of this.#shown) this.#parts[part].refresh();
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
    this.#ask("reports");
    return made;
  }

  /** A link that shows the report to whoever has it; its address is told this once. Throws `ApiProblem`. */
  async makeLink(id: string, days: number): Promise<LinkMade> {
    const made = await this.#deps.api.makeLink(id, days, uuid7());
    this.#ask("reports", "report");
    return made;
  }

  /** Throws `ApiProblem`. */
  async revokeLink(id: string, linkId: string): Promise<void> {
    await this.#deps.api.revokeLink(id, linkId);
    this.#ask("reports", "report");
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
    if (part === "summary") parts.summary.want({ key, ask: (signal) => api.summary(scope(), { signal }) });
    if (part === "groups")
      parts.groups.want({ key, ask: (signal) => api.summary({ ...scope(), groupBy: look.by ?? "agent", limit: 50 }, { signal }) });
    if (part === "trend") parts.trend.want({ key, ask: (signal) => api.trend({ ...scope(), unit: unitOf(scope()) }, { signal }) });
    if (part === "inputs") parts.inputs.want({ key, ask: (signal) => api.inputs(scope(), { signal }) });
    if (part === "assumptions") parts.assumptions.want({ key: "value:assumptions", ask: (signal) => api.assumptions({}, { signal }) });
    if (part === "reports") parts.reports.want({ key: "value:reports", ask: (signal) => api.reports({}, { signal }) });
    if (part === "report" && report) parts.report.want({ key: `value:report:${report}`, ask: (signal) => api.report(report, { signal }) });
  }

  #note(change: ReplicaChange): void {
    if (change.value || change.reset) this.refresh();
  }

  #ask(...parts: Part[]): void {
    for (const part of parts) if (this.#shown.has(part)) this.#parts[part].refresh();
  }

  #now(): number {
    return this.#deps.now?.() ?? Date.now();
  }
}

/** Months where weeks would be too many to tell apart. */
const unitOf = ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from) > yearMs ? "month" : "week");
