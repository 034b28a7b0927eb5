-- The outbox is read newest first, and by what waits or needs a look; both stay fast among a year of messages.
create index notice_newest on notice (tenant_id, created_at desc, id desc);
create index notice_unsettled on notice (tenant_id, status) where status in ('queued', 'sending', 'failed', 'unsure');
