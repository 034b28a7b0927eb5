create type study_state as enum ('draft', 'published', 'withdrawn');
create type quiz_mode as enum ('random', 'frequent_focus', 'wrong_variants', 'due');
create type quiz_status as enum ('in_progress', 'done', 'abandoned');
create type study_source as enum ('live', 'viewer', 'paper');
create type study_outcome as enum ('correct', 'wrong', 'unsure');

create table study_topic (
  id            bigint generated always as identity primary key,
  tenant_id     bigint not null default app.tenant_id() references tenant,
  title         text not null check (length(title) between 1 and 200),
  lecture_id    bigint,
  student_id    bigint,
  is_paper      boolean not null default false,
  bank_version  bigint not null default (extract(epoch from clock_timestamp()) * 1e6)::bigint,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  deleted_at    timestamptz,
  unique (tenant_id, id),
  check (num_nonnulls(lecture_id, student_id) = 1),
  check (not is_paper or lecture_id is not null),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id),
  foreign key (tenant_id, student_id) references student (tenant_id, id)
);
comment on column study_topic.student_id is 'Whose own topic it is; otherwise everybody in the lecture studies it.';
comment on column study_topic.is_paper is 'Filled by itself with what was answered wrong in exams of the lecture.';
comment on column study_topic.bank_version is 'Moves with every change of its questions: copies made under another one are out of date. It begins with the time, so that a database that was restored comes to no version that it had before.';
create unique index study_topic_paper on study_topic (tenant_id, lecture_id) where is_paper;
create index study_topic_lecture on study_topic (tenant_id, lecture_id);
create index study_topic_student on study_topic (tenant_id, student_id) where student_id is not null;
create trigger touch before update on study_topic for each row execute function app.touch();

create table study_question (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  study_topic_id bigint not null,
  pub_id         uuid not null default gen_random_uuid(),
  revision       int not null default 1 check (revision > 0),
  state          study_state not null default 'draft',
  subject        text not null default '' check (length(subject) <= 120),
  kind           question_kind not null default 'single',
  body           text not null default '' check (length(body) <= 20000),
  choices        jsonb not null default '[]' check (jsonb_typeof(choices) = 'array'),
  keys           jsonb not null default '[]' check (jsonb_typeof(keys) = 'array'),
  explanation    text not null default '' check (length(explanation) <= 20000),
  tags           text[] not null default '{}',
  frequency      int not null default 0 check (frequency between 0 and 100000),
  variant_group  text check (length(variant_group) between 1 and 120),
  source_id      text check (length(source_id) between 1 and 200),
  image_path     text check (length(image_path) <= 500),
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  deleted_at     timestamptz,
  unique (tenant_id, id),
  unique (tenant_id, pub_id),
  foreign key (tenant_id, study_topic_id) references study_topic (tenant_id, id)
);
comment on column study_question.pub_id is 'How devices know it; never given to another question, since rows are put away and not deleted.';
comment on column study_question.keys is 'Accepted answers: a list of sets of choice ids, or of lists of one text.';
comment on column study_question.frequency is 'How often it was seen in past exams.';
comment on column study_question.source_id is 'Where it came from: a question of an exam, a row of an import.';
create index study_question_topic on study_question (tenant_id, study_topic_id, id) where deleted_at is null;
create unique index study_question_source on study_question (tenant_id, study_topic_id, source_id) where source_id is not null;
create index study_question_variants on study_question (tenant_id, study_topic_id, variant_group) where variant_group is not null and deleted_at is null;
create index study_question_tags on study_question (tenant_id, study_topic_id, subject, tags) where deleted_at is null;
create trigger touch before update on study_question for each row execute function app.touch();

create table study_question_revision (
  tenant_id          bigint not null default app.tenant_id(),
  study_question_id  bigint not null,
  revision           int not null,
  content            jsonb not null,
  replaced_at        timestamptz not null default now(),
  primary key (tenant_id, study_question_id, revision),
  foreign key (tenant_id, study_question_id) references study_question (tenant_id, id)
);
comment on table study_question_revision is 'How a question was before its next revision.';

