create table session (
    id varchar primary key,
    lab varchar not null,
    room varchar not null,
    title varchar not null,
    starts_at timestamp not null,
    ends_at timestamp not null,
    seats integer not null,
    youngest integer not null,
    oldest integer not null,
    exercises varchar[] not null,
    status varchar not null,
    pin varchar not null,
    created_at timestamp not null,
    opened_at timestamp,
    closed_at timestamp
);

-- One row for each quarter of an hour that a session holds its room: the key is what makes a double booking impossible.
create table room_claim (
    room varchar not null,
    quarter timestamp not null,
    session varchar not null,
    primary key (room, quarter)
);

create table seat (
    session varchar not null,
    number integer not null,
    card varchar not null,
    join_key varchar not null,
    taken_at timestamp not null,
    left_at timestamp,
    primary key (session, number),
    unique (session, card),
    unique (session, join_key)
);
