-- What was cut from the sheets of exams belongs to one student, and goes when the sheet does not count for that student any more.
alter table study_image
  add column student_id bigint,
  add column cut_from text check (length(cut_from) <= 500),
  add foreign key (tenant_id, student_id) references student (tenant_id, id);
comment on column study_image.student_id is 'Whose sheet it was cut from: shown to nobody else; null for pictures of questions.';
comment on column study_image.cut_from is 'The key of the scanned page.';
create index study_image_student on study_image (student_id) where student_id is not null;
create index study_attempt_picture on study_attempt (picture_path, student_id) where picture_path is not null;

update study_image i set student_id = a.student_id
from study_attempt a where a.tenant_id = i.tenant_id and a.picture_path = i.name;

grant delete on study_image to seodang_app;
grant update (picture_path) on study_attempt to seodang_app;
comment on table study_attempt is 'Append-only. A corrected key changes what an attempt means, taking one back marks it, and the picture goes with the sheet it was cut from; nothing else changes.';
