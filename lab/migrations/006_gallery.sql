create table picture (
    id varchar primary key,
    lab varchar not null,
    session varchar not null,
    seat integer not null,
    card varchar not null,
    exercise varchar not null,
    model varchar not null,
    seed bigint not null,
    style varchar not null,
    made_at timestamp not null,
    png blob not null
);
