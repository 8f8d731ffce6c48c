create table staff (
    id varchar primary key,
    email varchar not null unique,
    password_hash varchar not null,
    disabled boolean not null default false,
    created_at timestamp not null
);

create table staff_grant (
    staff varchar not null,
    role varchar not null,
    scope varchar not null,
    primary key (staff, role, scope)
);

create table staff_session (
    token_hash varchar primary key,
    staff varchar not null,
    created_at timestamp not null,
    expires_at timestamp not null
);

-- A lab card: three words, kept only as a keyed hash, and the answers that a returning youth need not give again.
create table card (
    id varchar primary key,
    words_hash varchar not null unique,
    area varchar not null,
    birth_year integer not null,
    gender varchar not null,
    created_at timestamp not null
);
