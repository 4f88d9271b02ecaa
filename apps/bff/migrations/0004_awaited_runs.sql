ALTER TABLE "task" ADD COLUMN "awaited_run" text;--> statement-breakpoint
CREATE INDEX "task_awaited_run" ON "task" USING btree ("agent_owner_id","awaited_run") WHERE "task"."awaited_run" is not null;