import type { Token, TokenScope } from "@beckon/contracts/access";
import type { Caller } from "../platform/http/env.ts";
import { newId, newSecret, sha256 } from "../platform/ids.ts";
import { tokenNotFound } from "./access.errors.ts";
import { accessTopic, type AccessDeps } from "./access.types.ts";
import { actorOf } from "./callers.ts";
import { tidyName } from "./tidy-name.ts";
import { findToken, insertToken, listTokens, revokeToken } from "./tokens.repository.ts";

const most = 500;

export const list = (deps: AccessDeps) => (): Promise<Token[]> => listTokens(deps.database.db, most);

/** The secret is in this answer and nowhere else. */
export const create =
  (deps: AccessDeps) =>
  async (caller: Caller, input: { name: string; scope: TokenScope; demo?: boolean | undefined }): Promise<Token & { token: string }> => {
    const now = deps.clock();
    const secret = newSecret("bk");
    const name = tidyName(input.name, "/name");
    const id = newId("tok", now.getTime());
    const token = await deps.database.transaction(async (work) => {
      await deps.audit.append(work, { actor: actorOf(caller), action: "token.created", subject: id, detail: { name, scope: input.scope } });
      return insertToken(work.db, { id, name, scope: input.scope, demo: input.demo ?? false, tokenHash: sha256(secret), createdAt: now });
    });
    return { ...token, token: secret };
  };

/** It opens nothing any more, from the next request on. Again: no error. */
export const revoke =
  (deps: AccessDeps) =>
  async (caller: Caller, id: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      const token = await revokeToken(work.db, id, deps.clock());
      if (!token) {
        if (await findToken(work.db, id)) return;
        throw tokenNotFound();
      }
      await deps.audit.append(work, {
        actor: actorOf(caller),
        action: "token.revoked",
        subject: id,
        detail: { name: token.name, scope: token.scope },
      });
      work.wake({ topic: accessTopic, key: id });
    });