create table study_quiz_session (
  id                       bigint generated always as identity primary key,
  tenant_id                bigint not null default app.tenant_id(),
  student_id               bigint not null,
  user_id                  bigint,
  study_topic_id           bigint not null,
  uuid                     uuid not null default gen_random_uuid(),
  target_per_subject       int not null default 20 check (target_per_subject between 1 and 500),
  subject_filter           text check (length(subject_filter) between 1 and 120),
  wrong_only               boolean not null default false,
  quiz_mode                quiz_mode not null default 'random',
  seed                     bigint not null default 0,
  question_ids             jsonb not null default '[]' check (jsonb_typeof(question_ids) = 'array'),
  revisions                jsonb not null default '[]' check (jsonb_typeof(revisions) = 'array'),
  reshuffled_ids           jsonb not null default '[]' check (jsonb_typeof(reshuffled_ids) = 'array'),
  real_variant_count       int not null default 0 check (real_variant_count >= 0),
  subject_distribution     jsonb not null default '{}' check (jsonb_typeof(subject_distribution) = 'object'),
  missing                  jsonb not null default '{}' check (jsonb_typeof(missing) = 'object'),
  status                   quiz_status not null default 'in_progress',
  cursor                   int not null default 0 check (cursor between 0 and jsonb_array_length(question_ids)),
  correct_count            int not null default 0 check (correct_count >= 0),
  wrong_count              int not null default 0 check (wrong_count >= 0),
  unsure_count             int not null default 0 check (unsure_count >= 0),
  newly_correct_count      int not null default 0 check (newly_correct_count >= 0),
  relapsed_count           int not null default 0 check (relapsed_count >= 0),
  recovered_count          int not null default 0 check (recovered_count >= 0),
  chronic_remaining_count  int not null default 0 check (chronic_remaining_count >= 0),
  summary                  jsonb,
  device                   text not null default '' check (length(device) <= 200),
  app_version              text not null default '' check (length(app_version) <= 50),
  finished_at              timestamptz,
  finalized_at             timestamptz,
  client_session_uuid      uuid,
  source                   study_source not null default 'live',
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, student_id, source, client_session_uuid, study_topic_id),
  check ((finalized_at is null) = (status = 'in_progress')),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id),
  foreign key (tenant_id, study_topic_id) references study_topic (tenant_id, id)
);
comment on column study_quiz_session.question_ids is 'The order in which they were asked; of an offline session that in which they were answered.';
comment on column study_quiz_session.uuid is 'The client''s own for offline sessions; together with seq it orders attempts of the same instant.';
comment on column study_quiz_session.summary is 'What finalizing found, question by question; never changed afterwards.';
create unique index study_quiz_session_open on study_quiz_session (tenant_id, student_id, study_topic_id) where status = 'in_progress';
create index study_quiz_session_student on study_quiz_session (tenant_id, student_id, id);
create trigger touch before update on study_quiz_session for each row execute function app.touch();

create table study_attempt (
  id                     bigint generated always as identity primary key,
  tenant_id              bigint not null default app.tenant_id(),
  student_id             bigint not null,
  study_quiz_session_id  bigint not null,
  uuid                   uuid not null,
  seq                    int not null check (seq >= 0),
  study_question_id      bigint not null,
  revision               int not null,
  selected               jsonb not null check (jsonb_typeof(selected) = 'array'),
  unsure                 boolean not null,
  elapsed_ms             int check (elapsed_ms >= 0),
  answered_at            timestamptz not null,
  at                     timestamptz not null,
  received_at            timestamptz not null,
  is_suspect             boolean not null default false,
  outcome                study_outcome not null,
  is_correct             boolean not null,
  picture_path           text check (length(picture_path) <= 500),
  undone_at              timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, study_quiz_session_id) references study_quiz_session (tenant_id, id),
  foreign key (tenant_id, study_question_id) references study_question (tenant_id, id)
);
comment on table study_attempt is 'Append-only. A corrected key changes what an attempt means, and taking one back marks it; nothing else changes.';
comment on column study_attempt.answered_at is 'By the clock of the device; at is the same by ours.';
comment on column study_attempt.is_suspect is 'The time was older than 30 days or in the future, and was moved to the edge.';
create unique index study_attempt_place on study_attempt (tenant_id, student_id, uuid, seq);
create index study_attempt_history on study_attempt (tenant_id, student_id, study_question_id) where undone_at is null;
create index study_attempt_question on study_attempt (tenant_id, study_question_id);

