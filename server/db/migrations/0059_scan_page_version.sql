-- Which reader read a page: it goes with the page, however late somebody says whose it is.
alter table scan_page add version text not null default '' check (length(version) <= 50);
comment on column scan_page.version is 'Of the reader; empty where nobody knows any more.';
