create type exam_state as enum ('draft', 'published', 'closed');
create type attempt_rule as enum ('best', 'latest', 'first');
create type result_showing as enum ('at_once', 'after_close', 'on_release');
create type key_showing as enum ('never', 'with_results', 'after_close');
create type question_kind as enum ('single', 'multiple', 'numeric', 'short');
create type key_state as enum ('keyed', 'all_correct', 'void');
create type partial_credit as enum ('none', 'proportional', 'minus_wrong');

create table exam (
  id                  bigint generated always as identity primary key,
  tenant_id           bigint not null default app.tenant_id(),
  session_id          bigint not null,
  title               text not null check (length(title) between 1 and 200),
  description         text not null default '' check (length(description) <= 5000),
  state               exam_state not null default 'draft',
  pass_score          numeric(8,2) check (pass_score >= 0),
  opens_at            timestamptz,
  closes_at           timestamptz,
  time_limit_minutes  int check (time_limit_minutes between 1 and 1440),
  attempts_allowed    int not null default 1 check (attempts_allowed between 1 and 100),
  counting            attempt_rule not null default 'best',
  results_shown       result_showing not null default 'on_release',
  keys_shown          key_showing not null default 'with_results',
  is_online           boolean not null default false,
  released_at         timestamptz,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  deleted_at          timestamptz,
  unique (tenant_id, id),
  check (closes_at is null or opens_at is null or closes_at > opens_at),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id)
);
comment on column exam.pass_score is 'Null: the policy of the lecture decides.';
comment on column exam.is_online is 'Students may answer it in a browser within its window; otherwise it is on paper alone.';
comment on column exam.released_at is 'Since when students and parents see their results, where results are shown on release.';
create index exam_session on exam (session_id) where deleted_at is null;
create trigger touch before update on exam for each row execute function app.touch();

create table exam_sheet (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  exam_id        bigint not null,
  paper          text not null default 'A4' check (paper in ('A4', 'B4', 'A5', 'Letter')),
  number_digits  smallint not null default 8 check (number_digits between 0 and 12),
  is_foreign     boolean not null default false,
  blank_key      text,
  pages          jsonb not null default '[]' check (jsonb_typeof(pages) = 'array'),
  printed_at     timestamptz,
  created_at     timestamptz not null default now(),
  replaced_at    timestamptz,
  unique (tenant_id, id),
  unique (tenant_id, exam_id, id),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id)
);
comment on table exam_sheet is 'The answer sheet of an exam. One that was printed keeps its layout: another layout is another sheet.';
comment on column exam_sheet.pages is 'One geometry for each page, as packages/omr draws and reads it; lengths are millimetres.';
comment on column exam_sheet.is_foreign is 'Somebody else''s design: regions marked on a scan of a blank one.';
create unique index exam_sheet_present on exam_sheet (tenant_id, exam_id) where replaced_at is null;

create table exam_question (
  id           bigint generated always as identity primary key,
  tenant_id    bigint not null default app.tenant_id(),
  exam_id      bigint not null,
  sheet_id     bigint not null,
  number       int not null check (number between 1 and 500),
  kind         question_kind not null default 'single',
  choices      smallint check (choices in (4, 5)),
  digits       smallint check (digits between 1 and 6),
  keys         jsonb not null default '[]' check (jsonb_typeof(keys) = 'array'),
  key_state    key_state not null default 'keyed',
  points       numeric(6,2) not null default 1 check (points >= 0 and points <= 1000),
  partial      partial_credit not null default 'none',
  region_meta  jsonb,
  updated_at   timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, exam_id, id),
  check ((kind in ('single', 'multiple')) = (choices is not null)),
  check (digits is null or kind = 'numeric'),
  check (partial = 'none' or kind = 'multiple'),
  constraint exam_question_number unique (tenant_id, exam_id, number) deferrable initially deferred,
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, exam_id, sheet_id) references exam_sheet (tenant_id, exam_id, id)
);
comment on column exam_question.keys is 'Accepted answers, each in its written form: "3", "1,3" (several marks, ascending), "42", a word.';
comment on column exam_question.key_state is 'all_correct and void after an appeal: everybody gets the points, or the question counts for nobody.';
comment on column exam_question.region_meta is 'Where its bubbles are on the sheet: {page, kind, bubbles | columns}, in millimetres; null when it is not on the sheet.';
create index exam_question_sheet on exam_question (tenant_id, sheet_id);
create trigger touch before update on exam_question for each row execute function app.touch();

create table exam_extension (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  exam_id        bigint not null,
  enrollment_id  bigint not null,
  closes_at      timestamptz,
  extra_minutes  int not null default 0 check (extra_minutes between 0 and 1440),
  extra_attempts int not null default 0 check (extra_attempts between 0 and 100),
  reason         text not null default '' check (length(reason) <= 500),
  given_by       bigint,
  created_at     timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, exam_id, enrollment_id),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, given_by) references user_account (tenant_id, id)
);

create table homework (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  session_id     bigint not null,
  title          text not null check (length(title) between 1 and 200),
  description    text not null default '' check (length(description) <= 5000),
  due_at         timestamptz,
  accepts_late   boolean not null default true,
  accepts        text[] not null default '{homework_image}'
    check (cardinality(accepts) > 0 and accepts <@ '{homework_image,homework_video,ai_match}'),
  pass_rule      homework_pass_rule,
  pass_score     numeric(8,2) check (pass_score >= 0),
  max_score      numeric(8,2) check (max_score > 0),
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  deleted_at     timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id)
);
comment on column homework.pass_rule is 'Null: the policy of the lecture decides.';
create index homework_session on homework (session_id) where deleted_at is null;
create trigger touch before update on homework for each row execute function app.touch();

create table homework_extension (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  homework_id    bigint not null,
  enrollment_id  bigint not null,
  due_at         timestamptz not null,
  reason         text not null default '' check (length(reason) <= 500),
  given_by       bigint,
  created_at     timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, homework_id, enrollment_id),
  foreign key (tenant_id, homework_id) references homework (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, given_by) references user_account (tenant_id, id)
);
call app.protect(array['exam', 'exam_sheet', 'exam_question', 'exam_extension', 'homework', 'homework_extension']);

create function app.is_shown(x exam, at timestamptz) returns boolean language sql immutable parallel safe as $$
  select x.released_at is not null or x.results_shown = 'at_once'
    or (x.results_shown = 'after_close' and (x.state = 'closed' or coalesce(x.closes_at <= at, false)))
$$;
comment on function app.is_shown is 'Whether students and parents see their results now; as shownNow in exams.rules.ts.';
