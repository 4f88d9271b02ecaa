import { OtlpRefusal } from "./otlp.errors.ts";

/** What one request may hold. A body of 8 MiB could else name millions of empty things. */
export const most = {
  bytes: 8 * 1_048_576,
  records: 200_000,
  values: 1_000_000,
  attributes: 256,
  elements: 256,
  depth: 8,
  text: 65_536,
  key: 256,
};

/** Counts what a request brings, and refuses it when that is more than anybody honest sends. */
export type Budget = { record(): void; value(): void };

export const createBudget = (): Budget => {
  let records = 0;
  let values = 0;
  return {
    record: () => {
      records += 1;
      if (records > most.records) throw new OtlpRefusal(400, `more than ${most.records} records in one request`);
    },
    value: () => {
      values += 1;
      if (values > most.values) throw new OtlpRefusal(400, `more than ${most.values} values in one request`);
    },
  };
};
