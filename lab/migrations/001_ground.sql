create table migration (number integer primary key, name varchar not null, applied_at timestamp not null);

create table fact (name varchar primary key, value varchar not null);

create sequence audit_number;
create table audit (
    number bigint primary key default nextval('audit_number'),
    happened_at timestamp not null,
    actor varchar not null,
    verb varchar not null,
    object varchar not null,
    detail json not null
);

create table attempt (id varchar not null, kind varchar not null, who varchar not null, happened_at timestamp not null);
