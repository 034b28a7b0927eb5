-- What was read on the pages of homework: for search and beside the page, never a grade.
create table submission_text (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  submission_id  bigint not null,
  place          int not null check (place between 1 and 30),
  confidence     real not null check (confidence between 0 and 1),
  lines          jsonb not null default '[]' check (jsonb_typeof(lines) = 'array'),
  sure_text      text not null default '' check (length(sure_text) <= 200000),
  squeezed       text not null generated always as (lower(regexp_replace(sure_text, '\s+', '', 'g'))) stored,
  version        text not null check (length(version) <= 50),
  created_at     timestamptz not null default now(),
  unique (tenant_id, id),
  unique (submission_id, place),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id)
);
comment on column submission_text.lines is 'Everything that was read: [{text, confidence, box, words}], boxes in shares of the page.';
comment on column submission_text.sure_text is 'The words that are sure enough to be found by; handwriting seldom is.';
comment on column submission_text.squeezed is 'Without spaces: a machine puts them into Korean as it likes.';
call app.protect(array['submission_text']);
