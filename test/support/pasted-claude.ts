/** Settings as the Connect page has them pasted. */
export type ClaudeSettings = {
  env: Record<string, string>;
  hooks: Record<string, { hooks: { url: string; headers: Record<string, string>; allowedEnvVars: string[] }[] }[]>;
};

/** Behaves towards Beckon as Claude Code does with these settings and no other: hooks by HTTP, telemetry by OTLP as JSON. */
export const pastedClaude = (settings: ClaudeSettings, { session, cwd }: { session: string; cwd: string }) => {
  const { env } = settings;
  const filledIn = (value: string, allowed: string[]) =>
    value.replaceAll(/\$\{?(\w+)\}?/g, (_, name: string) => (allowed.includes(name) ? (env[name] ?? "") : ""));
  let sequence = 0;

  /** Posts the event to every hook that the settings name for it; the answer of the last one. Nothing where there is no hook. */
  const hook = async (event: string, payload: Record<string, unknown> = {}): Promise<any> => {
    let answer: unknown;
    for (const { hooks } of settings.hooks[event] ?? [])
      for (const { url, headers, allowedEnvVars } of hooks) {
        const response = await fetch(url, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filledIn(value, allowedEnvVars)])),
          },
          body: JSON.stringify({
            session_id: session,
            transcript_path: `/home/dev/.claude/projects/x/${session}.jsonl`,
            cwd,
            prompt_id: `prompt-of-${session}`,
            permission_mode: "default",
            hook_event_name: event,
            ...payload,
          }),
        });
        const text = await response.text();
        if (!response.ok) throw new Error(`${event}: ${response.status} ${text}`);
        answer = text === "" ? undefined : JSON.parse(text);
      }
    return answer;
  };

  /** One event of its telemetry, as of so many seconds ago. */
  const event = async (name: string, attributes: Record<string, string | number>, secondsAgo = 0): Promise<void> => {
    const at = Date.now() - secondsAgo * 1_000;
    const value = (given: string | number) => (typeof given === "number" ? { intValue: given } : { stringValue: given });
    const all = {
      "event.name": name,
      "event.timestamp": new Date(at).toISOString(),
      "event.sequence": (sequence += 1),
      "session.id": session,
      ...attributes,
    };
    const headers = Object.fromEntries((env.OTEL_EXPORTER_OTLP_HEADERS ?? "").split(",").map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
    const response = await fetch(`${env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/logs`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({
        resourceLogs: [
          {
            resource: { attributes: [{ key: "service.name", value: { stringValue: "claude-code" } }] },
            scopeLogs: [
              {
                scope: { name: "com.anthropic.claude_code.events" },
                logRecords: [
                  {
                    timeUnixNano: `${at}000000`,
                    body: { stringValue: `claude_code.${name}` },
                    attributes: Object.entries(all).map(([key, given]) => ({ key, value: value(given) })),
                  },
                ],
              },
            ],
          },
        ],
      }),
    });
    if (response.status !== 200) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  };

  return { hook, event };
};
