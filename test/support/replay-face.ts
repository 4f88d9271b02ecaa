import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Run, Step } from "./replay-read.ts";

type Face = { kind: string; title?: string; labels?: string[]; command?: string };

/** What the card of a request must show: asked how, what, with which answers, and what would run. */
export const faceOf = ({ channel, body }: Step, position: number): Face => {
  const payload = body as any;
  const { tool_name: tool, tool_input: input, cwd } = payload;
  const place = cwd ? ` in ${cwd.split("/").at(-1)}` : "";
  if (channel === "mcp") return { kind: "question", title: payload.params.arguments.question, labels: [] };
  const question = (payload.properties?.questions ?? (tool === "AskUserQuestion" ? input.questions : undefined))?.[position];
  if (question) return { kind: "choice", title: question.question, labels: question.options.map(({ label }: { label: string }) => label) };
  if (tool === "ExitPlanMode") return { kind: "plan", title: `Carry out this plan${place}?` };
  const command = payload.properties?.metadata?.command ?? input?.command;
  const [, server, call] = /^mcp__(.+?)__(.+)$/.exec(tool ?? "") ?? [];
  const path: string | undefined = input?.file_path;
  return {
    kind: "permission",
    ...(command ? { command, title: `Run a command${place}?` } : {}),
    ...(server ? { title: `Use ${call} of ${server}${place}?` } : {}),
    ...(tool === "Edit" && path ? { title: `Edit ${path.split("/").at(-1)}?` } : {}),
  };
};

/** The card's own face, as far as `expected` says one. */
export const faceIn = ({ kind, title, options, action }: DecisionRequest, expected: Face): Face => ({
  kind,
  ...(expected.title === undefined ? {} : { title }),
  ...(expected.labels ? { labels: options.map(({ label }) => label) } : {}),
  ...(expected.command === undefined ? {} : { command: action?.command ?? "" }),
});

const attributesOf = (attributes: any[]): Record<string, any> =>
  Object.fromEntries((attributes ?? []).map(({ key, value }) => [key, Object.values(value ?? {})[0]]));
const resourcesOf = ({ steps }: Run): any[] => steps.flatMap(({ body }) => (body as any)?.resourceLogs ?? []);

/** The name that a run's telemetry gives to its agent. */
export const labelOf = (run: Run): string | undefined =>
  resourcesOf(run)
    .map(({ resource }) => attributesOf(resource.attributes)["agent.label"])
    .find((label) => label !== undefined);

/** The models whose calls a run tells of, those of its hidden thread too. */
export const modelsOf = (run: Run): string[] => {
  const calls = resourcesOf(run)
    .flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }: any) => logRecords))
    .map(({ attributes }: any) => attributesOf(attributes))
    .filter(
      (told: any) => told["event.name"] === "api_request" || told["event.name"] === "gemini_cli.api_response" || told.input_token_count,
    );
  const messages = run.steps.map(({ body }) => (body as any)?.properties?.info).filter((info) => info?.role === "assistant" && info.finish);
  return [...new Set([...calls.map(({ model }: any) => model), ...messages.map(({ modelID }) => modelID)])].toSorted();
};
