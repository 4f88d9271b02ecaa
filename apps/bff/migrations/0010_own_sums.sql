-- The sums by type and by one role, known by the same key as those that are kept from now on.
INSERT INTO "coordination_rollup" (view, step, at, key, type, demo, succeeded, failed, exhausted, pending)
SELECT 'ofType', step, at, left(encode(sha256(convert_to('[' || to_json(type)::text || ',"","","","","",""' || case when demo then ',"demo"' else '' end || ']', 'UTF8')), 'hex'), 32)::uuid,
  type, demo, sum(succeeded)::int, sum(failed)::int, sum(exhausted)::int, sum(pending)::int
FROM "coordination_rollup" WHERE view = 'cause' GROUP BY step, at, type, demo;--> statement-breakpoint
INSERT INTO "coordination_rollup" (view, step, at, key, type, cause, from_role, demo, succeeded, failed, exhausted, pending)
SELECT 'ofRoleCause', step, at, left(encode(sha256(convert_to('[' || to_json(type)::text || ',' || to_json(cause)::text || ',"","",' || to_json(side)::text || ',"",""' || case when demo then ',"demo"' else '' end || ']', 'UTF8')), 'hex'), 32)::uuid,
  type, cause, side, demo, sum(succeeded)::int, sum(failed)::int, sum(exhausted)::int, sum(pending)::int
FROM "coordination_rollup" CROSS JOIN LATERAL (SELECT DISTINCT side FROM unnest(array[from_role, to_role]) AS side WHERE side <> '') AS sides
WHERE view = 'kind' GROUP BY step, at, type, cause, side, demo;--> statement-breakpoint
INSERT INTO "coordination_rollup" (view, step, at, key, from_role, demo, succeeded, failed, exhausted, pending)
SELECT 'ofRole', step, at, left(encode(sha256(convert_to('["","","","",' || to_json(side)::text || ',"",""' || case when demo then ',"demo"' else '' end || ']', 'UTF8')), 'hex'), 32)::uuid,
  side, demo, sum(succeeded)::int, sum(failed)::int, sum(exhausted)::int, sum(pending)::int
FROM "coordination_rollup" CROSS JOIN LATERAL (SELECT DISTINCT side FROM unnest(array[from_role, to_role]) AS side WHERE side <> '') AS sides
WHERE view = 'kind' AND step IN (1, 16, 256) GROUP BY step, at, side, demo;
