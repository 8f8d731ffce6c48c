-- A look at the door that was wrong is taken back by a note of its own, so that notes still only grow.
alter table arrival add column undo boolean default false;

-- How a request stood in a session before it was checked in there, for as long as that can be taken back.
create table before_arrival (
    session varchar not null,
    request varchar not null,
    state varchar not null,
    until timestamp,
    primary key (session, request)
);
