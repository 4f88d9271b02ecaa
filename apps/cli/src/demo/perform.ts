import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { runCrew } from "./crew.ts";
import { gemini } from "./gemini.ts";
import { live } from "./life.ts";
import { mcp } from "./mcp.ts";
import type { LonePersonaKind, Persona } from "./personas.ts";
import { script } from "./script.ts";
import type { Answer, Step } from "./step.ts";
import type { MakeActor, World } from "./world.ts";

const actors: Record<LonePersonaKind, MakeActor> = { "claude-code": claudeCode, codex, gemini, mcp, script };

/** How a life ended. `vanished` wants the process to be gone at once; `stopped`: the demo ended before the life did. */
export type End = "vanished" | "ended" | "stopped";

/** The last word, when everything else has stopped. */
const farewellMs = 2_000;

/** Lives a persona's life against the server until the demo, or the life, ends. @throws NotTaken */
export const perform = async (persona: Persona, given: World): Promise<End> => {
  if (persona.kind === "crew") return runCrew(persona, given);
  const world = { ...given };
  const act = actors[persona.kind](persona, world);
  const life = live(persona);
  const tell = async (step: Step) =>
    act(step).catch((error: unknown) => {
      if (!given.signal.aborted) throw error;
      return undefined;
    });
  let answer: Answer | undefined;
  while (!given.signal.aborted) {
    const { value: step, done } = life.next(answer);
    if (done) return "ended";
    if (step.do === "vanish") return "vanished";
    answer = await tell(step);
  }
  world.signal = AbortSignal.timeout(farewellMs);
  await tell({ do: "end", reason: "the demo ended" });
  return "stopped";
};
