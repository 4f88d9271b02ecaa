ALTER TABLE "notification_channel" ADD COLUMN "caller_id" text;--> statement-breakpoint
ALTER TABLE "notification_channel" ADD COLUMN "idempotency_key" text;--> statement-breakpoint
ALTER TABLE "notification_channel" ADD COLUMN "input_hash" text;--> statement-breakpoint
CREATE UNIQUE INDEX "notification_channel_idempotency" ON "notification_channel" USING btree ("caller_id","idempotency_key");