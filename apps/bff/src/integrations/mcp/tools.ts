import type { DecisionRequest, DecisionRequestInput } from "@beckon/contracts/decisions";
import type { Signal } from "@beckon/contracts/signals";
import type { McpServer, ServerContext } from "@modelcontextprotocol/server";
import { toAnswer, toldOf, toRefusal, withMessage, type ToolAnswer } from "./answer.ts";
import type { McpOwner } from "./mcp.types.ts";
import { readCall, type McpCall, type McpClient } from "./client.ts";
import type { Holding } from "./hold.ts";
import { patienceOf } from "./patience.ts";
import { askArguments, toRequest, waitArguments } from "./question.ts";
import { z } from "zod";
import type { PausesService } from "../../pauses/pauses.service.ts";
import type { TasksService } from "../../tasks/tasks.service.ts";
import {
  claimSignals,
  completeArguments,
  completeSignals,
  handOverArguments,
  handOverSignals,
  isOffer,
  progressArguments,
  progressSignals,
  startArguments,
  startSignals,
} from "./work-signals.ts";

/** What the tools of one caller do their work with. */
export type ToolContext = {
  owner: McpOwner;
  client: McpClient;
  now: () => Date;
  ask: (owner: McpOwner, input: DecisionRequestInput) => Promise<DecisionRequest>;
  hold: (owner: McpOwner, holding: Holding) => Promise<DecisionRequest>;
  append: (owner: McpOwner, signals: readonly Signal[]) => Promise<unknown>;
  tasks: Pick<TasksService, "claim" | "handOver" | "standing" | "offered">;
  /** The run that has this call open, for clients that name the call and not the run. */
  sessionOfCall: (owner: McpOwner, callId: string) => Promise<string | undefined>;
  /** Holds a call of a run that a person paused. */
  pause: PausesService["hold"];
  /** What a person says to the run of this call, to go with its answer. */
  said: (call: McpCall, tool: string) => Promise<string | undefined>;
  /** Turns whatever went wrong into words for the model. */
  refusal: (error: unknown) => ToolAnswer;
};

/** Nothing outside Beckon is changed or called: clients may run these without asking. */
const harmless = { readOnlyHint: true, destructiveHint: false, openWorldHint: false } as const;
const notes = { readOnlyHint: false, destructiveHint: false, openWorldHint: false } as const;

const paused =
  "A person has paused your work. Do not go on: call this tool again with the same arguments. The call waits, and answers when they let you go on.";

