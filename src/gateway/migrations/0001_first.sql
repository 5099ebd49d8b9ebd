-- Who is signed in. The cookie itself is never kept, only its SHA-256.
CREATE TABLE sessions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash  BLOB    NOT NULL UNIQUE,
    app         TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    user        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    groups      TEXT    NOT NULL,
    device_tags TEXT    NOT NULL,
    notice_seen INTEGER NOT NULL,
    expires     INTEGER NOT NULL
) STRICT;

-- Sign-ins under way, found again by the hash of their one-time state.
CREATE TABLE sign_ins (
    state_hash   TEXT    PRIMARY KEY,
    browser_hash BLOB    NOT NULL,
    app          TEXT    NOT NULL,
    pending      TEXT    NOT NULL,
    return_to    TEXT    NOT NULL,
    expires      INTEGER NOT NULL
) STRICT;

-- Step-ups under way and how they ended. `outcome` is NULL until it is final.
CREATE TABLE step_ups (
    id         TEXT    PRIMARY KEY,
    session    INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    state_hash TEXT    UNIQUE,
    pending    TEXT,
    policy     TEXT    NOT NULL,
    activity   TEXT    NOT NULL,
    object     TEXT    NOT NULL,
    context    INTEGER NOT NULL,
    scope      TEXT    NOT NULL,
    lifetime   INTEGER NOT NULL,
    return_to  TEXT    NOT NULL,
    back       TEXT    NOT NULL,
    mode       TEXT    NOT NULL,
    created    INTEGER NOT NULL,
    expires    INTEGER NOT NULL,
    consumed   INTEGER,
    outcome    TEXT,
    granted_until INTEGER
) STRICT;
CREATE INDEX step_ups_by_session ON step_ups (session, created);

-- What has been proved.
CREATE TABLE grants (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    session  INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    context  INTEGER NOT NULL,
    scope    TEXT    NOT NULL,
    activity TEXT    NOT NULL,
    object   TEXT    NOT NULL,
    expires  INTEGER NOT NULL,
    used     INTEGER
) STRICT;
CREATE INDEX grants_by_session ON grants (session);

-- Who asked not to see the notice for a while.
CREATE TABLE notices (
    subject      TEXT    PRIMARY KEY,
    hidden_until INTEGER NOT NULL
) STRICT;

-- Every policy bundle that decided something, so that an old activity can still be explained.
CREATE TABLE policy_revisions (
    revision   TEXT    PRIMARY KEY,
    bundle     BLOB    NOT NULL,
    first_used INTEGER NOT NULL
) STRICT;

-- What happened. Types, names and counts; never the content.
CREATE TABLE activities (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT    NOT NULL UNIQUE,
    time        INTEGER NOT NULL,
    received    INTEGER NOT NULL,
    subject     TEXT    NOT NULL,
    user        TEXT    NOT NULL,
    app         TEXT    NOT NULL,
    activity    TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    policy      TEXT,
    policy_name TEXT,
    outcome     TEXT    NOT NULL,
    url         TEXT    NOT NULL,
    file        TEXT,
    matches     TEXT    NOT NULL,
    failure     TEXT,
    revision    TEXT    NOT NULL REFERENCES policy_revisions (revision),
    trace       TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    detail      TEXT
) STRICT;
CREATE INDEX activities_by_user ON activities (user, seq);
CREATE INDEX activities_by_app ON activities (app, seq);
