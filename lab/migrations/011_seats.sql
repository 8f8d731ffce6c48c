-- How the seats of a session go out; a session without a row is open to whoever drops in.
create table session_way (session varchar primary key, way varchar not null, round varchar not null);

create table round (
    id varchar primary key,
    lab varchar not null,
    title varchar not null,
    opens_at timestamp not null,
    closes_at timestamp not null,
    seats_order varchar not null,
    reserve varchar not null,
    reserves json not null,
    state varchar not null,
    seed varchar not null,
    commitment varchar not null,
    inputs varchar not null,
    frozen json,
    published json,
    created_at timestamp not null,
    frozen_at timestamp,
    drawn_at timestamp
);

-- Those who ask together: a card, or a family, class or club in numbers only. Whoever may be split has a request for each.
create table party (
    id varchar primary key,
    lab varchar not null,
    round varchar not null,
    kind varchar not null,
    card varchar not null,
    contact varchar not null,
    contact_hash varchar not null,
    area varchar not null,
    size integer not null,
    sizes json not null,
    together boolean not null,
    code varchar not null unique,
    asked_key varchar not null unique,
    receipt varchar not null,
    language varchar not null,
    created_at timestamp not null,
    confirmed_at timestamp
);

create table request (
    id varchar primary key,
    party varchar not null,
    seats integer not null,
    entry varchar not null,
    outcome varchar not null
);

-- What a request asks of one session, and how it stands there; `line` orders those who wait, the lowest first.
create table wish (
    request varchar not null,
    session varchar not null,
    rank integer not null,
    state varchar not null,
    line bigint not null,
    passed integer not null,
    until timestamp,
    changed_at timestamp not null,
    primary key (request, session)
);

-- A seat that is promised. The key is what makes a double promise impossible.
create table place (
    session varchar not null,
    number integer not null,
    request varchar not null,
    given_at timestamp not null,
    primary key (session, number)
);

-- Each look at a code at the door, also those made while there was no network; a device says each but once.
create table arrival (
    device varchar not null,
    nonce varchar not null,
    session varchar not null,
    code varchar not null,
    scanned_at timestamp not null,
    received_at timestamp not null,
    primary key (device, nonce)
);
