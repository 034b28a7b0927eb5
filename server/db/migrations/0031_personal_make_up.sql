alter table class_session add column is_personal boolean not null default false;
comment on column class_session.is_personal is 'Only for the students who were let in by name: who is enrolled later does not enter it.';
