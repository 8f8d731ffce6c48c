create table lab (
    id varchar primary key,
    name varchar not null,
    area varchar not null,
    time_zone varchar not null,
    created_at timestamp not null
);

create table room (id varchar primary key, lab varchar not null, name varchar not null);

create table station (
    id varchar primary key,
    room varchar not null,
    number integer not null,
    unique (room, number)
);
