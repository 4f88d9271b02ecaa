import type { ValueInputs } from "@beckon/contracts/value";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import type { ValueResult } from "@beckon/metrics/value/types";
import { FakeStore } from "../../shell/testing/fake-store.ts";
import type { ValueState } from "../value.store.ts";
import { someFigures } from "./figures.ts";

const loading = { loading: true };

/** The store of value without network and without model. */
export function fakeValue(asked: unknown[]) {
  const note =
    (name: string) =>
    async (...args: unknown[]) =>
      void asked.push([name, ...args]);
  const state: ValueState = {
    summary: loading,
    groups: loading,
    trend: loading,
    inputs: loading,
    assumptions: loading,
    reports: loading,
    report: loading,
  };
  return Object.assign(new FakeStore<ValueState>(state), {
    show: (look: object, parts: readonly string[], report?: string) =>
      void asked.push(["showValue", look, parts, ...(report ? [report] : [])]),
    leave: () => void asked.push(["leaveValue"]),
    refresh: () => void asked.push(["refreshValue"]),
    compute: async (_inputs: ValueInputs, _terms?: ValueTerms | null): Promise<ValueResult> => someFigures() as ValueResult,
    scenarios: async () => (["careful", "expected", "hopeful"] as const).map((name) => ({ name, figures: someFigures() as ValueResult })),
    setAssumptions: note("setAssumptions"),
    makeReport: note("makeReport"),
    makeLink: async (id: string, days: number): Promise<object> => {
      asked.push(["makeLink", id, days]);
      return { link: { id: "vl_1" }, url: "https://beckon.example/r#secret" };
    },
    revokeLink: note("revokeLink"),
  });
}
