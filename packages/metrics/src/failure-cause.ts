import type { FailureCause } from "@beckon/contracts/coordination";
import { failureText } from "./failure-text.ts";

/** Why work together failed, METRICS "Failure cause". */
export const failureCauses = [
  "connectivity",
  "serialization",
  "timeout",
  "crash",
  "rate_limit",
  "budget",
  "permission",
  "conflict",
  "tool_error",
  "verification_failed",
  "handoff_lost",
  "unclear_task",
  "unknown",
] as const satisfies readonly FailureCause[];

/** `by`: who said so. */
export type CauseFound = { cause: FailureCause; by: "reporter" | "message" | "nobody" };

/** The cause the reporter gave (in any case, with dashes or blanks), else what the message says; "unknown" is no cause given. */
export function failureCause(failure: { reported?: string | undefined; message?: string | undefined }): CauseFound {
  const reported = failure.reported?.slice(0, 60).trim().toLowerCase().replace(/[\s-]/g, "_");
  const given = failureCauses.find((cause) => cause === reported && cause !== "unknown");
  if (given) return { cause: given, by: "reporter" };
  const cause = classify(failureText(failure.message ?? ""));
  return { cause, by: cause === "unknown" ? "nobody" : "message" };
}

/*
 * The first rule that fits decides, so what is more particular stands first. Every expression is a plain
 * choice of words with bounded gaps: nothing in it can take more than linear time.
 */
