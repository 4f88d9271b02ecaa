CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"key" text NOT NULL,
	"agent_id" text NOT NULL,
	"parent_id" text,
	"last_signal_at" timestamp (3) with time zone NOT NULL,
	"active_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"version" integer DEFAULT 0 NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hook_hold" (
	"request_id" text PRIMARY KEY NOT NULL,
	"hold_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"source" text NOT NULL,
	"run" text NOT NULL,
	"session" text NOT NULL,
	"tool" text NOT NULL,
	"input" text NOT NULL,
	"doing" text,
	"call_id" text,
	"attachment" text,
	"returns" boolean NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"lease_until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "hook_hold_state" CHECK (state in ('open', 'answered', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "mcp_question" (
	"question" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"handed_over_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "otlp_mark" (
	"owner_id" text NOT NULL,
	"key" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "otlp_mark_owner_id_key_pk" PRIMARY KEY("owner_id","key")
);
--> statement-breakpoint
CREATE TABLE "otlp_series" (
	"owner_id" text NOT NULL,
	"series" uuid NOT NULL,
	"start_nano" bigint NOT NULL,
	"time_nano" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "otlp_series_owner_id_series_start_nano_pk" PRIMARY KEY("owner_id","series","start_nano")
);
--> statement-breakpoint
CREATE TABLE "signal" (
	"key" uuid PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"task" text,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_override" (
	"model" text PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"input" bigint NOT NULL,
	"output" bigint NOT NULL,
	"cache_read" bigint,
	"cache_write" bigint,
	"since" timestamp (3) with time zone NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	"set_by" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_entry" (
	"session_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key" uuid NOT NULL,
	"model" text NOT NULL,
	"channel" text NOT NULL,
	"task" text NOT NULL,
	"payment" text NOT NULL,
	"price" text NOT NULL,
	"records" bigint DEFAULT 0 NOT NULL,
	"calls" bigint DEFAULT 0 NOT NULL,
	"input" bigint DEFAULT 0 NOT NULL,
	"output" bigint DEFAULT 0 NOT NULL,
	"cache_read" bigint DEFAULT 0 NOT NULL,
	"cache_write" bigint DEFAULT 0 NOT NULL,
	"reasoning" bigint DEFAULT 0 NOT NULL,
	"micros" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_entry_session_id_at_key_pk" PRIMARY KEY("session_id","at","key")
);
--> statement-breakpoint
CREATE TABLE "usage_rollup" (
	"grain" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key" uuid NOT NULL,
	"agent_id" text NOT NULL,
	"role" text NOT NULL,
	"model" text NOT NULL,
	"project" text NOT NULL,
	"task" text NOT NULL,
	"payment" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"records" bigint DEFAULT 0 NOT NULL,
	"calls" bigint DEFAULT 0 NOT NULL,
	"input" bigint DEFAULT 0 NOT NULL,
	"output" bigint DEFAULT 0 NOT NULL,
	"cache_read" bigint DEFAULT 0 NOT NULL,
	"cache_write" bigint DEFAULT 0 NOT NULL,
	"reasoning" bigint DEFAULT 0 NOT NULL,
	"micros" bigint DEFAULT 0 NOT NULL,
	"priced" bigint DEFAULT 0 NOT NULL,
	"unpriced" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "usage_rollup_grain_at_key_pk" PRIMARY KEY("grain","at","key")
);
--> statement-breakpoint
CREATE TABLE "usage_session" (
	"session_id" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"role" text NOT NULL,
	"project" text NOT NULL,
	"payment" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"rank" smallint DEFAULT 0 NOT NULL,
	"told" text,
	"models" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"first_at" timestamp (3) with time zone,
	"last_at" timestamp (3) with time zone,
	"records" bigint DEFAULT 0 NOT NULL,
	"calls" bigint DEFAULT 0 NOT NULL,
	"input" bigint DEFAULT 0 NOT NULL,
	"output" bigint DEFAULT 0 NOT NULL,
	"cache_read" bigint DEFAULT 0 NOT NULL,
	"cache_write" bigint DEFAULT 0 NOT NULL,
	"reasoning" bigint DEFAULT 0 NOT NULL,
	"micros" bigint DEFAULT 0 NOT NULL,
	"priced" bigint DEFAULT 0 NOT NULL,
	"unpriced" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
DROP INDEX "agent_identity";--> statement-breakpoint
DROP INDEX "decision_request_history";--> statement-breakpoint
DROP INDEX "delivery_log";--> statement-breakpoint
DROP INDEX "delivery_device";--> statement-breakpoint
ALTER TABLE "token" ADD COLUMN "demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "agent" ADD COLUMN "parent_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "agent" ADD COLUMN "given_name" text;--> statement-breakpoint
ALTER TABLE "agent" ADD COLUMN "given_role" text;--> statement-breakpoint
ALTER TABLE "agent" ADD COLUMN "payment" text;--> statement-breakpoint
ALTER TABLE "agent" ADD COLUMN "demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "decision_request" ADD COLUMN "multiple" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "hook_hold" ADD CONSTRAINT "hook_hold_request_id_decision_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."decision_request"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mcp_question" ADD CONSTRAINT "mcp_question_request_id_decision_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."decision_request"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "session_identity" ON "session" USING btree ("owner_id","key");--> statement-breakpoint
CREATE INDEX "session_of_agent" ON "session" USING btree ("agent_id","active_at","id");--> statement-breakpoint
CREATE INDEX "session_active" ON "session" USING btree ("active_at","id");--> statement-breakpoint
CREATE INDEX "hook_hold_run" ON "hook_hold" USING btree ("owner_id","run");--> statement-breakpoint
CREATE INDEX "hook_hold_hold" ON "hook_hold" USING btree ("hold_id");--> statement-breakpoint
CREATE INDEX "hook_hold_live" ON "hook_hold" USING btree ("lease_until") WHERE state <> 'closed';--> statement-breakpoint
CREATE UNIQUE INDEX "mcp_question_request" ON "mcp_question" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "otlp_mark_seen" ON "otlp_mark" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "otlp_series_seen" ON "otlp_series" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "signal_of_session" ON "signal" USING btree ("session_id","at","key");--> statement-breakpoint
CREATE INDEX "signal_received" ON "signal" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "usage_entry_task" ON "usage_entry" USING btree ("task","at") WHERE task <> '';--> statement-breakpoint
CREATE INDEX "usage_rollup_agent" ON "usage_rollup" USING btree ("agent_id","grain","at") WHERE agent_id <> '';--> statement-breakpoint
CREATE INDEX "usage_rollup_project" ON "usage_rollup" USING btree ("project","grain","at") WHERE project <> '';--> statement-breakpoint
CREATE INDEX "usage_rollup_task" ON "usage_rollup" USING btree ("task","grain","at") WHERE task <> '';--> statement-breakpoint
CREATE INDEX "usage_session_time" ON "usage_session" USING btree ("last_at");--> statement-breakpoint
CREATE INDEX "usage_session_agent" ON "usage_session" USING btree ("agent_id","last_at");--> statement-breakpoint
CREATE INDEX "agent_last_seen" ON "agent" USING btree ("last_seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "agent_identity" ON "agent" USING btree ("owner_id","name","host","parent_id");--> statement-breakpoint
CREATE INDEX "decision_request_history" ON "decision_request" USING btree ("asked_at","id");--> statement-breakpoint
CREATE INDEX "delivery_log" ON "delivery" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "delivery_device" ON "delivery" USING btree ("device_id","created_at");--> statement-breakpoint
-- Room on each page for the next version of a row that changes with every signal.
ALTER TABLE "session" SET (fillfactor = 50);
