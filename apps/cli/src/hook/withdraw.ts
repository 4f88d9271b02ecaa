import { post, type Endpoint } from "./post.ts";

const withdrawMs = 2_000;

/** Takes the question back, if there is one. It is tried once: the server notices by itself a little later. */
export async function withdraw(asked: { endpoint: Endpoint; agent: string; key: string; reason: string }): Promise<void> {
  const { endpoint, agent, key, reason } = asked;
  await post(endpoint, { path: "/hooks/withdraw", body: JSON.stringify({ agent, key, reason }), timeoutMs: withdrawMs });
}
