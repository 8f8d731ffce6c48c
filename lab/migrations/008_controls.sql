-- What a leader has said of a running session; no row says that everything runs as usual.
create table session_control (
    session varchar primary key,
    paused boolean not null,
    stopped boolean not null,
    free_text boolean not null,
    shown varchar not null
);
