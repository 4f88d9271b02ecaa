import { clashes, failures, pairings } from "./crew-shop.ts";
import type { CrewWire, Mate } from "./crew-wire.ts";

type Told = { type: "pair" | "conflict_resolution" | "handoff"; from: Mate; to: { name: string }; what: string };

/** What no signal tells, a program tells itself: pair work, resolved conflicts, offers that it saw come to nothing. */
export const arrange = async (wire: CrewWire, mates: readonly [Mate, ...Mate[]]): Promise<never> => {
  const { random } = wire;
  for (;;) {
    await giveUp(wire, { type: "handoff", from: mates[0], to: { name: "night-shift" }, what: "Watch the release over night" });
    for (let count = random.between(10, 16); count > 0; count -= 1) {
      await wire.pass(random.between(5, 12));
      const from = random.pick(mates);
      const to = random.pick(mates.filter((mate) => mate !== from));
      if (random.chance(0.6)) await attempt(wire, { type: "pair", from, to, what: random.pick(pairings) }, random.chance(0.85));
      else await attempt(wire, { type: "conflict_resolution", from, to, what: random.pick(clashes) }, random.chance(0.7));
    }
  }
};

const attempt = async (wire: CrewWire, told: Told, ok: boolean): Promise<void> => {
  const id = await start(wire, told, {});
  await wire.pass(wire.random.between(4, 10));
  await end(wire, id, ok ? { outcome: "succeeded" } : { outcome: "failed", message: wire.words(wire.random.pick(failures)) });
};

/** Three tries at an agent that is not there; after the last one no retry is left. */
const giveUp = async (wire: CrewWire, told: Told): Promise<void> => {
  for (let count = 1; count <= 3; count += 1) {
    const id = await start(wire, told, { attempt: count });
    await wire.pass(wire.random.between(4, 8));
    const message = wire.words("hand-off %n not accepted: no agent with the role operator answered");
    await end(wire, id, { outcome: "failed", cause: "handoff_lost", message, ...(count === 3 ? { exhausted: true } : {}) });
  }
};

const start = async (wire: CrewWire, { from, to, ...told }: Told, more: object): Promise<string> => {
  const { name, host, session } = from;
  const body = { ...told, ...more, key: wire.random.hex(20), from: { name, host, sessionId: session }, to: { name: to.name } };
  return String((await wire.call({ path: "/api/coordinations", body })).id);
};

const end = (wire: CrewWire, id: string, body: object) => wire.call({ path: `/api/coordinations/${id}/end`, body });
