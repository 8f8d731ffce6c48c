create table held_session (
    session varchar primary key,
    lab varchar not null,
    area varchar not null,
    starts_at timestamp not null,
    ends_at timestamp not null
);

create table visit (
    session varchar not null,
    card varchar not null,
    lab varchar not null,
    area varchar not null,
    birth_year integer not null,
    gender varchar not null,
    happened_at timestamp not null,
    primary key (session, card)
);

create table exercise_event (
    session varchar not null,
    card varchar not null,
    exercise varchar not null,
    kind varchar not null,
    happened_at timestamp not null
);
