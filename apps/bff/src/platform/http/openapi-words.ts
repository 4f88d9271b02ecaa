import type { OpenApi } from "./docs-page.ts";

/** What belongs together, for a reader who sees the list for the first time. In the order of the page. */
export const tags: readonly { name: string; description: string }[] = [
  { name: "Decisions", description: "Ask a person, wait, and tell what came of the answer." },
  { name: "Rules", description: "Answers for a while in people's place, replayed against history before they are switched on." },
  { name: "Agents", description: "Who is there, each run, signs of life, and holding a run at its next step." },
  { name: "Controls", description: "Start, stop, restart, pause and resume, and what really happened." },
  { name: "Hosts", description: "Machines whose runner starts, watches and stops agent processes: what it tells, what it is told." },
  { name: "Teams", description: "Agents that work as one: started, kept at strength, paid for and dissolved; waiting tasks handed out." },
  { name: "Auto-heal", description: "What is wrong, what is done about it within limits, and whether it helped." },
  { name: "Recovery", description: "Stop, reset and bring back the whole team; maintenance." },
  { name: "Signals", description: "What agents do, one fact at a time, from any program." },
  { name: "Agents' hooks", description: "Where coding agents' own hooks are sent; `beckon connect` writes these addresses." },
  { name: "MCP", description: "The tools for everything that speaks the Model Context Protocol." },
  { name: "Telemetry", description: "OpenTelemetry over HTTP." },
  { name: "Tasks", description: "Units of work: made, claimed, reported, moved, tried again." },
  { name: "Task templates", description: "Tasks to be made again and again." },
  { name: "Coordination", description: "Attempts of agents to work together: how they end, why they fail, who is in whose way." },
  { name: "Workflows", description: "Runs through stages, and what they wait for." },
  { name: "Work directories", description: "Task files that `beckon watch` follows." },
  { name: "GitHub", description: "Webhooks of repositories: runs, reviews, links to tasks." },
  { name: "Argo Workflows", description: "Questions of Argo's workflows, and the way back to its server." },
  { name: "Usage", description: "Tokens and cost." },
  { name: "Value", description: "What the work is worth, what it cost, how sure that is; assumptions and frozen reports." },
  { name: "Outcomes", description: "Accepted results: by whom, by which runs, at what cost, and whether they still stand." },
  { name: "Alerts", description: "What is wrong by rules that people set, who takes it, and what shall ring nobody." },
  { name: "Budgets", description: "What may be spent on what, who is warned and asked, and what is stopped." },
  { name: "Attention", description: "How long agents waited for people, how often they interrupted, and what that cost." },
  { name: "Prices", description: "What people set for models that no list knows." },
  { name: "Pairing", description: "Bring a device in." },
  { name: "Session", description: "The device that asks." },
  { name: "Devices", description: "Paired phones and browsers." },
  { name: "People", description: "Who may do what." },
  { name: "Tokens", description: "Access of agents, hosts and scripts." },
  { name: "Passkeys", description: "Confirmation of risky answers." },
  { name: "Audit", description: "Who did what, for ever." },
  { name: "Notifications", description: "Push messages, and how far they got." },
  { name: "Channels", description: "Ways to people that are no device: ntfy, signed webhooks, mail." },
  { name: "Sync", description: "How the apps stay up to date." },
  { name: "Demo", description: "The made-up fleet." },
  { name: "Health", description: "For whoever watches the server." },
];

/** Adds what holds for every route, so that no route has to say it: how a request that does not fit is answered; and the tags' words. */
export const inOurWords = (spec: OpenApi): OpenApi => {
  for (const operation of Object.values(spec.paths).flatMap((methods) => Object.values(methods))) {
    const responses = (operation.responses ??= {});
    if (operation.requestBody) responses[400] ??= { description: "The body is no JSON" };
    if (operation.requestBody || operation.parameters?.length)
      responses[422] ??= { description: "The request does not fit; `errors` has JSON pointers" };
  }
  return { ...spec, tags: [...tags] };
};
