import type { Alert, AlertDetail } from "@beckon/contracts/alerts";
import { subscribe } from "./subscribe.ts";
import { createTestApp, type Call } from "./test-app.ts";

const everyMs = 30_000;
/** Of a long time not every interval is looked at: the rules count time, not looks. */
const most = 10;
type Token = Call & { id: string };

/** The whole BFF with its alerts in the test's hand: `pass` lets time go by and looks at all rules every interval of it. */
export const openAlertsLab = async () => {
  const start = Date.parse("2026-11-21T10:00:00Z");
  let now = start;
  const app = await createTestApp({ clock: () => new Date(now), config: { pushAllow: ["http://127.0.0.1:9"] } });
  const owner = await app.pair();
  await subscribe(owner);
  const tokens = new Map<string, Token>();
  let count = 0;
  const rows = async <T>(text: string) => (await app.database.executeSql(text)).rows as T[];
  const look = () => app.services.alerts.evaluate();
  const agent = async (name = "builder"): Promise<Token> => {
    const token = tokens.get(name) ?? (await app.token("agent", name));
    tokens.set(name, token);
    return token;
  };

  return {
    ...app,
    owner,
    agent,
    look,
    rows,
    now: () => new Date(now),
    iso: (ms = 0) => new Date(now + ms).toISOString(),
    /** Without a look: as if the server had been away. */
    skip: (ms: number) => void (now += ms),
    pass: async (ms: number): Promise<void> => {
      const end = now + ms;
      const step = Math.max(everyMs, Math.floor(ms / most / everyMs) * everyMs);
      while (now < end) {
        now = Math.min(end, now + step);
        await look();
      }
    },
    /** What an agent tells, one batch. */
    tell: async (name: string, signals: object[]): Promise<void> => {
      const full = signals.map((signal) => ({
        id: `s${(count += 1)}`,
        source: "test",
        at: new Date(now).toISOString(),
        session: `run of ${name}`,
        ...signal,
      }));
      const answer = await (await agent(name))("POST", "/api/signals", { signals: full });
      if (answer.body.accepted !== full.length) throw new Error(JSON.stringify(answer.body));
    },
    alerts: async (query = ""): Promise<Alert[]> => (await owner("GET", `/api/alerts?limit=200${query}`)).body.items,
    read: async (id: string): Promise<AlertDetail> => (await owner("GET", `/api/alerts/${id}`)).body,
    /** What phones were told, in order: by kind and in words. */
    told: async (): Promise<{ kind: string; title: string; body: string; private: string; path: string }[]> =>
      rows(`select kind, notice->>'title' as title, notice->>'body' as body, notice->>'private' as private, notice->>'path' as path
        from delivery where notice is not null order by created_at, id`),
    /** All that was to be sent has arrived. */
    arrive: () => rows("update delivery set status = 'shown', shown_at = created_at where status = 'queued'"),
    clear: async (): Promise<void> => {
      now += 30 * 86_400_000;
      now -= now % everyMs;
      tokens.clear();
      await app.database.executeSql(
        "delete from alert; delete from alert_watch; delete from alert_rule; delete from alert_silence; delete from alert_clock; delete from alert_evaluation; delete from escalation; delete from delivery; delete from workflow_run; delete from task; delete from host; delete from host_start; delete from model_call_sum; delete from usage_rollup; delete from usage_entry; delete from usage_session; delete from session; delete from decision_request; delete from agent",
      );
    },
  };
};
export type AlertsLab = Awaited<ReturnType<typeof openAlertsLab>>;
