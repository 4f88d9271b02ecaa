import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Severity } from "@beckon/contracts/escalation";
import { showLine } from "../clip.ts";
import type { NoticeWords } from "../notifications.types.ts";
import { detailOf, marked, outcomeWords, riskWord } from "../payload.ts";
import type { ChannelMessage } from "./channel.types.ts";

type Said = { title: string; body: string; path: string };

/** A request, as somebody reads it who cannot answer where they read it. */
const ofRequest = (request: DecisionRequest, over: boolean): Said => {
  const detail = detailOf(request);
  const title = showLine(marked(request), 300).text;
  const path = `/decisions/${request.id}`;
  if (over) return { title: `Over: ${title}`, body: outcomeWords(request), path };
  const words = [riskWord[request.risk], showLine(request.agent.name, 120).text, detail && showLine(detail, 600).text];
  return { title, body: words.filter(Boolean).join("\n"), path };
};

/** Its own words say that it is over. */
const ofNotice = ({ title, body, path }: NoticeWords): Said => ({
  title: showLine(title, 300).text,
  body: showLine(body, 1_000).text,
  path,
});

/** What one delivery says through a channel; a private one says that something waits, and nothing of what. */
export const messageOf = (options: {
  delivery: { id: string; kind: string; createdAt: string; notice?: NoticeWords };
  key: string;
  severity: Severity;
  isPrivate: boolean;
  request: DecisionRequest | undefined;
  publicOrigin: string;
}): ChannelMessage => {
  const { delivery, request, isPrivate } = options;
  const over = delivery.kind === "withdraw";
  const test = { title: "Beckon", body: "A test: this channel works.", path: "/settings/channels" };
  const said = delivery.notice ? ofNotice(delivery.notice) : request ? ofRequest(request, over) : test;
  const hidden = { title: "Beckon", body: over ? "What waited is over." : "Something waits for you.", path: said.path };
  const { title, body, path } = isPrivate && delivery.kind !== "test" ? hidden : said;
  return {
    id: delivery.id,
    type: over ? "resolved" : delivery.kind === "test" ? "test" : "page",
    ...{ key: options.key, at: delivery.createdAt, severity: options.severity, title, body },
    url: options.publicOrigin + path,
    ...(request ? { requestId: request.id } : {}),
  };
};
