import { build, giveBack } from "./crew-build.ts";
import { arrange } from "./crew-lead.ts";
import { plan } from "./crew-plan.ts";
import { callOff, release } from "./crew-release.ts";
import { createCrewWire, type Mate } from "./crew-wire.ts";
import type { Persona } from "./personas.ts";
import { createRandom } from "./random.ts";
import type { World } from "./world.ts";

/** The last word, when everything else has stopped. */
const farewellMs = 2_000;

/**
 * A program of one's own that runs a team: a lead, two builders, a reviewer and a tester with one token, told by plain
 * HTTP. It makes tasks and takes them from the queue, hands on, reviews, meets in one file, and releases with a person's
 * word. It goes on until the demo ends. @throws NotTaken
 */
export const runCrew = async (persona: Persona, given: World): Promise<"stopped"> => {
  const broken = new AbortController();
  const world = { ...given, signal: AbortSignal.any([given.signal, broken.signal]) };
  const unlessStopped = (error: unknown): void => {
    if (!given.signal.aborted) throw error;
  };
  const ids = createRandom(`${persona.seed}:ids`);
  const suffix = persona.name.replace(/^release-crew/, "");
  const mate = (name: string, role: string, host: string): Mate => ({
    name: `${name}${suffix}`,
    role,
    host,
    session: `crew-${ids.hex(16)}`,
  });
  const lead = mate("release-lead", "lead", "demo-ci");
  const api = { ...mate("api-builder", "developer", "demo-workstation"), worktree: "parcels" };
  const web = { ...mate("web-builder", "developer", "demo-laptop"), worktree: "gift-cards" };
  const reviewer = mate("code-critic", "reviewer", "demo-ci");
  const tester = mate("parcel-tester", "tester", "demo-workstation");
  const mates = [lead, api, web, reviewer, tester] as const;

  const wire = (lane: string) => createCrewWire(persona, world, `${persona.seed}:${lane}`);
  const desks = [
    { worker: api, reviewer, next: tester },
    { worker: web, reviewer, next: tester },
    { worker: tester, reviewer: lead, next: lead },
  ].map((desk) => ({ desk, wire: wire(desk.worker.name) }));
  const [planned, released, arranged] = [wire("plan"), wire("release"), wire("arrange")];

  for (const one of mates) await planned.begin(one).catch(unlessStopped);
  const lanes: Promise<never>[] = [
    plan(planned, lead, [api, web]),
    release(released, world, { lead, builder: api, tester }),
    arrange(arranged, mates),
    ...desks.map(({ wire: own, desk }) => build(own, desk)),
  ];
  // One that breaks ends the others too; nobody says another word after the farewell.
  for (const lane of lanes) lane.catch(() => broken.abort());
  const ends = await Promise.allSettled(lanes);

  world.signal = AbortSignal.timeout(farewellMs);
  const farewell = [
    callOff(released),
    ...desks.map(({ wire: own, desk }) => giveBack(own, desk)),
    ...mates.map((one) => planned.tell(one, "session.ended", { reason: "the demo ended" })),
  ];
  await Promise.allSettled(farewell);
  const first = ends.find((end) => end.status === "rejected");
  if (first && !given.signal.aborted) throw first.reason;
  return "stopped";
};
