CREATE TABLE "attention_fill" (
	"id" text PRIMARY KEY NOT NULL,
	"asked_at" bigint,
	"request_id" text
);--> statement-breakpoint
CREATE TABLE "attention_pack" (
	"id" text PRIMARY KEY NOT NULL,
	"first_at" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"body" text NOT NULL
);--> statement-breakpoint
CREATE TABLE "attention_push" (
	"delivery_id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"at" bigint NOT NULL,
	"packed" boolean DEFAULT false NOT NULL
);--> statement-breakpoint
CREATE TABLE "attention_wait" (
	"request_id" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"kind" text NOT NULL,
	"project" text NOT NULL,
	"demo" boolean NOT NULL,
	"habit" uuid NOT NULL,
	"asked_at" bigint NOT NULL,
	"ended_at" bigint,
	"ended" text,
	"device_id" text,
	"tone" text,
	"open_ms" bigint,
	"answered_at" bigint,
	"packed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "attention_wait_ended_how" CHECK ((ended is null) = (ended_at is null))
);--> statement-breakpoint
CREATE TABLE "budget_ask" (
	"key" text PRIMARY KEY NOT NULL,
	"budget_id" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"round" integer NOT NULL,
	"input" jsonb NOT NULL,
	"extend_micros" bigint NOT NULL,
	"request_id" text,
	"open" boolean DEFAULT true NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "budget_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "budget_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"budget_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"what" text NOT NULL,
	"by" jsonb,
	"micros" bigint,
	"percent" integer
);--> statement-breakpoint
CREATE TABLE "budget_period" (
	"budget_id" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone,
	"round" integer DEFAULT 0 NOT NULL,
	"limit_micros" bigint NOT NULL,
	"extended_micros" bigint DEFAULT 0 NOT NULL,
	"spent_micros" bigint,
	"records" bigint DEFAULT 0 NOT NULL,
	"unpriced" bigint DEFAULT 0 NOT NULL,
	"payment_unknown" bigint DEFAULT 0 NOT NULL,
	"spent_at" timestamp (3) with time zone,
	"told_at" timestamp (3) with time zone,
	"standing" text DEFAULT 'within' NOT NULL,
	"answer" jsonb,
	"forecast" jsonb,
	"forecast_at" timestamp (3) with time zone,
	CONSTRAINT "budget_period_budget_id_from_at_pk" PRIMARY KEY("budget_id","from_at")
);--> statement-breakpoint
CREATE TABLE "budget_step" (
	"budget_id" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"round" integer NOT NULL,
	"percent" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"limit_micros" bigint NOT NULL,
	"spent_micros" bigint NOT NULL,
	"told" text NOT NULL,
	CONSTRAINT "budget_step_budget_id_from_at_round_percent_pk" PRIMARY KEY("budget_id","from_at","round","percent")
);--> statement-breakpoint
CREATE TABLE "budget_target" (
	"budget_id" text NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"round" integer NOT NULL,
	"n" integer NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	"host_id" text,
	"agent_id" text,
	"name" text NOT NULL,
	"how" text NOT NULL,
	"command_id" text,
	"ended" text,
	"words" text,
	CONSTRAINT "budget_target_budget_id_from_at_round_n_pk" PRIMARY KEY("budget_id","from_at","round","n")
);--> statement-breakpoint
CREATE TABLE "budget" (
	"id" text PRIMARY KEY NOT NULL,
	"scope_kind" text NOT NULL,
	"scope_id" text NOT NULL,
	"scope_name" text NOT NULL,
	"period" text NOT NULL,
	"time_zone" text NOT NULL,
	"cost_column" text NOT NULL,
	"amount_micros" bigint NOT NULL,
	"extend_micros" bigint NOT NULL,
	"ask_seconds" integer NOT NULL,
	"on_expiry" text NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"by" jsonb NOT NULL,
	"caller_id" text,
	"idempotency_key" text,
	"input_hash" text,
	"created_at" timestamp (3) with time zone NOT NULL
);--> statement-breakpoint
CREATE TABLE "spend_alarm" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"occasion" text NOT NULL,
	"scope" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	"hour" jsonb,
	"silence" jsonb
);--> statement-breakpoint
CREATE TABLE "outcome_baseline" (
	"id" text PRIMARY KEY NOT NULL,
	"task_type" text NOT NULL,
	"hours" jsonb,
	"words" jsonb NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	"set_by" jsonb NOT NULL
);--> statement-breakpoint
CREATE TABLE "outcome_commit" (
	"sha" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"session_id" text,
	"by_agent" boolean NOT NULL,
	"branches" text[] NOT NULL,
	"reverts" text[] NOT NULL,
	"facts" jsonb NOT NULL
);--> statement-breakpoint
CREATE TABLE "outcome_estimate" (
	"task_id" text PRIMARY KEY NOT NULL,
	"hours" jsonb,
	"set_by" text,
	"set_at" timestamp (3) with time zone,
	"locked_at" timestamp (3) with time zone
);--> statement-breakpoint
CREATE TABLE "outcome_family" (
	"session_id" text PRIMARY KEY NOT NULL,
	"parent_id" text NOT NULL
);--> statement-breakpoint
CREATE TABLE "outcome_finding" (
	"outcome_id" text NOT NULL,
	"tip" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"finding" jsonb NOT NULL,
	CONSTRAINT "outcome_finding_outcome_id_tip_pk" PRIMARY KEY("outcome_id","tip")
);--> statement-breakpoint
CREATE TABLE "outcome_hold_out" (
	"task_id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"task_type" text NOT NULL,
	"marked_at" timestamp (3) with time zone NOT NULL,
	"milli_hours" integer,
	"measured_at" timestamp (3) with time zone,
	"measured_by" text
);--> statement-breakpoint
CREATE TABLE "outcome_inbox" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"fact" jsonb NOT NULL
);--> statement-breakpoint
CREATE TABLE "outcome_incident" (
	"pull" text NOT NULL,
	"issue" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"title" text NOT NULL,
	CONSTRAINT "outcome_incident_pull_issue_pk" PRIMARY KEY("pull","issue")
);--> statement-breakpoint
CREATE TABLE "outcome_part" (
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"work_id" text NOT NULL,
	"owner_id" text DEFAULT '' NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"accepted_by" text,
	"facts" jsonb NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"branch" text,
	"merge_commit" text,
	"reverts" text,
	CONSTRAINT "outcome_part_kind_ref_pk" PRIMARY KEY("kind","ref")
);--> statement-breakpoint
CREATE TABLE "outcome_session" (
	"work_id" text NOT NULL,
	"session_id" text NOT NULL,
	"via" text NOT NULL,
	CONSTRAINT "outcome_session_work_id_session_id_pk" PRIMARY KEY("work_id","session_id")
);--> statement-breakpoint
CREATE TABLE "outcome_setting" (
	"id" text PRIMARY KEY NOT NULL,
	"share" bigint NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	"set_by" jsonb NOT NULL
);--> statement-breakpoint
CREATE TABLE "outcome_trace" (
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "outcome_trace_session_id_kind_ref_pk" PRIMARY KEY("session_id","kind","ref")
);--> statement-breakpoint
CREATE TABLE "outcome" (
	"id" text PRIMARY KEY NOT NULL,
	"work_id" text NOT NULL,
	"source" text NOT NULL,
	"title" text NOT NULL,
	"url" text,
	"task_type" text NOT NULL,
	"accepted_at" timestamp (3) with time zone NOT NULL,
	"accepted_by" text NOT NULL,
	"agent_id" text,
	"role" text,
	"team" text,
	"model" text,
	"project" text,
	"p10" integer,
	"p50" integer,
	"p90" integer,
	"grade" text,
	"basis" jsonb,
	"agent_share" integer NOT NULL,
	"agent_share_from" text NOT NULL,
	"counterfactual" integer NOT NULL,
	"d" integer NOT NULL,
	"state" text NOT NULL,
	"durability" jsonb NOT NULL,
	"checked_at" timestamp (3) with time zone,
	"next_at" timestamp (3) with time zone,
	"written_down_at" timestamp (3) with time zone,
	"rework_sessions" jsonb NOT NULL,
	"review_minutes" integer,
	"hold_out" boolean NOT NULL,
	"given" jsonb NOT NULL,
	"withdrawn" jsonb,
	"merged_into" text,
	"caller_id" text,
	"idempotency_key" text,
	"input_hash" text,
	"demo" boolean NOT NULL,
	"search_text" text NOT NULL,
	"version" integer NOT NULL
);--> statement-breakpoint
CREATE TABLE "value_assumption" (
	"version" integer PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" jsonb NOT NULL,
	"note" text,
	"terms" jsonb NOT NULL,
	"changed" jsonb NOT NULL,
	"moved" jsonb NOT NULL,
	"caller_id" text NOT NULL,
	"idempotency_key" text,
	"input_hash" text NOT NULL
);--> statement-breakpoint
CREATE TABLE "value_report_link" (
	"id" text PRIMARY KEY NOT NULL,
	"report_id" text NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"by" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"views" integer DEFAULT 0 NOT NULL,
	"viewed_at" timestamp (3) with time zone
);--> statement-breakpoint
CREATE TABLE "value_report" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"by" jsonb NOT NULL,
	"hash" text NOT NULL,
	"snapshot" jsonb NOT NULL,
	"caller_id" text NOT NULL,
	"idempotency_key" text,
	"input_hash" text NOT NULL
);--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "notice" jsonb;--> statement-breakpoint
ALTER TABLE "attention_push" ADD CONSTRAINT "attention_push_request_id_decision_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."decision_request"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attention_wait" ADD CONSTRAINT "attention_wait_request_id_decision_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."decision_request"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_ask" ADD CONSTRAINT "budget_ask_budget_id_from_at_budget_period_budget_id_from_at_fk" FOREIGN KEY ("budget_id","from_at") REFERENCES "public"."budget_period"("budget_id","from_at") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_event" ADD CONSTRAINT "budget_event_budget_id_budget_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budget"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_period" ADD CONSTRAINT "budget_period_budget_id_budget_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budget"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_step" ADD CONSTRAINT "budget_step_budget_id_from_at_budget_period_budget_id_from_at_fk" FOREIGN KEY ("budget_id","from_at") REFERENCES "public"."budget_period"("budget_id","from_at") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_target" ADD CONSTRAINT "budget_target_budget_id_from_at_budget_period_budget_id_from_at_fk" FOREIGN KEY ("budget_id","from_at") REFERENCES "public"."budget_period"("budget_id","from_at") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "value_report_link" ADD CONSTRAINT "value_report_link_report_id_value_report_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."value_report"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attention_pack_last" ON "attention_pack" USING btree ("last_at");--> statement-breakpoint
CREATE INDEX "attention_push_at" ON "attention_push" USING btree ("at");--> statement-breakpoint
CREATE INDEX "attention_push_loose" ON "attention_push" USING btree ("at") WHERE not packed;--> statement-breakpoint
CREATE INDEX "attention_push_request" ON "attention_push" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "attention_wait_ended" ON "attention_wait" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "attention_wait_open" ON "attention_wait" USING btree ("asked_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "attention_wait_loose" ON "attention_wait" USING btree ("asked_at") WHERE not packed;--> statement-breakpoint
CREATE INDEX "attention_wait_habit" ON "attention_wait" USING btree ("habit","ended_at");--> statement-breakpoint
CREATE UNIQUE INDEX "budget_ask_request" ON "budget_ask" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "budget_event_of" ON "budget_event" USING btree ("budget_id","at","id");--> statement-breakpoint
CREATE INDEX "budget_target_command" ON "budget_target" USING btree ("command_id");--> statement-breakpoint
CREATE UNIQUE INDEX "budget_once" ON "budget" USING btree ("scope_kind","scope_id","period","time_zone","cost_column");--> statement-breakpoint
CREATE UNIQUE INDEX "budget_idempotency" ON "budget" USING btree ("caller_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "spend_alarm_once" ON "spend_alarm" USING btree ("occasion");--> statement-breakpoint
CREATE UNIQUE INDEX "spend_alarm_silence" ON "spend_alarm" USING btree ("kind") WHERE kind = 'no_data' and until is null;--> statement-breakpoint
CREATE INDEX "spend_alarm_history" ON "spend_alarm" USING btree ("at");--> statement-breakpoint
CREATE INDEX "outcome_baseline_type" ON "outcome_baseline" USING btree ("task_type","set_at");--> statement-breakpoint
CREATE INDEX "outcome_commit_branches" ON "outcome_commit" USING gin ("branches");--> statement-breakpoint
CREATE INDEX "outcome_commit_reverts" ON "outcome_commit" USING gin ("reverts") WHERE "outcome_commit"."reverts" <> '{}';--> statement-breakpoint
CREATE INDEX "outcome_commit_session" ON "outcome_commit" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "outcome_family_parent" ON "outcome_family" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "outcome_part_work" ON "outcome_part" USING btree ("work_id");--> statement-breakpoint
CREATE INDEX "outcome_part_branch" ON "outcome_part" USING btree ("branch") WHERE "outcome_part"."branch" is not null;--> statement-breakpoint
CREATE INDEX "outcome_part_merge" ON "outcome_part" USING btree ("merge_commit") WHERE "outcome_part"."merge_commit" is not null;--> statement-breakpoint
CREATE INDEX "outcome_part_reverts" ON "outcome_part" USING btree ("reverts") WHERE "outcome_part"."reverts" is not null;--> statement-breakpoint
CREATE INDEX "outcome_session_of" ON "outcome_session" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "outcome_trace_ref" ON "outcome_trace" USING btree ("kind","ref");--> statement-breakpoint
CREATE UNIQUE INDEX "outcome_work" ON "outcome" USING btree ("work_id") WHERE "outcome"."merged_into" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "outcome_idempotency" ON "outcome" USING btree ("caller_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "outcome_accepted" ON "outcome" USING btree ("accepted_at","id");--> statement-breakpoint
CREATE INDEX "outcome_due" ON "outcome" USING btree ("next_at") WHERE "outcome"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "outcome_type" ON "outcome" USING btree ("task_type");--> statement-breakpoint
CREATE UNIQUE INDEX "value_assumption_idempotency" ON "value_assumption" USING btree ("caller_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "value_report_link_secret" ON "value_report_link" USING btree ("secret_hash");--> statement-breakpoint
CREATE INDEX "value_report_link_report" ON "value_report_link" USING btree ("report_id");--> statement-breakpoint
CREATE UNIQUE INDEX "value_report_idempotency" ON "value_report" USING btree ("caller_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "value_report_time" ON "value_report" USING btree ("created_at","id");--> statement-breakpoint
-- What teams had as budgets of their own become budgets of their whole lives, with what was passed and what was asked.
INSERT INTO "budget" ("id", "scope_kind", "scope_id", "scope_name", "period", "time_zone", "cost_column", "amount_micros", "extend_micros", "ask_seconds", "on_expiry", "by", "created_at")
SELECT 'bg_' || substr("id", 4), 'team', "id", "name", 'life', 'UTC', 'apiEquivalent', "budget_micros", coalesce("budget_step", "budget_micros"), 3600, 'stop', coalesce("by", '{"kind":"system","name":"beckon"}'::jsonb), "created_at"
FROM "team" WHERE "budget_micros" IS NOT NULL AND "state" <> 'dissolved';--> statement-breakpoint
INSERT INTO "budget_period" ("budget_id", "from_at", "limit_micros", "spent_micros", "unpriced", "spent_at", "standing")
SELECT 'bg_' || substr("id", 4), coalesce("started_at", "created_at"), "budget_micros", "spent_micros", "unpriced", "spent_at",
  CASE WHEN "reached_at" IS NULL THEN CASE WHEN "warned_at" IS NULL THEN 'within' ELSE 'warned' END
    WHEN EXISTS (SELECT 1 FROM "team_question" q WHERE q."team_id" = "team"."id" AND q."kind" = 'budget' AND q."open") THEN 'asking' ELSE 'continued' END
FROM "team" WHERE "budget_micros" IS NOT NULL AND "state" <> 'dissolved';--> statement-breakpoint
INSERT INTO "budget_step" ("budget_id", "from_at", "round", "percent", "at", "limit_micros", "spent_micros", "told")
SELECT 'bg_' || substr("id", 4), coalesce("started_at", "created_at"), 0, passed.percent, passed.at, "budget_micros", coalesce("spent_micros", 0), passed.told
FROM "team" CROSS JOIN LATERAL (VALUES (80, "warned_at", 'quiet'), (100, "reached_at", 'asked')) AS passed(percent, at, told)
WHERE "budget_micros" IS NOT NULL AND "state" <> 'dissolved' AND passed.at IS NOT NULL;--> statement-breakpoint
INSERT INTO "budget_ask" ("key", "budget_id", "from_at", "round", "input", "extend_micros", "request_id", "open", "at")
SELECT 'budget/bg_' || substr(t."id", 4) || '/' || (extract(epoch FROM coalesce(t."started_at", t."created_at")) * 1000)::bigint || '/0',
  'bg_' || substr(t."id", 4), coalesce(t."started_at", t."created_at"), 0, q."input", coalesce(t."budget_step", t."budget_micros"), q."request_id", true, q."at"
FROM "team_question" q JOIN "team" t ON t."id" = q."team_id"
WHERE q."kind" = 'budget' AND q."open" AND t."budget_micros" IS NOT NULL AND t."state" <> 'dissolved'
ON CONFLICT DO NOTHING;--> statement-breakpoint
DELETE FROM "team_question" WHERE "kind" = 'budget';--> statement-breakpoint
ALTER TABLE "team" DROP COLUMN "budget_micros";--> statement-breakpoint
ALTER TABLE "team" DROP COLUMN "budget_step";--> statement-breakpoint
ALTER TABLE "team" DROP COLUMN "budget_round";--> statement-breakpoint
ALTER TABLE "team" DROP COLUMN "warned_at";--> statement-breakpoint
ALTER TABLE "team" DROP COLUMN "reached_at";
