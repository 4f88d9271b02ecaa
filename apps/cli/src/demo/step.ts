/** What a person, or the terminal, said to a question. `nothing`: it expired, or was taken back. */
export type Answer = { said: "yes" | "no" | "nothing"; text?: string; command?: string };

/** Tokens of one model call: `input` without what was read from or written to the cache, `output` with the reasoning. */
export type Tokens = { input: number; output: number; cacheRead: number; cacheWrite: number; reasoning: number };

export type Work =
  | { do: "think"; tokens: Tokens; seconds: number }
  | { do: "trouble"; status: number; error: string; seconds: number }
  | { do: "read"; path: string; seconds: number }
  | { do: "edit"; path: string; line: number; added: number; removed: number; seconds: number }
  | { do: "run"; command: string; why: string; ok: boolean; output: string; seconds: number };

/**
 * One thing that an agent of the demo does, whoever made the agent. Steps that ask give an answer back.
 * `terminal`: what somebody at the agent's own terminal says when nobody answers from elsewhere.
 */
export type Step =
  | Work
  | { do: "start"; model: string; branch: string }
  | { do: "prompt"; text: string }
  | { do: "permission"; command: string; why: string; output: string; terminal: "yes" | "no" }
  | { do: "question"; question: string; options: string[]; context: string; terminal: string }
  | { do: "plan"; title: string; plan: string; terminal: "yes" | "no" }
  /** `error`: what the helper ended with. */
  | { do: "delegate"; to: string; task: string; work: Work[]; error?: string }
  | { do: "progress"; message: string; percent: number }
  | { do: "task"; id: string; subject: string }
  | { do: "task-done"; id: string; ok: boolean; summary: string }
  /** `taken`: somebody does take it. */
  | { do: "hand-over"; to: string; task: string; notes: string; taken: boolean }
  | { do: "commit"; sha: string; message: string; branch: string }
  | { do: "done"; message: string }
  | { do: "idle"; seconds: number }
  | { do: "end"; reason: string; error?: string }
  /** The process is gone in the middle of its work, without a word. */
  | { do: "vanish" };

/** What an agent does, told step by step; it is told each answer. */
export type Life = Generator<Step, void, Answer | undefined>;
