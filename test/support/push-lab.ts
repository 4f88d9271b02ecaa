import { createNotificationsService, type NotificationsService } from "@beckon/bff/notifications/notifications.service.ts";
import { createEvents } from "@beckon/bff/platform/jobs/events.ts";
import { createMailer } from "@beckon/bff/platform/outbound/mail.ts";
import { createOutbound, type Outbound } from "@beckon/bff/platform/outbound/outbound.ts";
import type { Role, Session } from "@beckon/contracts/access";
import type { Delivery } from "@beckon/contracts/notifications";
import { createManualJobs } from "./manual-jobs.ts";
import { startPushService, type Browser } from "./push-service.ts";
import { createTestApp, type Call } from "./test-app.ts";

export type Phone = Call & { browser: Browser; id: string; session: Session };

/**
 * The whole BFF beside a push service, with the notifications' jobs in the test's hand: `settle` tells
 * the reactions of one request what happened, and `drain` runs what is due by the test's clock.
 */
export const openPushLab = async (options: { channelAllow?: string[]; ca?: string } = {}) => {
  let now = new Date("2026-11-21T10:00:00.000Z");
  const clock = () => now;
  const service = await startPushService();
  const channelAllow = options.channelAllow ?? [];
  const config = { pushAllow: [service.origin], channelAllow };
  const test = await createTestApp({ clock, config });
  const { services, database } = test;
  const manual = createManualJobs(clock);
  const real = createOutbound({ allowed: [service.origin], limitMs: 2_000 });
  const channelOutbound = createOutbound({ allowed: channelAllow, limitMs: 2_000 });
  /** What happens around each call out: a test may let a process die there. */
  const around = { after: async () => undefined as void };
  const outbound: Outbound = {
    ...real,
    post: async (call) => {
      const answer = await real.post(call);
      await around.after();
      return answer;
    },
  };
  const build = (): NotificationsService =>
    createNotificationsService({
      database,
      clock,
      logger: services.logger,
      jobs: manual.jobs,
      events: createEvents(manual.jobs),
      audit: { append: async () => undefined },
      decisions: services.decisions,
      waitingCost: services.attention.waitingCost,
      channels: {
        outbound: channelOutbound,
        mailer: createMailer({ allowed: channelAllow, limitMs: 2_000, ...(options.ca ? { ca: options.ca } : {}) }),
      },
      devices: services.access.recipients,
      secrets: { ensure: services.access.ensureSecret },
      outbound,
      shown: services.attention.shown,
      config: { publicOrigin: services.config.publicOrigin, pushAllow: config.pushAllow },
    });
  const notifications = build();
  const agent = await test.token("agent", "builder-2");

  return {
    ...test,
    ...manual,
    service,
    notifications,
    around,
    agent,
    clock,
    pass: (ms: number) => void (now = new Date(now.getTime() + ms)),
    /** A paired phone that takes notifications. */
    phone: async (options: { name?: string; role?: Role; isPrivate?: boolean; person?: string } = {}): Promise<Phone> => {
      const { name = "Phone", role = "owner", person } = options;
      const call = await test.pair({ role, deviceName: name, ...(person ? { person } : {}) });
      if (options.isPrivate) await call("PATCH", "/api/devices/me", { privateNotifications: true });
      const browser = service.subscribe();
      const subscribed = await call("PUT", "/api/devices/me/push-subscription", browser.subscription);
      if (subscribed.status !== 200) throw new Error(`not subscribed: ${JSON.stringify(subscribed.body)}`);
      return Object.assign(call, { browser, id: subscribed.body.id as string });
    },
    /** Asks, and lets the reaction to it run; the pushes follow with `drain`. */
    ask: async (input: object = {}): Promise<string> => {
      const asked = await agent("POST", "/api/decision-requests", { kind: "permission", title: "Deploy?", risk: "low", ...input });
      if (asked.status !== 201) throw new Error(`not asked: ${JSON.stringify(asked.body)}`);
      await manual.run("decision.requested.notify", { requestId: asked.body.id });
      return asked.body.id;
    },
    resolved: (requestId: string, deviceId?: string) =>
      manual.run("decision.resolved.notify", { requestId, ...(deviceId ? { deviceId } : {}) }),
    deliveriesOf: async (requestId: string): Promise<Delivery[]> => (await notifications.deliveries({ requestId, limit: 50 })).items,
    close: async () => {
      await real.close();
      await channelOutbound.close();
      await test.close();
      await service.close();
    },
  };
};
export type PushLab = Awaited<ReturnType<typeof openPushLab>>;
