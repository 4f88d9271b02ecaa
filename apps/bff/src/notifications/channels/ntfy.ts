import type { ntfyConfig } from "@beckon/contracts/channels";
import type { z } from "zod";
import type { Outbound } from "../../platform/outbound/outbound.ts";
import { topicOf } from "../send-push.ts";
import { answerOf, failureOf } from "./answer-of.ts";
import type { ChannelMessage, ChannelOutcome } from "./channel.types.ts";

const look = {
  critical: { priority: 5, tags: ["rotating_light"] },
  warning: { priority: 4, tags: ["warning"] },
  resolved: { priority: 2, tags: ["white_check_mark"] },
  test: { priority: 3, tags: ["bell"] },
};

/** Publishes to a topic of an ntfy server. From ntfy 2.16 on "resolved" takes the place of what it resolves; before, it stands beside it. */
export const sendNtfy = async (
  deps: { outbound: Pick<Outbound, "post">; now: () => Date },
  { server, topic }: z.output<typeof ntfyConfig>,
  { token, message }: { token: string | undefined; message: ChannelMessage },
): Promise<ChannelOutcome> => {
  const whose = new URL(server).host;
  try {
    const answer = await deps.outbound.post({
      url: server,
      headers: { "content-type": "application/json", "user-agent": "Beckon", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({
        ...{ topic, title: message.title, message: message.body, click: message.url, sequence_id: topicOf(message.key) },
        ...look[message.type === "page" ? message.severity : message.type],
      }),
    });
    return answerOf(whose, answer, deps.now());
  } catch (error) {
    return failureOf(whose, error);
  }
};
