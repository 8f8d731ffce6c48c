-- What a municipality does with AI: public facts, no person. `name_key` is the name in one spelling; with the municipality
-- it is what tells whether two rows are the same initiative.
create table initiative (
    id varchar primary key,
    area varchar not null,
    name varchar not null,
    name_key varchar not null,
    field varchar not null,
    target varchar not null,
    youngest integer,
    oldest integer,
    state varchar not null,
    evidence varchar not null,
    link varchar not null,
    added_at timestamp not null,
    changed_at timestamp not null,
    unique (area, name_key)
);
