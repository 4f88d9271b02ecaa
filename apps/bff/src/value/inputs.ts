import type { ValueInputs, ValueScope } from "@beckon/contracts/value";
import type { ValueScenarios } from "@beckon/contracts/value-assumptions";
import { inputOf } from "@beckon/metrics/value/from-inputs";
import { scenarioInputs } from "@beckon/metrics/value/scenarios";
import { frameOf, gather } from "./gather.ts";
import { headlineOf, type Model } from "./model.ts";
import type { ValueDeps } from "./value.types.ts";

/** What the model is given: with it a device computes the same without network. */
export const readInputs =
  (deps: ValueDeps) =>
  async (scope: ValueScope): Promise<ValueInputs> =>
    (await deps.database.snapshot((db) => gather(deps, db, scope))).inputs;

/** The same window three times: with the person's own numbers at P10, P50 and P90. */
export const readScenarios =
  (deps: ValueDeps, model: Model) =>
  async (scope: ValueScope): Promise<ValueScenarios> => {
    const { inputs } = await deps.database.snapshot((db) => gather(deps, db, scope));
    return {
      ...frameOf(inputs),
      items: scenarioInputs(inputOf(inputs)).map(({ name, changes, input }) => ({ name, changes, figures: headlineOf(model(input)) })),
    };
  };
