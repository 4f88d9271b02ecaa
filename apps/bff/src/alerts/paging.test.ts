import { afterEach, beforeEach, expect, test } from "vitest";
import { heard, openPagingLab, type PagedPhone, type PagingLab } from "../../../../test/support/paging-lab.ts";

// From what agents report to what people are sent, and back, by a clock in the test's hand.

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
let lab: PagingLab;
beforeEach(async () => void (lab = await openPagingLab()));
afterEach(() => lab.close());

test("a run of 25 hours fires once, groups, goes on over three devices and two channels, is taken from one, clears, and is gone", async () => {
  const phones: PagedPhone[] = [];
  for (const name of ["Tablet", "Laptop", "Phone"]) {
    phones.push(await lab.phone(name));
    lab.skip(10 * minute);
  }
  const [tablet, laptop, phone] = phones as [PagedPhone, PagedPhone, PagedPhone];
  const wall = await lab.phone("Wall", { role: "viewer", person: "Vera" });
  const [ntfy, mail] = [await lab.ntfy(), await lab.mail()];
  await lab.steps(5, "device", "device", "device", ntfy, mail);
  const sent = () =>
    [phone, laptop, tablet].map(({ browser }) => browser.pushes.length).concat(lab.receiver.posts.length, lab.smtp.mails.length);

  await lab.stuck("a");
  await lab.look();
  const [alert] = await lab.alerts();
  const id = alert?.id ?? "";
  expect(heard(phone)).toEqual(["page: A workflow is stuck: Orders"]);
  // Others of its kind join it in silence.
  await lab.pass(minute);
  for (const key of ["b", "c"]) await lab.stuck(key, 30, key);
  await lab.pass(minute);
  expect(await lab.alerts()).toMatchObject([{ id, kind: "workflow_stuck", count: 3, title: "3 workflows are stuck", paged: { times: 1 } }]);
  expect(sent()).toEqual([1, 0, 0, 0, 0]);
  await lab.pass(3 * minute);
  expect(sent()).toEqual([1, 1, 0, 0, 0]);
  await lab.pass(5 * minute);
  expect(sent()).toEqual([1, 1, 1, 0, 0]);
  await lab.pass(5 * minute);
  expect(sent()).toEqual([1, 1, 1, 1, 0]);
  await lab.pass(5 * minute);
  expect(sent()).toEqual([1, 1, 1, 1, 1]);
  expect(lab.receiver.posts[0]?.body).toMatchObject({ topic: "ops", priority: 4, click: `http://localhost:8787/alerts/${id}` });
  expect(lab.smtp.mails[0]?.data).toMatch(/^Subject: A workflow is stuck: Orders$/m);

  // Taken on the laptop: the others show it no more, and nobody else is told, however long it goes on.
  const taken = await laptop("POST", `/api/alerts/${id}/acknowledge`);
  expect(taken.body.acknowledged.by).toMatchObject({ kind: "person", device: laptop.id });
  await lab.drain();
  expect([phone, laptop, tablet].map(heard)).toEqual([
    ["page: A workflow is stuck: Orders", "gone: 3 workflows are stuck"],
    ["page: A workflow is stuck: Orders"],
    ["page: A workflow is stuck: Orders", "gone: 3 workflows are stuck"],
  ]);
  const { tag } = phone.browser.pushes[0]?.payload.notification ?? {};
  expect(phone.browser.pushes[1]?.payload.notification).toMatchObject({ tag, silent: true });
  expect(phone.browser.pushes[1]?.payload.notification.body).toMatch(/ took it\.$/);
  await lab.pass(2 * hour);
  expect(sent()).toEqual([2, 1, 2, 1, 1]);

  for (const key of ["a", "b", "c"]) await lab.run(key, { status: "succeeded" });
  await lab.pass(minute);
  expect(heard(laptop)).toEqual(["page: A workflow is stuck: Orders", "gone: Over: 3 workflows are stuck"]);
  expect(laptop.browser.pushes[1]?.payload.notification).toMatchObject({ tag, silent: true });
  // Channels hear that it is over, each under what it was told before; the other devices had shown it no more.
  expect(sent()).toEqual([2, 2, 2, 2, 2]);
  expect(lab.receiver.posts[1]?.body).toMatchObject({ priority: 2, sequence_id: lab.receiver.posts[0]?.body.sequence_id });
  expect(lab.smtp.mails[1]?.data).toMatch(/^Subject: Over: 3 workflows are stuck$/m);
  const threads = lab.smtp.mails.map(({ data }) => /^References: (.+)$/m.exec(data)?.[1]);
  expect(threads[0]).toMatch(/^<.+@example\.org>$/);
  expect(threads[1]).toBe(threads[0]);

  const detail = await lab.read(id);
  expect(detail).toMatchObject({ state: "resolved", resolvedBecause: "over", paged: { times: 1 } });
  expect(detail.events.map(({ what }) => what)).toEqual(["fired", "paged", "acknowledged", "resolved"]);
  const { items } = (await lab.owner("GET", `/api/escalations?occasion=alert/${id}`)).body;
  expect(items).toMatchObject([
    { state: "settled", steps: [["Phone"], ["Laptop"], ["Tablet"], ["On call"], ["Mail"]].map((to) => ({ to })) },
  ]);
  await lab.pass(12 * hour);
  expect(sent()).toEqual([2, 2, 2, 2, 2]);
  expect(wall.browser.attempts).toBe(0);
});

