-- What people are told. A message is queued in the transaction of what it tells about; `once` makes the same one once
-- only. Address and facts are emptied as soon as nobody needs them.
create table message (
    id varchar primary key,
    once varchar not null unique,
    kind varchar not null,
    language varchar not null,
    address varchar not null,
    facts varchar not null,
    lab varchar not null,
    about varchar not null,
    status varchar not null,
    attempts integer not null,
    queued_at timestamp not null,
    send_after timestamp not null,
    useless_after timestamp not null,
    lease varchar not null,
    lease_until timestamp,
    settled_at timestamp,
    trouble varchar not null
);

create table session_leader (
    session varchar not null,
    staff varchar not null,
    since timestamp not null,
    left_at timestamp,
    primary key (session, staff)
);

-- One row for each quarter of an hour that somebody leads: the key is what keeps a leader from being in two places.
create table leader_claim (
    staff varchar not null,
    quarter timestamp not null,
    session varchar not null,
    primary key (staff, quarter)
);

create table lab_leading (lab varchar primary key, refuses boolean not null);

create table lab_ratio (
    lab varchar not null,
    youngest integer not null,
    oldest integer not null,
    youths integer not null,
    primary key (lab, youngest)
);

create table substitute_question (
    id varchar primary key,
    session varchar not null,
    instead_of varchar not null,
    staff varchar not null,
    asked_at timestamp not null,
    expires_at timestamp not null,
    answer varchar not null,
    answered_at timestamp
);

create table session_minimum (
    session varchar primary key,
    least integer not null,
    decide_at timestamp not null,
    cancels boolean not null,
    decided_at timestamp,
    outcome varchar not null
);

-- What calendars need to know of a session: how many times it was changed, and when last.
create table session_edition (session varchar primary key, sequence integer not null, changed_at timestamp not null);

create table calendar_feed (
    id varchar primary key,
    kind varchar not null,
    subject varchar not null,
    secret_hash varchar not null unique,
    alarm_minutes integer not null,
    language varchar not null,
    made_by varchar not null,
    made_at timestamp not null,
    revoked_at timestamp
);
