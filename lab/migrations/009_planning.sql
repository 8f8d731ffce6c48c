create table room_buffer (
    room varchar primary key,
    quarters_before integer not null,
    quarters_after integer not null
);

-- What a station is for; one without a row is a computer.
create table station_capability (station varchar primary key, capability varchar not null);

create table equipment (id varchar primary key, lab varchar not null, name varchar not null, units integer not null);

create table session_need (
    session varchar not null,
    capability varchar not null,
    stations integer not null,
    primary key (session, capability)
);

create table session_equipment (
    session varchar not null,
    equipment varchar not null,
    units integer not null,
    primary key (session, equipment)
);

-- As room_claim, for each station (its only unit is 1) and each unit of equipment: the key is what makes it impossible
-- to promise one thing to two sessions.
create table resource_claim (
    resource varchar not null,
    unit integer not null,
    quarter timestamp not null,
    session varchar not null,
    primary key (resource, unit, quarter)
);

insert into resource_claim
    select station.id, 1, room_claim.quarter, room_claim.session
    from room_claim join station on station.room = room_claim.room;

-- Minutes of the lab's own day, 0 to 1440; a lab without any row has said nothing, and is open at all hours.
create table opening (
    id varchar primary key,
    lab varchar not null,
    weekday integer not null,
    opens integer not null,
    closes integer not null,
    valid_from date,
    valid_to date
);

-- From a minute of the first day to a minute of the last one; no lab means every lab.
create table closure (
    id varchar primary key,
    lab varchar,
    first_day date not null,
    last_day date not null,
    from_minute integer not null,
    to_minute integer not null,
    reason varchar not null,
    source varchar not null,
    made_at timestamp not null
);

-- The labs that are closed on public holidays.
create table holiday_lab (lab varchar primary key);

-- `rule` is RFC 5545 text (DTSTART, RRULE, EXDATE) on the wall clock of `time_zone`.
create table series (
    id varchar primary key,
    lab varchar not null,
    rule varchar not null,
    time_zone varchar not null,
    minutes integer not null,
    made_at timestamp not null
);

-- `day` is the one that the rule gives, also when the occurrence has been moved by itself (`detached`).
create table series_session (
    session varchar primary key,
    series varchar not null,
    day date not null,
    detached boolean not null
);
