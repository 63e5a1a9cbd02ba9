-- The sentences that a page ever showed, by their comparison keys; of watches that report more than commitments.
create table seen (
    target integer not null,
    key integer not null,
    primary key (target, key)
) without rowid;
create index seen_key on seen (key);