/** Registers the seven tools. Their words are written for models: short, exact, with what to do next. */
export const registerTools = (server: McpServer, context: ToolContext): void => {
  const { owner } = context;

  const callOf = async (ctx: ServerContext): Promise<McpCall> => {
    const call = readCall(context.client, ctx.mcpReq._meta);
    if (call.session !== undefined || call.id === undefined) return call;
    const session = await context.sessionOfCall(owner, call.id);
    return session === undefined ? call : { ...call, session };
  };

  /** Whether the run shall still stand when the client's patience is over. */
  const isPaused = async (call: McpCall, { mcpReq: { signal } }: ServerContext): Promise<boolean> =>
    call.session !== undefined &&
    (await context.pause({
      owner,
      session: call.session,
      step: "a tool of Beckon",
      returns: true,
      waitMs: patienceOf(call, undefined) * 1_000,
      hungUp: () => signal,
    })) === "pending";

  /** A tool's failure is an answer in words: a thrown error's text would go to the model as it is. */
  const answering =
    <A>(tool: string, run: (said: A, call: McpCall, ctx: ServerContext) => Promise<ToolAnswer>) =>
    async (said: A, ctx: ServerContext) => {
      try {
        const call = await callOf(ctx);
        const answer = (await isPaused(call, ctx)) ? toRefusal(paused) : await run(said, call, ctx);
        const words = ctx.mcpReq.signal.aborted ? undefined : await context.said(call, tool);
        return words === undefined ? answer : withMessage(answer, words);
      } catch (error) {
        return context.refusal(error);
      }
    };

  const holdFor = async (id: string, seconds: number, { call, ctx }: { call: McpCall; ctx: ServerContext }) => {
    const { progressToken } = call;
    const progress =
      progressToken === undefined
        ? undefined
        : ({ count, waitedMs }: { count: number; waitedMs: number }) =>
            ctx.mcpReq.notify({
              method: "notifications/progress",
              params: { progressToken, progress: count, message: `Waiting for a person (${Math.round(waitedMs / 1_000)} s)` },
            });
    return toldOf(await context.hold(owner, { id, seconds, signal: ctx.mcpReq.signal, ...(progress ? { progress } : {}) }));
  };

  server.registerTool(
    "ask_human",
    {
      title: "Ask a person and wait for the answer",
      description:
        "Asks the person you work for, on their phone, and waits for the answer. Use it for a decision, a permission or a fact that only they can give; not for what you can find out yourself. If the result's status is pending, call wait_for_answer with its request_id; do not ask again. Only an answered status is an answer: pending, expired and withdrawn are never a yes.",
      inputSchema: askArguments,
      annotations: { title: "Ask a person (changes nothing itself)", ...harmless, idempotentHint: true },
    },
    answering("ask_human", async (said, call, ctx) => {
      const request = await context.ask(owner, toRequest(said, call, owner));
      return holdFor(request.id, patienceOf(call, said.wait_seconds), { call, ctx });
    }),
  );

  server.registerTool(
    "wait_for_answer",
    {
      title: "Wait for the answer to an open question",
      description:
        "Goes on waiting for a question that ask_human returned as pending. Call it again while the status is pending; the question stays with the person all the time.",
      inputSchema: waitArguments,
      annotations: { title: "Wait for a person's answer", ...harmless, idempotentHint: true },
    },
    answering("wait_for_answer", (said, call, ctx) => holdFor(said.request_id, patienceOf(call, said.wait_seconds), { call, ctx })),
  );

  server.registerTool(
    "report_progress",
    {
      title: "Report progress",
      description:
        "Tells the person how the work goes, without waiting. Use it at milestones and when the plan changes, not for every step.",
      inputSchema: progressArguments,
      annotations: { title: "Report progress", ...notes, idempotentHint: true },
    },
    answering("report_progress", async (said, call) => {
      await context.append(owner, progressSignals({ call, at: context.now() }, said));
      return toAnswer("Reported. Go on; nobody has to answer this.", { status: "reported" });
    }),
  );

  server.registerTool(
    "start_task",
    {
      title: "Start a task",
      description:
        "Says which task you work on from now, so that the person sees it: a new one, one that you were given, or an offer of another agent. Call complete_task with its task_id when it is done or given up.",
      inputSchema: startArguments,
      annotations: { title: "Say which task is worked on", ...notes, idempotentHint: true },
    },
    answering("start_task", async (said, call) => {
      const offered = isOffer(said.task_id) ? await context.tasks.offered(owner, said.task_id) : undefined;
      const { taskId, signals } = startSignals({ call, at: context.now() }, said, offered?.id);
      await context.append(owner, signals);
      const ended = endedWord(await context.tasks.standing(owner, taskId));
      if (ended)
        return toAnswer(`Task ${taskId} ${ended}. Do not work on it as this task; start a new one.`, { status: "ended", task_id: taskId });
      return toAnswer(`Started. The task_id is ${taskId}: give it to report_progress and complete_task.`, {
        status: "started",
        task_id: taskId,
      });
    }),
  );

  server.registerTool(
    "complete_task",
    {
      title: "Complete a task",
      description: "Says that a task ended: completed or failed, with a short summary. Completed means done and checked, not merely tried.",
      inputSchema: completeArguments,
      annotations: { title: "Say that a task ended", ...notes, idempotentHint: true },
    },
    answering("complete_task", async (said, call) => {
      await context.append(owner, completeSignals({ call, at: context.now() }, said));
      return toAnswer(`Noted as ${said.outcome}.`, { status: said.outcome, task_id: said.task_id });
    }),
  );

  server.registerTool(
    "hand_over",
    {
      title: "Offer work to another agent",
      description:
        "Notes that you offer your work to another agent or role, with all that it needs to go on. It starts nobody: the person sees the offer.",
      inputSchema: handOverArguments,
      annotations: { title: "Offer work to another agent", ...notes, idempotentHint: true },
    },
    answering("hand_over", async (said, call) => {
      const { handoffId, signals } = handOverSignals({ call, at: context.now() }, said);
      await context.append(owner, signals);
      const task = await context.tasks.handOver(owner, {
        handoffId,
        to: said.to,
        task: said.task,
        taskId: said.task_id,
        by: call.agent.name ?? owner.name,
      });
      return toAnswer("The offer is noted and shown to the person. Nobody has taken the work over yet.", {
        status: "offered",
        handoff_id: handoffId,
        task_id: task.id,
      });
    }),
  );

  server.registerTool(
    "next_task",
    {
      title: "Take the next task",
      description:
        "Gives you the next task that waits for you or your role, and starts it. Nobody else gets it. Use it when you are free; if there is none, stop or go on with what you were told.",
      inputSchema: z.object({}),
      annotations: { title: "Take the next task", ...notes, idempotentHint: false },
    },
    answering("next_task", async (_said, call) => {
      const task = await context.tasks.claim(owner, { ...call.agent, ...(call.session ? { sessionId: call.session } : {}) });
      if (!task) return toAnswer("There is no task for you now.", { status: "none" });
      await context.append(owner, claimSignals({ call, at: context.now() }, task));
      const words = [
        `Your task is ${task.id}: ${task.title}`,
        ...(task.body ? [task.body] : []),
        "Call complete_task with its task_id when it is done or given up.",
      ];
      return toAnswer(words.join("\n\n"), {
        status: "started",
        task_id: task.id,
        title: task.title,
        ...(task.body ? { body: task.body } : {}),
      });
    }),
  );
};

/** For a task that nobody can work on any more. */
const endedWord = (task: { status: string; endedAt?: string | undefined } | undefined): string | undefined =>
  task?.endedAt === undefined ? undefined : `ended before: it is ${task.status} since ${task.endedAt}`;
