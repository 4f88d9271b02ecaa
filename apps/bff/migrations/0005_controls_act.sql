CREATE TABLE "healing_rule" (
	"id" text PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"scope" jsonb NOT NULL,
	"limits" jsonb NOT NULL,
	"every_minutes" integer NOT NULL,
	"until" timestamp (3) with time zone,
	"by" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"looked_at" timestamp (3) with time zone,
	"off_at" timestamp (3) with time zone,
	"off_by" text
);
--> statement-breakpoint
CREATE TABLE "healing_run" (
	"id" text PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"limits" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"left_alone" jsonb NOT NULL,
	"demo" boolean NOT NULL,
	"caller_id" text NOT NULL,
	"idempotency_key" text,
	"input_hash" text NOT NULL,
	CONSTRAINT "healing_run_state" CHECK (state in ('running', 'over'))
);
--> statement-breakpoint
CREATE TABLE "healing_step" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"place" integer NOT NULL,
	"act" text NOT NULL,
	"fault" text NOT NULL,
	"key" text NOT NULL,
	"subject" jsonb NOT NULL,
	"reason" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"likelihood" jsonb,
	"refused_by" jsonb,
	"until" timestamp (3) with time zone,
	"given_to" jsonb,
	"target" jsonb NOT NULL,
	"by" jsonb NOT NULL,
	"asked_by" text,
	"state" text NOT NULL,
	"command_ids" jsonb NOT NULL,
	"request_id" text,
	"ask_open" boolean DEFAULT false NOT NULL,
	"answer" jsonb,
	"result" text,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	"outcome_note" text,
	"worked_at" timestamp (3) with time zone,
	CONSTRAINT "healing_step_state" CHECK (state in ('planned', 'doing', 'done', 'failed', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "recovery" (
	"id" text PRIMARY KEY NOT NULL,
	"action" text NOT NULL,
	"state" text NOT NULL,
	"by" jsonb NOT NULL,
	"caller" jsonb NOT NULL,
	"caller_id" text NOT NULL,
	"idempotency_key" text,
	"input_hash" text NOT NULL,
	"reason" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"resumed_by" jsonb,
	"resume_caller" jsonb,
	"resume_asked_at" timestamp (3) with time zone,
	"resumed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "recovery_item" (
	"recovery_id" text NOT NULL,
	"n" integer NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	"name" text NOT NULL,
	"place" text,
	"before" text NOT NULL,
	"act" text NOT NULL,
	"effect" text NOT NULL,
	"host_id" text,
	"agent_id" text,
	"state" text NOT NULL,
	"words" text,
	"command_id" text,
	"pause_id" text,
	"kept" jsonb,
	"back_state" text,
	"back_words" text,
	"back_command_id" text,
	CONSTRAINT "recovery_item_recovery_id_n_pk" PRIMARY KEY("recovery_id","n")
);
--> statement-breakpoint
CREATE TABLE "rule_answer" (
	"request_id" text PRIMARY KEY NOT NULL,
	"rule_id" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"option" text NOT NULL,
	"why" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_proposal_dismissal" (
	"proposal_id" text NOT NULL,
	"person_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rule_proposal_dismissal_proposal_id_person_id_pk" PRIMARY KEY("proposal_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "rule_proposal" (
	"id" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_replay" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"figures" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule" (
	"id" text PRIMARY KEY NOT NULL,
	"terms" jsonb NOT NULL,
	"hash" text NOT NULL,
	"version" integer NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"off" jsonb,
	"on" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" jsonb NOT NULL,
	"proposal_id" text,
	"caller_id" text NOT NULL,
	"idempotency_key" text,
	"input_hash" text NOT NULL,
	"answered" integer DEFAULT 0 NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"left" integer DEFAULT 0 NOT NULL,
	"left_at" timestamp (3) with time zone,
	CONSTRAINT "rule_state" CHECK (state in ('on', 'off'))
);
--> statement-breakpoint
CREATE TABLE "hand_out" (
	"id" text PRIMARY KEY NOT NULL,
	"on" boolean NOT NULL,
	"by" jsonb,
	"at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "handed_task" (
	"task_id" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hand_out_stuck" (
	"role" text PRIMARY KEY NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"tasks" integer NOT NULL,
	"why" text NOT NULL,
	"left" boolean DEFAULT false NOT NULL,
	"question_key" text
);
--> statement-breakpoint
CREATE TABLE "team_member" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"place" integer NOT NULL,
	"wish" jsonb NOT NULL,
	"role" text,
	"profile" text,
	"host_id" text,
	"state" text NOT NULL,
	"problem" text,
	"due" boolean DEFAULT false NOT NULL,
	"held" boolean DEFAULT false NOT NULL,
	"surplus" boolean DEFAULT false NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"starts" integer DEFAULT 0 NOT NULL,
	"forgiven" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (3) with time zone,
	"agent_name" text,
	"agent_id" text,
	"gave_back" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team_question" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"team_id" text,
	"member_id" text,
	"cause" text,
	"input" jsonb NOT NULL,
	"choices" jsonb NOT NULL,
	"request_id" text,
	"open" boolean DEFAULT true NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team_start" (
	"member_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"team_id" text NOT NULL,
	"by" jsonb NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"command_id" text,
	"process_id" text,
	"agent_name" text,
	"session_id" text,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"failed" boolean,
	"words" text,
	"stops" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "team_start_member_id_attempt_pk" PRIMARY KEY("member_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "team" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"origin" text NOT NULL,
	"host_id" text,
	"undeclared" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"keep" boolean DEFAULT false NOT NULL,
	"restarts_per_hour" integer NOT NULL,
	"task_wanted" jsonb,
	"task_id" text,
	"task_member" text,
	"budget_micros" bigint,
	"budget_step" bigint,
	"budget_round" integer DEFAULT 0 NOT NULL,
	"warned_at" timestamp (3) with time zone,
	"reached_at" timestamp (3) with time zone,
	"spent_micros" bigint,
	"unpriced" integer DEFAULT 0 NOT NULL,
	"spent_at" timestamp (3) with time zone,
	"reason" text,
	"by" jsonb,
	"caller_id" text,
	"idempotency_key" text,
	"input_hash" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"dissolve_tasks" text,
	"dissolved_by" jsonb,
	"given_back" integer DEFAULT 0 NOT NULL,
	"search_text" text NOT NULL,
	CONSTRAINT "team_state" CHECK (state in ('off', 'active', 'dissolving', 'dissolved'))
);
--> statement-breakpoint
ALTER TABLE "decision_request" ALTER COLUMN "agent_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "command" ADD COLUMN "text" text;--> statement-breakpoint
ALTER TABLE "command" ADD COLUMN "tasks" jsonb;--> statement-breakpoint
ALTER TABLE "command" ADD COLUMN "owner_id" text;--> statement-breakpoint
ALTER TABLE "command" ADD COLUMN "session_key" text;--> statement-breakpoint
ALTER TABLE "command" ADD COLUMN "handed_to" text;--> statement-breakpoint
ALTER TABLE "command" ADD COLUMN "handed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "host" ADD COLUMN "run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "healing_step" ADD CONSTRAINT "healing_step_run_id_healing_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."healing_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_item" ADD CONSTRAINT "recovery_item_recovery_id_recovery_id_fk" FOREIGN KEY ("recovery_id") REFERENCES "public"."recovery"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_answer" ADD CONSTRAINT "rule_answer_request_id_decision_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."decision_request"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_start" ADD CONSTRAINT "team_start_member_id_team_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."team_member"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "healing_rule_on" ON "healing_rule" USING btree ((off_at is null)) WHERE off_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "healing_run_idempotency" ON "healing_run" USING btree ("caller_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "healing_run_running" ON "healing_run" USING btree ((state = 'running')) WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "healing_run_history" ON "healing_run" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "healing_step_of" ON "healing_step" USING btree ("run_id","place");--> statement-breakpoint
CREATE INDEX "healing_step_acts" ON "healing_step" USING btree ("act","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "healing_step_ask" ON "healing_step" USING btree ("fault","key") WHERE ask_open;--> statement-breakpoint
CREATE INDEX "healing_step_request" ON "healing_step" USING btree ("request_id") WHERE request_id is not null;--> statement-breakpoint
CREATE INDEX "healing_step_measured" ON "healing_step" USING btree ("ended_at") WHERE outcome = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_idempotency" ON "recovery" USING btree ("caller_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_under_way" ON "recovery" USING btree ("action") WHERE state = 'running' or (action = 'maintenance' and state <> 'resumed');--> statement-breakpoint
CREATE INDEX "recovery_history" ON "recovery" USING btree ("requested_at","id");--> statement-breakpoint
CREATE INDEX "recovery_item_command" ON "recovery_item" USING btree ("command_id") WHERE command_id is not null;--> statement-breakpoint
CREATE INDEX "recovery_item_back_command" ON "recovery_item" USING btree ("back_command_id") WHERE back_command_id is not null;--> statement-breakpoint
CREATE INDEX "rule_answer_rule" ON "rule_answer" USING btree ("rule_id","at","request_id");--> statement-breakpoint
CREATE INDEX "rule_replay_at" ON "rule_replay" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "rule_idempotency" ON "rule" USING btree ("caller_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "rule_on" ON "rule" USING btree ("until") WHERE state = 'on';--> statement-breakpoint
CREATE UNIQUE INDEX "team_member_place" ON "team_member" USING btree ("team_id","place");--> statement-breakpoint
CREATE INDEX "team_question_request" ON "team_question" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "team_question_open" ON "team_question" USING btree ("team_id") WHERE open;--> statement-breakpoint
CREATE INDEX "team_start_of" ON "team_start" USING btree ("team_id","asked_at");--> statement-breakpoint
CREATE INDEX "team_start_process" ON "team_start" USING btree ("process_id");--> statement-breakpoint
CREATE INDEX "team_start_command" ON "team_start" USING btree ("command_id");--> statement-breakpoint
CREATE UNIQUE INDEX "team_idempotency" ON "team" USING btree ("caller_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "team_declared" ON "team" USING btree ("host_id","name") WHERE origin = 'config';--> statement-breakpoint
CREATE INDEX "team_history" ON "team" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "team_open" ON "team" USING btree ("state");--> statement-breakpoint
CREATE INDEX "command_said" ON "command" USING btree ("owner_id","session_key","requested_at") WHERE owner_id is not null;--> statement-breakpoint
CREATE INDEX "decision_request_agent" ON "decision_request" USING btree ("agent_id","asked_at");