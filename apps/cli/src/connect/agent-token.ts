import { RefusedError } from "@beckon/agent-client";
import { adminCall, adminClient } from "../admin-client.ts";
import { CliError } from "../errors.ts";
import { pageOf } from "../page-of.ts";
import type { Known } from "./connection-file.ts";

export type AgentToken = { token: string; tokenId?: string };
type Admin = Awaited<ReturnType<typeof adminClient>>;

/** The client that may make tokens, or why there is none. */
export async function admin(): Promise<Admin | CliError> {
  try {
    return await adminClient();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
}

/** Every token the server knows; undefined where this caller may not ask. */
export async function knownTokens(client: Admin | CliError) {
  if (client instanceof CliError) return undefined;
  try {
    const page = await client.call({
      ...adminCall,
      method: "GET",
      path: "/api/tokens",
      schema: async () => pageOf((await import("@beckon/contracts/access")).token),
    });
    return page.items;
  } catch (error) {
    if (error instanceof CliError || (error instanceof RefusedError && error.status === 403)) return undefined;
    throw error;
  }
}

/** Whether the server still takes the token an agent was connected with, as far as this caller may know. */
export async function isStillTaken(client: Admin | CliError, known: Known): Promise<boolean> {
  if (known.tokenId === undefined) return true;
  const tokens = await knownTokens(client);
  return tokens === undefined || tokens.some(({ id, revokedAt }) => id === known.tokenId && revokedAt === undefined);
}

/**
 * The agent's token: the one it has, where the server still takes it; else a new one named for agent and
 * machine. A BECKON_TOKEN that may not make tokens is itself the agent's.
 */
export async function tokenFor(wish: {
  client: Admin | CliError;
  name: string;
  known: Known | undefined;
  url: string;
  useOwn: boolean;
}): Promise<AgentToken> {
  const { client, known } = wish;
  const own = process.env.BECKON_TOKEN?.trim();
  if (wish.useOwn && own) return { token: own };
  if (known && known.url === wish.url && (await isStillTaken(client, known))) {
    return { token: known.token, ...(known.tokenId !== undefined && { tokenId: known.tokenId }) };
  }
  if (client instanceof CliError || (await knownTokens(client)) === undefined) {
    if (own) return { token: own };
    throw client instanceof CliError ? client : new CliError("no token can be made", { hint: "this needs a token of scope admin" });
  }
  const { id, token } = await client.call({
    ...adminCall,
    method: "POST",
    path: "/api/tokens",
    body: { name: wish.name, scope: "agent" },
    schema: async () => (await import("@beckon/contracts/access")).createdToken,
  });
  return { token, tokenId: id };
}

/** Takes the agent's token back; false where that was not possible. */
export async function revokeToken(client: Admin | CliError, tokenId: string): Promise<boolean> {
  if (client instanceof CliError) return false;
  try {
    await client.call({ ...adminCall, method: "DELETE", path: `/api/tokens/${tokenId}` });
    return true;
  } catch {
    return false;
  }
}
