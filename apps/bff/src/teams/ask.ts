import { findQuestion, unasked, updateQuestion } from "./questions.repository.ts";
import { asker, type TeamsDeps } from "./teams.types.ts";

/** Asks what was written down; known by its key, so that many who ask at once ask one question. */
export const ask =
  (deps: TeamsDeps) =>
  async (key: string): Promise<void> => {
    const question = await findQuestion(deps.database.db, { key });
    if (!question?.open || question.requestId !== null) return;
    await deps.decisions.request(asker, question.input, key, async (work, { id }) => {
      await updateQuestion(work.db, key, { requestId: id });
      if (question.teamId) await deps.feed.append(work, { kind: "team", entityId: question.teamId });
    });
  };

/** What somebody wrote down who did not come to ask it. */
export const askAll = (deps: TeamsDeps) => {
  const askOne = ask(deps);
  return async (): Promise<void> => {
    for (const key of await unasked(deps.database.db)) await askOne(key);
  };
};
