import type { OutcomeCheck, outcomeFindings, outcomeFindingsAnswer } from "@beckon/contracts/outcome-checks";
import { repositoryName } from "@beckon/contracts/repository-name";
import type { z } from "zod";
import { actorOf } from "../access/callers.ts";
import { lockWorks } from "./inbox.repository.ts";
import type { Caller } from "../platform/http/env.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import { standingOne } from "./change.ts";
import { outcomesOfRepository, saveFinding } from "./outcomes.repository.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";
import { partsOfWorks } from "./parts.repository.ts";
import { presentOne } from "./present.ts";
import { settle } from "./settle.ts";

const page = 100;

/** What to look for in a repository, by whichever of its names: newest first. */
export const listChecks =
  (deps: OutcomesDeps) =>
  async ({
    repository,
    cursor,
  }: {
    repository: string;
    cursor?: string | undefined;
  }): Promise<{ items: OutcomeCheck[]; cursor?: string }> => {
    const name = repositoryName(repository) ?? repository;
    const before = cursor === undefined ? undefined : /^(\d{1,14})~(oc_[0-9A-Za-z]{16,40})$/.exec(cursor);
    if (before === null) throw wrongCursor();
    return deps.database.snapshot(async (db) => {
      const place = before ? { before: { at: new Date(Number(before[1])), id: before[2] as string } } : {};
      const rows = await outcomesOfRepository(db, { repository: name, ...place, limit: page });
      const parts = await partsOfWorks(
        db,
        rows.map(({ workId }) => workId),
      );
      const items: OutcomeCheck[] = [];
      for (const row of rows) {
        const pulls = parts.flatMap((part) =>
          part.workId === row.workId && part.facts.kind === "pull_request" && part.facts.repository === name && part.acceptedAt
            ? [{ ...part.facts, mergeCommit: part.mergeCommit }]
            : [],
        );
        const { commits } = await presentOne(deps, db, row);
        items.push({
          id: row.id,
          title: row.title,
          acceptedAt: row.acceptedAt.toISOString(),
          pullRequests: pulls.map(({ number, base, mergeCommit, headSha }) => ({
            number,
            ...(base ? { base } : {}),
            ...(mergeCommit ? { mergeCommit } : {}),
            ...(headSha ? { head: headSha } : {}),
          })),
          commits: commits.map(({ sha }) => sha),
        });
      }
      const last = rows.at(-1);
      return { items, ...(last && rows.length === page ? { cursor: `${last.acceptedAt.getTime()}~${last.id}` } : {}) };
    });
  };

/** What a look at a repository found; the same look again is the same evidence. */
export const takeFindings =
  (deps: OutcomesDeps) =>
  async (caller: Caller, input: z.output<typeof outcomeFindings>): Promise<z.infer<typeof outcomeFindingsAnswer>> =>
    deps.database.transaction(async (work) => {
      await lockWorks(work.db);
      const name = repositoryName(input.repository) ?? input.repository;
      const works: string[] = [];
      const results: z.infer<typeof outcomeFindingsAnswer>["results"] = [];
      for (const { id, ...finding } of input.findings) {
        const row = await standingOne(work.db, id).catch(() => undefined);
        const isHere = row && (await outcomesOfRepository(work.db, { repository: name, limit: 1, id: row.id })).length > 0;
        const { state } = finding;
        const why = !row
          ? "no such outcome"
          : !isHere
            ? "not of this repository"
            : state === "missing"
              ? "not found in the repository"
              : undefined;
        if (why !== undefined || !row || state === "missing") {
          results.push({ id, taken: false, why: why ?? "" });
          continue;
        }
        const isAhead = Date.parse(finding.tipAt) > deps.clock().getTime();
        await saveFinding(work.db, row.id, { ...finding, state, tipAt: isAhead ? deps.clock().toISOString() : finding.tipAt });
        works.push(row.workId);
        results.push({ id, taken: true });
      }
      if (await settle(deps, work, works)) await deps.changed(work);
      for (const result of results.filter(({ taken }) => taken)) {
        const { d, state } = await standingOne(work.db, result.id);
        Object.assign(result, { d, state });
      }
      const detail = { repository: name, found: results.filter(({ taken }) => taken).map(({ id, d, state }) => ({ id, d, state })) };
      await deps.audit.append(work, { actor: actorOf(caller), action: "outcome.checked", subject: name.slice(0, 200), detail });
      return { results };
    });
