import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expectedUsage, type ToldUsage } from "./replay-usage.ts";

/** One captured request. Times are milliseconds since 1970, as the capture's own clock had them. */
export type Step = {
  name: string;
  at: number;
  channel: "hook" | "otlp" | "mcp";
  method: string;
  path: string;
  headers: Record<string, string>;
  /** JSON, or with `binary` the base64 of what was sent. */
  body?: unknown;
  binary?: true;
  /** What its receiver answered, where that was a person's word, and when. */
  answer?: { at: number; body?: unknown };
  /** When the agent hung up before there was any answer. */
  closedAt?: number;
};
export type Run = {
  agent: string;
  name: string;
  steps: Step[];
  /** What the run used, by another source than the records that we count. */
  usage: ToldUsage;
};

const json = (path: string): any => JSON.parse(readFileSync(path, "utf8"));
const kept = /^(content-type|content-encoding|accept|mcp-.*|user-agent)$/;
const headersOf = (headers: Record<string, string> = {}) => Object.fromEntries(Object.entries(headers).filter(([name]) => kept.test(name)));
const jsonType = { "content-type": "application/json" };

/** All that one run's folder holds of requests, in the order in which they were sent. */
export const readRun = (folder: string): Run => {
  const name = basename(folder);
  const agent = basename(join(folder, ".."));
  const steps = readdirSync(folder)
    .filter((file) => file.endsWith(".json") && !file.includes(".used."))
    .flatMap((file) => readStep({ folder, agent, run: name, file }) ?? [])
    .toSorted((a, b) => a.at - b.at);
  return { agent, name, steps: agent === "opencode" ? withReplies(steps) : steps, usage: expectedUsage(folder, agent) };
};

type File = { folder: string; agent: string; run: string; file: string };

const readStep = ({ folder, agent, run, file }: File): Step | undefined => {
  const record = json(join(folder, file));
  const at = Date.parse(record.received ?? "");
  const since = (moment: { t?: number } | undefined) => (moment?.t === undefined ? undefined : at + (moment.t - record.t) * 1_000);
  if (file.startsWith("cmdhook")) {
    const answered = record.answered ? { at: Date.parse(record.answered), body: record.plan?.out } : undefined;
    const key = file.replaceAll(/[^\w.-]/g, "_");
    // Headless, Codex is gated before the tool.
    const gate = agent === "codex" && run.startsWith("exec") ? "?gate=risky" : "";
    const path = `/hooks/${agent === "claude" ? "claude-code" : agent}${gate}`;
    const step: Step = {
      name: file,
      at,
      channel: "hook",
      method: "POST",
      path,
      headers: { ...jsonType, "idempotency-key": key },
      body: record.stdin,
    };
    return answered ? { ...step, answer: answered } : step;
  }
  if (file.startsWith("notify"))
    return { name: file, at, channel: "hook", method: "POST", path: "/hooks/codex", headers: jsonType, body: record.argv[0] };
  if (/^\d+-hooks-opencode-/.test(file)) return file.includes("-event-") ? openCodeStep(file, at, record.body) : undefined;
  if (/^\d+-hooks-/.test(file)) {
    const path = `/hooks/claude-code${run.includes("pretooluse-ask") ? "?gate=risky" : ""}`;
    const answeredAt = since(record.response);
    const closedAt = since(record.closedEarly);
    const said = record.response?.body;
    return {
      ...{ name: file, at, channel: "hook", method: "POST", path, headers: jsonType, body: record.body },
      ...(answeredAt !== undefined && said ? { answer: { at: answeredAt, body: said } } : {}),
      ...(closedAt === undefined ? {} : { closedAt }),
    };
  }
  if (file.includes("-otlp-")) {
    const binary = join(folder, file.replace(/json$/, "bin"));
    const step = { name: file, at, channel: "otlp", method: "POST", path: record.url, headers: headersOf(record.headers) } as const;
    return existsSync(binary)
      ? { ...step, body: readFileSync(binary).toString("base64"), binary: true }
      : { ...step, headers: jsonType, body: record.body };
  }
  if (file.startsWith("mcp-")) return mcpStep(file, at, { ...record, since });
  throw new Error(`${join(folder, file)} is of no known kind`);
};

const mcpStep = (file: string, at: number, record: any): Step => {
  const { method, headers, body, response, closedEarly, since } = record;
  const isCall = body?.method === "tools/call";
  // The receiver noted when it ended its answer; what the agent cut off was none.
  const answeredAt = isCall && !closedEarly && response?.tEnd !== undefined ? since({ t: response.tEnd }) : undefined;
  const closedAt = since(closedEarly);
  return {
    ...{ name: file, at, channel: "mcp", method, path: "/mcp", headers: headersOf(headers) },
    ...(method === "POST" ? { body } : {}),
    ...(answeredAt === undefined ? {} : { answer: { at: answeredAt } }),
    ...(closedAt === undefined ? {} : { closedAt }),
  };
};

const openCodeStep = (file: string, at: number, body: any): Step => {
  const asked = /^(permission|question)\.asked$/.test(body.type);
  const step = { name: file, at, channel: "hook", method: "POST", headers: jsonType, body } as const;
  if (!asked) return { ...step, path: "/hooks/opencode" };
  // As the plugin asks: for a while, and again by the same key.
  return { ...step, path: "/hooks/opencode?wait=50", headers: { ...jsonType, "idempotency-key": `opencode-${body.properties.id}` } };
};

/** The plugin's reply is what a person said; that it arrived is told by an event of its own. */
const withReplies = (steps: Step[]): Step[] =>
  steps.map((step): Step => {
    const { type, properties } = (step.body ?? {}) as any;
    if (!/\.asked$/.test(type ?? "")) return step;
    const replied = steps.find(({ body }: any) => /\.replied$/.test(body?.type ?? "") && body.properties.requestID === properties.id);
    if (!replied) return step;
    const { reply, answers } = (replied.body as any).properties;
    return { ...step, answer: { at: replied.at - 1, body: reply ? { reply } : { answers } } };
  });

/** Every run of a folder of captures, `<agent>/<run>`, in the order in which they began. */
export const readRuns = (folder: string): Run[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((agent) => agent.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(folder, name), { withFileTypes: true })
        .filter((run) => run.isDirectory())
        .map((run) => readRun(join(folder, name, run.name))),
    )
    .toSorted((a, b) => (a.steps[0]?.at ?? 0) - (b.steps[0]?.at ?? 0));
