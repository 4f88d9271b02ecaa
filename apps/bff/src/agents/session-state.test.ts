import type { Signal } from "@beckon/contracts/signals";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldSignal, newState, type SessionDraft } from "./session-state.ts";

const start = new Date("2026-11-21T10:00:00.000Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000).toISOString();
let count = 0;
const told = <K extends Signal["kind"]>(seconds: number, kind: K, data: Extract<Signal, { kind: K }>["data"]) =>
  ({ id: String((count += 1)), source: "test", at: at(seconds), kind, data }) as Signal;

const fold = (signals: readonly Signal[]) => {
  const first = new Date(Math.min(...signals.map((signal) => Date.parse(signal.at))));
  const draft: SessionDraft = { lastSignalAt: first, endedAt: undefined, state: newState(first) };
  for (const signal of signals) foldSignal(draft, signal);
  return draft;
};

/** What a phone shows of it; the memory of what was closed may differ in its order. */
const shown = ({ lastSignalAt, endedAt, state: { closed: _, told: __, title: ___, ...state } }: SessionDraft) => ({
  lastSignalAt,
  endedAt,
  ...state,
});

describe("a session's state", () => {
  test("is the same in whatever order its signals come", () => {
    // One signal a second: of two words at one instant neither is the later one.
    const life = fc.array(fc.nat(14), { minLength: 1, maxLength: 14 }).map((choices) =>
      choices.map((choice, index): Signal => {
        const call = `c${Math.floor(index / 2)}`;
        return [
          () => told(index, "turn.started", { by: "person" as const }),
          () => told(index, "turn.ended", { failed: false, running: index % 3 }),
          () => told(index, "tool.started", { callId: call, tool: "Bash" }),
          () => told(index, "tool.ended", { callId: call, tool: "Bash", ok: true }),
          () => told(index, "tool.decided", { callId: call, tool: "Bash", accepted: index % 3 === 0, by: "person" as const }),
          () => told(index, "tool.started", { callId: "~same", tool: "Bash" }),
          () => told(index, "tool.ended", { callId: "~same", tool: "Bash", ok: true }),
          () => told(index, "file.edited", { path: `f${index % 3}` }),
          () => told(index, "session.described", { cwd: `/w/${index}` }),
          () => told(index, "model.failed", { error: "overloaded" }),
          () => told(index, "task.changed", { taskId: "T", status: `s${index}` }),
          () => told(index, "turn.started", { by: "person" as const, ends: false }),
          () => told(index, "model.called", { channel: "event" as const, tokens: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 } }),
          () => told(index, "session.started", { how: "resume" }),
          () => told(index, "session.ended", { reason: `r${index}`, failed: index % 2 === 0, ...(index % 2 ? {} : { error: "crash" }) }),
        ][choice]!();
      }),
    );
    fc.assert(
      fc.property(
        life.chain((signals) =>
          fc.tuple(fc.constant(signals), fc.shuffledSubarray(signals, { minLength: signals.length, maxLength: signals.length })),
        ),
        ([inOrder, shuffled]) => {
          const calls = (draft: SessionDraft) => draft.state.doing.map(({ callId }) => callId).sort();
          const [a, b] = [fold(inOrder), fold(shuffled)];
          expect({ ...shown(b), doing: calls(b) }).toEqual({ ...shown(a), doing: calls(a) });
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a call that was told to have ended before its start is not open", () => {
    expect(
      fold([told(5, "tool.ended", { callId: "c", tool: "Bash", ok: true }), told(1, "tool.started", { callId: "c", tool: "Bash" })]).state
        .doing,
    ).toEqual([]);
  });

  test("where a call has a made id, the same called again runs again; what comes late changes nothing", () => {
    const begun = (seconds: number) => told(seconds, "tool.started", { callId: "~npm test", tool: "Bash" });
    const over = (seconds: number) => told(seconds, "tool.ended", { callId: "~npm test", tool: "Bash", ok: true });
    const twice = [begun(1), over(2), begun(3)];
    expect(fold(twice).state.doing).toMatchObject([{ callId: "~npm test", since: at(3) }]);
    expect(fold(twice.toReversed()).state.doing).toMatchObject([{ callId: "~npm test", since: at(3) }]);
    expect(fold([...twice, over(4)]).state).toMatchObject({ doing: [], closed: [expect.any(String)] });
    expect(fold([...twice, over(4), begun(1)]).state.doing).toEqual([]);
  });

  test("a call that was refused does not run, and one that was allowed does", () => {
    const call = { callId: "c", tool: "Bash" };
    const decided = (accepted: boolean) => told(3, "tool.decided", { ...call, accepted, by: "person" });
    const begun = told(1, "tool.started", call);
    expect(fold([begun, decided(false)]).state.doing).toEqual([]);
    expect(fold([decided(false), begun]).state.doing).toEqual([]);
    expect(fold([begun, decided(true)]).state.doing).toHaveLength(1);
    // Which call of the tool is meant nobody said.
    expect(fold([begun, told(3, "tool.decided", { tool: "Bash", accepted: false, by: "person" })]).state.doing).toHaveLength(1);
  });

  test("a turn's end closes what was never told to have ended, and says what still runs", () => {
    const { state } = fold([
      told(1, "turn.started", { by: "person" }),
      told(2, "tool.started", { callId: "c", tool: "Bash" }),
      told(9, "turn.ended", { failed: false, running: 2 }),
    ]);
    expect(state).toMatchObject({ doing: [], turn: { open: false, running: 2, startedAt: at(1), endedAt: at(9) } });
  });

  test("a turn of whose end nobody tells may be over once the model has answered and nothing followed", () => {
    const start = told(1, "turn.started", { by: "person", ends: false });
    const answer = (seconds: number) =>
      told(seconds, "model.called", { channel: "event", tokens: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 } });
    expect(fold([start]).state.turn).toEqual({ open: true, running: 0, startedAt: at(1) });
    expect(fold([start, answer(5)]).state.turn).toMatchObject({ open: true, answeredAt: at(5) });
    expect(
      fold([start, answer(5), told(6, "tool.decided", { tool: "Bash", accepted: true, by: "rule" })]).state.turn?.answeredAt,
    ).toBeUndefined();
    // Where somebody does tell, their word counts.
    expect(fold([start, answer(5), told(7, "turn.ended", { failed: false, running: 0 })]).state.turn).toMatchObject({
      open: false,
      endedAt: at(7),
    });
    expect(fold([told(1, "turn.started", { by: "person" }), answer(5)]).state.turn?.answeredAt).toBeUndefined();
  });

  test("a run that is taken up again is no longer ended", () => {
    const ended = told(5, "session.ended", { failed: true, error: "killed" });
    expect(fold([told(1, "turn.started", { by: "person" }), ended])).toMatchObject({ endedAt: new Date(at(5)), state: { failed: true } });
    const again = fold([ended, told(8, "turn.started", { by: "person" })]);
    expect(again.endedAt).toBeUndefined();
    expect(again.state.failed).toBeUndefined();
    // What comes late from before the end, or with it, does not wake it.
    expect(fold([ended, told(4, "turn.started", { by: "person" }), told(6, "file.edited", { path: "a" })]).endedAt).toEqual(
      new Date(at(5)),
    );
  });

  test("keeps no more than a phone needs", () => {
    const many = Array.from({ length: 400 }, (_, index) => told(index, "file.edited", { path: `f${index}` }));
    const calls = Array.from({ length: 400 }, (_, index) => told(index, "tool.started", { callId: `c${index}`, tool: "Bash" }));
    const turns = Array.from({ length: 400 }, (_, index) => told(index, "progress.reported", { message: "x".repeat(2_000) }));
    const { state } = fold([...many, ...calls, ...turns]);
    expect(JSON.stringify(state).length).toBeLessThan(12_000);
    expect(state.files[0]?.path).toBe("f399");
  });
});