test("a thousand failures of one cause at once are one notification, on each way", async () => {
  const phone = await lab.phone("Phone");
  await lab.steps(5, "device", await lab.ntfy());
  const agents = Array.from({ length: 20 }, (_, index) => ({ agent: { name: `a${index}` }, session: `run ${index}` }));
  const failures = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...agents[index % agents.length],
      ...{ kind: "model.failed", data: { provider: "anthropic", status: 529 } },
    }));
  const failed = failures(100).map((one, index) => ({
    ...one,
    ...{ kind: "task.changed", data: { taskId: `t${index}`, status: "failed", error: "529 Overloaded" } },
  }));
  const rule = { enabled: true, threshold: 10, forSeconds: 120, severity: "warning" };
  expect((await lab.owner("PUT", "/api/alerts/rules/failure_rate", rule)).status).toBe(200);
  await lab.tell([...failures(1_000), ...failed]);
  await lab.look();
  for (let round = 0; round < 8; round += 1) {
    await lab.pass(minute);
    await lab.tell(failures(20));
  }
  await lab.pass(minute);
  expect(heard(phone)).toEqual(["page: A model provider fails: anthropic"]);
  expect(lab.receiver.posts).toHaveLength(1);
  // All else that is wrong by it is shown, and says nothing.
  const all = await lab.alerts();
  expect(all.filter(({ inhibitedBy }) => !inhibitedBy).map(({ kind }) => kind)).toEqual(["provider_errors_high"]);
  expect(all.map(({ kind }) => kind)).toContain("failure_rate");
});

test("a thousand runs that are stuck at once are one notification, and one that it is over", async () => {
  const phone = await lab.phone("Phone");
  await lab.stuck("a");
  await lab.rows(`insert into workflow_run (id, owner_id, source, key, name, status, started_at, at, updated_at)
    select 'wr_' || n, owner_id, source, 'key ' || n, name, status, started_at, at, updated_at from workflow_run, generate_series(1, 999) n`);
  await lab.look();
  expect(await lab.alerts()).toMatchObject([{ count: 1_000, title: "1000 workflows are stuck" }]);
  await lab.pass(5 * minute);
  await lab.rows("update workflow_run set status = 'succeeded', ended_at = now()");
  await lab.pass(minute);
  expect(heard(phone)).toEqual(["page: 1000 workflows are stuck", "gone: Over: 1000 workflows are stuck"]);
});

test("what flaps rings once: told, over, and then again and again for less time than it has to hold", async () => {
  const phone = await lab.phone("Phone");
  await lab.look();
  await lab.stuck("a");
  for (let round = 0; round < 12; round += 1) {
    await lab.rows("update workflow_run set status = 'running'");
    await lab.pass(90 * second);
    await lab.rows("update workflow_run set status = 'succeeded'");
    await lab.pass(90 * second);
  }
  expect(heard(phone)).toEqual(["page: A workflow is stuck: Orders", "gone: Over: A workflow is stuck: Orders"]);
});
