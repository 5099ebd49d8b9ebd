-- Questions on the gateway's own pages that nobody has answered yet: each is answered once.
CREATE TABLE questions (
    id        TEXT    PRIMARY KEY,
    session   INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    app       TEXT    NOT NULL,
    policy    TEXT    NOT NULL,
    action    TEXT    NOT NULL,
    activity  TEXT    NOT NULL,
    object    TEXT    NOT NULL,
    return_to TEXT    NOT NULL,
    back      TEXT    NOT NULL,
    again     INTEGER NOT NULL,
    created   INTEGER NOT NULL,
    expires   INTEGER NOT NULL
) STRICT;
CREATE INDEX questions_by_session ON questions (session, created);

-- Warnings that were answered with "go on".
CREATE TABLE answers (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    session  INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    app      TEXT    NOT NULL,
    policy   TEXT    NOT NULL,
    action   TEXT    NOT NULL,
    activity TEXT    NOT NULL,
    object   TEXT    NOT NULL,
    given    INTEGER NOT NULL,
    expires  INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_by_session ON answers (session, given);

-- The reason a person gave.
ALTER TABLE activities ADD COLUMN justification TEXT;
