import { createRandom } from "./usage-day.ts";
import { hookTeller, runsOf, spanTeller, team, tokens, type Told } from "./teamwork-week.ts";
import type { Answer, Call, TestApp } from "./test-app.ts";

/** `most`: signals told at once, between a tenth of it and all. `others`: further servers on the same database, which are told all signals at the same time. */
type Options = { seed: number; duplicates: number; setClock(at: number): void; most?: number; others?: readonly TestApp[] };

/** Sends a week through the public API: hooks at their times, for they have no other; all else in no order, some of it twice. */
export const tellWeek = async (
  app: TestApp,
  told: readonly Told[],
  { seed, duplicates, setClock, most = 550, others = [] }: Options,
): Promise<{ duplicates: number }> => {
  const random = createRandom(seed);
  const calls = await Promise.all(Array.from({ length: tokens }, (_, index) => app.token("agent", `machine-${index}`)));
  const own = { span: await app.token("agent", spanTeller.name), hook: await app.token("agent", hookTeller.name) };
  // Who is on the team is known before the week; names that only appear in it are not.
  for (const { name, role, token } of team) {
    const call = name === spanTeller.name ? own.span : name === hookTeller.name ? own.hook : (calls[token] as Call);
    await right(call("POST", "/api/agents/heartbeat", { agent: { name, role } }));
  }
  // A run tells of itself before those that it starts do: whose it is would else be the token's own agent.
  const runs = Map.groupBy(
    team.filter((mate) => mate !== spanTeller && mate !== hookTeller),
    ({ token }) => token,
  );
  for (const [token, mates] of runs)
    await right((calls[token] as Call)("POST", "/api/signals", { signals: mates.flatMap((mate) => runsOf(mate)) }));
  const now = app.services.clock().getTime();
  const hooks = told.flatMap((one) => (one.by === "hook" ? [one] : [])).sort((a, b) => a.at - b.at);
  for (const { at, payload } of hooks) {
    setClock(at);
    await right(own.hook("POST", "/hooks/claude-code?wait=0", payload));
    if (random.next() < duplicates) await right(own.hook("POST", "/hooks/claude-code?wait=0", payload));
  }
  setClock(now);

  let known = 0;
  const some = random.shuffle(told.filter(({ by }) => by !== "hook").flatMap((one) => (random.next() < duplicates ? [one, one] : [one])));
  for (let from = 0; from < some.length;) {
    const group = some.slice(from, (from += Math.ceil(most / 11) + random.below(most - Math.ceil(most / 11))));
    const signals = Map.groupBy(
      group.flatMap((one) => (one.by === "signals" ? [one] : [])),
      ({ token }) => token,
    );
    const spans = group.flatMap((one) => (one.by === "span" ? [one.span] : []));
    const answers = await Promise.all([
      ...[...signals].flatMap(([token, mine]) => {
        const body = { signals: mine.map(({ signal }) => signal) };
        const call = calls[token] as TokenCall;
        return [
          right(call("POST", "/api/signals", body)),
          ...others.map((other) => right(callOf(other, call)("POST", "/api/signals", body))),
        ];
      }),
      ...(spans.length > 0 ? [right(own.span("POST", "/otlp/v1/traces", { resourceSpans: [{ scopeSpans: [{ spans }] }] }))] : []),
    ]);
    known += answers.reduce((sum, { body }) => sum + (body.duplicates ?? 0), 0);
    for (const one of group) {
      if (one.by !== "call") continue;
      const call = calls[one.token] as Call;
      const { body } = await right(call("POST", "/api/coordinations", one.start));
      if (one.end) await right(call("POST", `/api/coordinations/${body.id}/end`, one.end));
    }
  }
  return { duplicates: known };
};

type TokenCall = Call & { token: string };

/** The same token at another server. */
const callOf =
  (app: TestApp, { token }: TokenCall): Call =>
  (method, path, body) =>
    app.nobody(method, path, body, { authorization: `Bearer ${token}` });

const right = async (answer: Promise<Answer>) => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return { status, body };
};
