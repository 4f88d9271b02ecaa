CREATE INDEX "attention_wait_asked" ON "attention_wait" USING btree ("asked_at","request_id");--> statement-breakpoint
-- Packs tell of habits too: those that do not are made anew by the next run of the job, and are read row by row until then.
UPDATE "attention_wait" SET "packed" = false WHERE "packed";--> statement-breakpoint
UPDATE "attention_push" SET "packed" = false WHERE "packed";--> statement-breakpoint
DELETE FROM "attention_pack";--> statement-breakpoint
-- The sums of 32 days, known by the same key as those that are booked from now on.
INSERT INTO "usage_rollup" (grain, at, key, agent_id, role, model, project, task, payment, demo, records, calls, input, output, cache_read, cache_write, reasoning, micros, priced, unpriced)
SELECT 'days-32', date_bin('32 days', at, 'epoch'), left(encode(sha256(convert_to('[' || to_json(agent_id)::text || ',' || to_json(role)::text || ',' || to_json(model)::text || ',' || to_json(project)::text || ',"",' || to_json(payment)::text || case when demo then ',"demo"' else '' end || ']', 'UTF8')), 'hex'), 32)::uuid, agent_id, role, model, project, '', payment, demo,
  least(sum(records), 9007199254740991)::bigint, least(sum(calls), 9007199254740991)::bigint, least(sum(input), 9007199254740991)::bigint, least(sum(output), 9007199254740991)::bigint, least(sum(cache_read), 9007199254740991)::bigint, least(sum(cache_write), 9007199254740991)::bigint, least(sum(reasoning), 9007199254740991)::bigint, least(sum(micros), 9007199254740991)::bigint, least(sum(priced), 9007199254740991)::bigint, least(sum(unpriced), 9007199254740991)::bigint
FROM "usage_rollup" WHERE grain = 'day' GROUP BY 2, agent_id, role, model, project, payment, demo;
