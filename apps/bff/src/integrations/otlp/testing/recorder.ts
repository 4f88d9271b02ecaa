import type { Signal } from "@beckon/contracts/signals";
import { signal } from "@beckon/contracts/signals";
import { expect } from "vitest";
import type { Owner, SignalIntake } from "../otlp.service.ts";

/** An intake that keeps each fact once, as the real one does, and checks its contract. Without a database: nothing derived. */
export const createRecorder = () => {
  const kept = new Map<string, Signal>();
  let away = false;
  const take = (owner: Owner, signals: readonly Signal[]) => {
    if (away) throw new Error("the database is away");
    for (const one of signals) {
      expect(signal.safeParse(one).error?.issues).toBeUndefined();
      const key = `${owner.id} ${one.source} ${one.id}`;
      if (!kept.has(key)) kept.set(key, one);
    }
  };
  const intake: SignalIntake = {
    append: async (owner, signals) => take(owner, signals),
    appendDerived: async () => {
      throw new Error("this needs a database");
    },
  };
  return { intake, signals: () => [...kept.values()], setAway: (value: boolean) => void (away = value) };
};
