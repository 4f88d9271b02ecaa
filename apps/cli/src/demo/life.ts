import type { Persona } from "./personas.ts";
import { createRandom, type Random } from "./random.ts";
import { commands, helpers, jobs, plans, questions, refusals, troubles, type Job } from "./shop.ts";
import type { Life, Step, Tokens } from "./step.ts";

/** What a model reads grows with the turn; most of it comes from the cache. */
const tokens = (random: Random, depth: number): Tokens => {
  const reasoning = random.between(0, 420);
  return {
    input: random.between(3, 900),
    output: random.between(120, 1_400) + reasoning,
    cacheRead: 14_000 + depth * random.between(1_500, 4_000),
    cacheWrite: random.between(300, 3_800),
    reasoning,
  };
};

const think = (random: Random, depth: number): Step => ({ do: "think", tokens: tokens(random, depth), seconds: random.between(3, 9) });
const read = (random: Random, path: string): Step => ({ do: "read", path, seconds: random.between(1, 2) });
const edit = (random: Random, path: string): Step => ({
  do: "edit",
  path,
  // At the top, where others edit too.
  line: random.between(20, 60),
  added: random.between(2, 60),
  removed: random.between(0, 24),
  seconds: random.between(1, 4),
});
const tests = (random: Random, job: Job, ok: boolean): Step => ({
  do: "run",
  command: job.test,
  why: "Sees whether the change holds",
  ok,
  output: ok ? "all passed" : job.failure,
  seconds: random.between(5, 14),
});

/**
 * All that one agent does: turn after turn, with pauses. The same for the same persona and the same
 * answers, however fast it goes.
 */
export function* live(persona: Persona): Life {
  const random = createRandom(persona.seed);
  for (let turn = 0; ; turn += 1) {
    const next = random.pick(jobs);
    const job = turn === 0 ? (jobs[persona.begins ?? -1] ?? next) : next;
    if (turn === 0) yield { do: "start", model: persona.model, branch: job.branch };
    yield* work(random, { persona, job, turn });
    if (turn === 1 && persona.fate === "fails") {
      yield { do: "end", reason: "error", error: "The staging cluster refused the new release: image shop-api:2.8.1 not found" };
      return;
    }
    yield { do: "idle", seconds: random.between(15, 50) };
  }
}

type Turn = { persona: Persona; job: Job; turn: number };

function* work(random: Random, { persona, job, turn }: Turn): Life {
  const taskId = `demo-${persona.seed.replaceAll(":", "-")}-${turn}`;
  yield { do: "prompt", text: job.prompt };
  yield { do: "task", id: taskId, subject: job.commit };
  yield think(random, 1);
  if (turn === 0 && persona.asksAtOnce) yield* permission(random, persona.kind === "script" ? commands.slice(4, 5) : commands.slice(1, 2));
  for (const path of job.reads) yield read(random, path);
  yield think(random, 2);
  if (random.chance(0.2)) yield { do: "trouble", ...random.pick(troubles), seconds: random.between(4, 9) };
  if (random.chance(0.08)) yield* plan(random);
  if (persona.fate === "vanishes" && turn === 1) yield { do: "vanish" };
  for (const [index, path] of job.edits.entries()) {
    yield edit(random, path);
    if (index === 0) yield { do: "progress", message: `Working on ${path}`, percent: random.between(20, 45) };
    if (random.chance(0.4)) yield think(random, 3 + index);
  }
  if (random.chance(0.12)) return yield* giveUp(random, { job, taskId });
  yield* check(random, job);
  if (random.chance(0.35)) yield delegate(random);
  if (random.chance(0.25)) yield* random.chance(0.4) ? question(random) : permission(random, commands);
  yield { do: "progress", message: "Tests pass", percent: 90 };
  yield { do: "commit", sha: random.hex(40), message: job.commit, branch: job.branch };
  if (random.chance(0.4)) yield { do: "hand-over", to: "reviewer", task: job.commit, notes: job.done, taken: random.chance(0.7) };
  yield { do: "task-done", id: taskId, ok: true, summary: job.done };
  yield { do: "done", message: job.done };
}

/** Twice the same failure: it says so, and leaves it. */
function* giveUp(random: Random, { job, taskId }: { job: Job; taskId: string }): Life {
  yield tests(random, job, false);
  yield think(random, 6);
  yield tests(random, job, false);
  yield { do: "task-done", id: taskId, ok: false, summary: job.failure };
  yield { do: "done", message: `Not done: ${job.failure}` };
}

/** A failing run is looked into and tried again. */
function* check(random: Random, job: Job): Life {
  if (random.chance(0.5)) {
    yield tests(random, job, false);
    yield think(random, 6);
    yield edit(random, job.edits[0] as string);
  }
  yield tests(random, job, true);
}

function* permission(random: Random, of: typeof commands): Life {
  const asked = random.pick(of);
  const answer = yield { do: "permission", ...asked, terminal: random.chance(0.6) ? "yes" : "no" };
  const refusal = random.pick(refusals);
  const after = think(random, 5);
  // Refused, it takes another way: what it does next depends on the answer.
  if (answer?.said !== "yes") {
    yield { do: "progress", message: answer?.text ? `Told: ${answer.text.slice(0, 200)}` : refusal, percent: 70 };
    yield { do: "read", path: "docs/operations.md", seconds: 2 };
  }
  yield after;
}

function* question(random: Random): Life {
  const asked = random.pick(questions);
  const answer = yield { do: "question", ...asked, terminal: random.pick(asked.options) };
  const said = answer?.said === "yes" ? (answer.text ?? "") : "";
  yield { do: "progress", message: said ? `Decided: ${said.slice(0, 200)}` : "No answer: going on with what can be undone", percent: 75 };
  yield think(random, 4);
}

function* plan(random: Random): Life {
  const asked = random.pick(plans);
  const answer = yield { do: "plan", ...asked, terminal: "yes" };
  if (answer?.said !== "yes") {
    yield think(random, 3);
    yield { do: "read", path: "docs/architecture.md", seconds: 2 };
    yield { do: "plan", ...asked, plan: `${asked.plan}\n\nChanged: smaller steps, each with its own test.`, terminal: "yes" };
  }
}

const delegate = (random: Random): Step => {
  const { to, task, command } = random.pick(helpers);
  const call = () => ({ do: "think", tokens: tokens(random, 1), seconds: random.between(3, 7) }) as const;
  return {
    do: "delegate",
    to,
    task,
    ...(random.chance(0.3) ? { error: random.pick(troubles).error } : {}),
    work: [call(), { do: "run", command, why: task, ok: true, output: "done", seconds: random.between(3, 9) }, call()],
  };
};
