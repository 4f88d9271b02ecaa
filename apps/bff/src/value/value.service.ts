import { current, listAssumptions, setAssumptions } from "./assumptions.ts";
import { readInputs, readScenarios } from "./inputs.ts";
import { endLink, makeLink, openShared } from "./links.ts";
import { createModel } from "./model.ts";
import { listReports, makeReport, readReport, removeReport } from "./reports.ts";
import { summarize } from "./summary.ts";
import { summarizeTrend } from "./trend.ts";
import type { ValueDeps } from "./value.types.ts";

/** What the work is worth, and how sure that is; each verb is a file beside this one. */
export const createValueService = (deps: ValueDeps) => {
  const model = createModel();
  return {
    summary: summarize(deps, model),
    inputs: readInputs(deps),
    scenarios: readScenarios(deps, model),
    trend: summarizeTrend(deps, model),
    assumptions: { current, list: listAssumptions(deps), set: setAssumptions(deps, model) },
    reports: {
      make: makeReport(deps, model),
      list: listReports(deps),
      read: readReport(deps),
      remove: removeReport(deps),
      share: makeLink(deps),
      unshare: endLink(deps),
      openShared: openShared(deps),
    },
  };
};
export type ValueService = ReturnType<typeof createValueService>;
