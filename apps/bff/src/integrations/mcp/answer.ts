import type { Decision, DecisionRequest } from "@beckon/contracts/decisions";

/**
 * What a tool gives back, for models: the same once as words and once as data. Some clients show
 * their model only the one, some only the other, so each says what to do next.
 */
export type ToolAnswer = {
  content: { type: "text"; text: string }[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
};

export const toAnswer = (words: string, data: Record<string, unknown>): ToolAnswer => ({
  content: [{ type: "text", text: words }],
  structuredContent: data,
});

export const toRefusal = (words: string): ToolAnswer => ({ content: [{ type: "text", text: words }], isError: true });

/** The same answer, and beside it what a person says to the agent: in words and as data, for each client shows its model only one. */
export const withMessage = ({ content, structuredContent, isError }: ToolAnswer, words: string): ToolAnswer => ({
  content: [...content, { type: "text", text: words }],
  ...(structuredContent ? { structuredContent: { ...structuredContent, message_from_person: words } } : {}),
  ...(isError === undefined ? {} : { isError }),
});

/** The state of a question, told to the model that asked it. */
export const toldOf = (request: DecisionRequest): ToolAnswer => {
  const { id: request_id, decision } = request;
  switch (request.status) {
    case "pending": {
      const next = `No answer yet. The question stays open with the person${expiryOf(request)}. Call wait_for_answer with request_id ${request_id}. Do not ask again, and do not go on as if it were answered; work that does not depend on it may go on meanwhile.`;
      return toAnswer(next, { status: "pending", request_id, next });
    }
    case "cancelled": {
      const why = request.cancelReason ? ` Reason: ${request.cancelReason}` : "";
      const next = `The question was withdrawn and will not be answered.${why} Do not take this as a yes.`;
      return toAnswer(next, { status: "withdrawn", request_id, next });
    }
    case "expired": {
      const fallback = decision && chosen(request, decision);
      const next = fallback
        ? `Nobody answered in time. What was declared for that case stands: ${fallback}`
        : "Nobody answered in time, and the question is void. This is not a yes: take the safe way, or ask again if it still matters.";
      return toAnswer(next, { status: "expired", request_id, ...(fallback ? { answer: fallback } : {}), next });
    }
    case "decided":
      return answered(request, decision as Decision);
  }
};

const expiryOf = ({ expiresAt }: DecisionRequest) => (expiresAt ? ` until ${expiresAt}` : "");

const chosen = (request: DecisionRequest, { option }: Decision) =>
  option === undefined ? undefined : (request.options.find(({ id }) => id === option)?.label ?? option);

const whoDecided = ({ kind, name }: Decision["decidedBy"]) =>
  kind === "rule" ? `The rule ${name ?? "of this team"}` : (name ?? "A person");

const answered = (request: DecisionRequest, decision: Decision): ToolAnswer => {
  const option = chosen(request, decision);
  const answered_by = whoDecided(decision.decidedBy);
  const words = [
    `${answered_by} answered at ${decision.decidedAt}${option ? `: ${option}` : " in own words:"}`,
    ...(decision.text ? [option ? `In own words: ${decision.text}` : decision.text] : []),
  ];
  return toAnswer(words.join("\n"), {
    status: "answered",
    request_id: request.id,
    question: request.title,
    ...(option ? { option } : {}),
    ...(decision.text ? { text: decision.text } : {}),
    answered_by,
    answered_at: decision.decidedAt,
  });
};
