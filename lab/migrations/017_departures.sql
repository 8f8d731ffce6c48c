-- A session that was moved to another lab: the calendars of the one it left have to send it as cancelled there.
create table session_departure (
    session varchar not null,
    lab varchar not null,
    room varchar not null,
    starts_at timestamp not null,
    ends_at timestamp not null,
    primary key (session, lab)
);
