-- Version 1. Times are microseconds since 1970 UTC; JSON is compact; blobs of pages and documents are zstd.
create table watches (
    id text primary key,
    origin text not null,
    url text not null,
    enabled integer not null,
    listed integer not null default 1
);
create table targets (
    id integer primary key,
    watch text not null,
    url text not null,
    -- as `model::host_key` names it; it has a row in `hosts`
    host text not null,
    kind text not null,
    role text not null,
    link text,
    discovered_at integer not null,
    -- 0 watched, 1 while its watch is off, 2 for good
    retired integer not null default 0,
    due integer,
    not_before integer not null default 0,
    lease_until integer not null default 0,
    fence integer not null default 0,
    etag text,
    last_modified text,
    page_hash text,
    failed_page text,
    version integer,
    last_full integer,
    last_good integer,
    last_check integer,
    reads integer not null default 0,
    failures integer not null default 0,
    failing_since integer,
    reason text,
    detail text,
    told_failing integer not null default 0,
    pending integer not null default 0,
    -- when it may be claimed; whether it was ever looked at
    ready integer generated always as (max(due, not_before, lease_until)) stored,
    checked integer generated always as (last_check is not null) stored,
    unique (watch, url)
);
-- In the order of claims, of all hosts and of one: what is due, and what was not looked at for longest.
create index targets_ready on targets (checked, ready, id, host) where retired = 0;
create index targets_ready_on_host on targets (host, checked, ready) where retired = 0;
create index targets_check on targets (last_check, due, id, host) where retired = 0;
create index targets_check_on_host on targets (host, last_check, due, id) where retired = 0;
create index targets_watched on targets (watch) where retired = 0;
create index targets_failing on targets (watch) where retired = 0 and failures > 0;
create index targets_root on targets (watch) where kind = 'root';
create index targets_url on targets (url);
create index targets_page on targets (page_hash);
create index targets_failed_page on targets (failed_page);
create table versions (
    id integer primary key,
    target integer not null references targets (id),
    number integer not null,
    text_hash text not null,
    page_hash text not null,
    fingerprint text not null,
    fetched_at integer not null,
    last_read integer not null,
    status integer not null,
    full_copy integer not null,
    document blob not null,
    unique (target, number)
);
create index versions_page on versions (page_hash);
create table pages (
    hash text primary key,
    body blob not null
);
-- What came with a page's bytes; other targets may have been answered with the same bytes.
create table answers (
    hash text not null,
    url text not null,
    meta text not null,
    primary key (hash, url)
) without rowid;
create table checks (
    id integer primary key,
    target integer not null references targets (id),
    started integer not null,
    row text not null,
    previous text not null,
    hash text not null
);
create index checks_target on checks (target);
create table links (
    watch text not null,
    url text not null,
    first_seen integer not null,
    primary key (watch, url)
) without rowid;
create table commitments (
    id text primary key,
    first_seen integer not null,
    first_day text,
    last_day text,
    record text not null
);
create index commitments_dated on commitments (last_day) where last_day is not null;
create table blocks (
    key text not null,
    commitment text not null,
    primary key (key, commitment)
) without rowid;
create index blocks_commitment on blocks (commitment);
create table generations (
    key text primary key,
    number integer not null
) without rowid;
create table sightings (
    id integer primary key,
    commitment text,
    target integer not null,
    -- of the target
    watch text not null,
    -- what is asked of the record often: its state, whether it waits for a confirming check, since when it waits as missing
    present integer not null,
    pending integer not null,
    missing integer,
    record text not null
);
create index sightings_target on sightings (target);
create index sightings_present on sightings (watch, commitment) where present = 1;
create index sightings_missing on sightings (missing) where missing is not null;
create index sightings_commitment on sightings (commitment);
create table events (
    id text primary key,
    at integer not null,
    record text not null
);
create index events_at on events (at);
create table assignments (
    event text not null,
    recipient text not null,
    disposition text not null,
    reason text not null,
    alert text,
    primary key (event, recipient)
) without rowid;
create index assignments_open on assignments (recipient) where alert is null;
create table alerts (
    id text primary key,
    recipient text not null,
    message_id text not null,
    created_at integer not null,
    record text not null,
    eml blob not null,
    html blob not null
);
create index alerts_at on alerts (created_at desc, id);
create index alerts_of on alerts (recipient, created_at desc, id);
create table alert_subjects (
    recipient text not null,
    subject text not null,
    message_id text not null,
    primary key (recipient, subject)
) without rowid;
create table deliveries (
    id integer primary key,
    alert text not null references alerts (id),
    address text not null,
    state text not null,
    attempts integer not null default 0,
    queued_at integer not null,
    next_at integer not null,
    lease_until integer not null default 0,
    fence integer not null default 0,
    detail text,
    tried_at integer,
    done_at integer,
    unique (alert, address)
);
create index deliveries_due on deliveries (next_at) where state = 'queued';
-- Every host of a target, and every one that asked to be left alone.
create table hosts (
    host text primary key,
    not_before integer not null default 0
) without rowid;
create table recipients (
    key text primary key,
    last_digest integer
) without rowid;
create table baseline_reports (
    recipient text not null,
    watch text not null,
    primary key (recipient, watch)
) without rowid;
create table judgements (
    id text primary key,
    opinion text not null,
    note text,
    at integer not null
) without rowid;
