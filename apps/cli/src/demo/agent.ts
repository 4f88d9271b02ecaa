import { again, createFleet } from "./personas.ts";
import { exitCodes } from "./exit-codes.ts";
import { perform } from "./perform.ts";

/*
 * One agent of the demo, a process of its own: `BECKON_URL`, `BECKON_TOKEN`, and which one as JSON.
 * It ends with its standard input, and so with whoever started it, however that one ended.
 */
export type AgentOrder = { agents: number; seed: number; index: number; run: number; speed: number };

/** Somebody comes back to the terminal after so long of the demo's own time. */
const patienceSeconds = 200;
/** Not so soon that nobody could answer, and before HTTP clients give a held call up. */
const [leastMs, mostMs] = [5_000, 280_000];

const order = JSON.parse(process.argv[2] ?? "{}") as AgentOrder;
const persona = createFleet(order)[order.index];
const { BECKON_URL: url, BECKON_TOKEN: token } = process.env;
if (!persona || !url || !token) throw new Error("this is started by `beckon demo`");

const stopping = new AbortController();
const stop = () => stopping.abort();
process.stdin.on("end", stop).on("error", stop).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);

const pass = (seconds: number) =>
  new Promise<void>((done) => {
    if (stopping.signal.aborted) return done();
    const end = () => {
      clearTimeout(timer);
      stopping.signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, (seconds * 1_000) / order.speed);
    stopping.signal.addEventListener("abort", end);
  });

/** Whatever went wrong: with the demo its tokens go, and there is nothing to say of that. */
const isRemoved = () =>
  fetch(`${url}/api/agents/heartbeat`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(5_000),
  }).then(
    ({ status }) => status === 401,
    () => false,
  );

const end = await perform(again(persona, order.run), {
  url,
  token,
  fetch: globalThis.fetch,
  now: () => new Date(),
  pass,
  patienceMs: Math.min(mostMs, Math.max(leastMs, (patienceSeconds * 1_000) / order.speed)),
  signal: stopping.signal,
}).catch(async (error: unknown) => {
  if (await isRemoved()) return "removed" as const;
  process.stderr.write(`${persona.name}: ${error instanceof Error ? error.message : String(error)}\n`);
  return "broken" as const;
});
if (end === "vanished") process.kill(process.pid, "SIGKILL");
process.exit(exitCodes[end]);
