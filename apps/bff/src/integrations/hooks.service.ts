import { randomUUID } from "node:crypto";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { ControlsService } from "../controls/controls.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import { defineError } from "../platform/errors.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Logger } from "../platform/logger.ts";
import type { PausesService } from "../pauses/pauses.service.ts";
import type { SignalsService } from "../signals/signals.service.ts";
import { claudeCodeHooks } from "./claude-code/hook.ts";
import { codexHooks } from "./codex/hook.ts";
import { copilotHooks } from "./copilot/hook.ts";
import { cursorHooks } from "./cursor/hook.ts";
import { geminiHooks } from "./gemini/hook.ts";
import type { HoldOwner } from "./hold-types.ts";
import { createHoldsService } from "./holds.service.ts";
import { isWithinDepth, type Json } from "./hook-values.ts";
import { thatTake, thatWait, withPlace, type HookPlace } from "./hook-place.ts";
import type { HookAdapter, HookContext, HookEar } from "./hook-types.ts";
import { openCodeHooks } from "./opencode/hook.ts";

const tooDeep = defineError({ code: "hook.too_deep", status: 422, title: "The payload is nested too deeply" });
const deepest = 64;

export const adapters = {
  "claude-code": claudeCodeHooks,
  codex: codexHooks,
  gemini: geminiHooks,
  copilot: copilotHooks,
  cursor: cursorHooks,
  opencode: openCodeHooks,
} as const satisfies Record<string, HookAdapter>;
export type HookAgent = keyof typeof adapters;

export type HookCallInput = {
  owner: HoldOwner;
  agent: HookAgent;
  payload: Json;
  /** Bytes of the payload. */
  size: number;
  context: Omit<HookContext, "now" | "owner" | "delivery">;
  place?: HookPlace | undefined;
  key?: string | undefined;
  waitMs?: number | undefined;
  /** The client has gone. */
  hungUp: () => AbortSignal;
};
/** `out`: to be told whether the answer went out. */
export type HookResult = { kind: "output"; output: Json; out?: (arrived: boolean) => void } | { kind: "nothing" } | { kind: "pending" };

type Deps = {
  database: Database;
  clock: Clock;
  logger: Logger;
  jobs: Jobs;
  decisions: DecisionsService;
  signals: Pick<SignalsService, "append" | "onAccepted">;
  pauses: Pick<PausesService, "hold" | "stop" | "withdraw">;
  /** What people say to runs. */
  said: Pick<ControlsService, "take">;
};

/** What agents' hooks post: facts become signals at once, questions are held until a person answers. */
export const createHooksService = (deps: Deps) => {
  const { clock, logger, signals, pauses } = deps;
  const holds = createHoldsService(deps);
  signals.onAccepted((owner, accepted) => {
    holds
      .signals(owner, accepted)
      .catch((error: unknown) => logger.warn({ err: error }, "reports could not be matched with held questions"));
  });

  return {
    /** Resolves once the facts are durable and, where there is a question, when it is settled. */
    handle: async ({ owner, agent, payload, size, context: given, place, key, waitMs, hungUp }: HookCallInput): Promise<HookResult> => {
      if (!isWithinDepth(payload, deepest)) throw tooDeep({ detail: `At most ${deepest} levels.` });
      const adapter: HookAdapter = adapters[agent];
      const context: HookContext = { ...given, now: clock(), owner: owner.name, ...(key === undefined ? {} : { delivery: key }) };
      const step = adapter.toStep?.(payload, context);
      const ear = adapter.toEar?.(payload, context);
      const takes = ear ? takesOf(ear) : [];
      const facts = thatTake(withPlace(adapter.toSignals(payload, context), place), takes);
      await Promise.all([signals.append(owner, step ? thatWait(facts) : facts), holds.facts(owner, adapter.toFacts(payload, context))]);
      const since = performance.now();
      if (step) {
        const { again, session } = step;
        const returns = key !== undefined;
        const most = returns ? waitMs : again && Math.min(waitMs ?? again.afterMs, again.afterMs);
        if ((await pauses.hold({ owner, session, step: step.step, returns, key, waitMs: most, hungUp })) === "pending")
          return again && !returns ? { kind: "output", output: again.output } : { kind: "pending" };
      }
      const reply = adapter.toReply?.(payload, context);
      const run = ear && { ownerId: owner.id, sessionKey: ear.session };
      const told = run && (await deps.said.take({ ...run, takes, call: key ?? randomUUID(), when: ear.when }));
      if (ear && told)
        return { kind: "output", output: (told.kind === "stop" ? ear.stop : ear.message)?.(told.words, reply) ?? {}, out: told.out };
      if (reply) return { kind: "output", output: reply };
      const question = adapter.toQuestion(payload, context);
      if (!question) return { kind: "nothing" };
      const [first] = question.inputs;
      const doing = (first?.action?.diff === undefined ? first?.action?.command : first.action.files?.[0])?.slice(0, 2_000);
      const asked = await holds.ask({
        owner,
        size,
        source: adapter.source,
        question,
        doing,
        key,
        waitMs: key === undefined ? undefined : left(waitMs, since),
        signal: hungUp(),
      });
      if (asked.kind !== "answer") return asked.kind === "pending" ? { kind: "pending" } : { kind: "nothing" };
      const { output } = asked.answer;
      // For some agents a yes is no word at all.
      return Object.keys(output).length > 0 ? { kind: "output", output } : { kind: "nothing" };
    },
    withdraw: async (owner: HoldOwner, { agent, key, reason }: { agent: HookAgent; key: string; reason: string }): Promise<number> => {
      await pauses.withdraw(owner, { key, reason });
      return holds.withdraw(owner, { source: adapters[agent].source, key, reason });
    },
    holds,
    /** Before the server closes its connections. */
    stop: async (): Promise<void> => void (await Promise.all([pauses.stop(), holds.stop()])),
  };
};
const takesOf = (ear: HookEar) => (["message", "stop"] as const).filter((take) => ear[take] !== undefined);

const left = (waitMs: number | undefined, since: number) =>
  waitMs === undefined ? undefined : Math.max(0, waitMs - (performance.now() - since));

export type HooksService = ReturnType<typeof createHooksService>;
