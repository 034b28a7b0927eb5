-- Texts that are like each other, and what is read on the scenes of a video of homework.
alter table submission_text
  add at_ms int check (at_ms >= 0),
  add prints bytea not null default '' check (length(prints) <= 16384);
comment on column submission_text.at_ms is 'Of a video: the moment that was read.';
comment on column submission_text.prints is 'A fourth of the hashed pieces of its words, 32 bits each: texts are compared by them.';
alter table submission_text
  drop constraint submission_text_submission_id_place_key,
  add unique nulls not distinct (submission_id, place, at_ms);

alter table submission_twin drop constraint submission_twin_submission_id_place_other_submission_id_oth_key;
delete from submission_twin where kind <> 'picture';
alter table submission_twin drop column kind;
alter table submission_twin add unique (submission_id, place, other_submission_id, other_place);
comment on table submission_twin is 'Pages that look like a page that was handed in before; texts are compared when somebody looks.';
