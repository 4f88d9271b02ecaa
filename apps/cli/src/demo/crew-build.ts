import { errands, failures, refusedReviews, sharedFile, type Errand } from "./crew-shop.ts";
import { folderOf, type CrewWire, type Mate } from "./crew-wire.ts";

/** Who works, who looks at it, and who takes it on from there. */
export type Desk = { worker: Mate; reviewer: Mate; next: Mate };

/** A claimed task, as the server tells it. */
type Claimed = { id: string; key?: string; title: string };

/** Takes the next task from the queue, does it, and again; whoever moves a card at the board changes what comes next. */
export const build = async (wire: CrewWire, desk: Desk): Promise<never> => {
  const { worker } = desk;
  for (;;) {
    await wire.pass(wire.random.between(2, 5));
    const task = (await wire.call({ path: "/api/tasks/claim", body: { agent: wire.ref(worker) } })) as Partial<Claimed>;
    if (task.id === undefined) {
      await wire.call({ path: "/api/agents/heartbeat", body: { agent: { ...wire.ref(worker), role: worker.role }, state: "idle" } });
      await wire.pass(5);
    } else await workOn(wire, desk, task as Claimed);
  }
};

/** Where a task is, when the demo ends in the middle of it: back in the queue. */
export const giveBack = (wire: CrewWire, { worker }: Desk): Promise<void> =>
  wire.current ? wire.tell(worker, "task.changed", { taskId: wire.current, status: "assigned" }, wire.current) : Promise.resolve();

const workOn = async (wire: CrewWire, desk: Desk, task: Claimed): Promise<void> => {
  const { worker } = desk;
  const { random } = wire;
  const name = task.key ?? task.id;
  wire.current = name;
  const errand = errands.find(({ title }) => title === task.title) ?? (errands[0] as Errand);
  const report = (verb: string, body: object) => wire.tryTo({ path: `/api/tasks/${task.id}/${verb}`, body });
  await wire.tell(worker, "turn.started", { prompt: task.title, by: "agent" }, name);
  await wire.think(worker, name);
  // Taken from it at the board: it goes for the next one.
  let mine: unknown = await report("progress", { progress: 15, message: "Looked at it" });
  for (const [index, path] of errand.files.entries()) {
    if (!mine) break;
    await wire.pass(random.between(5, 12));
    await wire.think(worker, name);
    await edit(wire, worker, { path, task: name });
    mine = await report("progress", { progress: Math.round(20 + (40 * (index + 1)) / errand.files.length) });
  }
  if (mine && random.chance(0.6)) await delegate(wire, worker, { task: name, to: random.pick(["test-runner", "Explore"]) });
  const passed = mine && !random.chance(0.15);
  const accepted = passed ? await review(wire, desk, { task: name, of: task.title, path: errand.files[0] as string }) : false;
  if (mine && accepted && random.chance(0.5))
    await handOn(wire, desk, { task: name, what: `${task.title}: built and reviewed, to be tried` });
  const why = wire.words(random.pick(failures));
  if (mine) await (accepted ? report("complete", { progress: 100, result: errand.done }) : report("fail", { error: why }));
  wire.current = undefined;
  await wire.tell(worker, "turn.ended", accepted ? { message: errand.done } : { failed: true, error: why }, name);
};

const edit = async (wire: CrewWire, worker: Mate, { path, task }: { path: string; task: string }): Promise<void> => {
  const { random } = wire;
  // In the shared file both work at the same function now and then, and elsewhere in it at other times.
  const from = path === sharedFile && random.chance(0.6) ? random.between(40, 48) : random.between(100, 900);
  const added = random.between(2, 30);
  await wire.tell(
    worker,
    "file.edited",
    { path: `${folderOf(worker)}/${path}`, added, removed: random.between(0, 12), lines: [[from, from + added]] },
    task,
  );
};

/** A sub-agent's part of it; one in four comes back with a failure. */
const delegate = async (wire: CrewWire, worker: Mate, { task, to }: { task: string; to: string }): Promise<void> => {
  const { random } = wire;
  const callId = random.hex(16);
  await wire.tell(worker, "delegation.started", { callId, to, task: `Look at what ${task} changes` }, task);
  await wire.pass(random.between(5, 12));
  const ok = !random.chance(0.25);
  const failure = ok ? {} : { error: wire.words(random.pick(failures)) };
  await wire.tell(worker, "delegation.ended", { callId, to, ok, ...failure }, task);
};

type Review = { task: string; of: string; path: string };

/** Up to three rounds; whether it was accepted in the end. */
const review = async (wire: CrewWire, { worker, reviewer }: Desk, { task, of, path }: Review): Promise<boolean> => {
  const { random } = wire;
  const reviewId = `${task}:review:${random.hex(8)}`;
  for (let round = 1; round <= 3; round += 1) {
    await wire.tell(worker, "review.requested", { reviewId, of, by: reviewer.name }, task);
    await wire.pass(random.between(6, 14));
    const accepted = !random.chance(round === 1 ? 0.4 : 0.3);
    const message = accepted ? "Good. One name made clearer." : wire.words(random.pick(refusedReviews));
    await wire.tell(reviewer, "review.ended", { reviewId, accepted, message }, task);
    if (accepted) return true;
    await wire.think(worker, task);
    await edit(wire, worker, { path, task });
  }
  return false;
};

/** Offered to the next desk, which takes most of it. What nobody takes is shown as lost after half an hour. */
const handOn = async (wire: CrewWire, { worker, next }: Desk, { task, what }: { task: string; what: string }): Promise<void> => {
  const handoffId = `${task}:${wire.random.hex(12)}`;
  await wire.tell(worker, "handoff.offered", { handoffId, to: next.name, task: what }, task);
  await wire.pass(wire.random.between(3, 8));
  if (!wire.random.chance(0.25)) await wire.tell(next, "handoff.accepted", { handoffId }, task);
};
