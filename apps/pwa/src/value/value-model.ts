import type { ValueInputs } from "@beckon/contracts/value";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import type { ScenarioName } from "@beckon/metrics/value/scenarios";
import type { ValueResult } from "@beckon/metrics/value/types";
import { trustedScript } from "../platform/trusted-script.ts";
// Made by the bundler: the address of the worker's own file.
// oxlint-disable-next-line import/default
import workerUrl from "./value-worker.ts?worker&url";

/** One of the three ready ways to see it. */
export type ScenarioFigures = { name: ScenarioName; figures: ValueResult };
/** What goes to the worker; inputs only where they are others than the last. */
export type ModelQuestion = { id: number; what: "figures" | "scenarios"; inputs?: ValueInputs; terms: ValueTerms | null };
export type ModelAnswer = { id: number; figures?: ValueResult; scenarios?: ScenarioFigures[]; error?: string };

/** The model of value, computed on this device, beside the screen. */
export type ValueModel = {
  figures(inputs: ValueInputs, terms: ValueTerms | null): Promise<ValueResult>;
  scenarios(inputs: ValueInputs, terms: ValueTerms | null): Promise<ScenarioFigures[]>;
};

const cannot = "The figures could not be computed on this device.";
const startWorker = (): Worker => new Worker(trustedScript(workerUrl), { type: "module", name: "value" });

/** The worker is started by the first question, and stays. One that breaks is replaced at the next. */
export function createModel(start: () => Worker = startWorker): ValueModel {
  const waiting = new Map<number, { resolve: (answer: ModelAnswer) => void; reject: (error: Error) => void }>();
  let worker: Worker | undefined;
  let last: ValueInputs | undefined;
  let ids = 0;
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    worker?.terminate();
    worker = undefined;
    last = undefined;
  };
  const open = (): Worker => {
    const made = start();
    made.addEventListener("message", ({ data }: MessageEvent<ModelAnswer>) => {
      const asker = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error === undefined) asker?.resolve(data);
      else asker?.reject(new Error(`${cannot} ${data.error}`));
    });
    made.addEventListener("error", () => fail(new Error(cannot)));
    return made;
  };
  const ask = (what: ModelQuestion["what"], inputs: ValueInputs, terms: ValueTerms | null) =>
    new Promise<ModelAnswer>((resolve, reject) => {
      const id = (ids += 1);
      waiting.set(id, { resolve, reject });
      try {
        worker ??= open();
        worker.postMessage({ id, what, terms, ...(inputs !== last && { inputs }) } satisfies ModelQuestion);
        last = inputs;
      } catch (error) {
        fail(error instanceof Error ? error : new Error(cannot));
      }
    });
  return {
    figures: async (inputs, terms) => (await ask("figures", inputs, terms)).figures as ValueResult,
    scenarios: async (inputs, terms) => (await ask("scenarios", inputs, terms)).scenarios ?? [],
  };
}
