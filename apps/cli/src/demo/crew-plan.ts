import { errands } from "./crew-shop.ts";
import type { CrewWire, Mate } from "./crew-wire.ts";

const mostOpen = 9;
/** So many at once, so that the board is not empty while the crew begins. */
const firstLot = 8;

/** Keeps the crew's queue filled: what comes next in the list, while not too much lies there. */
export const plan = async (wire: CrewWire, lead: Mate, builders: readonly Mate[]): Promise<never> => {
  const made: string[] = [];
  const isOpen = async (id: string) => {
    const task = await wire.tryTo({ method: "GET", path: `/api/tasks/${id}` });
    return task !== undefined && task.endedAt === undefined;
  };
  for (let count = 0; ; count += 1) {
    if (count >= firstLot) {
      await wire.pass(wire.random.between(8, 14));
      const open = await Promise.all(made.slice(-mostOpen * 2).map(isOpen));
      if (open.filter(Boolean).length >= mostOpen) continue;
    } else await wire.pass(1);
    made.push(await makeTask(wire, lead, { number: made.length, before: made.at(-1), builders }));
  }
};

type Next = { number: number; before: string | undefined; builders: readonly Mate[] };

const makeTask = async (wire: CrewWire, lead: Mate, { number, before, builders }: Next): Promise<string> => {
  const { files: _, done: __, follows, ...errand } = errands[number % errands.length] as (typeof errands)[number];
  const key = `SHOP-${301 + number}`;
  const dependencies = follows && before ? { dependencies: [before] } : {};
  // Every third goes to somebody by name; the others to who is free.
  const builder = number % 3 === 0 && errand.role === "developer" ? builders[number % builders.length] : undefined;
  const given = { ...dependencies, ...(builder ? { agent: { name: builder.name } } : {}) };
  const { id, status } = await wire.call({ path: "/api/tasks", body: { ...errand, ...given, key, project: "shop-core" } });
  // A call alone does not say which of the crew made it.
  await wire.tell(lead, "task.changed", { taskId: key, subject: errand.title, status });
  return String(id);
};
