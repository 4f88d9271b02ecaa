import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";
import { createTroubles } from "./troubles.ts";

const at = "2026-11-22T10:00:00.000Z";
const make = () => createTroubles({ clock: () => new Date(at) });

test("warnings and errors are counted by their words, the latest first; what they were about is not kept", () => {
  const troubles = make();
  const written: string[] = [];
  const logger = createLogger("warn", troubles, { write: (line) => void written.push(line) });
  for (const id of ["one", "two"]) logger.warn({ id }, "push failed");
  logger.info("nothing of note");
  logger.error("request failed");
  expect(troubles.list()).toEqual([
    { level: "error", message: "request failed", count: 1, lastAt: at },
    { level: "warn", message: "push failed", count: 2, lastAt: at },
  ]);
  expect(written).toHaveLength(3);
});

test("messages without end do not fill the memory", () => {
  const troubles = make();
  for (let index = 0; index < 1_000; index += 1) troubles.note("warn", `${index} ${"x".repeat(10_000)}`);
  expect(troubles.list()).toHaveLength(201);
  expect(troubles.list()[0]).toMatchObject({ message: "other messages", count: 800 });
});