const rules: [FailureCause, RegExp, status?: readonly number[]][] = [
  [
    "handoff_lost",
    /hand-?(?:off|over)\b.{0,120}\b(?:not (?:been )?(?:accepted|acknowledged|picked|taken)|lost|expired|nobody|no one|never|unclaimed|dropped|declined)|(?:nobody|no one|no agent|none)\b.{0,60}\b(?:accepted|picked|took|take over|claimed)|no agent with\b|never (?:acknowledged|picked up|accepted)|before it (?:acknowledged|accepted|took)|(?:recipient|receiver|target agent)\b.{0,40}\b(?:not found|gone|offline|does not exist|unknown)/,
  ],
  [
    "unclear_task",
    /ambiguous (?:requirement|task|instruction|request|spec)|(?:task|requirement|instruction|specification|description|request)s? (?:is|are|was) ambiguous|requirements? (?:is|are) (?:incomplete|missing)|acceptance criteria|(?:please|need|needs|requires?|asking for) (?:to )?(?:be )?(?:more )?clarif|(?:task|requirement|instruction|specification|description)s? (?:is|are|was) (?:unclear|empty|vague|incomplete|contradictory|underspecified)|contradicts itself|unclear (?:task|requirement|what|which|whether)|not (?:clear|enough (?:information|context|detail))\b|which of the\b.{0,80}\b(?:mean|meant)|underspecified/,
  ],
  [
    "budget",
    /budget|credit balance|insufficient[_ ](?:\w{1,20} )?(?:quota|credit|funds|balance)|exceeded your current quota|billing (?:details|hard limit)|(?:cost|spend(?:ing)?|token|turn) limit|maximum number of turns|max[_ ]turns|payment required|context[_ ](?:length|window)|prompt is too long|token count.{0,40}exceeds|too many (?:input )?tokens in|maximum (?:context|number of tokens)/,
  ],
  [
    "rate_limit",
    /rate[_ -]?limit|too many (?:requests|tokens|connections|clients)|overloaded|throttl|usage limit reached|resource[_ ](?:has been )?exhausted|quota exceeded|retry[- ]after|requests per (?:minute|second|day)|hit your (?:usage )?limit|at capacity/,
    [429, 529],
  ],
  [
    "conflict",
    /\bconflicts?\b(?! peer)|konflikt|conflit|deadlock|concurrent (?:update|delete|modif)|duplicate key|doppelter schlüssel|clave duplicada|unique constraint|\(?(?:fetch first|non-fast-forward)\)?|would be overwritten|unrelated histories|index\.lock|\.lock'?: file exists|patch (?:failed|does not apply)|could not apply|modified since|has been modified|was (?:modified|changed|edited) (?:by|since)|acquire (?:the |a )?lock|held by (?:another|process|pid|agent)|eaddrinuse|address already in use|port is already (?:allocated|in use)|already (?:claimed|taken|assigned|locked|being edited) by|(?:database|file|table|row) is locked|sqlite_busy|optimistic lock|version mismatch|stale (?:version|object|revision)/,
    [409],
  ],
  [
    "permission",
    /permission|credential|protected branch|execution blocked|blocked by (?:a |the )?(?:policy|rule|hook|reviewer|user)|keine berechtigung|zugriff verweigert|permiso denegado|accès refusé|权限|\beacces|\beperm\b|access (?:is )?denied|pull access denied|forbidden|unauthori[sz]ed|not authori[sz]ed|authentication|invalid (?:x-)?api[- ]key|host key verification|tool use was rejected|denied by|(?:user|person|human|operator) (?:declined|refused|rejected|denied|cancell?ed)|read-only file system|row-level security|terminal is required|not accessible by|not allowed to/,
    [401, 403],
  ],
  [
    "timeout",
    /time?d? ?-?out\b|\btimeout|(?:read|connect|connection|socket|request|gateway|headers|body|lock)[ _-]?timeout|etimedout|deadline exceeded|exceeded (?:the |its |a )?deadline|zeitüberschreitung|délai d'attente|超时|did not (?:respond|answer) within|took (?:too long|longer than)/,
    [408, 504],
  ],
  [
    "crash",
    /segmentation (?:fault|violation)|segfault|sig(?:kill|segv|abrt|bus|term)\b|core dumped|out of memory|oom-?kill|oomkilled|heap (?:out of|limit)|exit(?:ed with)? (?:code|status) (?:13[4-9]|143)\b|panic|back-off restarting|crashloop|crash|uncaught exception|unhandled (?:promise )?rejection|stack (?:overflow|size exceeded)|aborted \(/,
  ],
  [
    "serialization",
    /json(?:decode|syntax)|(?:in|valid|invalid|parse|parsing|malformed|of) json|\bjson (?:input|at position|parse)|yaml(?:exception|error| pars)|(?:invalid|malformed) yaml|yaml: line|mapping values are not allowed|(?:cannot|can.t|could not) (?:pickle|clone|encode|decode|stringify)|could not be cloned|toml parse|xml (?:parse|syntax)|deseriali[sz]|seriali[sz]|circular structure|protobuf|unmarshal|unexpected end of (?:input|file|data)|missing field `|invalid (?:utf-?8|escape|unicode)|(?:codec can't|unicodedecodeerror|decode error)|schema validation|failed to parse|parse error|expected \w{1,20}, received \w{1,20}/,
  ],
  [
    "connectivity",
    /\beconn(?:refused|reset|aborted)|\benotfound|\beai_again|\benet(?:unreach|down)|\behostunreach|\bepipe|connection (?:was )?(?:refused|reset|closed|error|lost|aborted|failure)|(?:closed|terminated|lost) the connection|server closed|could(?:n't| not) (?:connect|reach|resolve host)|(?:cannot|can't|failed to|unable to) (?:connect|reach|locate the server)|stream error|internal_error|conexión rechazada|verbindung|connexion refusée|连接|socket hang up|fetch failed|network|unreachable|\bdns\b|certificate|tls handshake|\bssl\b|bad gateway|service unavailable|internal server error|api_error|upstream/,
    [500, 502, 503],
  ],
  ["tool_error", /npm err\S{0,9} code e(?:resolve|404|target|integrity|notempty)|err_pnpm_(?!recursive)/],
  [
    "verification_failed",
    /assert|\bts\d{4,5}\b|error\[e\d{4}\]|\b\d{1,9} (?:problems?|errors?,)|expect\(|expected .{1,200} (?:to|but|received)|\bto (?:be|equal|deeply|match)\b|tests? (?:failed|missing)|\d failed\b|--- fail|^failed |checks? (?:failed|were not)|review (?:rejected|failed)|rejected by \S{1,60}:|changes requested|does not meet .{0,40}threshold|below (?:the )?(?:\w{1,20} )?threshold|verification|\b(?:es|ox|style)?lint|type ?check|mypy|incompatible types|: undefined: |first_fail|build failed|compilation failed|does not compile/,
  ],
  ["tool_error", /no module named|cannot find (?:module|package)/],
  [
    "crash",
    /traceback|(?:type|reference|range|key|index|attribute|value|name|zerodivision|runtime|recursion)error\b|nullpointer|null pointer|exception in thread|died with|terminated by signal/,
  ],
  [
    "tool_error",
    /tool|mcp|\benoent|\benospc|\benotdir|\beisdir|no space left|no such|not found|nicht gefunden|no encontrado|introuvable|does not exist|did not match|cannot find|no module named|command|exit(?:ed with)? (?:code|status)|npm err|err_pnpm|eresolve|invalid[_ ]request|invalid (?:argument|param|option)|unknown (?:option|command|flag)|usage:|^fatal:|hook|daemon|imagepull|back-off pulling|not a git repository/m,
    [400, 404, 422],
  ],
];

/** A number alone says nothing ("line 503"): only where a status is told is it one. */
const status = /(?:^\s{0,9}|\bstatus(?: code)?:? |\bhttp(?:\/[\d.]{1,3})? |\b(?:code|error):? )([45]\d{2})\b/;

function classify(text: string): FailureCause {
  const words = text.toLowerCase();
  const told = Number(status.exec(words)?.[1]);
  return rules.find(([, rule, codes]) => rule.test(words) || codes?.includes(told))?.[0] ?? "unknown";
}
