-- SKR's group of each municipality, where its list has been imported.
create table area_group (area varchar primary key, code varchar not null);

-- Whose figures the population is, and of which day: a row with no area for municipalities, counties and the country, and
-- one for each municipality whose own districts have been imported.
create table population_source (
    area varchar primary key,
    population_date date not null,
    source varchar not null,
    noted_at timestamp not null
);

-- A municipality's own districts; `persons` are its residents of 6-19, null where nobody has told.
create table district (
    area varchar not null,
    code varchar not null,
    name varchar not null,
    persons integer,
    primary key (area, code)
);

-- The district that a youth has told, beside the municipality of the card; who has told none has no row.
create table card_district (card varchar primary key, district varchar not null);

create table visit_district (
    session varchar not null,
    card varchar not null,
    district varchar not null,
    primary key (session, card)
);

-- Whose figures of districts a frozen report was made with, and of which day.
create table release_source (
    release varchar not null,
    area varchar not null,
    population_date date not null,
    source varchar not null,
    primary key (release, area)
);
