import type { Actor } from "@beckon/contracts/access";
import type { Escalation, EscalationPolicy, EscalationPolicyAnswer } from "@beckon/contracts/escalation";
import { listChannels } from "../channels/channels.repository.ts";
import { channelUnknown } from "../notifications.errors.ts";
import type { NotificationsDeps } from "../notifications.types.ts";
import { listEscalations, readEscalationPolicy, saveEscalationPolicy } from "./escalations.repository.ts";

const shown = 100;

export const readSteps =
  ({ database: { db } }: NotificationsDeps) =>
  async (): Promise<EscalationPolicyAnswer> => {
    const { policy, isDefault } = await readEscalationPolicy(db);
    const channels = (await listChannels(db)).map(({ id, name, enabled }) => ({ id, name, enabled }));
    return { ...policy, isDefault, channels };
  };

/** Holds for pages from now on; what is under way goes on as it began. */
export const setSteps =
  (deps: NotificationsDeps) =>
  async (actor: Actor, policy: EscalationPolicy): Promise<EscalationPolicyAnswer> => {
    await deps.database.transaction(async (work) => {
      const known = new Set((await listChannels(work.db)).map(({ id }) => id));
      const errors = policy.steps.flatMap(({ channelId }, index) =>
        channelId === undefined || known.has(channelId) ? [] : [{ pointer: `/steps/${index}/channelId`, detail: "no such channel" }],
      );
      if (errors.length > 0) throw channelUnknown({ extra: { errors } });
      await saveEscalationPolicy(work.db, policy, deps.clock());
      await deps.audit.append(work, { actor, action: "escalation.policy_changed", subject: "escalation", detail: { policy } });
    });
    return readSteps(deps)();
  };

/** How pages went, newest first. */
export const listPages =
  ({ database: { db } }: NotificationsDeps) =>
  (query: { occasion?: string | undefined }): Promise<Escalation[]> =>
    listEscalations(db, { ...query, limit: shown });
