-- Version 2. Attachments that were read into a version: their bytes are kept as long as the store is.
create table attached (
    hash text not null,
    target integer not null references targets (id),
    primary key (hash, target)
) without rowid;
-- whether the newest version has attachments that are to be looked at again
alter table targets add column files integer not null default 0;
