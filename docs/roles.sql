-- What the two roles may do in the database `twinning`: its owner, who migrates, and `twinning_app`,
-- who reads and writes rows. By a superuser or the owner, before the first release or after it.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE CREATE, TEMPORARY ON DATABASE twinning FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO twinning_owner;
GRANT CONNECT ON DATABASE twinning TO twinning_app;
GRANT USAGE ON SCHEMA public TO twinning_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO twinning_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO twinning_app;
ALTER DEFAULT PRIVILEGES FOR ROLE twinning_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO twinning_app;
ALTER DEFAULT PRIVILEGES FOR ROLE twinning_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO twinning_app;
