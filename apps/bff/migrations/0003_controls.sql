CREATE TABLE "audit_seal" (
	"nr" bigint PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "audit_seal_seq_unique" UNIQUE("seq")
);
--> statement-breakpoint
CREATE TABLE "command" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"via" text NOT NULL,
	"agent_id" text,
	"session_id" text,
	"host_id" text,
	"process_id" text,
	"profile" text,
	"agent_name" text,
	"pause_id" text,
	"subject" text NOT NULL,
	"target" text NOT NULL,
	"reason" text,
	"by" jsonb NOT NULL,
	"caller_id" text NOT NULL,
	"idempotency_key" text,
	"input_hash" text NOT NULL,
	"place" integer NOT NULL,
	"grace_seconds" integer NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"acknowledged_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"result" text,
	CONSTRAINT "command_state" CHECK (state in ('requested', 'delivered', 'acknowledged', 'done', 'failed', 'expired', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "host_process" (
	"id" text PRIMARY KEY NOT NULL,
	"host_id" text NOT NULL,
	"profile" text NOT NULL,
	"agent" text NOT NULL,
	"role" text,
	"vendor" text,
	"state" text NOT NULL,
	"pid" bigint,
	"folder" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"exit_code" integer,
	"signal" text,
	"problem" text,
	"restarts" bigint NOT NULL,
	"cpu" double precision,
	"memory_bytes" bigint,
	"last_output_at" timestamp (3) with time zone,
	"output" jsonb NOT NULL,
	"session_id" text,
	"told_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "host" (
	"id" text PRIMARY KEY NOT NULL,
	"token_id" text NOT NULL,
	"name" text NOT NULL,
	"platform" text NOT NULL,
	"version" text NOT NULL,
	"profiles" jsonb NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"complete_at" timestamp (3) with time zone,
	"left" boolean DEFAULT false NOT NULL,
	"shown_connected" boolean DEFAULT false NOT NULL,
	"told_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "host_token_id_unique" UNIQUE("token_id")
);
--> statement-breakpoint
ALTER TABLE "host_process" ADD CONSTRAINT "host_process_host_id_host_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."host"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "command_idempotency" ON "command" USING btree ("caller_id","idempotency_key","place");--> statement-breakpoint
CREATE INDEX "command_open_of_host" ON "command" USING btree ("host_id","requested_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "command_due" ON "command" USING btree ("expires_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "command_pause" ON "command" USING btree ("pause_id") WHERE pause_id is not null;--> statement-breakpoint
CREATE INDEX "command_process" ON "command" USING btree ("process_id");--> statement-breakpoint
CREATE INDEX "command_history" ON "command" USING btree ("requested_at","id");--> statement-breakpoint
CREATE INDEX "host_process_of" ON "host_process" USING btree ("host_id","started_at");--> statement-breakpoint
CREATE INDEX "host_process_session" ON "host_process" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "host_process_told" ON "host_process" USING btree ("told_at");--> statement-breakpoint
CREATE TRIGGER audit_seal_no_change BEFORE UPDATE OR DELETE ON "audit_seal" FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
--> statement-breakpoint
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON "audit_seal" FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
