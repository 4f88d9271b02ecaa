import { connect } from "node:net";

/** What the reporters are told: where, how many at once, and for how long. */
export type ReportOrder = { port: number; path: string; token: string; connections: number; seconds: number };
export type Reported = { calls: number; ms: number; refused?: string };

let made = 0;

/** An event as Claude Code posts it after a tool has run; each is of a call of its own. */
const bodyOf = (session: string): string => {
  const index = (made += 1);
  return JSON.stringify({
    session_id: session,
    transcript_path: `/home/dev/.claude/projects/-srv-shop/${session}.jsonl`,
    cwd: "/srv/shop",
    prompt_id: `p-${session}`,
    permission_mode: "default",
    hook_event_name: "PostToolUse",
    tool_name: "Bash",
    tool_input: { command: `pnpm test --filter shop-${index}`, description: "Run the tests" },
    tool_response: { stdout: "ok", stderr: "", interrupted: false },
    tool_use_id: `toolu_${process.pid}_${index}`,
    duration_ms: 1_200,
  });
};

/** One agent: the next call goes out when the last has been answered. Plain sockets, so that the machine's time goes to the server. */
const report = (order: ReportOrder, session: string, until: number) =>
  new Promise<{ calls: number; refused?: string }>((resolve, reject) => {
    let calls = 0;
    let buffered = "";
    const socket = connect(order.port, "127.0.0.1", () => send());
    const head = `POST ${order.path} HTTP/1.1\r\nhost: localhost:${order.port}\r\nauthorization: Bearer ${order.token}\r\ncontent-type: application/json\r\n`;
    const send = () => {
      const body = bodyOf(session);
      socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    socket.setNoDelay(true);
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      buffered += chunk.toString("latin1");
      const end = buffered.indexOf("\r\n\r\n");
      if (end === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(buffered.slice(0, end))?.[1] ?? 0);
      if (buffered.length < end + 4 + length) return;
      if (!buffered.startsWith("HTTP/1.1 200")) {
        socket.destroy();
        return resolve({ calls, refused: buffered.slice(0, 300) });
      }
      buffered = "";
      calls += 1;
      if (performance.now() < until) return send();
      socket.destroy();
      resolve({ calls });
    });
  });

process.on("message", async (order: ReportOrder | "leave") => {
  if (order === "leave") return process.exit(0);
  const began = performance.now();
  const done = await Promise.all(
    Array.from({ length: order.connections }, (_, index) => report(order, `run-${index}`, began + order.seconds * 1_000)),
  );
  const refused = done.find((one) => one.refused)?.refused;
  process.send?.({
    calls: done.reduce((sum, { calls }) => sum + calls, 0),
    ms: performance.now() - began,
    ...(refused ? { refused } : {}),
  } satisfies Reported);
});
