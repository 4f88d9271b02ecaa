import type { ValueInputs } from "@beckon/contracts/value";
import { inputOf } from "@beckon/metrics/value/from-inputs";
import { valueOf } from "@beckon/metrics/value/model";
import { scenarioInputs } from "@beckon/metrics/value/scenarios";
import type { ModelAnswer, ModelQuestion } from "./value-model.ts";

// The very functions that the server computes with, beside the screen so that it never stands still.
let inputs: ValueInputs | undefined;

addEventListener("message", ({ data }: MessageEvent<ModelQuestion>) => {
  inputs = data.inputs ?? inputs;
  postMessage(answerOf(data));
});

function answerOf({ id, what, terms }: ModelQuestion): ModelAnswer {
  try {
    if (!inputs) return { id, error: "There is nothing to compute from." };
    const input = inputOf(inputs, terms);
    if (what === "figures") return { id, figures: valueOf(input) };
    return { id, scenarios: scenarioInputs(input).map((one) => ({ name: one.name, figures: valueOf(one.input) })) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
