CREATE TABLE "collision" (
	"id" text PRIMARY KEY NOT NULL,
	"key" uuid NOT NULL,
	"repository" text NOT NULL,
	"path" text NOT NULL,
	"kind" text NOT NULL,
	"parties" jsonb NOT NULL,
	"session_ids" text[] NOT NULL,
	"agent_ids" text[] NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"open_until" timestamp (3) with time zone NOT NULL,
	"shown" boolean NOT NULL,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "edited_file" (
	"session_id" text NOT NULL,
	"file" uuid NOT NULL,
	"told" text NOT NULL,
	"owner_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"parent_id" text,
	"key" uuid,
	"spot" uuid,
	"remote" boolean DEFAULT false NOT NULL,
	"repository" text DEFAULT '' NOT NULL,
	"path" text DEFAULT '' NOT NULL,
	"worktree" text,
	"marks" jsonb NOT NULL,
	"edits" integer NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	CONSTRAINT "edited_file_session_id_file_pk" PRIMARY KEY("session_id","file")
);
--> statement-breakpoint
CREATE TABLE "coordination_case" (
	"key" uuid NOT NULL,
	"owner_id" text NOT NULL,
	"name" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"words" jsonb NOT NULL,
	"sessions" text[] NOT NULL,
	CONSTRAINT "coordination_case_key_owner_id_pk" PRIMARY KEY("key","owner_id")
);
--> statement-breakpoint
CREATE TABLE "coordination_detail_rollup" (
	"step" smallint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key" uuid NOT NULL,
	"type" text NOT NULL,
	"cause" text NOT NULL,
	"from_key" text NOT NULL,
	"to_key" text NOT NULL,
	"from_role" text NOT NULL,
	"to_role" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"succeeded" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"exhausted" integer DEFAULT 0 NOT NULL,
	"pending" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "coordination_detail_rollup_step_at_key_pk" PRIMARY KEY("step","at","key")
);
--> statement-breakpoint
CREATE TABLE "coordination_pair_rollup" (
	"step" smallint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key" uuid NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"succeeded" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"exhausted" integer DEFAULT 0 NOT NULL,
	"pending" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "coordination_pair_rollup_step_at_key_pk" PRIMARY KEY("step","at","key")
);
--> statement-breakpoint
CREATE TABLE "coordination_pair" (
	"key" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"from_key" text NOT NULL,
	"to_key" text NOT NULL,
	"from_role" text NOT NULL,
	"to_role" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "coordination_rollup" (
	"view" text NOT NULL,
	"step" smallint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key" uuid NOT NULL,
	"type" text DEFAULT '' NOT NULL,
	"cause" text DEFAULT '' NOT NULL,
	"from_role" text DEFAULT '' NOT NULL,
	"to_role" text DEFAULT '' NOT NULL,
	"pattern" text DEFAULT '' NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"succeeded" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"exhausted" integer DEFAULT 0 NOT NULL,
	"pending" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "coordination_rollup_view_step_at_key_pk" PRIMARY KEY("view","step","at","key")
);
--> statement-breakpoint
CREATE TABLE "coordination" (
	"id" text PRIMARY KEY NOT NULL,
	"key" uuid NOT NULL,
	"owner_id" text NOT NULL,
	"n" integer NOT NULL,
	"type" text NOT NULL,
	"from_key" text NOT NULL,
	"from_role" text NOT NULL,
	"from_session" text,
	"to_key" text NOT NULL,
	"to_role" text NOT NULL,
	"to_session" text,
	"task" text,
	"what" text,
	"thing" uuid,
	"status" text NOT NULL,
	"cause" text,
	"cause_given" boolean DEFAULT false NOT NULL,
	"message" text,
	"exhausted" boolean DEFAULT false NOT NULL,
	"attempt" integer,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"deadline_at" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL,
	"pattern" uuid,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "argo_connection" (
	"id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"token" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "github_delivery" (
	"hook_id" text NOT NULL,
	"delivery" text NOT NULL,
	"event" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"took_micros" integer NOT NULL,
	CONSTRAINT "github_delivery_hook_id_delivery_pk" PRIMARY KEY("hook_id","delivery")
);
--> statement-breakpoint
CREATE TABLE "github_hook" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"accounts" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "github_review" (
	"hook_id" text NOT NULL,
	"pull_request" text NOT NULL,
	"reviewer" text NOT NULL,
	"round" integer NOT NULL,
	"requested_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "github_review_hook_id_pull_request_reviewer_round_pk" PRIMARY KEY("hook_id","pull_request","reviewer","round")
);
--> statement-breakpoint
CREATE TABLE "pause" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"session_key" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"held_at" timestamp (3) with time zone,
	"step" text,
	"ended_at" timestamp (3) with time zone,
	"note" text,
	"hold" text,
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "task_event" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"task_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"by" text NOT NULL,
	"from_status" text,
	"to_status" text,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "task_template" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"task" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"run" text DEFAULT '' NOT NULL,
	"key" text,
	"idempotency_key" text,
	"attempt" integer DEFAULT 1 NOT NULL,
	"first_id" text NOT NULL,
	"retry_of" text,
	"handoff_id" text,
	"title" text NOT NULL,
	"body" text,
	"status" text NOT NULL,
	"priority" text NOT NULL,
	"rank" smallint NOT NULL,
	"progress" double precision,
	"agent_id" text,
	"agent_name" text,
	"agent_owner_id" text,
	"role" text,
	"model" text,
	"project" text,
	"labels" jsonb NOT NULL,
	"session_id" text,
	"result" text,
	"error" text,
	"blocked_by" text,
	"waits" boolean DEFAULT false NOT NULL,
	"dependencies" text[] NOT NULL,
	"estimate" jsonb,
	"links" jsonb NOT NULL,
	"origin" text NOT NULL,
	"scope" text NOT NULL,
	"directory_id" text,
	"file_path" text,
	"file_document" integer,
	"file" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"deadline_at" timestamp (3) with time zone,
	"reported_seconds" double precision,
	"contradiction" text,
	"assumed" boolean DEFAULT false NOT NULL,
	"told" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"search_text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "file_edit" (
	"id" text PRIMARY KEY NOT NULL,
	"directory_id" text NOT NULL,
	"path" text NOT NULL,
	"document" integer NOT NULL,
	"hash" text NOT NULL,
	"status" text,
	"priority" text,
	"requested_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "work_directory" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"name" text NOT NULL,
	"host" text NOT NULL,
	"path" text NOT NULL,
	"writable" boolean NOT NULL,
	"folders" jsonb NOT NULL,
	"lanes" jsonb NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"watching" boolean DEFAULT true NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "work_file" (
	"directory_id" text NOT NULL,
	"path" text NOT NULL,
	"lane" text NOT NULL,
	"hash" text NOT NULL,
	"tasks" integer NOT NULL,
	"problem" text,
	CONSTRAINT "work_file_directory_id_path_pk" PRIMARY KEY("directory_id","path")
);
--> statement-breakpoint
CREATE TABLE "workflow_run" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"source" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"task" text,
	"role" text,
	"project" text,
	"agent_id" text,
	"agent_name" text,
	"url" text,
	"error" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workflow_stage" (
	"run_id" text NOT NULL,
	"name" text NOT NULL,
	"place" integer NOT NULL,
	"status" text NOT NULL,
	"agent_id" text,
	"agent_name" text,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"attempts" integer NOT NULL,
	"error" text,
	CONSTRAINT "workflow_stage_run_id_name_pk" PRIMARY KEY("run_id","name")
);
--> statement-breakpoint
CREATE TABLE "workflow_suspension" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"key" text,
	"stage" text,
	"waits_for" text NOT NULL,
	"what" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"resumed_at" timestamp (3) with time zone,
	"request_id" text,
	"outward" jsonb,
	"answer" jsonb,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "mcp_question" ADD COLUMN "waited_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "github_delivery" ADD CONSTRAINT "github_delivery_hook_id_github_hook_id_fk" FOREIGN KEY ("hook_id") REFERENCES "public"."github_hook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "github_review" ADD CONSTRAINT "github_review_hook_id_github_hook_id_fk" FOREIGN KEY ("hook_id") REFERENCES "public"."github_hook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_stage" ADD CONSTRAINT "workflow_stage_run_id_workflow_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."workflow_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_suspension" ADD CONSTRAINT "workflow_suspension_run_id_workflow_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."workflow_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "collision_key" ON "collision" USING btree ("key","last_at");--> statement-breakpoint
CREATE INDEX "collision_last" ON "collision" USING btree ("last_at","id");--> statement-breakpoint
CREATE INDEX "collision_open" ON "collision" USING btree ("open_until") WHERE shown;--> statement-breakpoint
CREATE INDEX "collision_agents" ON "collision" USING gin ("agent_ids");--> statement-breakpoint
CREATE INDEX "edited_file_key" ON "edited_file" USING btree ("key","last_at");--> statement-breakpoint
CREATE INDEX "edited_file_spot" ON "edited_file" USING btree ("spot","last_at");--> statement-breakpoint
CREATE INDEX "edited_file_parent" ON "edited_file" USING btree ("parent_id") WHERE parent_id is not null;--> statement-breakpoint
CREATE INDEX "edited_file_owner" ON "edited_file" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "edited_file_last" ON "edited_file" USING btree ("last_at");--> statement-breakpoint
CREATE INDEX "coordination_case_owner" ON "coordination_case" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "coordination_case_sessions" ON "coordination_case" USING gin ("sessions");--> statement-breakpoint
CREATE INDEX "coordination_detail_from" ON "coordination_detail_rollup" USING btree ("from_key","step","at");--> statement-breakpoint
CREATE INDEX "coordination_detail_to" ON "coordination_detail_rollup" USING btree ("to_key","step","at");--> statement-breakpoint
CREATE INDEX "coordination_pair_named" ON "coordination_pair" USING btree ("key") WHERE from_key like '=%' or to_key like '=%';--> statement-breakpoint
CREATE UNIQUE INDEX "coordination_matter" ON "coordination" USING btree ("key","owner_id","n");--> statement-breakpoint
CREATE INDEX "coordination_time" ON "coordination" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "coordination_from" ON "coordination" USING btree ("from_key","at","id");--> statement-breakpoint
CREATE INDEX "coordination_to" ON "coordination" USING btree ("to_key","at","id");--> statement-breakpoint
CREATE INDEX "coordination_task" ON "coordination" USING btree ("task","at") WHERE task is not null;--> statement-breakpoint
CREATE INDEX "coordination_pattern" ON "coordination" USING btree ("pattern","at") WHERE pattern is not null;--> statement-breakpoint
CREATE INDEX "coordination_pattern_agent" ON "coordination" USING btree ("pattern","to_key","at") WHERE pattern is not null;--> statement-breakpoint
CREATE INDEX "coordination_failed_from" ON "coordination" USING btree ("from_key","at") WHERE pattern is not null;--> statement-breakpoint
CREATE INDEX "coordination_failed_to" ON "coordination" USING btree ("to_key","at") WHERE pattern is not null;--> statement-breakpoint
CREATE INDEX "coordination_due" ON "coordination" USING btree ("deadline_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "coordination_of_session" ON "coordination" USING btree ("from_session") WHERE type = 'delegation' and status <> 'succeeded';--> statement-breakpoint
CREATE INDEX "coordination_thing" ON "coordination" USING btree ("thing","started_at") WHERE thing is not null;--> statement-breakpoint
CREATE INDEX "github_delivery_at" ON "github_delivery" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "pause_active" ON "pause" USING btree ("session_id") WHERE state in ('requested', 'held');--> statement-breakpoint
CREATE INDEX "pause_session" ON "pause" USING btree ("session_id","at");--> statement-breakpoint
CREATE INDEX "task_event_of" ON "task_event" USING btree ("task_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "task_key" ON "task" USING btree ("owner_id","run","key","attempt") WHERE "task"."directory_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "task_idempotency" ON "task" USING btree ("owner_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "task_retry" ON "task" USING btree ("retry_of");--> statement-breakpoint
CREATE UNIQUE INDEX "task_file" ON "task" USING btree ("directory_id","file_path","file_document");--> statement-breakpoint
CREATE INDEX "task_lost" ON "task" USING btree ("directory_id") WHERE "task"."file" ? 'lost';--> statement-breakpoint
CREATE INDEX "task_attempts" ON "task" USING btree ("first_id","attempt");--> statement-breakpoint
CREATE INDEX "task_updated" ON "task" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "task_status_updated" ON "task" USING btree ("status","updated_at","id");--> statement-breakpoint
CREATE INDEX "task_ended" ON "task" USING btree ("ended_at","id");--> statement-breakpoint
CREATE INDEX "task_of_agent" ON "task" USING btree ("agent_id","ended_at");--> statement-breakpoint
CREATE INDEX "task_session" ON "task" USING btree ("session_id") WHERE "task"."session_id" is not null;--> statement-breakpoint
CREATE INDEX "task_known_by" ON "task" USING btree ("key");--> statement-breakpoint
CREATE INDEX "task_handoff" ON "task" USING btree ("handoff_id") WHERE "task"."handoff_id" is not null;--> statement-breakpoint
CREATE INDEX "task_queue" ON "task" USING btree ("rank" DESC NULLS FIRST,"created_at","id") WHERE "task"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "task_due" ON "task" USING btree ("deadline_at") WHERE "task"."ended_at" is null and "task"."deadline_at" is not null;--> statement-breakpoint
CREATE INDEX "task_dependencies" ON "task" USING gin ("dependencies") WHERE "task"."dependencies" <> '{}';--> statement-breakpoint
CREATE INDEX "task_links" ON "task" USING gin ("links") WHERE "task"."links" <> '[]';--> statement-breakpoint
CREATE INDEX "file_edit_of_directory" ON "file_edit" USING btree ("directory_id","requested_at");--> statement-breakpoint
CREATE UNIQUE INDEX "work_directory_identity" ON "work_directory" USING btree ("owner_id","host","path");--> statement-breakpoint
CREATE INDEX "work_directory_place" ON "work_directory" USING btree ("host","path");--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_run_key" ON "workflow_run" USING btree ("owner_id","source","key");--> statement-breakpoint
CREATE INDEX "workflow_run_at" ON "workflow_run" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "workflow_run_status" ON "workflow_run" USING btree ("status","at");--> statement-breakpoint
CREATE INDEX "workflow_stage_ended" ON "workflow_stage" USING btree ("ended_at");--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_suspension_key" ON "workflow_suspension" USING btree ("run_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "workflow_suspension_request" ON "workflow_suspension" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "workflow_suspension_resumed" ON "workflow_suspension" USING btree ("resumed_at");--> statement-breakpoint
CREATE INDEX "mcp_question_waited" ON "mcp_question" USING btree ("waited_until") WHERE "mcp_question"."waited_until" is not null;