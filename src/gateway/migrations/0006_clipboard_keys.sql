-- What seals the copies that stay within a person's apps. Made with their first session, gone with their last.
CREATE TABLE clipboard_keys (
    subject TEXT PRIMARY KEY,
    key     BLOB NOT NULL
) STRICT;
CREATE INDEX sessions_by_subject ON sessions (subject);
CREATE TRIGGER clipboard_key_ends AFTER DELETE ON sessions
WHEN NOT EXISTS (SELECT 1 FROM sessions WHERE subject = OLD.subject)
BEGIN
    DELETE FROM clipboard_keys WHERE subject = OLD.subject;
END;
