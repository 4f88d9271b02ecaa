import { stages } from "./crew-shop.ts";
import type { CrewWire, Mate } from "./crew-wire.ts";
import type { World } from "./world.ts";

type Staff = { lead: Mate; builder: Mate; tester: Mate };
type Stage = { name: string; status: string; agent: string; attempts?: number; error?: string };

/** How long one held read of a request may take, in seconds. */
const holdSeconds = 50;

/** Release after release: stages that take their time, one that waits for another system, one that waits for you. */
export const release = async (wire: CrewWire, world: World, { lead, builder, tester }: Staff): Promise<never> => {
  const { random } = wire;
  for (let number = 1; ; number += 1) {
    const key = `release-${number}`;
    const name = `Release 2.${8 + number}`;
    const tell = (...told: Stage[]) =>
      wire.call({ method: "PUT", path: path(key), body: { name, project: "shop-core", role: lead.role, agent: lead.name, stages: told } });
    const [first, second, third, last] = stages;
    await wire.pass(2);
    wire.release = { key, name };
    await tell(
      { name: first, status: "running", agent: builder.name },
      ...[second, third].map((stage) => ({ name: stage, status: "waiting", agent: tester.name })),
      { name: last, status: "waiting", agent: lead.name },
    );
    await wire.pass(random.between(8, 14));
    await tell({ name: first, status: "succeeded", agent: builder.name }, { name: second, status: "running", agent: tester.name });
    await wire.pass(random.between(4, 8));
    if (random.chance(0.5)) {
      await tell({
        name: second,
        status: "failed",
        agent: tester.name,
        error: wire.words("3 checks failed: lint, types, bundle over %n bytes"),
      });
      await wire.pass(random.between(3, 6));
      await tell({ name: second, status: "running", agent: tester.name, attempts: 2 });
      await wire.pass(random.between(3, 6));
    }
    await tell({ name: second, status: "succeeded", agent: tester.name }, { name: third, status: "running", agent: tester.name });
    await waitForEvent(wire, key, third);
    await tell({ name: third, status: "succeeded", agent: tester.name }, { name: last, status: "running", agent: lead.name });
    const said = await askPerson(wire, world, { key, name, stage: last });
    const went = said === "yes" && random.chance(0.85);
    const error = said === "yes" ? { error: wire.words("smoke test failed: GET /orders/%n answered 502 Bad Gateway") } : {};
    const status = said === "yes" ? (went ? "succeeded" : "failed") : "skipped";
    await wire.pass(random.between(3, 6));
    await tell({ name: last, status, agent: lead.name, ...(went ? {} : error) });
    const end = said === "yes" ? (went ? "succeeded" : "failed") : "cancelled";
    await wire.call({ method: "PUT", path: path(key), body: { name, status: end, ...(went ? {} : error) } });
    wire.release = undefined;
    await wire.pass(random.between(20, 40));
  }
};

/** A release that the demo's end finds under way. */
export const callOff = async (wire: CrewWire): Promise<void> => {
  if (wire.release)
    await wire.call({ method: "PUT", path: path(wire.release.key), body: { name: wire.release.name, status: "cancelled" } });
};

const path = (key: string) => `/api/workflows/${key}`;

type Suspension = { id: string; requestId?: string };
type Asked = { status?: string; decision?: { option?: string } };

const suspend = async (wire: CrewWire, key: string, body: object): Promise<Suspension> =>
  (await wire.call({ path: `${path(key)}/suspend`, body })).suspension as Suspension;

/** Going on does not always work the first time. */
const waitForEvent = async (wire: CrewWire, key: string, stage: string): Promise<void> => {
  const { random } = wire;
  const body = { stage, waitsFor: "event", what: "The browsers' test grid is done" };
  const suspension = await suspend(wire, key, body);
  await wire.pass(random.between(5, 12));
  const resume = (more: object) => wire.tryTo({ path: `${path(key)}/resume`, body: { suspensionId: suspension.id, ...more } });
  if (random.chance(0.4)) {
    await resume({ ok: false, error: "503 from grid.shop.example: no free browser" });
    await wire.pass(random.between(3, 6));
  }
  await resume({ ok: true });
};

/** The answer's option; without one in time it is "no". */
const askPerson = async (wire: CrewWire, world: World, { key, name, stage }: { key: string; name: string; stage: string }) => {
  const options = [
    { id: "yes", label: "Release", tone: "approve" },
    { id: "no", label: "Not today", tone: "deny" },
  ];
  const limit = { expiresInSeconds: Math.ceil(world.patienceMs / 1_000), onExpiry: "no" };
  const body = { stage, waitsFor: "person", what: `${name} to production?`, options, ...limit };
  const suspension = await suspend(wire, key, body);
  for (;;) {
    const asked: Asked = await wire.call({ method: "GET", path: `/api/decision-requests/${suspension.requestId}?wait=${holdSeconds}` });
    if (asked.status !== "pending") return asked.decision?.option ?? "no";
    await wire.pass(0);
  }
};
