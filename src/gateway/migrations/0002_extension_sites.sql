-- A session on the gateway's own host serves every site of the browser extension: what was asked for and what was proved
-- at one site says nothing of another.
ALTER TABLE step_ups ADD COLUMN app TEXT NOT NULL DEFAULT '';
ALTER TABLE grants ADD COLUMN app TEXT NOT NULL DEFAULT '';
UPDATE step_ups SET app = (SELECT app FROM sessions WHERE sessions.id = step_ups.session);
UPDATE grants SET app = (SELECT app FROM sessions WHERE sessions.id = grants.session);
