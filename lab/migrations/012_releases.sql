-- A half-year's report, computed once when the half-year is over and read ever after. No row is changed or removed.
create table release (
    id varchar primary key,
    period varchar not null unique,
    made_at timestamp not null,
    method varchar not null,
    population_date date not null,
    key_id varchar not null,
    hash varchar not null
);

-- One published number. `number` is null where it is protected, `population` where nobody lives "in" such a group.
create table release_cell (
    release varchar not null,
    area varchar not null,
    dimension varchar not null,
    part varchar not null,
    number integer,
    population integer,
    primary key (release, area, dimension, part)
);

-- A visit of a half-year whose report was frozen before the visit was written: it counts in the next one.
create table late_visit (
    session varchar not null,
    card varchar not null,
    period varchar not null,
    primary key (session, card)
);
