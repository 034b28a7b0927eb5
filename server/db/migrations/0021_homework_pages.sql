-- Pages of homework as they are shown, and what they are judged by.
alter table submission_file
  add page_key text unique check (length(page_key) <= 500),
  add thumb_key text unique check (length(thumb_key) <= 500),
  add width int check (width > 0),
  add height int check (height > 0),
  add look bytea check (length(look) = 289);
comment on column submission_file.page_key is 'The copy that is shown, without a word about where and by what it was taken. Nobody outside can write to it; file_key, under which it was sent, is gone then.';
comment on column submission_file.look is 'The picture in 17 x 17 greys: what is handed in twice is found by it.';

alter table homework add rubric jsonb not null default '[]' check (jsonb_typeof(rubric) = 'array');
comment on column homework.rubric is 'What work is often worth more or less for: [{label, points}]. A review keeps its own copy.';

alter table submission_review add marks jsonb not null default '[]' check (jsonb_typeof(marks) = 'array');
comment on column submission_review.marks is 'What of the rubric was found, as it read then: [{label, points}].';

create index submission_homework on submission (homework_id, enrollment_id, id desc) where homework_id is not null;
