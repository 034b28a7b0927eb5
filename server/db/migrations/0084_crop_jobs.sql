-- After-work may run twice: what an older job cut never takes the place of what a newer one did.
alter table submission_crop add job_id bigint not null default 0;
comment on column submission_crop.job_id is 'The job that cut it; it outlives the job.';
