import type { emailConfig } from "@beckon/contracts/channels";
import type { z } from "zod";
import type { Mailer } from "../../platform/outbound/mail.ts";
import { topicOf } from "../send-push.ts";
import { failureOf } from "./answer-of.ts";
import type { ChannelMessage, ChannelOutcome } from "./channel.types.ts";

/** A plain mail, in one thread with all others of its page. A mail that is sent twice has one Message-ID. */
export const sendEmail = async (
  deps: { mailer: Pick<Mailer, "send"> },
  { from, to, ...server }: z.output<typeof emailConfig>,
  { password, message }: { password: string | undefined; message: ChannelMessage },
): Promise<ChannelOutcome> => {
  const { id, key, title, body, url } = message;
  const domain = from.split("@").at(-1) ?? "beckon.invalid";
  try {
    const answer = await deps.mailer.send(
      { ...server, password },
      {
        ...{ from, to, subject: title, text: `${body}\n\n${url}\n` },
        // Mails of one page, and that it is over, have one thread's root in common.
        ...{ messageId: `${id}@${domain}`, references: `${topicOf(key)}@${domain}` },
      },
    );
    return { kind: "accepted", answer: `${server.host} answered ${answer}` };
  } catch (error) {
    return failureOf(server.host, error);
  }
};
