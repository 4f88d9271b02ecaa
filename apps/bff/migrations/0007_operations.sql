CREATE TABLE "alert_clock" (
	"id" text PRIMARY KEY NOT NULL,
	"slot" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"readings" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_evaluation" (
	"slot" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"took_ms" integer NOT NULL,
	"unread" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alert_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"alert_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"what" text NOT NULL,
	"by" jsonb,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "alert_member" (
	"alert_id" text NOT NULL,
	"key" text NOT NULL,
	"subject" jsonb NOT NULL,
	"value" double precision,
	"since" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	CONSTRAINT "alert_member_alert_id_key_pk" PRIMARY KEY("alert_id","key")
);
--> statement-breakpoint
CREATE TABLE "alert_point" (
	"alert_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"value" double precision,
	CONSTRAINT "alert_point_alert_id_at_pk" PRIMARY KEY("alert_id","at")
);
--> statement-breakpoint
CREATE TABLE "alert_rule" (
	"kind" text PRIMARY KEY NOT NULL,
	"enabled" boolean NOT NULL,
	"threshold" double precision NOT NULL,
	"for_seconds" integer NOT NULL,
	"severity" text NOT NULL,
	"by" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_silence" (
	"id" text PRIMARY KEY NOT NULL,
	"matcher" jsonb NOT NULL,
	"subject_name" text,
	"from_at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"comment" text NOT NULL,
	"by" jsonb NOT NULL,
	"caller_id" text NOT NULL,
	"idempotency_key" text,
	"input_hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_watch" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"subject" jsonb NOT NULL,
	"state" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"clear_since" timestamp (3) with time zone,
	"no_reading_since" timestamp (3) with time zone,
	"flaps" integer NOT NULL,
	"value" double precision,
	"alert_id" text,
	CONSTRAINT "alert_watch_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "alert" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"group_key" text NOT NULL,
	"severity" text NOT NULL,
	"state" text NOT NULL,
	"threshold" double precision NOT NULL,
	"value" double precision,
	"count" integer NOT NULL,
	"evidence" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"fired_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolved_because" text,
	"no_reading_since" timestamp (3) with time zone,
	"acknowledged" jsonb,
	"snoozed" jsonb,
	"assigned" jsonb,
	"silence_id" text,
	"inhibited_by" jsonb,
	"muted_at" timestamp (3) with time zone,
	"paged_at" timestamp (3) with time zone,
	"paged_times" integer DEFAULT 0 NOT NULL,
	"paged_count" integer DEFAULT 0 NOT NULL,
	"paging" boolean DEFAULT false NOT NULL,
	"told_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "health_component" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"words" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"latency_ms" double precision,
	"last_at" timestamp (3) with time zone,
	"error" text,
	"error_at" timestamp (3) with time zone,
	"first_at" timestamp (3) with time zone NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "health_hour" (
	"component" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"looks" integer NOT NULL,
	"judged" integer NOT NULL,
	"good" integer NOT NULL,
	CONSTRAINT "health_hour_component_hour_pk" PRIMARY KEY("component","hour")
);
--> statement-breakpoint
CREATE TABLE "host_start" (
	"process_id" text NOT NULL,
	"restarts" bigint NOT NULL,
	"host_id" text NOT NULL,
	"agent" text NOT NULL,
	"session_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "host_start_process_id_restarts_pk" PRIMARY KEY("process_id","restarts")
);
--> statement-breakpoint
CREATE TABLE "notification_channel" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"private" boolean NOT NULL,
	"enabled" boolean NOT NULL,
	"config" jsonb NOT NULL,
	"secret" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "escalation_policy" (
	"id" text PRIMARY KEY NOT NULL,
	"policy" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "escalation" (
	"id" text PRIMARY KEY NOT NULL,
	"occasion" text NOT NULL,
	"request_id" text,
	"severity" text NOT NULL,
	"person_id" text,
	"notice" jsonb,
	"title" text NOT NULL,
	"policy" jsonb NOT NULL,
	"state" text NOT NULL,
	"next" integer NOT NULL,
	"next_at" timestamp (3) with time zone,
	"steps" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"by" jsonb,
	CONSTRAINT "escalation_state" CHECK (state in ('open', 'exhausted', 'acknowledged', 'settled'))
);
--> statement-breakpoint
CREATE TABLE "notification_policy" (
	"owner_id" text PRIMARY KEY NOT NULL,
	"policy" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_label" (
	"label" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "metric_label_label_value_pk" PRIMARY KEY("label","value")
);
--> statement-breakpoint
CREATE TABLE "metric_mark" (
	"source" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metric_total" (
	"metric" text NOT NULL,
	"labels" text NOT NULL,
	"folded" double precision[] NOT NULL,
	"told" double precision[] NOT NULL,
	CONSTRAINT "metric_total_metric_labels_pk" PRIMARY KEY("metric","labels")
);
--> statement-breakpoint
CREATE TABLE "model_call_sum" (
	"grain" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"name" text NOT NULL,
	"demo" boolean NOT NULL,
	"calls" bigint DEFAULT 0 NOT NULL,
	"failed" bigint DEFAULT 0 NOT NULL,
	"timed" bigint DEFAULT 0 NOT NULL,
	"ms" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "model_call_sum_grain_at_name_demo_pk" PRIMARY KEY("grain","at","name","demo")
);
--> statement-breakpoint
ALTER TABLE "delivery" DROP CONSTRAINT "delivery_status";--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "via" text DEFAULT 'push' NOT NULL;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "topic" text;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "answer" text;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "escalation_id" text;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "step" integer;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "held_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "digest_id" text;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "alert_event" ADD CONSTRAINT "alert_event_alert_id_alert_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alert"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_member" ADD CONSTRAINT "alert_member_alert_id_alert_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alert"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_point" ADD CONSTRAINT "alert_point_alert_id_alert_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alert"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "health_hour" ADD CONSTRAINT "health_hour_component_health_component_id_fk" FOREIGN KEY ("component") REFERENCES "public"."health_component"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_event_of" ON "alert_event" USING btree ("alert_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_silence_idempotency" ON "alert_silence" USING btree ("caller_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "alert_silence_until" ON "alert_silence" USING btree ("until");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_open" ON "alert" USING btree ("kind","group_key") WHERE state = 'firing';--> statement-breakpoint
CREATE INDEX "alert_history" ON "alert" USING btree ("fired_at","id");--> statement-breakpoint
CREATE INDEX "alert_resolved" ON "alert" USING btree ("resolved_at");--> statement-breakpoint
CREATE INDEX "host_start_at" ON "host_start" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "escalation_one" ON "escalation" USING btree ("occasion") WHERE state <> 'settled';--> statement-breakpoint
CREATE INDEX "escalation_log" ON "escalation" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "delivery_held" ON "delivery" USING btree ("device_id","held_until") WHERE status = 'held';--> statement-breakpoint
CREATE INDEX "delivery_escalation" ON "delivery" USING btree ("escalation_id","step") WHERE escalation_id is not null;--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_status" CHECK (status in ('held', 'queued', 'accepted', 'shown', 'opened', 'answered', 'failed', 'gathered'));