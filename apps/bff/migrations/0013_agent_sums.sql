CREATE TABLE "coordination_agent_rollup" (
	"step" smallint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key" uuid NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"succeeded" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"exhausted" integer DEFAULT 0 NOT NULL,
	"pending" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "coordination_agent_rollup_key_step_at_pk" PRIMARY KEY("key","step","at")
);
--> statement-breakpoint
-- Each attempt once for each name that its sides stand under; known by the same key as those that are kept from now on.
INSERT INTO "coordination_agent_rollup" (step, at, key, demo, succeeded, failed, exhausted, pending)
SELECT step, at, left(encode(sha256(convert_to('["","",' || to_json(side)::text || ',"","","",""' || case when demo then ',"demo"' else '' end || ']', 'UTF8')), 'hex'), 32)::uuid,
  demo, sum(succeeded)::int, sum(failed)::int, sum(exhausted)::int, sum(pending)::int
FROM "coordination_detail_rollup" CROSS JOIN LATERAL (SELECT DISTINCT side FROM unnest(array[from_key, to_key]) AS side WHERE side <> '') AS sides
GROUP BY step, at, side, demo;
