create table area (
    code varchar primary key,
    level varchar not null,
    name varchar not null,
    county varchar not null,
    county_name varchar not null,
    latitude double not null,
    longitude double not null
);

create table area_population (
    area varchar not null,
    age integer not null,
    gender varchar not null,
    persons integer not null,
    primary key (area, age, gender)
);
