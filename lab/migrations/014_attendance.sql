-- A lab's own rules for support by attendance, where none of the packaged ones fits.
create table attendance_profile (lab varchar primary key, rules json not null);

-- Who applies: what the municipality calls the association that runs the lab.
create table lab_association (
    lab varchar primary key,
    number varchar not null,
    name varchar not null,
    organisation varchar not null
);

-- What somebody on the staff has said of themself, if they wish, for support by attendance and nothing else.
create table leader_answer (staff varchar primary key, birth_year integer, gender varchar not null);