create table study_quarantine (
  tenant_id    bigint not null default app.tenant_id(),
  student_id   bigint not null,
  uuid         uuid not null,
  seq          int not null check (seq >= 0),
  pub_id       uuid not null,
  selected     jsonb not null check (jsonb_typeof(selected) = 'array'),
  unsure       boolean not null,
  elapsed_ms   int check (elapsed_ms >= 0),
  answered_at  timestamptz not null,
  at           timestamptz not null,
  received_at  timestamptz not null,
  is_suspect   boolean not null default false,
  primary key (tenant_id, student_id, uuid, seq),
  foreign key (tenant_id, student_id) references student (tenant_id, id)
);
comment on table study_quarantine is 'Attempts at questions that are not published, or not for this student, yet.';
create index study_quarantine_question on study_quarantine (tenant_id, pub_id);

create table study_delivery (
  tenant_id    bigint not null default app.tenant_id(),
  student_id   bigint not null,
  uuid         uuid not null,
  body_hash    bytea not null,
  answer       jsonb not null,
  received_at  timestamptz not null,
  primary key (tenant_id, student_id, uuid, body_hash),
  foreign key (tenant_id, student_id) references student (tenant_id, id)
);
comment on table study_delivery is 'What was delivered, with the first answer to it: the same again gets the same.';

create table study_memory (
  tenant_id          bigint not null default app.tenant_id(),
  student_id         bigint not null,
  study_question_id  bigint not null,
  study_topic_id     bigint not null,
  stability          double precision not null,
  difficulty         double precision not null,
  attempts           int not null,
  fails              int not null,
  last_day           date not null,
  due_day            date not null,
  not_passed         int not null,
  is_chronic         boolean not null,
  last_passed        boolean not null,
  last_at            timestamptz not null,
  algorithm          text not null default 'fsrs-6',
  primary key (tenant_id, student_id, study_question_id),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, study_question_id) references study_question (tenant_id, id),
  foreign key (tenant_id, study_topic_id) references study_topic (tenant_id, id)
);
comment on table study_memory is 'A cache of a fold over attempts; it can always be made again.';
comment on column study_memory.fails is 'As FSRS counts them; not_passed counts unsure answers too.';
create index study_memory_due on study_memory (tenant_id, student_id, study_topic_id, due_day);
create index study_memory_wrong on study_memory (tenant_id, student_id, study_topic_id) where not last_passed;
create index study_memory_failing on study_memory (student_id, study_topic_id, tenant_id, last_at) include (is_chronic, study_question_id) where not_passed >= 3;

create table study_device (
  id            bigint generated always as identity primary key,
  tenant_id     bigint not null default app.tenant_id(),
  student_id    bigint not null,
  user_id       bigint not null,
  name          text not null default '' check (length(name) <= 100),
  token_hash    bytea not null,
  created_at    timestamptz not null default now(),
  revoked_at    timestamptz,
  unique (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id)
);
comment on table study_device is 'A viewer of one student, which may send finished sessions and nothing else.';

call app.protect(array['study_topic', 'study_question', 'study_quiz_session', 'study_device'], 'select, insert, update');
call app.protect(array['study_question_revision', 'study_delivery', 'study_attempt'], 'select, insert');
call app.protect(array['study_quarantine', 'study_memory']);
grant update (outcome, is_correct, undone_at) on study_attempt to seodang_app;
