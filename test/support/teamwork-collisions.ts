import { createRandom } from "./usage-day.ts";
import { runsEach, team, weekNow, weekStart, type Member, type TeamLine, type Told } from "./teamwork-week.ts";

/** One time in which runs met in one file, as the generator made it. Instants in milliseconds. */
export type KnownCollision = {
  repository: string;
  path: string;
  kind: "hot" | "soft";
  status: "open" | "over";
  startedAt: number;
  lastAt: number;
  parties: { name: string; host: string; worktree?: string; edits: number; firstAt: number; lastAt: number }[];
};

type Lines = [number, number][];
type Run = { who: Member; session: string; root: string; repository?: string; worktree?: string };
type Edit = { run: Run; at: number; lines?: Lines };

const minute = 60_000;
const hostOf = ({ token }: Member) => `devbox-${token}`;
// The last two tell by other ways than signals.
const members = team.slice(0, -2);

/**
 * Files that the team edits in that week: who meets whom is decided here, case by case. `told` is to be sent in any
 * order; `lines` are the coordinations that sub-agents are besides.
 */
export const createTeamCollisions = ({ seed, rounds }: { seed: number; rounds: number }) => {
  const random = createRandom(seed);
  const [told, known, lines]: [Told[], KnownCollision[], TeamLine[]] = [[], [], []];
  let sequence = 0;
  const next = () => (sequence += 1);

  const say = (run: Run, at: number, kind: string, data: object) =>
    void told.push({
      by: "signals",
      token: run.who.token,
      signal: {
        id: `e${next()}`,
        source: "week",
        at: new Date(at).toISOString(),
        session: run.session,
        agent: { name: run.who.name, role: run.who.role, host: hostOf(run.who) },
        kind,
        data,
      },
    });
  const pick = (count: number, fits: (one: Member, others: readonly Member[]) => boolean = () => true): Member[] => {
    const found: Member[] = [];
    while (found.length < count) {
      const one = random.pick(members);
      if (!found.includes(one) && fits(one, found)) found.push(one);
    }
    return found;
  };
  const elsewhere = (one: Member, others: readonly Member[]) => others.every(({ token }) => token !== one.token);
  const shops = ["github.com/acme/shop-1", "github.com/acme/shop-2", "git.acme.test/tools/prices"];
  /** The same remote, as it stands in different people's settings. */
  const remoteOf = (repository: string) => {
    const [, host = "", path = ""] = /^([^/]+)\/(.+)$/.exec(repository) ?? [];
    return random.pick([`https://${host}/${path}.git`, `git@${host}:${path}.git`, `ssh://git@${host}/${path}`, repository]);
  };
  const used = new Set<string>();
  /** A run that is known before the week, so that its sub-agents are known to be its own. */
  const parentRun = (at: number, repository: string): Run => {
    const [who] = pick(1) as [Member];
    const session = `run-${who.name}-${random.below(runsEach)}`;
    if (used.has(session)) return parentRun(at, repository);
    used.add(session);
    const run = { who, session, root: `/home/${who.name}/lead-${next()}`, repository };
    say(run, at - minute, "session.described", { cwd: run.root, root: run.root, repository: remoteOf(repository) });
    return run;
  };
  /** A run of its own; says where it works when it begins, or some time later. */
  const begin = (who: Member, at: number, place: { repository?: string; worktree?: string; folder?: string } = {}): Run => {
    const number = next();
    const root = place.folder ?? `/home/${who.name}/${place.worktree ?? "work"}-${number}`;
    const run = { who, session: `edit-${number}`, root, ...place };
    const where = place.repository
      ? { repository: remoteOf(place.repository), root, ...(place.worktree ? { worktree: place.worktree } : {}) }
      : {};
    const late = place.repository !== undefined && random.next() < 0.4;
    say(run, at - 5 * minute, "session.started", { cwd: root, ...(late ? {} : where) });
    if (late) say(run, at + random.below(10) * minute, "session.described", where);
    return run;
  };
  const edit = (
    { run, at, lines: own }: Edit,
    path: string,
    as = random.pick([`${run.root}/${path}`, `${run.root}/./src/../${path}`, path]),
  ) => say(run, at, "file.edited", { path: as, ...(own ? { lines: own } : {}) });
  const meet = (edits: readonly Edit[], file: { repository: string; path: string; kind: "hot" | "soft" }, from = 1) => {
    const ordered = edits.toSorted((a, b) => a.at - b.at);
    const lastAt = (ordered.at(-1) as Edit).at;
    known.push({
      ...file,
      status: Math.min(...secondLatest(ordered)) + 30 * minute > weekNow ? "open" : "over",
      startedAt: (ordered[from] as Edit).at,
      lastAt,
      parties: [...Map.groupBy(ordered, ({ run }) => run)].map(([run, own]) => ({
        name: run.who.name,
        host: hostOf(run.who),
        ...(run.worktree ? { worktree: run.worktree } : {}),
        edits: own.length,
        firstAt: (own[0] as Edit).at,
        lastAt: (own.at(-1) as Edit).at,
      })),
    });
  };
  const remote = () => ({ repository: random.pick(shops), path: `src/orders/step-${next()}.ts` });
  const child = (parent: Run, at: number, ends: number): Run => {
    const who = { name: `${parent.who.name}-editor`, role: "editor", token: parent.who.token };
    const run = { ...parent, who, session: `${parent.session}/sub-${next()}` };
    say(run, at, "session.started", { parentSession: parent.session });
    say(run, ends, "turn.ended", {});
    const { name: from, role: fromRole } = parent.who;
    lines.push({ type: "spawn", from, fromRole, to: who.name, toRole: who.role, status: "succeeded", at: ends });
    return run;
  };
  const within = () => 1_000 + random.below(29 * minute);

  const cases: ((at: number) => void)[] = [
    // The same lines, or within three of them, on two machines.
    (at) => {
      const file = remote();
      const [a, b] = pick(2, elsewhere).map((who) => begin(who, at, { repository: file.repository })) as [Run, Run];
      const edits: Edit[] = [
        { run: a, at, lines: [[10, 20]] },
        {
          run: b,
          at: at + within(),
          lines: [
            [1, 2],
            [23, 40],
          ],
        },
      ];
      edits.forEach((one) => edit(one, file.path));
      meet(edits, { ...file, kind: "hot" });
    },
    // Other lines, or lines that nobody told; one of them in a worktree of the same repository.
    (at) => {
      const file = remote();
      const [one, other] = pick(2) as [Member, Member];
      const a = begin(one, at, { repository: file.repository });
      const b = begin(other, at, { repository: file.repository, worktree: `tree-${next()}` });
      const edits: Edit[] = [
        { run: a, at, lines: [[10, 20]] },
        { run: b, at: at + within(), ...(random.next() < 0.5 ? { lines: [[24, 30]] as Lines } : {}) },
      ];
      edits.forEach((each) => edit(each, file.path));
      meet(edits, { ...file, kind: "soft" });
    },
    // Three at one file, in a chain that is longer than the window; one comes back the next morning, when nobody is there.
    (at) => {
      const file = remote();
      const runs = pick(3).map((who) => begin(who, at, { repository: file.repository })) as [Run, Run, Run];
      const edits = [0, 1, 0, 2, 1].map((who, index): Edit => ({
        run: runs[who] as Run,
        at: at + index * 25 * minute,
        lines: [[index * 9, index * 9 + 1]],
      }));
      [...edits, { run: runs[0], at: at + 900 * minute }].forEach((one) => edit(one, file.path));
      meet(edits, { ...file, kind: "soft" });
    },
    // The same two meet twice in one file, hours apart.
    (at) => {
      const file = remote();
      const [a, b] = pick(2).map((who) => begin(who, at, { repository: file.repository })) as [Run, Run];
      for (const begins of [at, at + 31 * minute + within() + 60 * minute]) {
        const edits: Edit[] = [
          { run: a, at: begins },
          { run: b, at: begins + within() },
        ];
        edits.forEach((one) => edit(one, file.path));
        meet(edits, { ...file, kind: "soft" });
      }
    },
    // A folder without a remote, which two use on one machine: known by machine and folder. The same one elsewhere is another.
    (at) => {
      const [folder, path] = [`/srv/shared-${next()}`, "notes/plan.md"];
      const [a] = pick(1) as [Member];
      const [b] = pick(1, (one) => one.token === a.token && one !== a) as [Member];
      const [c] = pick(1, (one) => one.token !== a.token) as [Member];
      const [first, second, third] = [a, b, c].map((who) => begin(who, at, { folder })) as [Run, Run, Run];
      const edits: Edit[] = [
        { run: first, at },
        { run: second, at: at + within() },
      ];
      [...edits, { run: third, at: at + minute }].forEach((one) => edit(one, path));
      meet(edits, { repository: `${hostOf(a)}:${folder}`, path, kind: "soft" });
    },
    // Two sub-agents of one run at the same time.
    (at) => {
      const file = remote();
      const parent = parentRun(at, file.repository);
      const ends = at + 40 * minute;
      const edits: Edit[] = [0, 1].map((index) => ({ run: child(parent, at - minute, ends), at: at + index * within(), lines: [[5, 6]] }));
      edits.forEach((one) => edit(one, file.path, `${parent.root}/${file.path}`));
      meet(edits, { ...file, kind: "hot" });
    },
    // None: outside the window, by a second; another repository; one alone.
    (at) => {
      const file = remote();
      const [a, b, c] = pick(3) as [Member, Member, Member];
      const [first, second] = [a, b].map((who) => begin(who, at, { repository: file.repository })) as [Run, Run];
      const third = begin(c, at, { repository: `${file.repository}-fork` });
      edit({ run: first, at, lines: [[1, 9]] }, file.path);
      edit({ run: second, at: at + 30 * minute + 1_000, lines: [[1, 9]] }, file.path);
      edit({ run: third, at: at + minute, lines: [[1, 9]] }, file.path);
      for (const more of [0, 5, 9]) edit({ run: third, at: at + more * minute }, `alone/${file.path}`);
    },
    // None: a run and the sub-agent that works for it, one after the other; and two runs of one agent, in turn.
    (at) => {
      const file = remote();
      const parent = parentRun(at, file.repository);
      const helper = child(parent, at + minute, at + 20 * minute);
      edit({ run: parent, at }, file.path);
      edit({ run: helper, at: at + 5 * minute }, file.path, `${parent.root}/${file.path}`);
      edit({ run: helper, at: at + 6 * minute }, file.path, `${parent.root}/${file.path}`);
      const again = begin(parent.who, at, { repository: file.repository });
      for (const [run, after] of [
        [parent, 1],
        [again, 7],
      ] as const)
        edit({ run, at: at + after * minute }, `turns/${file.path}`);
    },
  ];
  for (let round = 0; round < rounds; round += 1)
    for (const one of cases) one(weekStart + 10 * minute + random.below(weekNow - weekStart - 20 * 60 * minute));
  // Two that go on as the week ends, and one whose other run has just ended.
  cases[0]?.(weekNow - 29 * minute);
  cases[1]?.(weekNow - 29 * minute);
  return { told, known, lines };
};

/** The newest edits of the two runs that edited last. */
const secondLatest = (ordered: readonly Edit[]) =>
  [...Map.groupBy(ordered, ({ run }) => run).values()]
    .map((own) => (own.at(-1) as Edit).at)
    .toSorted((a, b) => b - a)
    .slice(0, 2);
