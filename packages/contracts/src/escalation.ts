import { z } from "zod";
import { actor } from "./access.ts";
import { idOf, instant, text } from "./common.ts";

export const channelId = idOf("ch");

/**
 * Whom one step tells: the next device of the person at hand (the one used last first) · all others of that
 * person · the next person's devices · everybody's who may act · a channel.
 */
export const escalationTell = z.enum(["device", "devices", "person", "everyone", "channel"]);
export type EscalationTell = z.infer<typeof escalationTell>;

export const escalationStep = z
  .strictObject({
    /** Minutes without acknowledgement since the step before. */
    afterMinutes: z.number().int().min(0).max(1_440),
    tell: escalationTell,
    channelId: channelId.optional(),
  })
  .refine(({ tell, channelId: channel }) => (tell === "channel") === (channel !== undefined), "a channel, and only that, is named");
export type EscalationStep = z.infer<typeof escalationStep>;

/** Who is told next while nobody takes it. */
export const escalationPolicy = z.strictObject({
  steps: z
    .array(escalationStep)
    .min(1)
    .max(10)
    .refine((steps) => steps[0]?.afterMinutes === 0, "the first step is at once"),
  /** From the first step again, so long after the last one, so many times. */
  repeat: z.strictObject({ afterMinutes: z.number().int().min(5).max(1_440), times: z.number().int().min(1).max(10) }).nullable(),
  /** Which requests are told further too: from this risk on, and those whose waiting costs so much an hour (micro-dollars). */
  decisions: z.strictObject({
    fromRisk: z.enum(["medium", "high", "critical"]).nullable(),
    fromCostPerHourMicros: z.number().int().min(1).max(1_000_000_000_000).nullable(),
  }),
});
export type EscalationPolicy = z.infer<typeof escalationPolicy>;

/** Until somebody sets another one. */
export const defaultEscalation: EscalationPolicy = {
  steps: [
    { afterMinutes: 0, tell: "device" },
    { afterMinutes: 3, tell: "devices" },
    { afterMinutes: 5, tell: "everyone" },
  ],
  repeat: { afterMinutes: 30, times: 2 },
  decisions: { fromRisk: "high", fromCostPerHourMicros: 20_000_000 },
};

/** `GET /api/escalation-policy`: names of the channels beside it, for who may not see the channels themselves. */
export const escalationPolicyAnswer = escalationPolicy.extend({
  isDefault: z.boolean(),
  channels: z.array(z.object({ id: z.string(), name: z.string(), enabled: z.boolean() })),
});
export type EscalationPolicyAnswer = z.infer<typeof escalationPolicyAnswer>;

export const severity = z.enum(["warning", "critical"]);
export type Severity = z.infer<typeof severity>;

/** open: further steps follow · exhausted: all steps are done and nobody took it · acknowledged, settled: over. */
export const escalationState = z.enum(["open", "exhausted", "acknowledged", "settled"]);

/** How one page went from device to device. */
export const escalation = z.object({
  id: idOf("es"),
  /** What it is about: `decision/<id>`, or what the alert calls itself. */
  occasion: z.string(),
  requestId: z.string().optional(),
  severity,
  title: z.string(),
  state: escalationState,
  startedAt: instant,
  endedAt: instant.optional(),
  /** Who took it. */
  by: actor.optional(),
  next: z.object({ at: instant, tell: escalationTell }).optional(),
  steps: z.array(
    z.object({
      at: instant,
      /** 1 the first time through the steps. */
      round: z.number().int(),
      tell: escalationTell,
      /** Names of the devices or of the channel; empty: there was nobody left to tell. */
      to: z.array(z.string()),
    }),
  ),
});
export type Escalation = z.infer<typeof escalation>;

/** Newest first, at most 100. */
export const escalationList = z.object({ items: z.array(escalation) });
export const escalationQuery = z.object({ occasion: text(200).optional() });
